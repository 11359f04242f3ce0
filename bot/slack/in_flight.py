"""How many requests are being answered just now, so that a stop can wait for them: Bolt itself does not."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class InFlight:
    """Counts what goes on in the listeners it was wrapped around; `drained` waits until that is nothing."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def counted(self, listener: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        """The same listener, counted from its first to its last line."""

        @wraps(listener)
        async def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            self._count += 1
            self._idle.clear()
            try:
                return await listener(*args, **kwargs)
            finally:
                self._count -= 1
                if self._count == 0:
                    self._idle.set()

        return counted

    async def drained(self, seconds: float) -> bool:
        """Whether all have ended within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True
