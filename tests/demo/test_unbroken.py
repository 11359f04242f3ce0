"""What is read for a page is read to its end."""

import asyncio

import pytest

from bot.demo.unbroken import unbroken


async def test_what_is_read_is_answered() -> None:
    async def reading() -> int:
        return 7

    assert await unbroken(reading()) == 7


async def test_whoever_waits_may_be_cancelled_and_the_reading_ends_all_the_same() -> None:
    begun, go_on, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def reading() -> None:
        begun.set()
        await go_on.wait()
        ended.set()

    waiting = asyncio.create_task(unbroken(reading()))
    await begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go_on.set()
    async with asyncio.timeout(5):
        await ended.wait()
