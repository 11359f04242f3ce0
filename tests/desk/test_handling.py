import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.clocks.entries import Opened
from bot.clocks.ledger import TRANSITIONS, State
from bot.desk.access import ALLOWED, ENTRY_KINDS, Role, possible
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.handling import VERBS, handle
from bot.desk.queries import show
from bot.desk.refusals import NoSuchTicketError, NotNowError, RefusedError, TakenError
from bot.desk.requests import (
    Acknowledge,
    Assign,
    Attempt,
    CallBack,
    Change,
    Close,
    Confirm,
    Object,
    Pause,
    Regrade,
    Reopen,
    Reply,
    Resolve,
    Resume,
    Snooze,
    Take,
    Undo,
    Update,
)
from bot.slack.wording import refusal as in_words
from storage import inbox, tables
from tests.desk.office import ANA, BEA, CONTACT, HOUR, MINUTE, MONDAY, OMAR, SECOND, done, gesture, keys, opened

LATER = MONDAY + 5 * MINUTE
WITH: dict[type[Change], dict[str, Any]] = {
    Take: {},
    Assign: {"to": OMAR.person},
    Acknowledge: {},
    Snooze: {"until": LATER + HOUR},
    Reply: {"text": "We are on it."},
    Update: {"text": "The fault is found.", "eta": LATER + HOUR},
    CallBack: {"text": "Called Bea."},
    Regrade: {"severity": "non_critical", "impact": "It has stopped."},
    Undo: {},
    Pause: {"reason": "waiting on customer", "text": "The log files."},
    Resume: {},
    Attempt: {"text": "Left a message."},
    Resolve: {"text": "The API answers again."},
    Confirm: {"text": "Bea agreed on the phone."},
    Object: {"text": "It still fails."},
    Close: {"reason": "resolved", "text": "Bea agreed on the phone."},
    Reopen: {"text": "It is back."},
}
POSSIBLE: dict[State, set[type[Change]]] = {
    State.OPEN: set(WITH) - {Resume, Confirm, Object, Reopen},
    State.WAITING: set(WITH) - {Pause, Confirm, Object, Reopen},
    State.RESOLVED: {Take, Assign, Reply, Attempt, Confirm, Object, Close, Reopen},
    State.CLOSED: {Reopen},
}
"""What may be done in each state; everything else is refused with a sentence."""
PAIRS = [(state, verb) for state in State for verb in WITH]


async def in_state(desk: Desk, state: State) -> Ticket:
    """A ticket on which everything is owed that can be, brought into a state."""
    mild = await opened(desk, customer="birdsong", severity="non_critical")
    ticket = await done(desk, Regrade, mild, MONDAY, severity="critical", impact="All API calls fail.", contact=CONTACT)
    leading: dict[State, type[Change]] = {State.WAITING: Pause, State.RESOLVED: Resolve, State.CLOSED: Close}
    if state in leading:
        ticket = await done(desk, leading[state], ticket, MONDAY, **WITH[leading[state]])
    assert ticket.state is state
    return ticket


async def ledger(desk: Desk, ticket: Ticket) -> list[tuple[int, str, str]]:
    query = select(tables.LedgerEntry).where(tables.LedgerEntry.ticket_id == ticket.number)
    async with desk.database.reading() as session:
        entries = (await session.exec(query.order_by(col(tables.LedgerEntry.seq)))).all()
    return [(entry.seq, entry.kind, entry.by) for entry in entries]


def test_every_change_has_a_verb_of_its_own_and_an_entry_that_the_table_knows() -> None:
    known = {kind for following in TRANSITIONS.values() for kind in following}
    assert len(set(VERBS.values())) == len(VERBS)
    assert set(VERBS.values()) == set(ENTRY_KINDS)
    assert set(ENTRY_KINDS.values()) <= known


def test_every_verb_is_tried_in_every_state() -> None:
    assert set(WITH) == set(VERBS)
    assert set(POSSIBLE) == set(State)
    assert all(POSSIBLE[state] <= set(VERBS) for state in State)


@pytest.mark.parametrize(("state", "verb"), PAIRS, ids=lambda each: getattr(each, "__name__", each))
async def test_what_may_follow_is_done_and_all_else_is_refused_with_a_sentence_and_leaves_nothing(
    desk: Desk, state: State, verb: type[Change]
) -> None:
    ticket = await in_state(desk, state)
    before, told, key = await ledger(desk, ticket), await keys(desk, ticket), gesture()
    if verb in POSSIBLE[state]:
        after = await done(desk, verb, ticket, LATER, key=key, **WITH[verb])
        assert (after.last.kind, after.last.at, after.last.by) == (ENTRY_KINDS[VERBS[verb]], LATER, ANA.person)
        assert len(await ledger(desk, ticket)) == len(before) + 1
        assert f"entry {len(before) + 1}" in await keys(desk, ticket)
        return
    with pytest.raises(NotNowError) as refused:
        await done(desk, verb, ticket, LATER, key=key, **WITH[verb])
    sentence = f"T-{ticket.number} is {state}, so “{VERBS[verb]}” is not possible."
    assert in_words(refused.value, str).startswith(sentence)
    assert (await ledger(desk, ticket), await keys(desk, ticket)) == (before, told)
    async with desk.database.reading() as session:
        assert await inbox.received(session, key) is None


@pytest.mark.parametrize("state", list(State))
async def test_what_is_offered_as_the_next_step_is_what_the_desk_does(desk: Desk, state: State) -> None:
    ticket = await in_state(desk, state)
    assert set(possible(ticket, Role.AGENT)) == {VERBS[verb] for verb in POSSIBLE[state]}
    offered = possible(ticket, Role.CUSTOMER)
    assert set(offered) == {verb for verb in possible(ticket, Role.AGENT) if Role.CUSTOMER in ALLOWED[verb]}
    assert possible(ticket, Role.OTHER) == ()


@pytest.mark.parametrize("verb", list(WITH))
async def test_delivered_again_it_changes_nothing(desk: Desk, verb: type[Change]) -> None:
    ticket = await in_state(desk, next(state for state in State if verb in POSSIBLE[state]))
    request = verb(key=gesture(), asker=ANA, ticket=ticket.number, **WITH[verb])
    await handle(desk, request, LATER)
    entries, told = await ledger(desk, ticket), await keys(desk, ticket)
    await handle(desk, request, LATER + MINUTE)
    assert (await ledger(desk, ticket), await keys(desk, ticket)) == (entries, told)


async def test_delivered_five_times_at_once_it_is_done_once(desk: Desk) -> None:
    ticket = await opened(desk)
    request = Reply(key=gesture(), asker=ANA, ticket=ticket.number, text="We are on it.")
    handled = await asyncio.gather(*(handle(desk, request, LATER) for _ in range(5)))
    assert all(ticket == handled[0] for ticket in handled)
    assert [kind for _, kind, _ in await ledger(desk, ticket)] == ["opened", "replied"]


@pytest.mark.parametrize(
    ("verb", "refused"),
    [(Take, TakenError), (Regrade, RefusedError), (Pause, NotNowError), (Resolve, NotNowError), (Close, NotNowError)],
)
async def test_of_two_people_who_press_at_once_exactly_one_has_done_it(
    desk: Desk, verb: type[Change], refused: type[RefusedError]
) -> None:
    ticket = await in_state(desk, State.OPEN)
    before = await ledger(desk, ticket)
    results = await asyncio.gather(
        *(done(desk, verb, ticket, LATER, asker=asker, **WITH[verb]) for asker in (ANA, OMAR)), return_exceptions=True
    )
    [winner] = [result for result in results if isinstance(result, Ticket)]
    assert len([result for result in results if isinstance(result, refused)]) == 1
    assert await ledger(desk, ticket) == [*before, (len(before) + 1, ENTRY_KINDS[VERBS[verb]], winner.last.by)]


async def test_there_is_no_ticket_of_that_number(desk: Desk) -> None:
    with pytest.raises(NoSuchTicketError):
        await done(desk, Take, 4711, LATER)


async def test_an_acknowledgement_ends_the_paging_once(desk: Desk) -> None:
    after = await done(desk, Acknowledge, await opened(desk), LATER)
    assert [chain.ended for chain in after.chains] == [LATER]
    with pytest.raises(RefusedError) as refused:
        await done(desk, Acknowledge, after, LATER)
    assert in_words(refused.value, str) == f"Nothing to do on T-{after.number}: nobody is being paged."


async def test_a_wait_that_has_ended_by_its_own_rule_has_ended_before_anybody_does_anything(desk: Desk) -> None:
    """The sweep may be behind; whoever acts acts on the ticket as it is by the contract."""
    ticket = await opened(desk)
    await done(desk, Pause, ticket, LATER, reason="agreed", text="They test until six.", until=LATER + HOUR)
    after = await done(desk, Pause, ticket, LATER + 2 * HOUR, **WITH[Pause])
    assert [(entry.kind, entry.at) for entry in after.history.entries[2:]] == [
        ("resumed", LATER + HOUR),
        ("paused", LATER + 2 * HOUR),
    ]


async def test_a_customer_who_confirms_sees_their_ticket_without_what_is_internal(desk: Desk) -> None:
    handled = await done(desk, Confirm, await in_state(desk, State.RESOLVED), LATER, asker=BEA)
    assert handled.state is State.CLOSED
    assert handled.chains == ()
    assert [entry.impact for entry in handled.history.entries if entry.kind == "regraded"] == [""]


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


async def test_the_row_that_lists_are_read_from_follows_every_change(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    after = await done(desk, Regrade, ticket, LATER, severity="P1", impact="Now for everyone.")
    assert isinstance(after.history.entries[0], Opened)
    async with desk.database.reading() as session:
        row = await session.get(tables.Ticket, ticket.number)
    assert row is not None
    assert (row.severity, row.priority_rank, row.next_due) == ("urgent", 0, LATER + HOUR)
