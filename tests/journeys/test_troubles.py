"""What a person can trust when the database is slow, Slack says one thing and does another, or the bot is restarted."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from bot.playground.faults import ANY_METHOD, Fault, FaultKind
from bot.playground.records import Outcome
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story, at, called, first_line, key_of, posted, reads

NOON = "2026-06-05 12:00-07:00"
URGENT = "/ticket new urgent Acme: SSO login fails for everyone"


async def test_while_the_database_does_not_answer_nothing_is_promised_and_everybody_is_told(
    begin: Begin, log: Log
) -> None:
    log.expects("a request failed")
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.presses("tess", story.card(), "Reply")
    ana, omar, tess, lena = (story.person(who) for who in ("ana", "omar", "tess", "lena"))

    async with story.trial.bot.desk.database.transaction(patience=30):
        told, pressed, sent, _ = await asyncio.gather(
            ana.types("triage", "/ticket new high Acme: Reports are empty"),
            omar.clicks(story.card(), "Take it"),
            tess.submits(story.window("tess"), {"text": "We are looking into it."}),
            lena.says("triage", "@belltower what can you do?"),
        )
        assert await story.trial.bot.in_flight.drained(5.0)

    assert "not recorded" in told.text
    assert told.message is not None
    assert told.message.blocks[-1]["text"]["text"] == "/ticket new high Acme: Reports are empty"
    assert pressed.outcome is Outcome.ACKNOWLEDGED
    assert "not recorded" in omar.ephemerals()[-1].text
    assert "/ticket" not in str(omar.ephemerals()[-1].blocks), "nothing was typed that could be given back"
    assert sent.view is not None
    assert "The database did not answer in time." in story.window_text("tess")
    events = [each for each in story.trial.slack.deliveries if each.kind == "events_api"]
    event = next(each for each in events if each.payload["event"]["type"] == "app_mention")
    assert event.outcome is Outcome.TIMED_OUT, "an event that is not written down is not acknowledged"

    await story.settle()
    assert "nobody yet" in story.card_text()
    assert "1 ticket" in (await story.types("ana", "/ticket list")).text
    await story.trial.slack.redeliver(event)
    await story.trial.slack.until(lambda: "What you can type" in [each.text for each in lena.ephemerals()])


async def test_a_window_that_was_not_recorded_can_be_sent_again_with_what_was_typed(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.presses("tess", story.card(), "Reply")
    tess = story.person("tess")
    async with story.trial.bot.desk.database.transaction(patience=30):
        await tess.submits(story.window("tess"), {"text": "We are looking into it."})

    await tess.closes(story.window("tess"))
    assert "We are looking into it." in story.window_text("tess")
    assert (await story.submits("tess")).closed
    assert "Tess Tam answered the customer" in story.card_text()


@pytest.mark.parametrize(
    "fault",
    [
        FaultKind.RATE_LIMIT,
        FaultKind.SERVER_ERROR,
        FaultKind.STORE_THEN_SERVER_ERROR,
        FaultKind.CLOSE,
        FaultKind.STORE_THEN_CLOSE,
    ],
)
async def test_whatever_slack_does_with_a_post_each_notice_arrives_once_and_in_its_order(
    begin: Begin, fault: FaultKind
) -> None:
    story = await begin(NOON)
    story.trial.slack.faults.script("chat.postMessage", *[fault] * 3)

    await story.types("ana", URGENT)
    await story.types("omar", "/ticket take 1")
    await story.types("omar", "/ticket reply 1 We are looking into it.")

    assert _each_once(story)
    assert [first_line(each) for each in story.history()][1:] == [
        "Omar Agent took it",
        "Omar Agent answered the customer",
    ]
    assert len(story.paged("piet")) == 1


async def test_while_slack_is_away_everything_waits_and_then_arrives_once_with_its_lateness(begin: Begin) -> None:
    story = await begin(NOON)
    story.trial.slack.faults.always(ANY_METHOD, FaultKind.CLOSE)
    told = await story.person("ana").types("triage", URGENT)
    await story.person("omar").types("triage", "/ticket take 1")
    for _ in range(5):
        await story.trial.bot.delivery.once(story.trial.clock())
        story.trial.clock.forward(timedelta(minutes=2))
    assert "T-1 is open" in told.text, "what Slack's answer does not depend on is promised all the same"
    assert story.messages() == []

    story.trial.slack.faults.mend()
    await story.settle()

    assert _each_once(story)
    assert "Omar Agent took it" in story.card_text()
    [entry] = story.history()
    assert "Told 10 min" in reads(story, entry)
    assert story.paged("piet") == [], "Omar has it by now"


async def test_a_post_that_slack_refuses_for_good_stops_no_other(begin: Begin, log: Log) -> None:
    log.expects("Slack refuses a notice")
    story = await begin(NOON)
    story.trial.slack.faults.always(
        "chat.postMessage", Fault(kind=FaultKind.REFUSE, word="is_archived", channel="U0PIET")
    )

    await story.types("ana", URGENT)

    assert "SSO login fails for everyone" in story.card_text()
    assert all(called(each) == {"U0PIET"} for each in story.history() if "📟" in first_line(each))
    assert "Page to primary" in first_line(story.history()[0])


@pytest.mark.complaint(37)
async def test_a_channel_that_must_wait_makes_no_other_wait(begin: Begin) -> None:
    story = await begin(NOON)
    held = Fault(kind=FaultKind.RATE_LIMIT, retry_after=120, channel="C0TRIAGE")
    story.trial.slack.faults.script("chat.postMessage", held)

    await story.types("ana", URGENT)

    [page] = story.paged("piet")
    assert posted(page) - at(NOON) < timedelta(seconds=2)
    assert posted(story.card()) - at(NOON) >= timedelta(seconds=120)
    assert "Told 2 min late" in reads(story, story.history()[0])


async def test_when_many_notices_wait_those_of_p1_go_first(begin: Begin) -> None:
    story = await begin(NOON)
    held = Fault(kind=FaultKind.RATE_LIMIT, retry_after=30, channel="C0TRIAGE")
    story.trial.slack.faults.script("chat.postMessage", held)
    ana = story.person("ana")
    for line in ("new low Globex: How do I export?", "new high Acme: Reports are empty", "new urgent Acme: SSO fails"):
        await ana.types("triage", f"/ticket {line}")

    await story.settle()

    cards = [each for each in story.person("ana").sees("triage") if str(key_of(each)).endswith(":card")]
    assert "T-3" in cards[0].text
    assert sorted(cards, key=lambda each: each.ts) == cards


async def test_with_one_message_a_second_nothing_is_lost_or_told_twice(begin: Begin) -> None:
    story = await begin(NOON, one_message_per_second=True)
    for number in range(1, 4):
        await story.person("ana").types("triage", f"/ticket new urgent Acme: Failure {number}")
    await story.settle()
    await story.moves_to("2026-06-05 13:10-07:00")

    assert _each_once(story)
    assert len(story.told("breaches")) == 3
    calls = [call for call in story.trial.slack.calls if call.method == "chat.postMessage"]
    assert [call for call in calls if call.status == 429] == [], "the bot keeps to Slack's pace by itself"


async def test_what_came_due_while_the_bot_was_down_is_told_once_with_how_late_it_is(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", "/ticket new high Acme: Reports are empty")
    # Due at 16:00, with warnings at 14:00, 15:00 and 15:50.
    async with story.trial.down():
        story.trial.clock.move_to(at("2026-06-05 16:20-07:00"))
    await story.settle()

    [breach] = story.told("breaches")
    assert posted(breach) == at("2026-06-05 16:20-07:00")
    assert "First response broken, 20 min late" in first_line(breach)
    assert "Told 20 min late: Belltower was not running or could not reach Slack." in reads(story, breach)
    assert not [each for each in story.history() if "⚠️" in first_line(each)], "a warning helps nobody any more"

    await story.moves_to("2026-06-05 16:30:01-07:00")
    [escalation] = story.told("escalations")
    assert "Told" not in reads(story, escalation)
    assert len(story.told("breaches")) == 1


async def test_whoever_is_on_duty_when_the_bot_is_back_is_paged_not_who_was_when_it_went(begin: Begin) -> None:
    # Piet is second until Monday 09:00 in Amsterdam, then Mara is; the second is to be called at 09:00.
    story = await begin("2026-07-13 08:50:30+02:00")
    await story.types("ana", URGENT)
    assert len(story.paged("olly")) == 1

    async with story.trial.down():
        story.trial.clock.move_to(at("2026-07-13 09:05+02:00"))
    await story.settle()

    assert [posted(page) for page in story.paged("mara")] == [at("2026-07-13 09:05+02:00")]
    assert story.paged("piet") == []
    assert "Told 4 min 30 s late" in reads(story, story.paged("mara")[0])


async def test_a_window_that_slack_does_not_open_gives_back_what_was_typed(begin: Begin) -> None:
    story = await begin(NOON)
    line = "new critical Birdsong Mail: All API calls time out"
    for fault in (FaultKind.CLOSE, Fault(kind=FaultKind.REFUSE, word="expired_trigger_id")):
        story.trial.slack.faults.script("views.open", fault)

        told = await story.types("ana", f"/ticket {line}")

        assert "Nothing has changed; please try again." in told.text
        assert told.message is not None
        assert told.message.blocks[-1]["text"]["text"] == f"/ticket {line}"


@pytest.mark.parametrize("fault", [FaultKind.STORE_THEN_CLOSE, FaultKind.CLOSE])
async def test_a_bot_that_ends_between_a_post_and_its_answer_does_not_post_again(
    begin: Begin, fault: FaultKind
) -> None:
    story = await begin(NOON)
    story.trial.slack.faults.script("chat.postMessage", *[fault] * 2)
    await story.person("ana").types("triage", URGENT)
    await story.trial.bot.delivery.once(story.trial.clock())

    async with story.trial.down():
        story.trial.clock.forward(timedelta(minutes=2))
    await story.settle()

    assert _each_once(story)
    assert "SSO login fails for everyone" in story.card_text()
    assert len(story.paged("piet")) == 1


async def test_everything_is_there_after_a_restart(begin: Begin) -> None:
    story = await begin(NOON)
    await story.types("ana", URGENT)
    await story.types("omar", "/ticket take 1")

    async with story.trial.down():
        pass

    assert "with Omar Agent" in (await story.types("ana", "/ticket take 1")).text
    await story.types("omar", "/ticket reply 1 We are looking into it.")
    assert "Omar Agent answered the customer" in story.card_text(), "the card that was posted before is edited"
    assert _each_once(story)


async def test_a_command_is_answered_although_slacks_web_api_hangs(begin: Begin) -> None:
    story = await begin(NOON)
    story.trial.slack.faults.always(ANY_METHOD, FaultKind.HANG)

    opened = await story.person("ana").types("triage", URGENT)
    shown = await story.person("ana").types("triage", "/ticket show 1")

    assert "T-1 is open" in opened.text
    assert shown.message is not None
    assert "SSO login fails for everyone" in reads(story, shown.message)
    story.trial.slack.faults.mend()
    await story.settle()
    assert "by Ana Agent" in story.card_text()


def _each_once(story: Story) -> bool:
    """Whether every notice that is in Slack is there once."""
    keys = Counter(key_of(each) for each in story.messages())
    assert {key: times for key, times in keys.items() if times > 1} == {}
    return True
