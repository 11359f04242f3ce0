"""Reading the database for a page that may be gone before the answer is there."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def unbroken(reading: Coroutine[Any, Any, T]) -> T:
    """What a coroutine answers. It runs to its end even if whoever waits for it is cancelled meanwhile.

    A page that is closed cancels what is being drawn for it, and a connection cut off in a query is lost.
    """
    return await asyncio.shield(asyncio.create_task(reading))
