"""The sender against a local Slack: what it posts, what it finds again, and what each failure means."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.clocks.entries import Heard, Taken
from bot.demo.clock import MovableClock
from bot.demo.office import office
from bot.demo.trial import MANIFEST
from bot.desk.composing import about, event_facts
from bot.desk.facts import Posted
from bot.desk.notices import Breach, Event
from bot.desk.outgoing import Outgoing
from bot.desk.sending import NotSent, Outcome, Refused, Sent, Unknown
from bot.playground.faults import Fault, FaultKind
from bot.playground.manifest import Manifest
from bot.playground.server import LocalSlack
from bot.slack.people import People
from bot.slack.sender import EVENT_TYPE, SlackSender
from tests.slack.tickets import ANA, CARA, FRIDAY, MINUTE, first_response, outgoing, ticket

CARD = outgoing(ticket(), at=FRIDAY)


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    clock = MovableClock(FRIDAY)
    async with LocalSlack(manifest=Manifest.load(MANIFEST), workspace=office().workspace, now=clock) as slack:
        yield slack


@pytest.fixture
def sender(slack: LocalSlack) -> SlackSender:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, timeout=1, retry_handlers=[])
    return SlackSender(client, People(client))


def taken(**changes: Any) -> Outgoing:
    """A notice in the thread: somebody has taken the ticket."""
    entry = Taken(at=FRIDAY + MINUTE, by=ANA, to=ANA)
    told = outgoing(event_facts(ticket(entry), entry), at=FRIDAY)
    return replace(told, **{"key": "1:entry 2", **changes})


async def posted(slack: LocalSlack, sender: SlackSender) -> Sent:
    sent = await sender.send(CARD)
    assert isinstance(sent, Sent)
    assert isinstance(slack.now, MovableClock)
    slack.now.forward(timedelta(seconds=2))
    return sent


async def test_a_notice_carries_its_key_so_that_it_can_be_found_again(slack: LocalSlack, sender: SlackSender) -> None:
    sent = await posted(slack, sender)

    message = slack.workspace.messages.get(sent.channel, sent.ts)
    assert message is not None
    assert message.metadata == {"event_type": EVENT_TYPE, "event_payload": {"key": "1:it"}}
    assert await sender.find(CARD) == sent


async def test_an_edit_changes_the_message_in_place(slack: LocalSlack, sender: SlackSender) -> None:
    sent = await posted(slack, sender)

    later = outgoing(ticket(Taken(at=FRIDAY + MINUTE, by=ANA, to=ANA), at=FRIDAY + MINUTE), at=FRIDAY + MINUTE)
    edited = await sender.send(replace(later, edits=Posted(channel=sent.channel, ts=sent.ts)))

    assert edited == sent
    message = slack.workspace.messages.get(sent.channel, sent.ts)
    assert message is not None
    assert "Ana Agent took it" in str(message.blocks)
    assert len(slack.workspace.messages.in_channel("C0TRIAGE")) == 1


@pytest.mark.parametrize("broadcast", [True, False])
async def test_a_reply_stands_in_its_thread_and_is_found_there(
    slack: LocalSlack, sender: SlackSender, broadcast: bool
) -> None:
    root = await posted(slack, sender)
    reply = taken(thread=root.ts, broadcast=broadcast)

    sent = await sender.send(reply)

    assert isinstance(sent, Sent)
    [message] = slack.workspace.messages.replies("C0TRIAGE", root.ts)
    assert message.is_broadcast == broadcast
    assert await sender.find(reply) == sent
    assert await sender.find(replace(reply, key="1:entry 3")) == Refused(error="not there")


async def test_a_page_goes_to_the_direct_conversation_and_is_found_there(
    slack: LocalSlack, sender: SlackSender
) -> None:
    page = taken(place="U0OLLY")

    assert await sender.find(page) == Refused(error="not there")
    sent = await sender.send(page)

    assert isinstance(sent, Sent)
    assert sent.channel.startswith("D")
    assert await sender.find(page) == sent


async def test_a_message_from_long_before_the_notice_is_not_taken_for_it(
    slack: LocalSlack, sender: SlackSender
) -> None:
    await posted(slack, sender)

    assert await sender.find(replace(CARD, since=FRIDAY + timedelta(hours=3))) == Refused(error="not there")


async def test_a_notice_is_found_although_our_clock_is_ahead_of_slacks(slack: LocalSlack, sender: SlackSender) -> None:
    sent = await posted(slack, sender)

    assert await sender.find(replace(CARD, since=FRIDAY + timedelta(hours=1))) == sent


async def test_a_notice_is_found_among_many_other_messages(slack: LocalSlack, sender: SlackSender) -> None:
    sent = await posted(slack, sender)
    triage, ana = slack.workspace.channels["C0TRIAGE"], slack.workspace.users["U0ANA"]
    for number in range(450):
        slack.workspace.say(channel=triage, user=ana, text=f"Talk {number}", at=FRIDAY + MINUTE)

    assert await sender.find(CARD) == sent


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault(kind=FaultKind.RATE_LIMIT, retry_after=7), NotSent),
        (Fault(kind=FaultKind.REFUSE, word="ratelimited"), NotSent),
        (Fault(kind=FaultKind.REFUSE, word="message_limit_exceeded"), NotSent),
        (Fault(kind=FaultKind.REFUSE, word="token_revoked"), NotSent),
        (Fault(kind=FaultKind.REFUSE, word="account_inactive"), NotSent),
        (Fault(kind=FaultKind.REFUSE, word="internal_error"), Unknown),
        (Fault(kind=FaultKind.REFUSE, word="fatal_error"), Unknown),
        (Fault(kind=FaultKind.REFUSE, word="is_archived"), Refused),
        (Fault(kind=FaultKind.REFUSE, word="not_in_channel"), Refused),
        (Fault(kind=FaultKind.SERVER_ERROR), Unknown),
        (Fault(kind=FaultKind.STORE_THEN_SERVER_ERROR), Unknown),
        (Fault(kind=FaultKind.CLOSE), Unknown),
        (Fault(kind=FaultKind.STORE_THEN_CLOSE), Unknown),
    ],
    ids=lambda value: f"{value.kind} {value.word}" if isinstance(value, Fault) else value.__name__,
)
async def test_each_failure_says_whether_the_message_may_be_in_slack(
    slack: LocalSlack, sender: SlackSender, fault: Fault, outcome: type[Outcome]
) -> None:
    slack.faults.script("chat.postMessage", fault)

    assert isinstance(await sender.send(CARD), outcome)
    posts = [call for call in slack.calls if call.method == "chat.postMessage"]
    assert len(posts) == 1, "the sender repeats nothing by itself"


async def test_slacks_retry_after_holds_the_whole_place(slack: LocalSlack, sender: SlackSender) -> None:
    slack.faults.script("chat.postMessage", Fault(kind=FaultKind.RATE_LIMIT, retry_after=7))

    refused = await sender.send(CARD)

    assert refused == NotSent(error="ratelimited", after=timedelta(seconds=7), whole_place=True)


async def test_an_answer_that_does_not_come_in_time_is_ambiguous(slack: LocalSlack, sender: SlackSender) -> None:
    slack.faults.script("chat.postMessage", FaultKind.STORE_THEN_HANG)

    assert isinstance(await sender.send(CARD), Unknown)
    slack.faults.release()
    assert isinstance(await sender.find(CARD), Sent)


async def test_a_slack_that_is_not_reached_at_all_has_surely_not_got_it() -> None:
    client = AsyncWebClient(token="xoxb-none", base_url="http://127.0.0.1:1/api/", timeout=1, retry_handlers=[])
    sender = SlackSender(client, People(client))

    assert isinstance(await sender.send(CARD), NotSent)
    assert isinstance(await sender.find(CARD), NotSent), "looking was not possible either"


@pytest.mark.parametrize("fault", [FaultKind.RATE_LIMIT, FaultKind.CLOSE, FaultKind.SERVER_ERROR])
async def test_where_it_could_not_look_it_does_not_say_that_nothing_is_there(
    slack: LocalSlack, sender: SlackSender, fault: FaultKind
) -> None:
    await posted(slack, sender)
    # A library below asks a second time where asking twice does no harm.
    slack.faults.script("conversations.history", fault, fault)

    assert isinstance(await sender.find(CARD), NotSent)


async def test_a_channel_that_is_gone_does_not_have_it(slack: LocalSlack, sender: SlackSender) -> None:
    assert isinstance(await sender.find(replace(CARD, place="C0GONE")), Refused)


def test_a_client_that_repeats_by_itself_is_refused() -> None:
    repeating = AsyncWebClient(token="xoxb-none", retry_handlers=[AsyncConnectionErrorRetryHandler()])

    with pytest.raises(ValueError, match="must not retry"):
        SlackSender(repeating, People(repeating))


def breach(sent: Sent) -> Outgoing:
    told = Breach(about=about(ticket()), promise=first_response())
    card = Posted(channel=sent.channel, ts=sent.ts)
    return replace(outgoing(told, at=FRIDAY), key="1:breach", place="C0BREACHES", card=card)


async def test_a_breach_in_another_channel_leads_to_the_card(slack: LocalSlack, sender: SlackSender) -> None:
    sent = await sender.send(breach(await posted(slack, sender)))

    assert isinstance(sent, Sent)
    message = slack.workspace.messages.get(sent.channel, sent.ts)
    assert message is not None
    assert "/archives/C0TRIAGE/p" in str(message.blocks)


async def test_what_the_customer_wrote_leads_to_where_they_wrote_it(slack: LocalSlack, sender: SlackSender) -> None:
    card = await posted(slack, sender)
    heard = outgoing(Event(about=about(ticket()), entry=Heard(at=FRIDAY, by=CARA, text="It still fails.")), at=FRIDAY)
    source = Posted(channel=card.channel, ts=card.ts)

    sent = await sender.send(replace(heard, key="1:entry 2", source=source))

    assert isinstance(sent, Sent)
    message = slack.workspace.messages.get(sent.channel, sent.ts)
    assert message is not None
    assert "/archives/C0TRIAGE/p" in str(message.blocks)


async def test_a_breach_goes_out_though_slack_does_not_say_where_its_card_is(
    slack: LocalSlack, sender: SlackSender
) -> None:
    slack.faults.always("chat.getPermalink", FaultKind.CLOSE)

    sent = await sender.send(breach(await posted(slack, sender)))

    assert isinstance(sent, Sent)
    message = slack.workspace.messages.get(sent.channel, sent.ts)
    assert message is not None
    assert "/archives/" not in str(message.blocks)
