import asyncio
from collections.abc import Sequence

import pytest

from bot.watch.gathering import Gathering


class Workshop:
    """Where one batch after the other is worked on, each until it is told to end."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.failure: BaseException | None = None
        self._begun = asyncio.Semaphore(0)
        self._end = asyncio.Semaphore(0)
        self._gathering = Gathering(work=self._work)

    async def _work(self, batch: Sequence[str]) -> int:
        self.batches.append(list(batch))
        number = len(self.batches)
        self._begun.release()
        await self._end.acquire()
        if self.failure is not None:
            raise self.failure
        return number

    async def bring(self, *items: str) -> list[asyncio.Task[int]]:
        """Bring some things, one after the other."""
        tasks = [asyncio.create_task(self._gathering.add(item)) for item in items]
        await asyncio.sleep(0)
        return tasks

    async def begun(self) -> None:
        """Wait until the next batch is begun."""
        await self._begun.acquire()

    def end(self) -> None:
        """Let a batch end."""
        self._end.release()


async def busy() -> tuple[Workshop, list[asyncio.Task[int]]]:
    """A workshop with one thing under way, and three that have come meanwhile."""
    workshop = Workshop()
    tasks = await workshop.bring("first")
    await workshop.begun()
    return workshop, tasks + await workshop.bring("second", "third", "fourth")


async def test_what_comes_while_the_work_is_under_way_is_worked_on_together() -> None:
    workshop, tasks = await busy()
    workshop.end()
    workshop.end()
    assert await asyncio.gather(*tasks) == [1, 2, 2, 2]
    assert workshop.batches == [["first"], ["second", "third", "fourth"]]


class Fatal(BaseException):
    """What no part of a program should survive."""


@pytest.mark.parametrize("failure", [OSError("the disk is full"), Fatal()])
async def test_what_has_ended_the_work_is_told_to_all_of_its_batch(failure: BaseException) -> None:
    workshop, tasks = await busy()
    workshop.failure = failure
    workshop.end()
    workshop.end()
    assert await asyncio.gather(*tasks, return_exceptions=True) == [workshop.failure] * 4
    assert workshop.batches[1:] == [["second", "third", "fourth"]]


async def test_who_is_cancelled_while_waiting_takes_nobody_along() -> None:
    workshop, [first, second, *others] = await busy()
    second.cancel()
    workshop.end()
    workshop.end()
    assert await asyncio.gather(first, *others) == [1, 2, 2]
    assert workshop.batches == [["first"], ["third", "fourth"]]
    with pytest.raises(asyncio.CancelledError):
        await second


async def test_when_whoever_works_is_cancelled_the_work_is_done_again_for_the_others() -> None:
    workshop, [first, second, *others] = await busy()
    workshop.end()
    assert await first == 1
    await workshop.begun()
    second.cancel()
    await workshop.begun()
    workshop.end()
    assert await asyncio.gather(*others) == [3, 3]
    assert workshop.batches[1:] == [["second", "third", "fourth"], ["third", "fourth"]]
    with pytest.raises(asyncio.CancelledError):
        await second
