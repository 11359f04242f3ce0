"""The wiring: what an installation is when it has been put together."""

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import aiohttp
import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.app import clock_of, connected, making_rounds, migrate, opened, serve, today, wall_clock
from bot.demo.clock import MovableClock
from bot.demo.office import Office, office
from bot.demo.trial import MANIFEST
from bot.desk.timetable import Timetable
from bot.playground.manifest import Manifest
from bot.playground.server import LocalSlack
from bot.settings import Listen, Settings, WallSettings, WallSignIn
from storage import customers, outbox, tables
from storage.database import Database
from tests.databases import PATIENT
from tests.journeys.stage import free_address
from tests.storage.rows import still_open

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def slack_of(stage: Office) -> LocalSlack:
    return LocalSlack(manifest=Manifest.load(MANIFEST), workspace=stage.workspace, now=MovableClock(NOON))


def settings_for(slack: LocalSlack, stage: Office, url: str) -> Settings:
    return Settings(
        bot_token=slack.bot_token,
        app_token=slack.app_token,
        api_url=slack.api_url,
        database_url=url,
        configuration=stage.configuration,
    )


async def test_an_opened_desk_has_the_customers_of_the_configuration(empty_database_url: str) -> None:
    stage = office()

    async with opened(empty_database_url, stage.configuration, MovableClock(NOON).now) as (desk, now):
        desk.database.patience = PATIENT
        async with desk.database.reading() as session:
            acme = await customers.find(session, "acme")
        assert acme is not None
        assert (acme.plan, acme.channels, acme.created_at) == ("valicare", ["C0ACME"], NOON)
        assert desk.shelf.ids == ("bird", "valimail")
        assert await now() == NOON


async def test_who_was_edited_by_people_stays_and_what_their_entry_says_else_is_logged(tmp_path: Path) -> None:
    url, configuration = f"sqlite:///{tmp_path / 'belltower.db'}", office().configuration
    async with opened(url, configuration) as (desk, _now), desk.database.transaction() as session:
        rows = {row.key: row for row in await customers.everybody(session)}
        rows["acme"].seed = rows["globex"].seed = None
        rows["globex"].plan = "valicare_plus"

    with capture_logs() as logged:
        async with opened(url, configuration) as (desk, _now), desk.database.reading() as session:
            globex = await customers.find(session, "globex")

    assert globex is not None
    assert globex.plan == "valicare_plus"
    assert [(entry["customer"], entry["other"]) for entry in logged] == [("globex", ["plan"])]


async def test_an_opened_desk_lets_go_of_its_database_at_the_end(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'belltower.db'}"
    for _ in range(2):
        async with opened(url, office().configuration) as (desk, _now):
            assert desk.database.describe()


async def test_migrate_says_the_revision_and_may_be_repeated(empty_database_url: str) -> None:
    first, second = await migrate(empty_database_url), await migrate(empty_database_url)

    assert first == second
    assert first.rpartition(": at revision ")[2].isdecimal()


async def test_the_time_is_in_utc_and_now(database: Database) -> None:
    at = await clock_of(database)()

    assert at.utcoffset() == timedelta(0)
    assert abs(at - await wall_clock()) < timedelta(minutes=1)
    assert abs(today() - at.date()) <= timedelta(days=1)


async def test_both_loops_stand_still_for_whoever_makes_the_passes(sqlite_url: str) -> None:
    stage = office()
    async with slack_of(stage) as slack:
        clock = MovableClock(NOON)
        async with connected(settings_for(slack, stage, sqlite_url), now=clock.now) as belltower:
            await slack.connected()
            assert (belltower.sweep.last_pass, belltower.delivery.last_pass) == (None, None)
            assert await belltower.sweep.once(NOON) == 0
            assert await belltower.delivery.once(NOON) == 0


async def test_the_digest_has_a_loop_of_its_own_where_one_is_wanted(sqlite_url: str) -> None:
    stage = office()
    schedule = Timetable(at=time(8, 30), zone="Europe/Amsterdam", days=frozenset(range(7)), channel="C0TRIAGE")
    async with slack_of(stage) as slack:
        for wanted in (None, schedule):
            settings = settings_for(slack, stage, sqlite_url)
            settings = replace(settings, configuration=replace(stage.configuration, digest=wanted))
            async with connected(settings, now=MovableClock(NOON).now) as belltower:
                await slack.connected()
                digests = [each for each in belltower.rounds if each.name == "digest"]
                assert len(digests) == (wanted is not None)
                for digest in digests:
                    assert await digest.once(NOON) == 1
                    assert await belltower.delivery.once(NOON) == 1
        [posted] = stage.workspace.messages.in_channel("C0TRIAGE")
        assert "Today's digest" in posted.text


async def test_a_wall_whose_port_is_taken_stops_the_start_before_slack_is_told_of_us(sqlite_url: str) -> None:
    stage = office()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = Listen(host="127.0.0.1", port=taken.getsockname()[1])
        async with slack_of(stage) as slack:
            settings = replace(
                settings_for(slack, stage, sqlite_url), wall=WallSettings(listen=listen, url=f"http://{listen}")
            )
            with pytest.raises(OSError, match=f"^BELLTOWER_WALL: cannot listen on {listen}: Address already in use"):
                async with connected(settings):
                    pytest.fail("it has started")
            assert not slack.socket_mode.connections


async def test_the_wall_has_a_listener_of_its_own_where_slack_finds_nothing_and_slacks_has_no_wall(
    sqlite_url: str,
) -> None:
    stage, wall, events = office(), free_address(), free_address()
    async with slack_of(stage) as slack:
        settings = replace(
            settings_for(slack, stage, sqlite_url),
            listen=events,
            signing_secret=slack.signing_secret,
            wall=WallSettings(listen=wall, url=f"http://{wall}", sign_in=WallSignIn.PROXY),
        )
        async with connected(settings), aiohttp.ClientSession() as session:
            found = {}
            for listen in (wall, events):
                for path in ("/wall", "/healthz"):
                    async with session.get(f"http://{listen}{path}") as answer:
                        found[listen, path] = answer.status
    assert found == {(wall, "/wall"): 200, (wall, "/healthz"): 404, (events, "/wall"): 404, (events, "/healthz"): 503}


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_a_served_bot_ends_when_it_is_told_to(sqlite_url: str, stop: signal.Signals) -> None:
    stage = office()
    async with slack_of(stage) as slack:
        serving = asyncio.create_task(serve(settings_for(slack, stage, sqlite_url), stop_on=[stop]))
        await slack.connected()
        os.kill(os.getpid(), stop)
        async with asyncio.timeout(5):
            await serving
        assert not slack.socket_mode.connections
    asyncio.get_running_loop().remove_signal_handler(stop)


async def test_a_bot_is_up_once_slack_has_a_connection_to_it(sqlite_url: str) -> None:
    stage = office()
    async with slack_of(stage) as slack:
        with capture_logs() as logged:
            async with connected(settings_for(slack, stage, sqlite_url)):
                assert not [each for each in logged if each["event"] == "Belltower is up"]
                await slack.connected()
                await until(still_unsaid(logged, "Belltower is up"))
    assert [each["event"] for each in logged] == ["database open", "installed", "Belltower is up"]


@pytest.mark.parametrize("listen", [None, "HTTP"])
async def test_a_bot_that_starts_while_slack_is_down_says_in_one_line_that_it_is_up_without(
    sqlite_url: str, listen: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    stage = office()
    async with slack_of(stage) as slack:
        slack.goes_down()
        settings = replace(
            settings_for(slack, stage, sqlite_url),
            listen=free_address() if listen else None,
            signing_secret=slack.signing_secret,
        )
        with capture_logs() as logged:
            async with connected(settings):
                await until(still_unsaid(logged, "Belltower is up, without Slack"))
    _, line = [each["event"] for each in logged]
    assert line.startswith("Belltower is up, without Slack. Slack cannot be reached: it answers “internal_error”; ")
    assert not [each for each in caplog.records if each.exc_info], caplog.text


async def test_a_bot_that_slack_does_not_answer_ends_when_it_is_told_to(sqlite_url: str) -> None:
    nobody_there = Settings(
        bot_token="xoxb-1",
        app_token="xapp-1",
        api_url="http://127.0.0.1:1/api/",
        database_url=sqlite_url,
        configuration=office().configuration,
    )
    serving = asyncio.create_task(serve(nobody_there, stop_on=[signal.SIGTERM]))
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGTERM)
    async with asyncio.timeout(10):
        await serving
    asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)


async def test_whoever_watches_socket_mode_has_an_address_of_their_own(sqlite_url: str) -> None:
    stage, watched = office(), free_address()
    async with slack_of(stage) as slack:
        settings = replace(settings_for(slack, stage, sqlite_url), health=watched, connections=2)
        async with connected(settings) as belltower, making_rounds(belltower), aiohttp.ClientSession() as session:
            await slack.records.until(lambda: slack.socket_mode.connections == 2, 5.0)
            await until(belltower.health.not_ready)
            found = {}
            for path in ("/healthz", "/readyz", "/metrics", "/slack/events"):
                async with session.get(f"http://{watched}{path}") as answer:
                    found[path] = answer.status
            belltower.health.stopping = True
            async with session.get(f"http://{watched}/readyz") as answer:
                stopping = answer.status
    assert found == {"/healthz": 200, "/readyz": 200, "/metrics": 200, "/slack/events": 404}
    assert stopping == 503


@pytest.mark.parametrize("apart", [True, False])
async def test_over_http_the_numbers_are_with_slacks_requests_unless_there_is_another_place(
    sqlite_url: str, apart: bool
) -> None:
    stage, events = office(), free_address()
    async with slack_of(stage) as slack:
        settings = replace(
            settings_for(slack, stage, sqlite_url),
            listen=events,
            signing_secret=slack.signing_secret,
            health=free_address() if apart else None,
        )
        async with connected(settings) as belltower, making_rounds(belltower), aiohttp.ClientSession() as session:
            await until(belltower.health.not_ready)
            found = {}
            for path in ("/healthz", "/readyz", "/metrics"):
                async with session.get(f"http://{events}{path}") as answer:
                    found[path] = answer.status
    assert found == {"/healthz": 200, "/readyz": 200, "/metrics": 404 if apart else 200}


async def test_a_worker_is_woken_by_what_another_has_put(postgresql_url: str) -> None:
    stage = office()
    async with slack_of(stage) as slack, connected(settings_for(slack, stage, postgresql_url)) as belltower:
        belltower.desk.database.patience = PATIENT
        belltower.delivery.every = belltower.sweep.every = 60.0
        async with making_rounds(belltower):
            await slack.connected()
            await slack.records.until(lambda: slack.socket_mode.connections, 5.0)
            await until(belltower.health.silent)
            other = await Database.open(postgresql_url, patience=PATIENT)
            async with other.transaction() as session:
                await outbox.put(session, [let_go("C0TRIAGE")])
            await until(partial(not_sent, other))
            await other.close()


def still_unsaid(logged: list[EventDict], begins: str) -> Callable[[], Awaitable[bool]]:
    """Whether nothing that begins so has been logged yet."""

    async def unsaid() -> bool:
        return not any(each["event"].startswith(begins) for each in logged)

    return unsaid


async def until(still_so: Callable[[], Awaitable[object]]) -> None:
    """Wait until something is not so any more, which it is soon."""
    async with asyncio.timeout(5):
        while await still_so():  # noqa: ASYNC110 - it ends with what others do
            await asyncio.sleep(0.01)


def let_go(channel: str) -> tables.Notice:
    """A notice that says nothing any more: whoever looks at it gives it up."""
    at = datetime(2026, 7, 1, tzinfo=UTC)
    return tables.Notice(
        key="nothing",
        kind="nothing",
        place=channel,
        lane="nothing",
        priority_rank=0,
        put_at=at,
        planned_at=at,
        not_before=at,
    )


async def not_sent(database: Database) -> int:
    async with database.reading() as session:
        return await still_open(session)
