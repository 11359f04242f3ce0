from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clocks.contract import ClockKind
from bot.clocks.entries import Entry, Heard, Replied, Resumed, Source
from bot.clocks.ledger import State
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.hearing import HeardOutcome, hear
from bot.desk.notices import Event, from_json
from bot.desk.queries import show
from bot.desk.requests import Asker, Author, Close, Hear, Origin, Pause, Reopen, Resolve, Update
from bot.desk.roster import CountsAsCustomer
from bot.desk.sides import Side
from bot.watch.sweep import sweep
from storage import tables
from tests.desk.office import (
    ANA,
    BEA,
    CARL,
    HOUR,
    MINUTE,
    MONDAY,
    OTTO,
    TRIAGE,
    done,
    gesture,
    keys,
    notices,
    opened,
    rows,
)

HEAD, TS = "1780000000.000100", "1780000600.000200"
HOME = "T0NORTHBELL"
TEAMS = {CARL.person: "T0ACME", BEA.person: "T0BIRDSONG", "U0NINA": "T0ACME"}
NINA = Asker(person="U0NINA")
"""Works for Acme, but is no contact that anybody has named."""
WAIT = {"reason": "waiting on customer", "text": "Please send us the logs."}


def message(by: Asker = CARL, text: str = "Here they are.", **changes: Any) -> Hear:
    """Somebody writes in the thread that Acme's ticket came from, unless told otherwise."""
    author = Author(person=by.person, team=TEAMS.get(by.person, HOME), automatic=changes.pop("automatic", False))
    values: dict[str, Any] = {
        "key": gesture(),
        "home": HOME,
        "author": author,
        "channel": "C0ACME",
        "ts": TS,
        "thread": HEAD,
        "text": text,
    }
    return Hear(**values | changes)


async def in_acmes_thread(desk: Desk, **changes: Any) -> Ticket:
    """A ticket that came from a message in Acme's channel."""
    values: dict[str, Any] = {"severity": "high", "origin": Origin(channel="C0ACME", ts=HEAD)}
    return await opened(desk, **values | changes)


async def now(desk: Desk, ticket: Ticket, at: datetime) -> Ticket:
    return await show(desk, ANA, ticket.number, at)


async def newest(desk: Desk, ticket: Ticket) -> Entry:
    return (await now(desk, ticket, MONDAY)).last


async def test_the_customer_is_heard_in_their_thread_with_their_words_and_files(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    heard = await hear(desk, message(files=("trace.log", "screen.png")), MONDAY + MINUTE)
    assert heard == HeardOutcome(side=Side.THEM, ticket=ticket.number, recorded=True)
    assert await newest(desk, ticket) == Heard(
        at=MONDAY + MINUTE,
        by=CARL.person,
        text="Here they are.",
        source=Source(channel="C0ACME", ts=TS),
        files=("trace.log", "screen.png"),
    )


async def test_what_the_customer_writes_is_copied_into_the_teams_thread_and_not_sent_back_to_them(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await hear(desk, message(text="Here they are."), MONDAY + MINUTE)
    told = {notice.key.partition(":")[2]: notice for notice in await notices(desk, ticket)}
    assert (told["entry 2"].place, told["entry 2"].kind) == (TRIAGE, "event")
    event = from_json(told["entry 2"].body)
    assert isinstance(event, Event)
    assert isinstance(event.entry, Heard)
    assert (event.entry.text, event.closed) == ("Here they are.", False)
    assert [key for key, notice in told.items() if notice.place == "C0ACME"] == ["receipt 1"]


@pytest.mark.clause("V26")
@pytest.mark.complaint(18)
async def test_the_customers_message_ends_the_wait_for_them(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Pause, ticket, MONDAY + 10 * MINUTE, **WAIT)
    await hear(desk, message(), MONDAY + 40 * MINUTE)
    after = await now(desk, ticket, MONDAY + 40 * MINUTE)
    assert after.state is State.OPEN
    assert after.last == Resumed(at=MONDAY + 40 * MINUTE, by=CARL.person, source=Source(channel="C0ACME", ts=TS))
    assert await keys(desk, ticket) == ["card", "receipt 1", "entry 2", "entry 3", "entry 4"]


@pytest.mark.complaint(13, 14)
async def test_exactly_the_time_that_was_waited_is_given_back(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    [promised] = ticket.clocks
    waited = timedelta(minutes=37, seconds=11, microseconds=123457)
    await done(desk, Pause, ticket, MONDAY + 10 * MINUTE, **WAIT)
    await hear(desk, message(), MONDAY + 10 * MINUTE + waited)
    [clock] = (await now(desk, ticket, MONDAY + HOUR)).clocks
    assert promised.due is not None
    assert clock.due == promised.due + waited


@pytest.mark.parametrize("reason", ["waiting on third party", "agreed"])
async def test_a_wait_for_somebody_else_goes_on(desk: Desk, reason: str) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Pause, ticket, MONDAY + MINUTE, reason=reason, text="Until then.", until=MONDAY + HOUR)
    assert (await hear(desk, message(), MONDAY + 2 * MINUTE)).recorded
    after = await now(desk, ticket, MONDAY + 2 * MINUTE)
    assert (after.state, after.last.kind) == (State.WAITING, "heard")


@pytest.mark.complaint(28)
async def test_a_goodbye_after_a_proposed_resolution_is_heard_and_opens_nothing(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Resolve, ticket, MONDAY + MINUTE, text="Please log in again.")
    await hear(desk, message(text="Thanks, bye!"), MONDAY + 2 * MINUTE)
    after = await now(desk, ticket, MONDAY + 2 * MINUTE)
    assert (after.state, after.last.kind, after.live_clocks) == (State.RESOLVED, "heard", ())


@pytest.mark.complaint(28)
async def test_on_a_closed_ticket_the_customer_is_heard_and_the_team_is_told_that_it_is_closed(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Close, ticket, MONDAY + MINUTE, reason="resolved", text="Carl agreed on Monday.")
    assert (await hear(desk, message(text="It is back."), MONDAY + HOUR)).recorded
    after = await now(desk, ticket, MONDAY + HOUR)
    assert (after.state, after.last.kind, after.live_clocks) == (State.CLOSED, "heard", ())
    told = from_json((await notices(desk, ticket))[-2].body)
    assert isinstance(told, Event)
    assert told.closed


@pytest.mark.parametrize("text", ["T-{n} still fails", "what about (t-{n})?", "T-{n}"])
async def test_in_another_thread_of_their_channel_they_are_heard_where_they_name_the_ticket(
    desk: Desk, text: str
) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Pause, ticket, MONDAY + MINUTE, **WAIT)
    for elsewhere in (None, "1780000500.000100"):
        heard = await hear(desk, message(text=text.format(n=ticket.number), thread=elsewhere), MONDAY + 2 * MINUTE)
        assert heard == HeardOutcome(side=Side.THEM, ticket=ticket.number, recorded=True)
    assert (await now(desk, ticket, MONDAY + 2 * MINUTE)).state is State.OPEN


async def test_one_message_can_be_about_two_tickets(desk: Desk) -> None:
    both = [await opened(desk, severity="high") for _ in range(2)]
    heard = await hear(desk, message(text="T-2 and T-1 both fail", thread=None), MONDAY + MINUTE)
    assert heard == HeardOutcome(side=Side.THEM, ticket=1, recorded=True)
    assert [(await newest(desk, ticket)).kind for ticket in both] == ["heard", "heard"]


@pytest.mark.parametrize(
    "text",
    ["It still fails.", "T-12345", "T-1x", "aT-1", "T--1", "see /path#1", "&#1;", "the #1 reason", "T-99999999999"],
)
async def test_elsewhere_a_message_that_names_no_ticket_leaves_no_trace(desk: Desk, text: str) -> None:
    await in_acmes_thread(desk)
    before = await rows(desk, tables.ReceivedRequest)
    assert await hear(desk, message(text=text, thread=None), MONDAY + MINUTE) == HeardOutcome(side=Side.THEM)
    assert await rows(desk, tables.ReceivedRequest) == before


async def test_nobody_is_heard_on_another_customers_ticket(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    heard = await hear(desk, message(BEA, f"T-{ticket.number}?", channel="C0BIRDSONG", thread=None), MONDAY + MINUTE)
    assert heard == HeardOutcome(side=Side.THEM)
    assert (await newest(desk, ticket)).kind == "opened"


async def test_somebody_of_the_customers_workspace_is_heard_unless_only_contacts_count(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    strict = replace(desk, roster=replace(desk.roster, counts_as_customer=CountsAsCustomer.CONTACTS))
    assert await hear(strict, message(NINA), MONDAY) == HeardOutcome(side=Side.NEITHER, ticket=ticket.number)
    assert await hear(desk, message(NINA), MONDAY) == HeardOutcome(side=Side.THEM, ticket=ticket.number, recorded=True)


@pytest.mark.clause("B23")
async def test_what_we_write_in_the_customers_thread_is_an_answer_and_is_not_posted_again(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    assert await hear(desk, message(ANA, "We are on it."), MONDAY + MINUTE) == HeardOutcome(
        side=Side.US, ticket=ticket.number, recorded=True
    )
    assert await newest(desk, ticket) == Replied(
        at=MONDAY + MINUTE, by=ANA.person, text="We are on it.", source=Source(channel="C0ACME", ts=TS)
    )
    after = await now(desk, ticket, MONDAY + HOUR)
    assert {clock.kind for clock in after.live_clocks}.isdisjoint({ClockKind.FIRST_RESPONSE})
    assert await keys(desk, ticket) == ["card", "receipt 1", "entry 2"]


@pytest.mark.clause("B23")
async def test_our_answer_in_their_thread_promises_the_next_update_by_the_agreed_cadence(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Update, ticket, MONDAY + MINUTE, text="We look into it.", cadence="2 hours")
    await hear(desk, message(ANA, "Still looking."), MONDAY + HOUR)
    last = await newest(desk, ticket)
    assert isinstance(last, Replied)
    assert last.next_update == MONDAY + 3 * HOUR


async def test_a_picture_without_a_word_is_an_answer_too(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await hear(desk, message(ANA, "", files=("how.png",)), MONDAY + MINUTE)
    last = await newest(desk, ticket)
    assert isinstance(last, Replied)
    assert last.text == "how.png"


@pytest.mark.complaint(20)
async def test_what_we_write_does_not_end_a_wait_for_the_customer(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Pause, ticket, MONDAY + MINUTE, **WAIT)
    await hear(desk, message(ANA, "Did you find them?"), MONDAY + 2 * MINUTE)
    after = await now(desk, ticket, MONDAY + 2 * MINUTE)
    assert (after.state, after.last.kind) == (State.WAITING, "replied")


@pytest.mark.parametrize("text", ["?take", "  ?reply We are on it.", "?"])
async def test_a_macro_that_was_typed_in_the_customers_thread_is_no_answer(desk: Desk, text: str) -> None:
    ticket = await in_acmes_thread(desk)
    assert await hear(desk, message(ANA, text), MONDAY) == HeardOutcome(side=Side.US, ticket=ticket.number)
    assert (await newest(desk, ticket)).kind == "opened"


async def test_what_is_said_to_belltower_itself_is_no_answer(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    outcome = await hear(desk, message(ANA, "@Belltower help", to_app=True), MONDAY)
    assert outcome == HeardOutcome(side=Side.US, ticket=ticket.number)


async def test_what_we_write_elsewhere_in_their_channel_is_no_answer(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await hear(desk, message(ANA, f"T-{ticket.number} is with me.", thread=None), MONDAY + MINUTE)
    assert (await newest(desk, ticket)).kind == "opened"


@pytest.mark.complaint(40)
async def test_what_is_written_in_the_teams_own_thread_stays_internal(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    async with desk.database.transaction() as session:
        row = await session.get_one(tables.Ticket, ticket.number)
        row.card_ts = "1780000001.000100"
    internal = message(ANA, "They are always late.", channel=TRIAGE, thread="1780000001.000100")
    assert await hear(desk, internal, MONDAY) == HeardOutcome(side=Side.US, ticket=ticket.number)
    assert await keys(desk, ticket) == ["card", "receipt 1"]


@pytest.mark.complaint(40)
async def test_a_thread_that_no_customer_reads_answers_nobody(desk: Desk) -> None:
    """A ticket that an agent made of a message in a channel of the team's own."""
    ticket = await in_acmes_thread(desk, origin=Origin(channel="C0RANDOM", ts=HEAD))
    outcome = await hear(desk, message(ANA, "Between us: no idea.", channel="C0RANDOM"), MONDAY)
    assert outcome == HeardOutcome(side=Side.US)
    assert await keys(desk, ticket) == ["card"]


@pytest.mark.complaint(30)
@pytest.mark.parametrize("by", [ANA, CARL])
async def test_bots_and_automatic_replies_neither_stop_a_clock_nor_end_a_wait(desk: Desk, by: Asker) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Pause, ticket, MONDAY + MINUTE, **WAIT)
    outcome = await hear(desk, message(by, "I am out of office.", automatic=True), MONDAY + 2 * MINUTE)
    assert outcome == HeardOutcome(side=Side.NEITHER)
    after = await now(desk, ticket, MONDAY + 2 * MINUTE)
    assert (after.state, after.last.kind) == (State.WAITING, "paused")


async def test_a_colleague_who_is_not_of_the_team_is_not_heard(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    assert await hear(desk, message(OTTO, "Hello!"), MONDAY) == HeardOutcome(side=Side.NEITHER, ticket=ticket.number)
    assert (await newest(desk, ticket)).kind == "opened"


async def test_a_channel_of_nobody_is_not_listened_to(desk: Desk) -> None:
    await in_acmes_thread(desk)
    assert await hear(desk, message(OTTO, "T-1", channel="C0RANDOM"), MONDAY) == HeardOutcome(side=Side.NEITHER)


@pytest.mark.parametrize("by", [ANA, CARL])
async def test_a_second_delivery_changes_nothing(desk: Desk, by: Asker) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Pause, ticket, MONDAY + MINUTE, **WAIT)
    again = message(by)
    first, second = [await hear(desk, again, MONDAY + minutes * MINUTE) for minutes in (2, 3)]
    assert second == replace(first, recorded=False)
    after = await now(desk, ticket, MONDAY + 3 * MINUTE)
    assert len([entry for entry in after.history.entries if entry.at > MONDAY + MINUTE]) == (1 if by is ANA else 2)


async def test_an_answer_of_ours_on_a_closed_ticket_is_not_recorded(desk: Desk) -> None:
    ticket = await in_acmes_thread(desk)
    await done(desk, Close, ticket, MONDAY + MINUTE, reason="resolved", text="Carl agreed on Monday.")
    assert not (await hear(desk, message(ANA, "Glad to help."), MONDAY + HOUR)).recorded
    await done(desk, Reopen, ticket, MONDAY + HOUR, text="It is back.")
    assert (await hear(desk, message(ANA, "We look again."), MONDAY + HOUR)).recorded


async def test_a_wait_that_had_ended_by_then_is_not_ended_by_the_customer(desk: Desk) -> None:
    """Belltower was not running when the agreed moment came, and this message is the first thing it sees."""
    ticket = await in_acmes_thread(desk)
    await done(desk, Pause, ticket, MONDAY + MINUTE, **WAIT, until=MONDAY + 30 * MINUTE)
    await hear(desk, message(), MONDAY + HOUR)
    entries = (await now(desk, ticket, MONDAY + HOUR)).history.entries
    assert [(entry.kind, entry.at, entry.by) for entry in entries[2:]] == [
        ("resumed", MONDAY + 30 * MINUTE, ""),
        ("heard", MONDAY + HOUR, CARL.person),
    ]
    await sweep(desk, MONDAY + HOUR)
    assert len((await now(desk, ticket, MONDAY + HOUR)).history.entries) == 4
