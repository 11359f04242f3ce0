"""The settings of the two databases: what a connection is told before the first statement.

Each database has two engines. The writer begins transactions that may change rows; the reader has connections of its
own that can change nothing, so that a page full of tickets never waits for a writer, nor holds one up.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_SQLITE_PATIENCE_SECONDS = 5.0
_LARGEST_IDLE_LOG_BYTES = 64 * 1024 * 1024
_POSTGRESQL_SETTINGS = {
    "timezone": "UTC",
    "lock_timeout": "3s",
    "statement_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Engines:
    """The two ways into one database."""

    writer: AsyncEngine
    reader: AsyncEngine

    async def dispose(self) -> None:
        """Close every connection of both."""
        await self.reader.dispose()
        await self.writer.dispose()


def sqlite_engines(path: Path, journal_mode: str) -> Engines:
    """One writer connection, because several only queue behind each other in the file's lock, and four readers."""
    url = URL.create("sqlite+aiosqlite", database=str(path))
    # Python's own transaction handling begins late and leaves reads outside; with None, only our BEGIN counts.
    arguments = {"isolation_level": None, "timeout": _SQLITE_PATIENCE_SECONDS}
    writer = create_async_engine(url, pool_size=1, max_overflow=0, connect_args=arguments)
    reader = create_async_engine(url, pool_size=4, max_overflow=0, connect_args=arguments)
    _on_sqlite_connection(
        writer,
        pragmas=(
            f"journal_mode={journal_mode}",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"journal_size_limit={_LARGEST_IDLE_LOG_BYTES}",
        ),
        # A transaction that starts by reading and then wants to write fails at once when another wrote in
        # between; taking the write lock at the beginning makes it wait instead, and no update is lost.
        begin="BEGIN IMMEDIATE",
    )
    _on_sqlite_connection(reader, pragmas=("query_only=ON",), begin="BEGIN")
    return Engines(writer=writer, reader=reader)


def _on_sqlite_connection(engine: AsyncEngine, *, pragmas: tuple[str, ...], begin: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # SQLite's own lower() leaves every letter outside ASCII as it is, unlike PostgreSQL's.
        connection.create_function("lower", 1, str.lower, deterministic=True)
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def postgresql_engines(url: URL) -> Engines:
    """Writers see what is committed (READ COMMITTED, rows locked by name); readers see one unmoving snapshot."""
    arguments = {
        "options": " ".join(f"-c {name}={value}" for name, value in _POSTGRESQL_SETTINGS.items()),
        "connect_timeout": 5,
        # Without it a commit to a machine that has vanished would wait for many minutes.
        "tcp_user_timeout": 10_000,
    }
    engine_settings: dict[str, Any] = {"pool_pre_ping": True, "pool_size": 5, "connect_args": arguments}
    return Engines(
        writer=create_async_engine(url, isolation_level="READ COMMITTED", **engine_settings),
        reader=create_async_engine(
            url,
            execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
            **engine_settings,
        ),
    )
