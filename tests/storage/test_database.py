import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import tickets
from storage.database import Database, Unavailable
from tests.databases import PATIENT
from tests.storage.rows import NOON, customer, customer_names, one_ticket


async def add_customer_and(database: Database, then: Callable[[], Awaitable[object]], *, patience: float = 2.0) -> None:
    async with database.transaction(patience) as session:
        session.add(customer())
        await session.flush()
        await then()


async def fail() -> None:
    raise ZeroDivisionError


async def test_what_a_transaction_did_is_there_afterwards(database: Database) -> None:
    async with database.transaction() as session:
        session.add(customer())
    assert await customer_names(database) == {"Acme"}


async def test_nothing_is_there_before_the_commit(database: Database) -> None:
    async with database.transaction() as session:
        session.add(customer())
        await session.flush()
        assert await customer_names(database) == set()


async def test_an_exception_takes_everything_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await add_customer_and(database, fail)
    assert await customer_names(database) == set()


async def test_ten_people_changing_one_ticket_ten_times_each_lose_no_update(database: Database) -> None:
    number = await one_ticket(database)

    async def change_ten_times() -> None:
        for _ in range(10):
            async with database.transaction(patience=30) as session:
                ticket = await tickets.load_for_change(session, number)
                assert ticket is not None
                seen = ticket.last_seq
                await asyncio.sleep(0)
                ticket.last_seq = seen + 1

    await asyncio.gather(*(change_ten_times() for _ in range(10)))
    async with database.reading() as session:
        ticket = await tickets.get(session, number)
    assert ticket is not None
    assert ticket.last_seq == 100


async def test_work_that_takes_too_long_is_refused_and_leaves_nothing(database: Database) -> None:
    with pytest.raises(Unavailable, match=r"not done within 0.05 s"):
        await add_customer_and(database, asyncio.Event().wait, patience=0.05)
    assert await customer_names(database) == set()


async def test_a_look_that_takes_too_long_is_refused_and_the_next_one_is_served(database: Database) -> None:
    async def look_for_ever() -> None:
        async with database.reading(patience=0.05) as session:
            await tickets.get(session, 1)
            await asyncio.Event().wait()

    for _ in range(12):  # More often than there are connections.
        with pytest.raises(Unavailable, match=r"not done within 0.05 s"):
            await look_for_ever()
    assert await customer_names(database) == set()


async def test_a_ticket_that_somebody_else_holds_for_too_long_is_refused(database: Database) -> None:
    number = await one_ticket(database)
    async with database.transaction(patience=30) as holder:
        await tickets.load_for_change(holder, number)
        with pytest.raises(Unavailable):
            async with database.transaction(patience=0.05) as session:
                await tickets.load_for_change(session, number)


async def test_after_a_refusal_the_next_one_is_served(database: Database) -> None:
    for _ in range(12):  # More often than there are connections.
        with pytest.raises(Unavailable):
            async with database.transaction(patience=0.02):
                await asyncio.Event().wait()
    async with database.transaction() as session:
        session.add(customer())
    assert await customer_names(database) == {"Acme"}


async def test_a_time_out_inside_the_work_is_not_taken_for_an_outage(database: Database) -> None:
    with pytest.raises(TimeoutError, match="the work's own"):
        async with database.transaction():
            raise TimeoutError("the work's own")


@pytest.mark.parametrize("steps", [0, *(2**power for power in range(12))])
async def test_cancelled_at_any_step_all_or_nothing_is_stored(database: Database, steps: int) -> None:
    async def work() -> None:
        async with database.transaction() as session:
            session.add(customer(key="first", name="First"))
            await session.flush()
            session.add(customer(key="second", name="Second"))

    task = asyncio.create_task(work())
    for _ in range(steps):  # Turns of the event loop, not time.
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await customer_names(database) in (set(), {"First", "Second"})
    async with database.transaction() as session:
        session.add(customer(key="third", name="Third"))
    assert "Third" in await customer_names(database)


async def test_a_commit_that_has_begun_is_waited_for(database: Database) -> None:
    """Cancelled at the commit, the caller hears of it only when the outcome is certain."""
    begun, allowed = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        async with database.transaction() as session:
            session.add(customer())
            commit = session.commit

            async def slow_commit() -> None:
                begun.set()
                await allowed.wait()
                await commit()

            session.commit = slow_commit  # type: ignore[method-assign]

    task = asyncio.create_task(work())
    await begun.wait()
    task.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
    assert not task.done()
    allowed.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await customer_names(database) == {"Acme"}


async def test_changes_that_are_written_last_count_towards_the_time(database: Database) -> None:
    async def add_the_same_customer() -> None:
        async with database.transaction(patience=0.05) as session:
            session.add(customer())

    async with database.transaction(patience=30) as session:
        session.add(customer())
        await session.flush()
        with pytest.raises(Unavailable, match="not done within"):
            await add_the_same_customer()


async def test_a_mistake_of_ours_is_not_reported_as_an_outage(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.transaction() as session:
            await (await session.connection()).execute(text("SELECT nonsense FROM nowhere"))


async def test_two_rows_that_contradict_each_other_are_not_an_outage(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as session:
            session.add_all([customer(), customer()])


async def test_a_row_that_refers_to_nothing_is_refused(database: Database) -> None:
    missing = customer()
    missing.id = 4711
    with pytest.raises(IntegrityError):
        await one_ticket(database, owner=missing)


async def test_postgresql_tells_the_time_and_sqlite_does_not(database: Database) -> None:
    first, second = await database.clock(), await database.clock()
    if database.is_postgresql:
        assert first is not None
        assert second is not None
        assert first < second
        assert first.utcoffset() == timedelta(0)
    else:
        assert first is second is None


async def test_it_says_what_it_is(database: Database) -> None:
    expected = "PostgreSQL 1" if database.is_postgresql else "SQLite 3."
    assert database.describe().startswith(expected)


@pytest.mark.parametrize(
    "url", ["", "acme", "mysql://u@h/d", "sqlite://", "sqlite:///:memory:", "postgresql+asyncpg://u@h/d"]
)
async def test_any_other_address_is_refused_with_what_was_expected(url: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        await Database.open(url)


async def test_a_refused_address_is_not_repeated_because_it_may_hold_a_password() -> None:
    with pytest.raises(ValueError, match="expected") as refusal:
        await Database.open("mysql://ana:secret@db/acme")
    assert "secret" not in str(refusal.value)


async def test_a_server_that_is_not_there_is_an_outage(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        await Database.open(f"postgresql://postgres@/belltower?host={tmp_path}")


async def end_all_other_connections(database: Database) -> None:
    """What a restart of the server does to them."""
    others = "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    async with database.reading() as session:
        await (await session.connection()).execute(text(f"{others} AND datname = current_database()"))


async def test_connections_that_break_are_an_outage_and_the_next_ones_work(postgresql_url: str) -> None:
    database = await Database.open(postgresql_url, patience=PATIENT)
    with pytest.raises(Unavailable):
        await add_customer_and(database, lambda: end_all_other_connections(database))
    assert await customer_names(database) == set()
    async with database.transaction() as session:
        session.add(customer())
    await end_all_other_connections(database)
    async with database.transaction() as session:
        session.add(customer("globex", name="Globex"))
    assert await customer_names(database) == {"Acme", "Globex"}
    await database.close()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
async def test_every_usual_spelling_of_a_postgresql_address_is_understood(postgresql_url: str, scheme: str) -> None:
    database = await Database.open(scheme + postgresql_url.removeprefix("postgresql"))
    assert database.is_postgresql
    await database.close()


async def test_a_postgresql_description_has_no_password(postgresql_url: str) -> None:
    database = await Database.open(postgresql_url.replace("postgres@", "postgres:secret@"))
    assert "secret" not in database.describe()
    await database.close()


async def test_what_was_stored_is_there_after_closing_and_opening(database_url: str) -> None:
    database = await Database.open(database_url, patience=PATIENT)
    number = await one_ticket(database)
    await database.close()
    database = await Database.open(database_url, patience=PATIENT)
    async with database.reading() as session:
        ticket = await tickets.get(session, number)
    await database.close()
    assert ticket is not None
    assert ticket.opened_at == NOON


async def test_a_file_that_another_process_holds_can_be_read_but_not_changed(sqlite_url: str) -> None:
    database = await Database.open(sqlite_url)
    beside = await Database.open_to_read(sqlite_url)
    try:
        async with database.transaction() as session:
            session.add(customer())
        assert await customer_names(beside) == {customer().name}
        with pytest.raises(Unavailable, match="readonly"):
            async with beside.transaction() as session:
                session.add(customer(key="other", name="Other"))
    finally:
        await beside.close()
        await database.close()
