import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
import structlog

from bot.watch.loops import SHORTEST_WAIT, Rounds
from tests.desk.office import MONDAY

NEVER = 3600.0


async def monday() -> datetime:
    return MONDAY


def rounds(once: Callable[[datetime], Awaitable[int]], every: float = NEVER) -> Rounds:
    return Rounds(name="trial", once=once, now=monday, every=every)


class Work:
    """A pass that says how much it did as it is written down, and fails where that is an error; then it is over."""

    def __init__(self, *results: int | Exception) -> None:
        self.results = list(results)
        self.at: list[datetime] = []
        self.over = asyncio.Event()

    async def once(self, at: datetime) -> int:
        self.at.append(at)
        result = self.results.pop(0) if self.results else 0
        if not self.results:
            self.over.set()
        if isinstance(result, Exception):
            raise result
        return result


async def turns(times: int = 10) -> None:
    """Let everything run that can run now."""
    for _ in range(times):
        await asyncio.sleep(0)


async def run_until_over(work: Work, loop: Rounds) -> None:
    task = asyncio.create_task(loop.run())
    async with asyncio.timeout(5):
        await work.over.wait()
    await turns()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_as_long_as_there_is_work_pass_follows_pass() -> None:
    work = Work(3, 2, 1, 0)
    await run_until_over(work, rounds(work.once))
    assert work.at == [MONDAY] * 4


async def test_without_work_it_waits() -> None:
    work = Work(0)
    await run_until_over(work, rounds(work.once))
    assert len(work.at) == 1


async def test_after_the_wait_comes_the_next_pass() -> None:
    work = Work(0, 0, 0)
    await run_until_over(work, rounds(work.once, every=0.001))
    assert len(work.at) >= 3


async def test_woken_it_does_not_wait() -> None:
    work = Work(0, 0)
    loop = rounds(work.once)
    task = asyncio.create_task(loop.run())
    await turns()
    assert len(work.at) == 1
    loop.wake()
    await turns()
    assert len(work.at) == 2
    task.cancel()


async def test_who_waits_for_a_pass_hears_how_much_it_did_and_waits_for_no_other_wake() -> None:
    work = Work(0, 7, 0)
    loop = rounds(work.once)
    task = asyncio.create_task(loop.run())
    await turns()

    async with asyncio.timeout(5):
        assert await loop.a_pass() == 7
    task.cancel()


async def test_a_pass_that_has_begun_already_is_not_the_one_that_is_waited_for() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    passes = 0

    async def once(_: datetime) -> int:
        nonlocal passes
        passes += 1
        begun.set()
        await go_on.wait()
        return 0

    loop = rounds(once)
    task = asyncio.create_task(loop.run())
    await begun.wait()
    waiting = asyncio.create_task(loop.a_pass())
    await turns()
    go_on.set()
    async with asyncio.timeout(5):
        await waiting
    assert passes == 2
    task.cancel()


async def test_who_waits_for_a_pass_is_let_go_when_it_fails() -> None:
    work = Work(0, ValueError("a bad day"), 0)
    loop = rounds(work.once)
    task = asyncio.create_task(loop.run())
    await turns()
    with structlog.testing.capture_logs():
        async with asyncio.timeout(5):
            assert await loop.a_pass() == 0
    task.cancel()


async def test_woken_during_a_pass_it_makes_another_one() -> None:
    passes = 0

    async def once(_: datetime) -> int:
        nonlocal passes
        passes += 1
        if passes == 1:
            loop.wake()
        return 0

    loop = rounds(once)
    task = asyncio.create_task(loop.run())
    await turns()
    task.cancel()
    assert passes == 2


async def test_an_error_ends_a_pass_and_not_the_loop() -> None:
    work = Work(ValueError("a bad day"), 1, 0)
    loop = rounds(work.once, every=0.001)
    with structlog.testing.capture_logs() as logs:
        await run_until_over(work, loop)
    assert len(work.at) >= 3
    assert [entry["loop"] for entry in logs] == ["trial"]


async def test_after_an_error_it_waits_instead_of_storming() -> None:
    work = Work(ValueError("a bad day"), 1)
    loop = rounds(work.once)
    task = asyncio.create_task(loop.run())
    with structlog.testing.capture_logs():
        await turns(30)
    assert len(work.at) == 1
    assert loop.last_pass is None
    task.cancel()


async def test_it_says_when_a_pass_last_ended_well() -> None:
    work = Work(1, 0)
    loop = rounds(work.once)
    await run_until_over(work, loop)
    assert loop.last_pass == MONDAY


async def test_whoever_makes_the_passes_hears_of_an_error_and_a_failed_pass_does_not_count() -> None:
    loop = rounds(Work(3, ValueError("no")).once)
    assert await loop.pass_at(MONDAY) == 3
    with pytest.raises(ValueError, match="no"):
        await loop.pass_at(MONDAY + timedelta(hours=1))
    assert loop.last_pass == MONDAY


async def test_a_clock_that_cannot_be_read_is_an_error_like_any_other() -> None:
    asked = 0

    async def now() -> datetime:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise OSError("the database is away")
        return MONDAY

    work = Work(0)
    loop = Rounds(name="trial", once=work.once, now=now, every=0.001)
    with structlog.testing.capture_logs():
        await run_until_over(work, loop)
    assert work.at[:1] == [MONDAY]


async def test_cancelled_it_ends() -> None:
    task = asyncio.create_task(rounds(Work(0).once).run())
    await turns()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_while_nobody_waits_for_a_whole_pass_it_is_only_begun() -> None:
    whole, begun = Work(0, 0), Work(0, 0)
    loop = Rounds(name="trial", once=whole.once, begin=begun.once, now=monday, every=NEVER)
    task = asyncio.create_task(loop.run())
    await turns()
    assert (len(whole.at), len(begun.at)) == (0, 1)
    async with asyncio.timeout(5):
        await loop.a_pass()
    assert (len(whole.at), len(begun.at)) == (1, 1)
    assert loop.last_pass == MONDAY
    task.cancel()


async def test_it_comes_back_when_there_is_something_to_do_and_does_not_run_hot_before() -> None:
    work = Work(0, 0, 0)

    async def due() -> datetime:
        return MONDAY + timedelta(milliseconds=1)

    loop = Rounds(name="trial", once=work.once, due=due, now=monday, every=NEVER)
    began = asyncio.get_running_loop().time()
    await run_until_over(work, loop)
    assert asyncio.get_running_loop().time() - began >= 2 * SHORTEST_WAIT


@pytest.mark.parametrize("due", [None, MONDAY + timedelta(days=1)])
async def test_where_nothing_is_due_soon_it_waits_as_usual(due: datetime | None) -> None:
    async def later() -> datetime | None:
        return due

    work = Work(0, 0, 0)
    await run_until_over(work, Rounds(name="trial", once=work.once, due=later, now=monday, every=0.001))
    assert len(work.at) >= 3


async def test_where_it_cannot_be_known_what_is_due_it_waits_as_usual() -> None:
    async def unknown() -> datetime | None:
        raise OSError("the database is away")

    work = Work(0, 0, 0)
    with structlog.testing.capture_logs():
        await run_until_over(work, Rounds(name="trial", once=work.once, due=unknown, now=monday, every=0.001))
    assert len(work.at) >= 3
