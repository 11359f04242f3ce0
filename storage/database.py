"""The one way to the database: open it, change it in a transaction, read it, ask it for the time.

Whatever cannot be done in time is not done at all: the transaction is rolled back and `Unavailable` says so, because
a person who is told "not recorded" must be right.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy import URL, func, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.sqltypes import UTCDateTime

from storage import schema, sqlite_library
from storage.engines import Engines, postgresql_engines, sqlite_engines
from storage.sqlite_file import HeldFile, hold

PATIENCE = 2.0
"""Seconds that a transaction or a reading may take: whoever asked is told the outcome within three."""

_SQLITE = ("sqlite", "sqlite+aiosqlite")
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
_EXPECTED = "expected sqlite:///path or postgresql://user@host/name"


class Unavailable(Exception):  # noqa: N818  (a state of the world that passes)
    """The database could not do the work in time or could not be reached; what was begun is rolled back.

    One case cannot be known from here: a PostgreSQL connection that breaks while the commit itself is under way. A
    repeated request finds its own row then, if the commit had arrived.
    """


class Database:
    """An open database, SQLite or PostgreSQL, behind the same four verbs."""

    def __init__(self, *, engines: Engines, description: str, file: HeldFile | None = None) -> None:
        self._engines = engines
        self._description = description
        self._file = file
        self.patience = PATIENCE

    @classmethod
    async def open(cls, url: str, *, patience: float = PATIENCE) -> Self:
        """Open `sqlite:///path` or `postgresql://user@host/name`; the schema is left as it is (see `migrate`).

        Raises `ValueError` for any other address, `OSError` for a SQLite file that cannot be made, `AlreadyOpen` for
        one that another process has open, and `Unavailable` when the database cannot be reached.
        """
        address = address_of(url)
        database = cls._of_sqlite(address) if address.drivername in _SQLITE else cls._of_postgresql(address)
        try:
            await database._connect()
        except BaseException:
            await database.close()
            raise
        database.patience = patience
        return database

    @classmethod
    async def open_to_read(cls, url: str) -> Self:
        """Open the SQLite file of `sqlite:///path` beside the process that holds it, to read and nothing else.

        Raises `Unavailable` when it cannot be read, or when its schema is not the one that this version works with.
        """
        database = cls._of_file_to_read(address_of(url))
        try:
            if not await database.is_up_to_date():
                raise Unavailable("the database was made by another version of Belltower")
        except BaseException:
            await database.close()
            raise
        return database

    @classmethod
    def _of_file_to_read(cls, address: URL) -> Self:
        path, version = Path(address.database or "").expanduser(), sqlite_library.version_in_use()
        reader = sqlite_engines(path, sqlite_library.journal_mode(version)).reader
        return cls(engines=Engines(writer=reader, reader=reader), description=f"SQLite, to read, {path}")

    @classmethod
    def _of_sqlite(cls, address: URL) -> Self:
        file = hold(Path(address.database or "").expanduser())
        version = sqlite_library.version_in_use()
        journal_mode = sqlite_library.journal_mode(version)
        return cls(
            engines=sqlite_engines(file.path, journal_mode),
            description=f"SQLite {'.'.join(map(str, version))}, journal {journal_mode}, {file.path}",
            file=file,
        )

    @classmethod
    def _of_postgresql(cls, address: URL) -> Self:
        try:
            engines = postgresql_engines(address.set(drivername="postgresql+psycopg"))
        except ModuleNotFoundError as missing:
            raise ValueError("PostgreSQL needs its driver: install belltower[postgres]") from missing
        return cls(engines=engines, description=f"{address.database} at {address.host or 'the local socket'}")

    async def _connect(self) -> None:
        """Make the first connection, and learn from a server what it is."""
        with _outages_named():
            async with self._engines.writer.connect() as connection:
                if self.is_postgresql:
                    version = (await connection.execute(text("SHOW server_version"))).scalar_one()
                    self._description = f"PostgreSQL {version}, {self._description}"

    @property
    def is_postgresql(self) -> bool:
        """Whether this is PostgreSQL, which many workers may share, rather than SQLite."""
        return self._engines.writer.dialect.name == "postgresql"

    def listening_address(self) -> str | None:
        """Where a PostgreSQL server can be listened to, with its password; None on SQLite."""
        if not self.is_postgresql:
            return None
        return self._engines.writer.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def describe(self) -> str:
        """Which library or server, which journal and where, without any password."""
        return self._description

    @asynccontextmanager
    async def transaction(self, patience: float | None = None) -> AsyncIterator[AsyncSession]:
        """A session whose changes are stored together at the end of the block, or not at all.

        Raises `Unavailable` when the transaction cannot be had, or its body is not done, within `patience` seconds (the
        database's own without any).
        The commit has no time limit: it is waited for even when the caller is cancelled, so that what a person is told
        is what was stored.
        """
        with _outages_named():
            async with AsyncSession(self._engines.writer, expire_on_commit=False) as session:
                async with _within(patience or self.patience):
                    await session.connection()
                    yield session
                    await session.flush()
                await _finished(asyncio.ensure_future(session.commit()))

    @asynccontextmanager
    async def reading(self, patience: float | None = None) -> AsyncIterator[AsyncSession]:
        """A session that sees one unmoving state of the database and can change nothing.

        Raises `Unavailable` when the database cannot be reached, or the body is not done within `patience` seconds.
        """
        reader = AsyncSession(self._engines.reader, expire_on_commit=False, autoflush=False)
        with _outages_named():
            async with reader as session, _within(patience or self.patience):
                yield session

    async def clock(self) -> datetime | None:
        """PostgreSQL's own time (UTC), by which all its workers agree on what is due; None on SQLite."""
        if not self.is_postgresql:
            return None
        # Whoever asks for the time has a request to carry out, and three seconds for both.
        async with self.reading(patience=1.0) as session:
            return (await session.exec(select(func.clock_timestamp(type_=UTCDateTime())))).one()

    async def migrate(self) -> None:
        """Bring the schema up to date, from empty or from any earlier revision; safe when two workers start at once.

        Raises `SchemaTooNew` when a newer version of the code has been here.
        """
        with _outages_named():
            async with self._engines.writer.begin() as connection:
                await connection.run_sync(schema.upgrade)

    async def schema_revision(self) -> str | None:
        """The revision the database is at; None while it is empty."""
        with _outages_named():
            async with self._engines.reader.connect() as connection:
                return await connection.run_sync(schema.revision_of)

    async def is_up_to_date(self) -> bool:
        """Whether the schema is the one that this version of the code works with; `Unavailable` without an answer."""
        return await self.schema_revision() == schema.newest_revision()

    async def close(self) -> None:
        """Close every connection and let go of the SQLite file."""
        await self._engines.dispose()
        if self._file is not None:
            self._file.release()


def address_of(url: str) -> URL:
    """The address of a database of a known kind, in a file or on a server.

    Raises `ValueError` for any other, in words that repeat nothing of it, because it may hold a password.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(_EXPECTED) from None
    if address.drivername not in _SQLITE + _POSTGRESQL:
        raise ValueError(_EXPECTED)
    if address.drivername in _SQLITE and address.database in (None, "", ":memory:"):
        raise ValueError(f"{_EXPECTED}, got SQLite without a file, which keeps nothing")
    return address


@asynccontextmanager
async def _within(patience: float) -> AsyncIterator[None]:
    """Give the body of a block so many seconds, and turn their running out into `Unavailable`."""
    limit = asyncio.timeout(patience)
    try:
        async with limit:
            yield
    except TimeoutError as late:
        if not limit.expired():
            raise
        raise Unavailable(f"the database was not done within {patience:g} s") from late


async def _finished(work: asyncio.Future[None]) -> None:
    """Wait for work that must not be left half done, and only then let a cancellation through."""
    try:
        await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait([work])
        raise


@contextmanager
def _outages_named() -> Iterator[None]:
    """Turn what the drivers raise when the database is away, locked or full into `Unavailable`."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeoutError) as error:
        if isinstance(error, DBAPIError) and _is_our_mistake(error):
            raise
        raise Unavailable(f"the database could not be reached: {error}") from error


def _is_our_mistake(error: DBAPIError) -> bool:
    """SQLite reports a faulty statement by the class that otherwise means an outage; its code tells them apart."""
    return getattr(error.orig, "sqlite_errorname", None) == "SQLITE_ERROR"
