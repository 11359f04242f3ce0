"""The schema's revisions: which one a database is at, and the way up to the newest.

The scripts lie in `migrations/versions` and are run by Alembic inside one transaction on both databases: a failed
upgrade leaves the database as it was.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

_MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 0x42454C4C  # Any number will do that all workers of this product share.


class SchemaTooNew(Exception):  # noqa: N818  (a state of the database, nothing broke)
    """The database was brought up to date by a newer version of this code than the one that is starting."""

    def __init__(self, *, found: str, newest_known: str) -> None:
        super().__init__(
            f"the database is at schema revision {found}, this version of Belltower knows revisions up to "
            f"{newest_known}: start the newer version again, or restore a backup from before the upgrade"
        )
        self.found = found
        self.newest_known = newest_known


def revision_of(connection: Connection) -> str | None:
    """The revision the database is at; None while it is empty."""
    from alembic.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The revision this version of the code works with."""
    return _newest(_scripts(_configuration()))


def upgrade(connection: Connection) -> None:
    """Run every script the database has not seen, inside the caller's transaction.

    Raises `SchemaTooNew` when the database is at a revision that this code does not have.
    """
    from alembic import command

    _wait_for_other_workers(connection)
    configuration = _configuration()
    scripts = _scripts(configuration)
    found = revision_of(connection)
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise SchemaTooNew(found=found, newest_known=_newest(scripts))
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")


def _wait_for_other_workers(connection: Connection) -> None:
    """On PostgreSQL one worker upgrades and the others wait; SQLite has one process only."""
    if connection.dialect.name != "postgresql":
        return
    # An upgrade may rightly take longer than any ordinary statement.
    connection.execute(text("SET LOCAL lock_timeout = '10min'"))
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})


def _configuration() -> "Config":
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    return configuration


def _scripts(configuration: "Config") -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(configuration)


def _newest(scripts: "ScriptDirectory") -> str:
    newest = scripts.get_current_head()
    if newest is None:
        raise RuntimeError(f"no migration scripts in {_MIGRATIONS}")
    return newest
