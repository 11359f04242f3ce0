"""The heartbeat: an address outside is called as long as all is well, so that somebody there notices when it is not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

log = structlog.get_logger(__name__)

ANSWERED_WITHIN = 10.0
"""Seconds that the other side has to answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Heartbeat:
    """Calls `address` whenever a pass finds that all is `well`; the address is a secret and is in no log."""

    address: str = field(repr=False)
    well: Callable[[], Awaitable[bool]]

    async def once(self, _: datetime) -> int:
        """Call it, if all is well. Whatever becomes of that holds nothing up, and there is never more to do."""
        if not await self.well():
            log.warning("no heartbeat, because something is not well")
            return 0
        try:
            async with (
                ClientSession(timeout=ClientTimeout(total=ANSWERED_WITHIN)) as session,
                session.get(self.address) as answer,
            ):
                if answer.status >= 400:
                    log.warning("the heartbeat was not taken", status=answer.status)
        except (ClientError, OSError, TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            # The error itself may have the address in it.
            log.warning("the heartbeat did not arrive", error=type(error).__name__)
        return 0
