import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.clocks.contract import ClockKind, PauseReason
from bot.clocks.entries import Closed, Entry, Paused, Resolved
from bot.clocks.ledger import State
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.handling import VERBS, handle
from bot.desk.queries import show
from bot.desk.records import entry_row
from bot.desk.refusals import (
    NoSuchReasonError,
    NoSuchSeverityError,
    NoSuchTicketError,
    NotAllowedError,
    NothingToDoError,
    NotNowError,
    PastInstantError,
    RefusedError,
    TakenError,
    TextMissingError,
)
from bot.desk.requests import Acknowledge, CallBack, Change, Close, Regrade, Reopen, Reply, Take
from storage import inbox, tables, tickets
from tests.desk.office import ANA, CARL, HOUR, LENA, MINUTE, MONDAY, OMAR, SECOND, critical, done, gesture, keys, opened

LATER = MONDAY + 5 * MINUTE
WITH: dict[type[Change], dict[str, Any]] = {
    Take: {},
    Acknowledge: {},
    Reply: {"text": "We are on it."},
    CallBack: {"text": "Called Bea."},
    Regrade: {"severity": "non_critical", "impact": "It has stopped."},
    Close: {"reason": "resolved"},
    Reopen: {"text": "It is back."},
}
POSSIBLE: dict[State, dict[type[Change], type[RefusedError] | None]] = {
    State.OPEN: {**dict.fromkeys(WITH), Reopen: NotNowError},
    State.WAITING: {**dict.fromkeys(WITH), Reopen: NotNowError},
    State.RESOLVED: {
        Take: NotNowError,
        Acknowledge: NothingToDoError,
        Reply: None,
        CallBack: NothingToDoError,
        Regrade: NotNowError,
        Close: None,
        Reopen: None,
    },
    State.CLOSED: {
        Take: NotNowError,
        Acknowledge: NothingToDoError,
        Reply: NotNowError,
        CallBack: NothingToDoError,
        Regrade: NotNowError,
        Close: NotNowError,
        Reopen: None,
    },
}
"""What each verb does in each state: nothing in its way, or the refusal."""


async def in_state(desk: Desk, state: State) -> Ticket:
    """A critical ticket, brought into a state by an entry in its ledger."""
    ticket, by = await critical(desk), ANA.person
    entry: dict[State, Entry] = {
        State.WAITING: Paused(at=MONDAY, by=by, reason=PauseReason.AGREED, text=""),
        State.RESOLVED: Resolved(at=MONDAY, by=by, text=""),
        State.CLOSED: Closed(at=MONDAY, by=by, reason="resolved"),
    }
    if state in entry:
        async with desk.database.transaction() as session:
            await tickets.append(session, [entry_row(ticket.number, 2, entry[state])])
    return ticket


async def ledger(desk: Desk, ticket: Ticket) -> list[tuple[int, str, str]]:
    query = select(tables.LedgerEntry).where(tables.LedgerEntry.ticket_id == ticket.number)
    async with desk.database.reading() as session:
        entries = (await session.exec(query.order_by(col(tables.LedgerEntry.seq)))).all()
    return [(entry.seq, entry.kind, entry.by) for entry in entries]


def test_every_verb_is_tried_in_every_state() -> None:
    assert set(WITH) == set(VERBS)
    assert set(POSSIBLE) == set(State)
    assert all(set(verbs) == set(VERBS) for verbs in POSSIBLE.values())


@pytest.mark.parametrize("verb", list(WITH))
@pytest.mark.parametrize("state", list(State))
async def test_what_may_follow_is_done_and_all_else_is_refused_and_leaves_nothing(
    desk: Desk, state: State, verb: type[Change]
) -> None:
    ticket = await in_state(desk, state)
    before, told, key = await ledger(desk, ticket), await keys(desk, ticket), gesture()
    refusal = POSSIBLE[state][verb]
    if refusal is None:
        after = await done(desk, verb, ticket, LATER, key=key, **WITH[verb])
        assert (after.last.at, after.last.by) == (LATER, ANA.person)
        assert len(await ledger(desk, ticket)) == len(before) + 1
        assert f"entry {len(before) + 1}" in await keys(desk, ticket)
        return
    with pytest.raises(refusal):
        await done(desk, verb, ticket, LATER, key=key, **WITH[verb])
    assert (await ledger(desk, ticket), await keys(desk, ticket)) == (before, told)
    async with desk.database.reading() as session:
        assert await inbox.received(session, key) is None


@pytest.mark.parametrize("verb", list(WITH))
async def test_delivered_again_it_changes_nothing(desk: Desk, verb: type[Change]) -> None:
    ticket = await in_state(desk, State.CLOSED if verb is Reopen else State.OPEN)
    request = verb(key=gesture(), asker=ANA, ticket=ticket.number, **WITH[verb])
    first = await handle(desk, request, LATER)
    entries, told = await ledger(desk, ticket), await keys(desk, ticket)
    again = await handle(desk, request, LATER + HOUR)
    assert (first.repeated, again.repeated) == (False, True)
    assert (await ledger(desk, ticket), await keys(desk, ticket)) == (entries, told)


async def test_delivered_five_times_at_once_it_is_done_once(desk: Desk) -> None:
    ticket = await opened(desk)
    request = Reply(key=gesture(), asker=ANA, ticket=ticket.number, text="We are on it.")
    handled = await asyncio.gather(*(handle(desk, request, LATER) for _ in range(5)))
    assert sorted(each.repeated for each in handled) == [False, True, True, True, True]
    assert [kind for _, kind, _ in await ledger(desk, ticket)] == ["opened", "replied"]


async def test_of_two_people_who_press_take_at_once_exactly_one_has_it(desk: Desk) -> None:
    ticket = await opened(desk)
    results = await asyncio.gather(
        *(done(desk, Take, ticket, LATER, asker=asker) for asker in (ANA, OMAR)), return_exceptions=True
    )
    [winner] = [result for result in results if isinstance(result, Ticket)]
    [loser] = [result for result in results if isinstance(result, TakenError)]
    assert loser.person == winner.history.assignee
    assert [kind for _, kind, _ in await ledger(desk, ticket)] == ["opened", "taken"]


async def test_a_ticket_that_somebody_has_is_taken_over_only_on_purpose(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Take, ticket, LATER)
    with pytest.raises(TakenError):
        await done(desk, Take, ticket, LATER, asker=LENA)
    with pytest.raises(NothingToDoError):
        await done(desk, Take, ticket, LATER, over=True)
    assert (await done(desk, Take, ticket, LATER, asker=LENA, over=True)).history.assignee == LENA.person


async def test_a_regrade_that_is_clicked_twice_is_one_regrade(desk: Desk) -> None:
    ticket = await opened(desk)
    results = await asyncio.gather(
        *(done(desk, Regrade, ticket, LATER, severity="high", impact="Half of them.") for _ in range(2)),
        return_exceptions=True,
    )
    assert {type(result) for result in results} == {Ticket, NothingToDoError}
    assert [kind for _, kind, _ in await ledger(desk, ticket)] == ["opened", "regraded"]


async def test_a_regrade_gives_the_new_due_time_and_rank(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    after = await done(desk, Regrade, ticket, LATER, severity="P1", impact="Now for everyone.")
    assert after.severity.id == "urgent"
    assert [clock.due for clock in after.live_clocks] == [LATER + HOUR]
    async with desk.database.reading() as session:
        row = await tickets.get(session, ticket.number)
    assert row is not None
    assert (row.severity, row.priority_rank, row.next_due) == ("urgent", 0, LATER + HOUR)


async def test_a_reply_stops_the_first_response(desk: Desk) -> None:
    after = await done(desk, Reply, await opened(desk), LATER, text="We are on it.")
    assert [clock.state for clock in after.clocks] == ["met"]


async def test_a_call_back_stops_the_call_back_and_starts_the_next_update(desk: Desk) -> None:
    after = await done(desk, CallBack, await critical(desk), LATER, text="Called Bea.", next_update=MONDAY + 2 * HOUR)
    [update] = [clock for clock in after.live_clocks if clock.kind is ClockKind.NEXT_UPDATE]
    assert update.due == MONDAY + 2 * HOUR
    with pytest.raises(NothingToDoError):
        await done(desk, CallBack, after, LATER, text="Again.")


async def test_an_update_cannot_be_agreed_for_a_moment_that_has_passed(desk: Desk) -> None:
    ticket = await critical(desk)
    for verb in (Reply, CallBack):
        with pytest.raises(PastInstantError):
            await done(desk, verb, ticket, LATER, text="Called Bea.", next_update=LATER)


async def test_where_no_call_back_is_promised_none_can_be_recorded(desk: Desk) -> None:
    with pytest.raises(NothingToDoError):
        await done(desk, CallBack, await opened(desk), LATER, text="Called Carl.")


@pytest.mark.parametrize(
    ("verb", "empty"),
    [(Reply, {"text": " "}), (Regrade, {"severity": "high", "impact": ""}), (Reopen, {"text": "\n"})],
)
async def test_a_text_that_is_needed_must_be_given(desk: Desk, verb: type[Change], empty: dict[str, Any]) -> None:
    ticket = await opened(desk)
    if verb is Reopen:
        await done(desk, Close, ticket, LATER, reason="resolved")
    with pytest.raises(TextMissingError):
        await done(desk, verb, ticket, LATER, **empty)


async def test_unknown_words_are_refused_with_what_would_be_known(desk: Desk) -> None:
    ticket = await opened(desk)
    with pytest.raises(NoSuchSeverityError):
        await done(desk, Regrade, ticket, LATER, severity="worst", impact="Everything.")
    with pytest.raises(NoSuchReasonError) as refusal:
        await done(desk, Close, ticket, LATER, reason="bored")
    assert refusal.value.reasons == ["resolved", "out_of_scope", "no_answer"]


async def test_there_is_no_ticket_of_that_number(desk: Desk) -> None:
    with pytest.raises(NoSuchTicketError):
        await done(desk, Take, 4711, LATER)


@pytest.mark.parametrize(("reason", "may"), [("resolved", True), ("no_answer", True), ("out_of_scope", False)])
async def test_a_customer_reopens_what_was_closed_for_a_reason_that_lets_them(
    desk: Desk, reason: str, may: bool
) -> None:
    """V30: after attempts that went unanswered; not what is out of scope (V28)."""
    ticket = await opened(desk)
    await done(desk, Close, ticket, LATER, reason=reason)
    if may:
        after = await done(desk, Reopen, ticket, LATER, asker=CARL, text="It is back.")
        assert after.state is State.OPEN
        return
    with pytest.raises(NotAllowedError):
        await done(desk, Reopen, ticket, LATER, asker=CARL, text="It is back.")
    assert (await done(desk, Reopen, ticket, LATER, asker=ANA, text="After all.")).state is State.OPEN


async def test_the_last_closing_decides_whether_a_customer_may_reopen(desk: Desk) -> None:
    ticket = await opened(desk)
    for reason in ("resolved", "out_of_scope"):
        await done(desk, Close, ticket, LATER, reason=reason)
        if reason == "resolved":
            await done(desk, Reopen, ticket, LATER, text="Again.")
    with pytest.raises(NotAllowedError):
        await done(desk, Reopen, ticket, LATER, asker=CARL, text="It is back.")


async def test_a_reopened_ticket_promises_anew(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Close, ticket, LATER, reason="resolved")
    after = await done(desk, Reopen, ticket, MONDAY + HOUR, text="It is back.")
    assert [(clock.cycle, clock.due) for clock in after.live_clocks] == [(2, MONDAY + 2 * HOUR)]


async def test_an_acknowledgement_ends_the_paging_once(desk: Desk) -> None:
    after = await done(desk, Acknowledge, await opened(desk), LATER)
    assert [chain.ended for chain in after.chains] == [LATER]
    with pytest.raises(NothingToDoError):
        await done(desk, Acknowledge, after, LATER)


async def test_what_many_do_at_once_stands_in_the_ledger_in_one_order(desk: Desk) -> None:
    ticket = await opened(desk)
    await asyncio.gather(
        *(done(desk, Reply, ticket, LATER + turn * SECOND, text=f"Answer {turn}") for turn in range(8))
    )
    entries = await ledger(desk, ticket)
    assert [seq for seq, _, _ in entries] == list(range(1, 10))
    stands = await show(desk, ANA, ticket.number, LATER + HOUR)
    instants = [entry.at for entry in stands.history.entries]
    assert instants == sorted(instants)


@pytest.mark.parametrize("behind", [SECOND, 5 * SECOND, timedelta(minutes=10)])
async def test_a_worker_whose_clock_is_behind_does_not_turn_time_back(desk: Desk, behind: timedelta) -> None:
    ticket = await done(desk, Reply, await opened(desk), LATER, text="We are on it.")
    after = await done(desk, Take, ticket, LATER - behind)
    assert [entry.at for entry in after.history.entries] == [MONDAY, LATER, LATER]
    assert after.at == LATER
