from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.desk.alarms import POSTPONED, Rung, postpone, ring_next
from bot.desk.desk import Desk
from bot.desk.queries import show
from bot.desk.records import TicketUnreadableError
from bot.desk.requests import CallBack, Reply
from storage import deadlines, tables
from tests.desk.office import ANA, DAY, HOUR, MINUTE, MONDAY, critical, done, keys, notices, opened


async def test_before_anything_is_due_there_is_nothing_to_ring(desk: Desk) -> None:
    await opened(desk, severity="high")
    assert await ring_next(desk, MONDAY + HOUR) is None


async def test_it_rings_for_what_has_come(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    assert await ring_next(desk, MONDAY + 2 * HOUR) == Rung(ticket=ticket.number, told=True)
    assert await ring_next(desk, MONDAY + 2 * HOUR) is None


async def test_two_days_late_there_is_one_breach_and_no_warning(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    rung = 0
    while await ring_next(desk, MONDAY + 2 * DAY) is not None:
        rung += 1
    assert rung == 1
    assert await keys(desk, ticket) == [
        "card",
        "first_response:1:breach",
        "first_response:1:escalation 1",
        "first_response:1:escalation 2",
    ]
    [breach] = [notice for notice in await notices(desk, ticket) if notice.kind == "breach"]
    assert breach.planned_at == MONDAY + 4 * HOUR + timedelta(microseconds=1)


async def test_between_two_warnings_only_the_later_one_is_told(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    await ring_next(desk, MONDAY + 3 * HOUR + MINUTE)
    assert await keys(desk, ticket) == ["card", "first_response:1:warning 75% turn 0"]


async def test_an_escalation_is_told_only_while_the_thing_is_not_done(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    await ring_next(desk, MONDAY + 4 * HOUR + MINUTE)
    await done(desk, Reply, ticket, MONDAY + 4 * HOUR + 2 * MINUTE, text="Sorry to be late.")
    assert await ring_next(desk, MONDAY + DAY) is None
    assert "first_response:1:escalation 1" not in await keys(desk, ticket)


async def test_a_worker_whose_clock_is_behind_does_not_disarm_what_was_promised_since(desk: Desk) -> None:
    """The next update was agreed at a moment that this worker has not reached yet."""
    ticket = await critical(desk)
    await done(desk, CallBack, ticket, MONDAY + 8 * MINUTE, text="Called Bea.", next_update=MONDAY + 20 * MINUTE)
    async with desk.database.transaction() as session:
        await session.exec(update(tables.Deadline).values(due=MONDAY + 6 * MINUTE))
    await ring_next(desk, MONDAY + 7 * MINUTE)
    stands = await show(desk, ANA, ticket.number, MONDAY + 8 * MINUTE)
    [promised] = stands.live_clocks
    async with desk.database.reading() as session:
        [armed] = await deadlines.of_ticket(session, ticket.number)
    assert (armed.clock, armed.due) == ("next_update:1", promised.warnings[0][1])


async def test_a_deadline_that_is_no_longer_true_is_let_go(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    async with desk.database.transaction() as session:
        await session.exec(update(tables.Deadline).values(due=MONDAY))
    assert await ring_next(desk, MONDAY) == Rung(ticket=ticket.number, told=False)
    async with desk.database.reading() as session:
        assert [each.due for each in await deadlines.of_ticket(session, ticket.number)] == [MONDAY + 2 * HOUR]


@pytest.mark.parametrize("values", [{"kind": "taken", "body": {"to": "U0ANA"}}, {"kind": "abolished"}, {"body": {}}])
async def test_a_ticket_that_cannot_be_read_is_named_and_left_as_it_is_until_it_is_put_off(
    desk: Desk, values: dict[str, object]
) -> None:
    poison, sound = await opened(desk, severity="high"), await opened(desk, severity="high")
    async with desk.database.transaction() as session:
        entries = update(tables.LedgerEntry).where(col(tables.LedgerEntry.ticket_id) == poison.number)
        await session.exec(entries.values(**values))
    at = MONDAY + 2 * HOUR
    for _ in range(2):
        with pytest.raises(TicketUnreadableError) as unreadable:
            await ring_next(desk, at)
        assert unreadable.value.ticket == poison.number
    await postpone(desk, poison.number, at)
    assert await ring_next(desk, at) == Rung(ticket=sound.number, told=True)
    async with desk.database.reading() as session:
        assert {each.due for each in await deadlines.of_ticket(session, poison.number)} == {at + POSTPONED}
    assert await keys(desk, poison) == ["card"]
