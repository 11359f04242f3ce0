"""Time in the demo: it stands, it runs, it jumps, and the bot's own loops tell what falls due on the way."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog

from bot.demo.pace import LONGEST_BEAT, Pace, Speed
from bot.demo.stage import Stage
from bot.playground.faults import ANY_METHOD, Fault, FaultKind
from bot.playground.refusals import NotPossible
from tests.demo.playing import URGENT, Seconds, at, playing

FRIDAY = "2026-07-10 17:40-07:00"
SOON = 10.0
"""Real seconds within which something must have happened."""
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
async def friday(tmp_path: Path) -> AsyncIterator[tuple[Stage, Pace, Seconds]]:
    async with playing(FRIDAY, tmp_path) as (stage, seconds):
        yield stage, stage.pace, seconds


async def real_seconds(pace: Pace, seconds: Seconds, length: float) -> None:
    """Let so many real seconds pass in one step."""
    await pace.beat()
    seconds.passed += length
    await pace.beat()


@pytest.mark.parametrize(("speed", "passed"), [(Speed.PAUSED, 0), (Speed.REAL, 0.5), (Speed.FAST, 30)])
async def test_half_a_second_is_as_long_as_the_speed_makes_it(
    friday: tuple[Stage, Pace, Seconds], speed: Speed, passed: float
) -> None:
    _, pace, seconds = friday
    pace.set_speed(speed)
    await real_seconds(pace, seconds, 0.5)
    assert pace.now == at(FRIDAY) + timedelta(seconds=passed)


async def test_the_night_that_a_machine_sleeps_does_not_pass(friday: tuple[Stage, Pace, Seconds]) -> None:
    _, pace, seconds = friday
    await real_seconds(pace, seconds, 8 * 3600)
    assert pace.now == at(FRIDAY) + timedelta(seconds=LONGEST_BEAT)


async def test_while_time_stands_people_are_answered_and_only_seconds_pass_that_notices_need(
    friday: tuple[Stage, Pace, Seconds],
) -> None:
    stage, pace, _ = friday
    pace.set_speed(Speed.PAUSED)
    await stage.person("ana").types("triage", URGENT)
    for _ in range(3):
        await pace.beat()
    assert stage.card_says("SSO login fails")
    assert stage.says("triage", "Page to primary"), "the second message of the channel had to wait for a second"
    assert at(FRIDAY) < pace.now <= at(FRIDAY) + 3 * SECOND
    stands = pace.now
    await pace.beat()
    assert pace.now == stands


async def test_at_sixty_times_the_pace_a_page_comes_when_it_is_due(friday: tuple[Stage, Pace, Seconds]) -> None:
    stage, pace, seconds = friday
    await stage.types("ana", URGENT)
    pace.set_speed(Speed.FAST)
    for _ in range(11):
        await real_seconds(pace, seconds, 1.0)
    [page] = stage.person("piet").direct_messages()
    assert at(FRIDAY) + 10 * MINUTE <= at_of(page.ts) < at(FRIDAY) + 10 * MINUTE + 2 * SECOND


async def test_time_does_not_run_away_from_a_window_that_is_being_opened(friday: tuple[Stage, Pace, Seconds]) -> None:
    stage, pace, seconds = friday
    slack, ana = pace.trial.slack, stage.person("ana")
    pace.set_speed(Speed.FAST)
    await pace.beat()
    slack.faults.script("views.open", FaultKind.HANG)
    await ana.types("triage", "/ticket")
    await slack.until(lambda: slack.faults.hanging)
    seconds.passed += 1.0
    beat = asyncio.create_task(pace.beat())
    done, _ = await asyncio.wait([beat], timeout=0.5)
    assert not done
    slack.faults.release()
    await beat
    await slack.until(ana.modal)
    assert pace.now == at(FRIDAY) + MINUTE


async def test_a_jump_over_a_weekend_stops_at_every_deadline_on_the_way(friday: tuple[Stage, Pace, Seconds]) -> None:
    stage, pace, _ = friday
    await stage.types("ana", URGENT)
    await pace.jump(at("2026-07-13 06:45-07:00"))
    [told] = [at_of(each.ts) for each in stage.person("lena").sees("C0BREACHES")]
    assert at("2026-07-13 06:40-07:00") < told < at("2026-07-13 06:40:01-07:00")
    assert stage.says("triage", "First response due in 30 min")
    assert at("2026-07-13 06:45-07:00") <= pace.now < at("2026-07-13 06:46-07:00")
    assert pace.jumping is None


async def test_an_earlier_instant_is_no_way_back(friday: tuple[Stage, Pace, Seconds]) -> None:
    _, pace, _ = friday
    await pace.jump(at(FRIDAY) - DAY)
    assert pace.now == at(FRIDAY)


async def test_one_jump_at_a_time_and_it_is_seen_where_it_leads(friday: tuple[Stage, Pace, Seconds]) -> None:
    _, pace, seconds = friday
    jumping = asyncio.create_task(pace.jump(at(FRIDAY) + DAY))
    await asyncio.sleep(0)
    assert pace.jumping is not None
    assert (pace.jumping.since, pace.jumping.until) == (at(FRIDAY), at(FRIDAY) + DAY)
    with pytest.raises(NotPossible, match="moving already"):
        await pace.jump(at(FRIDAY) + 2 * DAY)
    await real_seconds(pace, seconds, 1.0)
    await jumping
    assert pace.now == at(FRIDAY) + DAY


async def test_a_pause_ends_a_jump_where_it_is(friday: tuple[Stage, Pace, Seconds]) -> None:
    stage, pace, _ = friday
    await stage.types("ana", URGENT)
    jumping = asyncio.create_task(pace.jump(at(FRIDAY) + 30 * DAY))
    await stage.pace.trial.slack.until(lambda: stage.person("piet").direct_messages())
    await pace.stop()
    await jumping
    assert at(FRIDAY) + 10 * MINUTE <= pace.now < at(FRIDAY) + DAY


async def test_there_is_no_way_on_in_a_scenario_that_has_ended(friday: tuple[Stage, Pace, Seconds]) -> None:
    _, pace, _ = friday
    await pace.stop()
    with pytest.raises(NotPossible, match="has ended"):
        await pace.jump(at(FRIDAY) + DAY)


@pytest.mark.parametrize("retry_after", [1, 600])
async def test_notices_that_slack_does_not_take_do_not_make_a_paused_clock_run(
    friday: tuple[Stage, Pace, Seconds], retry_after: int
) -> None:
    stage, pace, _ = friday
    pace.set_speed(Speed.PAUSED)
    with structlog.testing.capture_logs():
        pace.trial.slack.faults.always(ANY_METHOD, Fault(kind=FaultKind.RATE_LIMIT, retry_after=retry_after))
        async with asyncio.timeout(SOON):
            await stage.types("ana", URGENT)
            for _ in range(5):
                await pace.beat()
    assert pace.now < at(FRIDAY) + 30 * SECOND
    assert not stage.card_says()


async def test_a_step_that_stumbles_is_logged_and_time_goes_on(friday: tuple[Stage, Pace, Seconds]) -> None:
    _, pace, _ = friday
    broken = [True]
    goes_on = asyncio.Event()

    def monotonic() -> float:
        if broken:
            broken.clear()
            raise OSError("a bad second")
        goes_on.set()
        return 0.0

    pace.monotonic = monotonic
    with structlog.testing.capture_logs() as logs:
        running = asyncio.create_task(pace.run())
        async with asyncio.timeout(5):
            await goes_on.wait()
            await pace.stop()
            await running
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["time has stumbled"]


def at_of(ts: str) -> datetime:
    """The instant of a message."""
    return at("1970-01-01 00:00+00:00") + timedelta(microseconds=int(ts.replace(".", "")))
