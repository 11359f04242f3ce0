"""The rounds: a pass, and another as long as there is work, and then a wait until the next one or until woken."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

log = structlog.get_logger(__name__)


@dataclass(kw_only=True, slots=True)
class Rounds:
    """One loop. `once` makes a pass at an instant and says how much it did; `every` is in seconds.

    An error ends a pass, never the loop: it is logged, and the next pass comes after the usual wait. `last_pass` is
    when a pass last ended well, for whoever watches the watch.
    """

    name: str
    once: Callable[[datetime], Awaitable[int]]
    now: Callable[[], Awaitable[datetime]]
    every: float
    last_pass: datetime | None = None
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _awaited: list[asyncio.Future[int]] = field(default_factory=list)

    def wake(self) -> None:
        """Make the next pass now: something has been put that need not wait."""
        self._woken.set()

    async def a_pass(self) -> int:
        """Wait for a whole pass that begins from now on; how much it did. Without rounds being made it never comes."""
        ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._awaited.append(ended)
        self.wake()
        return await ended

    async def run(self) -> None:
        """Make rounds until cancelled."""
        while True:
            self._woken.clear()
            awaited, self._awaited = self._awaited, []
            done = await self._pass()
            for ended in awaited:
                if not ended.done():
                    ended.set_result(done)
            if done == 0:
                await self._wait()

    async def pass_at(self, at: datetime) -> int:
        """Make one pass at an instant, while no rounds are being made; how much it did. Its error is the caller's."""
        done = await self.once(at)
        self.last_pass = at
        return done

    async def _pass(self) -> int:
        try:
            return await self.pass_at(await self.now())
        except Exception:
            log.exception("a pass has failed", loop=self.name)
            return 0

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(self.every):
                await self._woken.wait()
        except TimeoutError:
            return
