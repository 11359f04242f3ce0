import asyncio
import re
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from storage import schema
from storage.database import Database

POSTGRESQL_SCHEMA = """
SELECT 'column', table_name || '.' || column_name,
       concat_ws(' ', data_type, character_maximum_length, is_nullable, column_default)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'constraint', conname, conrelid::regclass || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""
SQLITE_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"


def as_words(definition: str) -> str:
    """A definition without its line breaks, and with a table's columns and constraints in the order of their words."""
    # A table that was altered is quoted by SQLite, even where its name needs no quotes.
    definition = re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", re.sub(r"\s+", " ", definition))
    head, _, rest = definition.partition(" (") if definition.startswith("CREATE TABLE") else (definition, "", "")
    return " ".join(
        [head, *sorted(part.strip(" )") for part in re.split(r", (?=CONSTRAINT|\"?[a-z_]+\"? [A-Z])", rest))]
    )


def described(connection: Connection) -> set[tuple[str, str, str]]:
    query = SQLITE_SCHEMA if connection.dialect.name == "sqlite" else POSTGRESQL_SCHEMA
    return {
        (kind, name, as_words(definition))
        for kind, name, definition in connection.execute(text(query))
        if "alembic_version" not in f"{name} {definition}"
    }


async def in_database(url: str, *, migrated: bool) -> set[tuple[str, str, str]]:
    database = await Database.open(url)
    async with database._engines.writer.begin() as connection:
        if migrated:
            await connection.run_sync(schema.upgrade)
        else:
            await connection.run_sync(SQLModel.metadata.create_all)
        found = await connection.run_sync(described)
        await connection.rollback()
    await database.close()
    return found


async def test_the_migrations_make_exactly_the_tables_of_the_code(empty_database_url: str) -> None:
    """Compared as the database tells them, since Alembic's own comparison overlooks checks and partial indexes."""
    migrated = await in_database(empty_database_url, migrated=True)
    assert migrated == await in_database(empty_database_url, migrated=False)
    names = {name for _, name, _ in migrated}
    assert {"ix_notice_open_by_lane", "ix_notice_open_by_rank", "ix_deadline_due"} <= names


async def test_an_empty_database_is_brought_to_the_newest_revision(empty_database_url: str) -> None:
    database = await Database.open(empty_database_url)
    before = await database.schema_revision()
    await database.migrate()
    after = await database.schema_revision()
    await database.close()
    assert before is None
    assert after == schema.newest_revision()


async def test_migrating_again_changes_nothing(database: Database) -> None:
    await database.migrate()
    assert await database.schema_revision() == schema.newest_revision()


async def test_every_migration_leads_back_to_an_empty_database(empty_database_url: str) -> None:
    def up_and_down(connection: Connection) -> set[tuple[str, str, str]]:
        from alembic import command

        schema.upgrade(connection)
        configuration = schema._configuration()
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, "base")
        return described(connection)

    database = await Database.open(empty_database_url)
    async with database._engines.writer.begin() as connection:
        left = await connection.run_sync(up_and_down)
    await database.close()
    assert left == set()


async def test_a_database_of_a_newer_version_is_refused_by_both_revisions(database: Database) -> None:
    async with database.transaction() as session:
        await (await session.connection()).execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.SchemaTooNew, match="9999") as refusal:
        await database.migrate()
    assert schema.newest_revision() in str(refusal.value)
    assert await database.schema_revision() == "9999"


async def test_two_workers_that_start_at_once_both_find_the_schema(empty_postgresql_url: str) -> None:
    workers = [await Database.open(empty_postgresql_url) for _ in range(3)]
    await asyncio.gather(*(worker.migrate() for worker in workers))
    revisions = {await worker.schema_revision() for worker in workers}
    for worker in workers:
        await worker.close()
    assert revisions == {schema.newest_revision()}


async def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import command

    upgrade = command.upgrade

    def failing(*arguments: object) -> None:
        upgrade(*arguments)  # type: ignore[arg-type]
        raise RuntimeError("the power went")

    monkeypatch.setattr(command, "upgrade", failing)
    database = await Database.open(empty_database_url)
    with pytest.raises(RuntimeError, match="the power went"):
        await database.migrate()
    assert await database.schema_revision() is None
    monkeypatch.undo()
    await database.migrate()
    assert await database.schema_revision() == schema.newest_revision()
    await database.close()


def test_a_template_for_new_migrations_is_shipped() -> None:
    assert (Path(schema.__file__).parent / "migrations" / "script.py.mako").is_file()
