"""The rounds: a pass, and another as long as there is work, and then a wait until the next one or until woken."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol

import structlog

log = structlog.get_logger(__name__)


class Recurring(Protocol):
    """What comes again and again without anybody's asking: digests, hand-overs, reports, audits."""

    name: ClassVar[str]

    async def once(self, at: datetime) -> int:
        """Make a pass at an instant; how much it did."""

    async def next(self, at: datetime) -> datetime | None:
        """When after an instant a pass would do something next; None where there is nothing to wait for."""


SHORTEST_WAIT = 0.05
"""Seconds between two passes without work, even where something seems due: another worker may just have it."""


@dataclass(kw_only=True, slots=True)
class Rounds:
    """One loop. `once` makes a pass at an instant and says how much it did; `every` is in seconds.

    An error ends a pass, never the loop: it is logged, and the next pass comes after the usual wait. `last_pass` is
    when a pass last ended well, for whoever watches the watch. Where `begin` is given it is called while nobody waits
    for a whole pass: it only begins what `once` also brings to its end. Where `due` is given, the next pass comes when
    it says that there is something to do, if that is sooner.
    """

    name: str
    once: Callable[[datetime], Awaitable[int]]
    now: Callable[[], Awaitable[datetime]]
    every: float
    begin: Callable[[datetime], Awaitable[int]] | None = None
    due: Callable[[], Awaitable[datetime | None]] | None = None
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
            done = await self._pass(whole=bool(awaited))
            for ended in awaited:
                if not ended.done():
                    ended.set_result(done)
            if done == 0:
                await self._wait()

    async def pass_at(self, at: datetime) -> int:
        """Make one pass at an instant, while no rounds are being made; how much it did. Its error is the caller's."""
        return await self._made(self.once, at)

    async def _made(self, make: Callable[[datetime], Awaitable[int]], at: datetime) -> int:
        done = await make(at)
        self.last_pass = at
        return done

    async def _pass(self, *, whole: bool) -> int:
        try:
            return await self._made(self.once if whole or self.begin is None else self.begin, await self.now())
        except Exception:
            log.exception("a pass has failed", loop=self.name)
            return 0

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(await self._until_due()):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _until_due(self) -> float:
        """Seconds until the next pass, unless somebody wakes the loop."""
        try:
            due = None if self.due is None else await self.due()
            if due is None:
                return self.every
            return min(self.every, max(SHORTEST_WAIT, (due - await self.now()).total_seconds()))
        except Exception:
            log.exception("it cannot be known when there is something to do", loop=self.name)
            return self.every
