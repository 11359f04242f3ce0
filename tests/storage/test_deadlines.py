import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import delete
from sqlmodel import col

from storage import deadlines, tickets
from storage.database import Database
from storage.tables import Deadline
from tests.storage.rows import MINUTE, NOON, one_ticket, opened


def clocks(found: Sequence[Deadline]) -> list[str]:
    return [deadline.clock for deadline in found]


async def test_replacing_keeps_only_the_new_deadlines(database: Database) -> None:
    number = await one_ticket(database)
    async with database.transaction() as session:
        await deadlines.replace(session, number, {"first response": NOON, "next update": NOON + MINUTE}, rank=1)
    async with database.transaction() as session:
        await deadlines.replace(session, number, {"next update": NOON + 5 * MINUTE, "resolution": NOON}, rank=1)
        kept = await deadlines.of_ticket(session, number)
        assert [(kept.clock, kept.due) for kept in kept] == [
            ("resolution", NOON),
            ("next update", NOON + 5 * MINUTE),
        ]


async def test_replacing_by_nothing_disarms_this_ticket_only(database: Database) -> None:
    async with database.transaction() as session:
        first = (await opened(session, title="first")).id
        second = (await opened(session, title="second")).id
        for number in (first, second):
            await deadlines.replace(session, number, {"first response": NOON}, rank=1)
        await deadlines.replace(session, first, {}, rank=1)
        assert clocks(await deadlines.of_ticket(session, first)) == []
        assert clocks(await deadlines.of_ticket(session, second)) == ["first response"]


async def test_what_is_due_comes_longest_overdue_first(database: Database) -> None:
    dues = {"late": NOON - MINUTE, "now": NOON, "very late": NOON - 9 * MINUTE, "in a moment": NOON + MINUTE / 60}
    number = await one_ticket(database)
    async with database.transaction() as session:
        await deadlines.replace(session, number, dues, rank=1)
    async with database.transaction() as session:
        assert clocks(await deadlines.claim_due(session, NOON, 10, [number])) == ["very late", "late", "now"]
        assert clocks(await deadlines.claim_due(session, NOON, 2, [number])) == ["very late", "late"]


async def test_the_most_urgent_ticket_comes_first_and_once_however_much_it_has_due(database: Database) -> None:
    async with database.transaction() as session:
        overdue = (await opened(session, title="overdue", priority_rank=2)).id
        urgent = (await opened(session, title="urgent")).id
        late = (await opened(session, title="late", priority_rank=2)).id
        await deadlines.replace(session, overdue, {"resolution": NOON - 9 * MINUTE}, rank=1)
        await deadlines.replace(session, urgent, {"first response": NOON - MINUTE, "resolution": NOON}, rank=0)
        await deadlines.replace(session, late, {"resolution": NOON, "next update": NOON + MINUTE}, rank=1)
    async with database.transaction() as session:
        assert await deadlines.due_tickets(session, NOON, 10) == [urgent, overdue, late]
        assert await deadlines.due_tickets(session, NOON, 3) == [urgent, overdue]
        found = await deadlines.claim_due(session, NOON, 10, among=[late, urgent, overdue])
        assert [one.ticket_id for one in found] == [urgent, urgent, overdue, late]
        found = await deadlines.claim_due(session, NOON, 10, among=[late])
        assert [one.ticket_id for one in found] == [late]


async def test_only_what_is_due_earlier_is_postponed_and_only_on_this_ticket(database: Database) -> None:
    async with database.transaction() as session:
        number = (await opened(session, title="troubled")).id
        other = (await opened(session, title="other")).id
        await deadlines.replace(session, number, {"first response": NOON, "resolution": NOON + 9 * MINUTE}, rank=1)
        await deadlines.replace(session, other, {"first response": NOON}, rank=1)
        await deadlines.postpone(session, number, NOON + MINUTE)
        assert [kept.due for kept in await deadlines.of_ticket(session, number)] == [
            NOON + MINUTE,
            NOON + 9 * MINUTE,
        ]
        assert [kept.due for kept in await deadlines.of_ticket(session, other)] == [NOON]


async def test_the_number_of_armed_deadlines(database: Database) -> None:
    number = await one_ticket(database)
    async with database.transaction() as session:
        assert await deadlines.count(session) == 0
        await deadlines.replace(session, number, {"first response": NOON + MINUTE, "resolution": NOON}, rank=1)
        assert await deadlines.count(session) == 2


async def test_the_deadline_that_comes_first_is_known_with_its_ticket_and_clock(database: Database) -> None:
    number = await one_ticket(database)
    async with database.transaction() as session:
        assert await deadlines.first(session) is None
        await deadlines.replace(session, number, {"first response": NOON + MINUTE, "resolution": NOON}, rank=1)
        first = await deadlines.first(session)
        assert first is not None
        assert (first.ticket_id, first.clock, first.due) == (number, "resolution", NOON)


async def test_ten_workers_at_once_never_get_the_same_deadline(database: Database) -> None:
    async with database.transaction(patience=30) as session:
        for number in range(40):
            ticket = await opened(session, title=str(number))
            await deadlines.replace(session, ticket.id, {"first response": NOON, "resolution": NOON}, rank=1)

    async def work() -> list[int]:
        done = []
        while True:
            async with database.transaction(patience=30) as session:
                due = await deadlines.due_tickets(session, NOON, 80)
                claimed = [deadline.id for deadline in await deadlines.claim_due(session, NOON, 5, due)]
                await asyncio.sleep(0)
                await session.exec(delete(Deadline).where(col(Deadline.id).in_(claimed)))
                left = await deadlines.count(session)
            done += claimed
            if not claimed and left == 0:
                return done

    done = [number for worker in await asyncio.gather(*(work() for _ in range(10))) for number in worker]
    assert len(done) == len(set(done)) == 80


async def test_what_another_transaction_holds_is_passed_over_without_waiting(database: Database) -> None:
    if not database.is_postgresql:
        pytest.skip("SQLite has one writer at a time")
    async with database.transaction() as session:
        busy = (await opened(session, title="busy")).id
        free = (await opened(session, title="free")).id
        await deadlines.replace(session, busy, {"first response": NOON - MINUTE}, rank=1)
        await deadlines.replace(session, free, {"first response": NOON}, rank=1)
    async with database.transaction() as person, database.transaction() as worker:
        await tickets.load_for_change(person, busy)
        [claimed] = await deadlines.claim_due(worker, NOON, 1, [busy, free])
        assert claimed.ticket_id == free
        async with database.transaction() as other_worker:
            assert await deadlines.claim_due(other_worker, NOON, 10, [busy, free]) == []


async def test_a_person_and_a_worker_on_the_same_tickets_never_lock_each_other_out(database: Database) -> None:
    numbers = [await one_ticket(database, title=str(number)) for number in range(3)]

    async def person(number: int) -> None:
        for turn in range(15):
            async with database.transaction(patience=30) as session:
                await tickets.load_for_change(session, number)
                await asyncio.sleep(0)
                await deadlines.replace(session, number, {"first response": NOON, f"turn {turn}": NOON}, rank=1)

    async def worker() -> None:
        for _ in range(30):
            async with database.transaction(patience=30) as session:
                for deadline in await deadlines.claim_due(session, NOON, 4, numbers):
                    await tickets.load_for_change(session, deadline.ticket_id)
                    await deadlines.replace(session, deadline.ticket_id, {"first response": NOON}, rank=1)

    await asyncio.gather(*(person(number) for number in numbers), worker(), worker())
    async with database.reading() as session:
        kept = [clocks(await deadlines.of_ticket(session, number)) for number in numbers]
    assert all("first response" in dues for dues in kept)
