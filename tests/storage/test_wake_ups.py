import asyncio

import structlog
from sqlalchemy import text

from storage import deadlines, outbox
from storage.database import Database
from storage.wake_ups import listen
from tests.databases import PATIENT
from tests.storage.rows import notice


class Listener:
    """A worker that listens, and how often it was woken."""

    def __init__(self, database: Database) -> None:
        self.woken = 0
        self._heard = asyncio.Event()
        self.task = asyncio.create_task(listen(database, self._wake))

    def _wake(self) -> None:
        self.woken += 1
        self._heard.set()

    async def hears(self, times: int) -> None:
        async with asyncio.timeout(5):
            while self.woken < times:
                self._heard.clear()
                await self._heard.wait()

    async def ends(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def test_on_sqlite_there_is_nobody_to_listen_to(sqlite_url: str) -> None:
    database = await Database.open(sqlite_url)
    await database.migrate()
    await listen(database, lambda: None)
    async with database.transaction() as session:
        assert await outbox.put(session, [notice("a")]) == ["a"]
    await database.close()


async def test_every_worker_is_woken_once_for_all_that_a_transaction_has_put(postgresql_url: str) -> None:
    databases = [await Database.open(postgresql_url, patience=PATIENT) for _ in range(2)]
    listeners = [Listener(database) for database in databases]
    for each in listeners:
        await each.hears(1)  # What was said before is found by looking.
    async with databases[0].transaction() as session:
        await outbox.put(session, [notice("a"), notice("b")])
        await outbox.put(session, [notice("c")])
    for each in listeners:
        await each.hears(2)
    async with databases[0].transaction() as session:
        await outbox.put(session, [notice("d")])
    for each in listeners:
        await each.hears(3)
        assert each.woken == 3
        await each.ends()
    for database in databases:
        await database.close()


async def test_what_was_put_already_or_taken_back_wakes_nobody(postgresql_url: str) -> None:
    database = await Database.open(postgresql_url, patience=PATIENT)
    async with database.transaction() as session:
        await outbox.put(session, [notice("a")])
    listener = Listener(database)
    await listener.hears(1)
    async with database.transaction() as session:
        await outbox.put(session, [notice("a")])
        await deadlines.replace(session, 1, {}, rank=1)
    async with database.transaction() as session:
        await outbox.put(session, [notice("b")])
        await session.rollback()
    async with database.transaction() as session:
        await outbox.put(session, [notice("c")])
    await listener.hears(2)
    assert listener.woken == 2
    await listener.ends()
    await database.close()


async def test_a_listener_whose_connection_is_lost_listens_again(postgresql_url: str) -> None:
    database = await Database.open(postgresql_url, patience=PATIENT)
    with structlog.testing.capture_logs() as logs:
        listener = Listener(database)
        await listener.hears(1)
        async with database.transaction() as session:
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN belltower'"
            await (await session.connection()).execute(text(cut))
        await listener.hears(2)
        await listener.ends()
    assert [entry["event"] for entry in logs] == ["nobody is listening for wake-ups"]
    await database.close()
