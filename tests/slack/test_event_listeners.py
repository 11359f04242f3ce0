"""Events in Bolt: what is taken in before Slack is acknowledged, and what becomes of a failure."""

from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.playground.faults import Fault, FaultKind
from bot.playground.records import Outcome
from storage import inbox
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story, reads

NOON = "2026-06-05 12:00-07:00"
URGENT = "/ticket new urgent Acme: SSO login fails for everyone"


@pytest.fixture
async def story(begin: Begin) -> Story:
    """Acme's urgent ticket T-1, opened from a message of Carl's in their channel."""
    story = await begin(NOON)
    message = await story.person("carl").says("acme", "SSO login fails for everyone")
    await story.person("ana").uses_shortcut("open_ticket", message)
    await story.selects("ana", "severity", "Urgent (P1)")
    await story.submits("ana")
    return story


def whispered(story: Story, who: str) -> str:
    """What somebody alone sees, the newest last."""
    return "\n".join(reads(story, each) for each in story.person(who).ephemerals())


async def dispatched(story: Story, event: dict[str, Any], event_id: str = "Ev1") -> int:
    """The status with which the app answers an event."""
    payload = {"type": "event_callback", "team_id": "T0NORTHBELL", "event_id": event_id, "event": event}
    answer = await story.trial.bot.app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
    return int(answer.status)


async def test_a_message_of_the_customers_is_in_the_ledger_before_slack_is_acknowledged(story: Story) -> None:
    head = story.person("carl").sees("acme")[0]

    await story.person("carl").says("acme", "It fails in Chrome too.", head, files=["login.png"])

    assert story.trial.slack.deliveries[-1].outcome is Outcome.ACKNOWLEDGED
    await story.settle()
    history = "\n".join(reads(story, each) for each in story.history())
    assert "It fails in Chrome too." in history
    assert "login.png" in history


async def test_a_message_that_comes_twice_is_heard_once(story: Story) -> None:
    head = story.person("carl").sees("acme")[0]
    said = {
        "type": "message",
        "user": "U0CARL",
        "team": "T0ACME",
        "channel": "C0ACME",
        "ts": "1780000000.000100",
        "thread_ts": head.ts,
        "text": "Any news?",
    }
    assert await dispatched(story, said) == await dispatched(story, said) == 200
    await story.settle()

    assert sum("Any news?" in reads(story, each) for each in story.history()) == 1


async def test_a_message_that_cannot_be_taken_in_is_not_acknowledged_so_that_slack_brings_it_again(
    story: Story, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.expects("a request failed")
    head = story.person("carl").sees("acme")[0]
    said = {"type": "message", "user": "U0CARL", "team": "T0ACME", "channel": "C0ACME", "ts": "1780000000.000100"}

    async def away(*_: Any) -> bool:
        raise OSError("the database is away")

    with monkeypatch.context() as broken:
        broken.setattr(inbox, "record", away)
        assert await dispatched(story, said | {"thread_ts": head.ts, "text": "Any news?"}) == 500

    assert await dispatched(story, said | {"thread_ts": head.ts, "text": "Any news?"}) == 200
    await story.settle()
    assert any("Any news?" in reads(story, each) for each in story.history())


async def test_our_own_posts_and_what_happens_to_messages_are_passed_over(story: Story) -> None:
    before = len(story.history())
    for subtype in ("message_changed", "message_deleted", "channel_join"):
        said = {"type": "message", "subtype": subtype, "channel": "C0ACME", "ts": "1.1"}
        assert await dispatched(story, said, f"Ev{subtype}") == 200
    await story.settle()

    assert len(story.history()) == before


async def test_a_message_that_slack_does_not_send_is_refused(story: Story, log: Log) -> None:
    assert await dispatched(story, {"type": "message", "user": "U0CARL", "text": "where?"}) == 400
    assert "a payload was refused" in log.text


async def test_another_emoji_and_a_mark_in_a_channel_of_our_own_come_to_nothing(story: Story) -> None:
    await story.person("carl").reacts(story.person("carl").sees("acme")[0], "eyes")
    await story.person("ana").reacts(story.card(), "ticket")
    await story.settle()

    assert whispered(story, "carl") == ""
    assert "Shall this message" not in whispered(story, "ana")


async def test_of_all_reactions_only_the_mark_is_kept_in_the_inbox(story: Story) -> None:
    item = {"type": "message", "channel": "C0ACME", "ts": story.person("carl").sees("acme")[0].ts}
    for emoji, event_id in (("eyes", "EvEyes"), ("ticket", "EvTicket")):
        reaction = {"type": "reaction_added", "user": "U0CARL", "reaction": emoji, "item": item}
        assert await dispatched(story, reaction, event_id) == 200
    await story.trial.answered()

    async with story.trial.bot.desk.database.reading() as session:
        kept = [await inbox.received(session, f"event {event_id}") for event_id in ("EvEyes", "EvTicket")]
    assert [each is not None for each in kept] == [False, True]


@pytest.mark.parametrize(
    "fault", [Fault(kind=FaultKind.REFUSE, word="user_not_in_channel"), Fault(kind=FaultKind.CLOSE)]
)
async def test_an_answer_that_cannot_be_given_is_let_go(story: Story, log: Log, fault: Fault) -> None:
    story.trial.slack.faults.script("chat.postEphemeral", fault)
    before = whispered(story, "ana")

    await story.person("ana").says("triage", "@belltower hello")
    await story.settle()

    assert story.trial.slack.deliveries[-1].outcome is Outcome.ACKNOWLEDGED
    assert "a private answer could not be given" in log.text
    assert whispered(story, "ana") == before


async def test_a_marked_message_that_cannot_be_read_can_become_a_ticket_all_the_same(story: Story, log: Log) -> None:
    message = await story.person("carl").says("acme", "Reports are empty")
    story.trial.slack.faults.script("conversations.replies", Fault(kind=FaultKind.REFUSE, word="internal_error"))

    await story.person("carl").reacts(message, "ticket")
    await story.settle()

    assert "Shall this message become a ticket?" in whispered(story, "carl")
    assert "a message could not be read" in log.text
