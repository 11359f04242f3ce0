"""Wake-ups: on PostgreSQL a transaction that leaves work to do tells every worker, once it is committed.

They are a hint and nothing more: whoever misses one finds the work at the next look, so nothing waits for them.
"""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

if TYPE_CHECKING:
    from storage.database import Database

log = structlog.get_logger(__name__)

CHANNEL = "belltower"
LISTENS_AGAIN_AFTER = 2.0
"""Seconds after which a lost connection is made again."""
_SAID = "wake-up said"


async def wake(session: AsyncSession) -> None:
    """Tell every worker when this transaction is committed; once, however often it is asked for."""
    if session.get_bind().dialect.name != "postgresql" or session.info.get(_SAID):
        return
    session.info[_SAID] = True
    await (await session.connection()).execute(text(f"NOTIFY {CHANNEL}"))


async def listen(database: "Database", woken: Callable[[], None]) -> None:
    """Call `woken` whenever a worker has left work to do, until cancelled; on SQLite there is nobody else to do so.

    It has a connection of its own, and makes it again whenever it is lost.
    """
    address = database.listening_address()
    if address is None:
        return
    from psycopg import AsyncConnection, OperationalError

    while True:
        try:
            async with await AsyncConnection.connect(address, autocommit=True, connect_timeout=5) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                # What was said while nobody listened is found by looking.
                woken()
                async for _ in connection.notifies():
                    woken()
        except (OperationalError, OSError) as error:
            log.warning("nobody is listening for wake-ups", error=type(error).__name__)
        await asyncio.sleep(LISTENS_AGAIN_AFTER)
