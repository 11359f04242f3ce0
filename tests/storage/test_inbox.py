import asyncio

from storage import inbox
from storage.database import Database
from tests.storage.rows import NOON, one_ticket


async def test_a_request_is_taken_in_once(database: Database) -> None:
    async with database.transaction() as session:
        assert await inbox.record(session, "Ev1", NOON)
        assert not await inbox.record(session, "Ev1", NOON)
    async with database.transaction() as session:
        assert not await inbox.record(session, "Ev1", NOON)
        assert await inbox.record(session, "Ev2", NOON)


async def test_a_request_of_a_transaction_that_failed_was_not_taken_in(database: Database) -> None:
    async with database.transaction() as session:
        await inbox.record(session, "Ev1", NOON)
        await session.rollback()
    async with database.transaction() as session:
        assert await inbox.received(session, "Ev1") is None
        assert await inbox.record(session, "Ev1", NOON)


async def test_the_answer_is_there_for_the_second_delivery(database: Database) -> None:
    number = await one_ticket(database)
    async with database.transaction() as session:
        await inbox.record(session, "Ev1", NOON)
        await inbox.answer(session, "Ev1", ticket_id=number, answer={"text": "T-1 is open"})
    async with database.reading() as session:
        found = await inbox.received(session, "Ev1")
    assert found is not None
    assert (found.ticket_id, found.answer, found.received_at) == (number, {"text": "T-1 is open"}, NOON)


async def test_a_request_without_an_answer_has_none(database: Database) -> None:
    async with database.transaction() as session:
        await inbox.record(session, "Ev1", NOON)
        await inbox.answer(session, "Ev1", ticket_id=None, answer=None)
    async with database.reading() as session:
        found = await inbox.received(session, "Ev1")
    assert found is not None
    assert found.answer is None


async def test_ten_deliveries_at_once_do_the_work_once(database: Database) -> None:
    async def deliver() -> bool:
        async with database.transaction(patience=30) as session:
            first = await inbox.record(session, "Ev1", NOON)
            await asyncio.sleep(0)
            return first

    assert sum(await asyncio.gather(*(deliver() for _ in range(10)))) == 1
