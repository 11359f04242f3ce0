"""Work that costs almost as much for one as for many is done for all that have come meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(kw_only=True, slots=True)
class Gathering(Generic[T, R]):
    """`work` is done for one batch at a time: a batch is whatever has come while the one before was under way."""

    work: Callable[[Sequence[T]], Awaitable[R]]
    _waiting: list[tuple[T, asyncio.Future[R]]] = field(default_factory=list)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def add(self, item: T) -> R:
        """Have the work done for a thing, and wait for it; what came of its batch, or the error that has ended it.

        Whoever is cancelled takes nobody with them: the work is done again for the others, so it must be one that may
        be done twice.
        """
        mine: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, mine))
        try:
            async with self._turn:
                if not mine.done():
                    await self._work_off()
        except asyncio.CancelledError:
            mine.cancel()
            raise
        return mine.result()

    async def _work_off(self) -> None:
        batch = [(item, waiting) for item, waiting in self._waiting if not waiting.cancelled()]
        self._waiting = []
        try:
            result = await self.work([item for item, _ in batch])
        except asyncio.CancelledError:
            self._waiting = [*batch, *self._waiting]
            raise
        except BaseException as failure:
            for _, waiting in batch:
                if not waiting.done():
                    waiting.set_exception(failure)
        else:
            for _, waiting in batch:
                if not waiting.done():
                    waiting.set_result(result)
