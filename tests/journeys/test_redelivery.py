"""Slack sends the same thing twice: nothing happens twice, and both get the same answer."""

import pytest

from bot.playground.faults import Fault, FaultKind
from bot.playground.records import Delivery, Kind, Outcome
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story, first_line, key_of, reads

NOON = "2026-06-05 12:00-07:00"
URGENT = "/ticket new urgent Acme: SSO login fails for everyone"


@pytest.mark.parametrize("times", [1, 2])
async def test_a_command_that_comes_again_opens_one_ticket_and_gives_the_same_receipt(begin: Begin, times: int) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)

    await _comes_again(story, times)

    assert [key_of(each) for each in story.messages() if str(key_of(each)).endswith(":card")] == ["1:card"]
    assert len(story.paged("piet")) == 1


async def test_a_command_that_comes_twice_at_once_opens_one_ticket(begin: Begin) -> None:
    story = await begin(NOON)
    story.trial.slack.faults.deliver_twice(Kind.COMMAND)

    told = await story.types("ana", URGENT)

    first, second = _asked(story)[-2:]
    assert first.ack == second.ack
    assert "T-1 is open" in told.text
    assert "1 ticket" in (await story.types("ana", "/ticket list")).text
    assert len(story.paged("piet")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "take 1",
        "reply 1 We are looking into it.",
        "ack 1",
        "regrade 1 low Only one report.",
        "assign 1 @tess",
        "update 1 every 2 hours: We found the cause.",
        "pause 1 customer They look for the logs.",
        "tried 1 Left a message on their voicemail.",
        "resolve 1 The certificate is renewed.",
        "close 1 resolved Done.",
    ],
)
async def test_whatever_is_typed_about_a_ticket_happens_once(begin: Begin, line: str) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.types("omar", f"/ticket {line}")
    before = [reads(story, each) for each in story.messages()]

    await _comes_again(story, 2)

    assert [reads(story, each) for each in story.messages()] == before
    assert len(story.history()) == 2, "the page, and what was typed"


async def test_a_refusal_that_comes_again_is_the_same_refusal(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", "/ticket new urgent Acne: SSO login fails")

    await _comes_again(story, 2)

    assert story.messages() == []


async def test_a_press_that_comes_again_changes_nothing_and_says_the_same(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    story.trial.slack.faults.deliver_twice(Kind.INTERACTION)
    await story.presses("omar", story.card(), "Take it")
    await _comes_again(story, 1)

    assert [first_line(each) for each in story.history()][1:] == ["Omar Agent took it"]
    assert {each.text for each in story.person("omar").ephemerals()} == {
        "T-1: you took it. Next: first response due Fri 5 Jun 13:00 PDT."
    }


async def test_a_press_that_opens_a_window_and_comes_twice_opens_one_and_complains_of_nothing(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    story.trial.slack.faults.deliver_twice(Kind.INTERACTION)

    assert await story.presses("omar", story.card(), "Reply") == ""
    assert story.window("omar").title == "Reply T-1"
    story.trial.slack.faults.deliver_twice(Kind.COMMAND)
    assert (await story.types("omar", "/ticket")).text == ""
    assert [delivery.ack for delivery in _asked(story)[-2:]] == [None, None]


async def test_a_window_that_is_sent_twice_does_what_it_asks_for_once(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.presses("omar", story.card(), "Reply")
    story.trial.slack.faults.deliver_twice(Kind.INTERACTION)
    assert (await story.submits("omar", text="We are looking into it.")).closed
    await _comes_again(story, 1)

    assert [first_line(each) for each in story.history()][1:] == ["Omar Agent answered the customer"]


async def test_the_intake_form_that_is_sent_twice_opens_one_ticket(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", "/ticket new urgent Acme:")
    story.trial.slack.faults.deliver_twice(Kind.INTERACTION)
    await story.submits("ana", title="SSO login fails for everyone")
    first = _asked(story)[-1]
    await _comes_again(story, 2)

    assert "T-1 is open" in str(first.ack)
    assert "1 ticket" in (await story.types("ana", "/ticket list")).text


async def test_an_event_that_slack_sends_again_is_taken_in_once(begin: Begin) -> None:
    story = await begin(NOON)
    await story.person("ana").says("triage", "@belltower what can you do?")
    await story.trial.slack.until(lambda: story.person("ana").ephemerals())

    again = await story.trial.slack.redeliver(story.trial.slack.deliveries[-1])
    at_last = await story.trial.slack.redeliver(again)
    await story.settle()

    assert at_last.outcome == "acknowledged", "so that Slack does not send it a third time"
    assert len(story.person("ana").ephemerals()) == 1


async def test_an_event_of_which_only_the_retry_arrives_is_answered(begin: Begin) -> None:
    story = await begin(NOON)
    await story.trial.stop()
    await story.person("ana").says("triage", "@belltower what can you do?")
    lost = story.trial.slack.deliveries[-1]
    assert lost.outcome == "dispatch_failed"
    await story.trial.start()

    await story.trial.slack.redeliver(lost)

    await story.trial.slack.until(lambda: story.person("ana").ephemerals())


async def test_a_macro_that_slack_sends_again_is_carried_out_once(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.person("omar").says("triage", "?tried Left a message on their voicemail.", story.card())
    macro = story.trial.slack.deliveries[-1]
    await story.settle()

    assert (await story.trial.slack.redeliver(macro)).outcome == "acknowledged"
    await story.settle()

    shown = [first_line(each) for each in story.history() if key_of(each)]
    assert shown[1:] == ["Omar Agent tried to reach the customer"]


async def test_a_message_of_the_customers_that_slack_sends_again_is_heard_once(begin: Begin) -> None:
    story = await begin(NOON)
    head = await story.person("carl").says("acme", "SSO login fails for everyone")
    await story.person("ana").uses_shortcut("open_ticket", head)
    await story.selects("ana", "severity", "Urgent (P1)")
    await story.submits("ana")
    await story.person("carl").says("acme", "It fails in Chrome too.", head)
    said = story.trial.slack.deliveries[-1]
    await story.settle()

    assert (await story.trial.slack.redeliver(said)).outcome == "acknowledged"
    await story.settle()

    assert sum("It fails in Chrome too." in reads(story, each) for each in story.history()) == 1


async def test_an_answer_to_a_receipt_that_slack_has_and_we_do_not_know_of_is_heard_when_it_comes_again(
    begin: Begin, log: Log
) -> None:
    log.expects("it cannot be known yet whose thread")
    story = await begin(NOON)
    lost = Fault(kind=FaultKind.STORE_THEN_SERVER_ERROR, channel="C0GLOBEX")
    story.trial.slack.faults.script("chat.postMessage", lost)
    await story.person("gina").types("globex", "/ticket new high globex: Reports are empty")
    await story.trial.bot.delivery.once(story.trial.clock())
    receipt = story.person("gina").sees("globex")[-1]

    await story.person("gina").says("globex", "It is all of them.", receipt)
    unheard = story.trial.slack.deliveries[-1]
    assert unheard.outcome is not Outcome.ACKNOWLEDGED
    await story.settle()
    for _ in range(2):
        assert (await story.trial.slack.redeliver(unheard)).outcome is Outcome.ACKNOWLEDGED
        await story.settle()

    assert len([each for each in story.history() if "The customer wrote" in first_line(each)]) == 1
    assert len(story.person("gina").sees("globex")) == 1, "and the receipt is there once"


async def _comes_again(story: Story, times: int) -> None:
    """Slack delivers what was asked for last again, so many times, and every time it gets the same answer."""
    last = _asked(story)[-1]
    for _ in range(times):
        again = await story.trial.slack.redeliver(last)
        await story.settle()
        assert (again.outcome, again.ack) == (last.outcome, last.ack)


def _asked(story: Story) -> list[Delivery]:
    """What people have asked for, without what the app was told because it happened."""
    return [delivery for delivery in story.trial.slack.deliveries if delivery.kind is not Kind.EVENT]
