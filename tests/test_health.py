from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import httpx2 as httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from bot.demo.clock import MovableClock
from bot.health import LONGEST_SILENCE, Health
from bot.metrics import Metrics
from storage.database import Database, Unavailable
from tests.desk.office import MONDAY, desk_on

WELL = {"deadlines": MONDAY, "notices": MONDAY}


class Slack:
    """Whether it is there."""

    there = True

    async def reached(self) -> bool:
        return self.there


class Watched:
    """An installation's health, and what whoever watches it is answered."""

    def __init__(self, health: Health, clock: MovableClock, passes: dict[str, datetime | None], slack: Slack) -> None:
        self.health, self.clock, self.passes, self.slack = health, clock, passes, slack

    async def answer(self, path: str, *, with_metrics: bool = True) -> tuple[int, str]:
        site = Starlette(routes=self.health.routes(with_metrics=with_metrics))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url="http://watched") as client:
            answer = await client.get(path)
        return answer.status_code, answer.text


@pytest_asyncio.fixture
async def watched(sqlite_url: str) -> AsyncIterator[Watched]:
    database = await Database.open(sqlite_url)
    desk, clock, slack, passes = (
        await desk_on(database),
        MovableClock(MONDAY),
        Slack(),
        dict[str, datetime | None](WELL),
    )
    health = Health(database=database, now=clock.now, metrics=Metrics(desk), passes=lambda: passes, slack=slack.reached)
    yield Watched(health, clock, passes, slack)
    await database.close()


async def test_whoever_watches_is_told_that_all_is_well(watched: Watched) -> None:
    assert await watched.answer("/healthz") == (200, "ok")
    assert await watched.answer("/readyz") == (200, "ready")


@pytest.mark.parametrize("silence", [None, LONGEST_SILENCE])
async def test_a_silent_loop_is_neither_well_nor_ready(watched: Watched, silence: timedelta | None) -> None:
    watched.passes["notices"] = None if silence is None else MONDAY - silence
    assert await watched.answer("/healthz") == (503, "a loop is silent")
    assert await watched.answer("/readyz") == (503, "a loop is silent")


async def test_without_slack_it_is_alive_but_not_ready(watched: Watched) -> None:
    watched.slack.there = False
    assert await watched.answer("/healthz") == (200, "ok")
    assert await watched.answer("/readyz") == (503, "Slack is not reached")


async def test_while_it_stops_nothing_new_is_sent_to_it(watched: Watched) -> None:
    watched.health.stopping = True
    assert await watched.answer("/readyz") == (503, "stopping")


async def test_a_database_of_another_version_is_not_ready(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    async def another(_: Database) -> bool:
        return False

    monkeypatch.setattr(Database, "is_up_to_date", another)
    assert await watched.answer("/readyz") == (503, "the database has another schema")


async def test_the_other_loops_count_where_all_are_asked_for(watched: Watched) -> None:
    watched.health.beside = lambda: {"audit": None}
    assert await watched.health.silent() == []
    assert await watched.health.silent(all_of_them=True) == ["audit"]


async def test_it_is_alive_as_long_as_every_loop_makes_its_passes_and_people_are_heard(watched: Watched) -> None:
    async def deaf() -> bool:
        return False

    watched.health.beside = lambda: {"audit": MONDAY}
    assert await watched.health.alive()
    watched.slack.there = False
    assert await watched.health.alive(), "that Slack is away is told by other means"
    watched.health.beside = lambda: {"audit": MONDAY - LONGEST_SILENCE}
    assert not await watched.health.alive()
    watched.health.beside = dict
    watched.health.hears = deaf
    assert not await watched.health.alive()


async def test_the_numbers_are_there_for_prometheus_and_only_where_they_are_wanted(watched: Watched) -> None:
    status, text = await watched.answer("/metrics")
    assert status == 200
    assert 'belltower_loop_age_seconds{loop="notices"} 0.0' in text
    assert (await watched.answer("/metrics", with_metrics=False))[0] == 404


async def test_a_database_that_is_away_is_said_and_is_no_reason_to_start_anew(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> datetime:
        raise Unavailable("the database could not be reached")

    monkeypatch.setattr(watched.health, "now", away)
    assert await watched.answer("/healthz") == (200, "ok")
    assert await watched.answer("/readyz") == (503, "the database or Slack does not answer")
    assert await watched.answer("/metrics") == (503, "the database does not answer")
