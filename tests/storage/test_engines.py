import asyncio
import sqlite3
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from storage import customers
from storage.database import Database
from tests.databases import PATIENT
from tests.storage.rows import customer, customer_names, one_ticket


@pytest_asyncio.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    database = await Database.open(sqlite_url)
    yield database
    await database.close()


async def test_a_reader_cannot_write(database: Database) -> None:
    async with database.reading() as session:
        session.add(customer())
        with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
            await session.flush()


async def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    async with database.transaction() as session:
        session.add(customer())
        await session.flush()
        async with asyncio.timeout(1):
            assert await customer_names(database) == set()


async def test_a_reader_sees_one_state_while_others_write(database: Database) -> None:
    async with database.reading() as reader:
        assert await customers.search(reader, "") == []
        async with database.transaction() as session:
            session.add(customer())
        assert await customers.search(reader, "") == []


async def test_postgresql_gives_up_on_locks_statements_and_idle_transactions(postgresql_url: str) -> None:
    database = await Database.open(postgresql_url, patience=PATIENT)
    settings = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout", "timezone")
    async with database.transaction() as session:
        connection = await session.connection()
        found = [(await connection.execute(text(f"SHOW {name}"))).scalar_one() for name in settings]
    await database.close()
    assert found == ["3s", "10s", "30s", "UTC"]


async def test_sqlite_writes_ahead_and_syncs_every_commit(sqlite: Database) -> None:
    async with sqlite.transaction() as session:
        connection = await session.connection()
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        found = [(await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in pragmas]
    assert found == ["wal", 2, 1]


async def test_a_transaction_has_the_write_lock_before_it_reads(sqlite: Database, sqlite_url: str) -> None:
    outsider = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=0, isolation_level=None)
    async with sqlite.transaction():
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            outsider.execute("BEGIN IMMEDIATE")
    outsider.close()


async def test_with_an_unsound_library_sqlite_keeps_to_the_rollback_journal(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.sqlite_library.version_in_use", lambda: (3, 40, 1))
    database = await Database.open(sqlite_url)
    async with database.transaction() as session:
        mode = (await (await session.connection()).execute(text("PRAGMA journal_mode"))).scalar_one()
        session.add(customer())
    assert await customer_names(database) == {"Acme"}
    await database.close()
    assert mode == "delete"
    assert "journal DELETE" in database.describe()


async def test_one_connection_writes_to_sqlite_so_that_writers_wait_in_line(sqlite: Database) -> None:
    connections: list[object] = []
    event.listen(sqlite._engines.writer.sync_engine, "connect", lambda connection, _: connections.append(connection))
    await asyncio.gather(*(one_ticket(sqlite, title=str(number)) for number in range(20)))
    assert connections == []  # The one that was made on opening is enough.
