"""The connections of Socket Mode: as many as are wanted, and made anew where the library does not get one back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.clock import MovableClock
from bot.demo.office import office
from bot.demo.trial import MANIFEST
from bot.playground.manifest import Manifest
from bot.playground.server import LocalSlack
from bot.slack import sockets
from bot.slack.in_flight import InFlight
from bot.slack.sockets import socket_mode
from tests.desk.office import MONDAY

SOON = timedelta(milliseconds=20)


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    stage = office()
    async with LocalSlack(
        manifest=Manifest.load(MANIFEST), workspace=stage.workspace, now=MovableClock(MONDAY)
    ) as slack:
        yield slack


def listener(slack: LocalSlack) -> AsyncApp:
    async def authorized() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=slack.bot_token)

    return AsyncApp(authorize=authorized, request_verification_enabled=False, raise_error_for_unhandled_request=False)


def web(slack: LocalSlack, address: str = "") -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=address or slack.api_url)


async def until_open(slack: LocalSlack, many: int) -> None:
    await slack.records.until(lambda: slack.socket_mode.connections == many, 5.0)


@pytest.mark.parametrize("wanted", [1, 3])
async def test_there_are_as_many_connections_as_are_wanted_and_none_afterwards(slack: LocalSlack, wanted: int) -> None:
    async with socket_mode(listener(slack), slack.app_token, web(slack), wanted, InFlight()) as kept:
        await until_open(slack, wanted)
        async with asyncio.timeout(5):
            while await kept.open() < wanted:  # noqa: ASYNC110 - it ends with the next connection
                await asyncio.sleep(0.01)
        assert await kept.any_open()
    await until_open(slack, 0)


async def test_each_request_comes_by_one_of_them(slack: LocalSlack) -> None:
    app, heard = listener(slack), []

    @app.command("/ticket")
    async def ticket(ack: object, command: dict[str, str]) -> None:
        heard.append(command["text"])
        await ack()  # type: ignore[operator]

    async with socket_mode(app, slack.app_token, web(slack), 3, InFlight()):
        await until_open(slack, 3)
        for number in range(6):
            await slack.person("U0ANA").types("triage", f"/ticket list {number}")
    assert heard == [f"list {number}" for number in range(6)]


async def test_what_is_being_answered_as_it_ends_is_answered_by_the_same_connection(slack: LocalSlack) -> None:
    app, begun, may_end = listener(slack), asyncio.Event(), asyncio.Event()

    @app.command("/ticket")
    async def ticket(ack: object) -> None:
        begun.set()
        await may_end.wait()
        await ack("Done.")  # type: ignore[operator]

    async with socket_mode(app, slack.app_token, web(slack), 1, InFlight()):
        await until_open(slack, 1)
        typing = asyncio.create_task(slack.person("U0ANA").types("triage", "/ticket list"))
        await begun.wait()
        asyncio.get_running_loop().call_later(0.05, may_end.set)
    assert (await typing).text == "Done."


async def test_a_connection_that_hears_nothing_for_long_is_made_anew_before_the_old_one_goes(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "LOOKED_AT_EVERY", SOON)
    monkeypatch.setattr(sockets, "LONGEST_SILENCE", SOON)
    with structlog.testing.capture_logs():
        async with socket_mode(listener(slack), slack.app_token, web(slack), 1, InFlight()):
            await slack.records.until(lambda: slack.socket_mode.connections_made >= 3, 5.0)
    await until_open(slack, 0)


async def test_a_connection_that_the_library_does_not_get_is_asked_for_anew(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "LOOKED_AT_EVERY", timedelta(milliseconds=250))
    monkeypatch.setattr(sockets, "CONNECTED_WITHIN", SOON.total_seconds())
    client = web(slack, "http://127.0.0.1:1/api/")
    with structlog.testing.capture_logs() as logs:
        async with socket_mode(listener(slack), slack.app_token, client, 1, InFlight()) as kept:
            async with asyncio.timeout(5):
                while not logs:  # noqa: ASYNC110 - it ends with the next look
                    await asyncio.sleep(0.01)
            assert not await kept.any_open()
            client.base_url = slack.api_url
            await until_open(slack, 1)
    assert {entry["event"] for entry in logs} == {"a connection to Slack is made anew"}


async def test_a_fault_while_a_connection_is_made_or_closed_does_not_end_the_keeping(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "LOOKED_AT_EVERY", SOON)
    monkeypatch.setattr(sockets, "LONGEST_SILENCE", SOON)
    faults = iter([OSError("no more files"), ValueError("not what the library expects")])
    made, close = AsyncSocketModeHandler.__init__, AsyncSocketModeHandler.close_async

    def makes(handler: AsyncSocketModeHandler, *arguments: Any, **named: Any) -> None:
        for fault in faults:
            raise fault
        made(handler, *arguments, **named)

    async def closes(handler: AsyncSocketModeHandler) -> None:
        await close(handler)  # type: ignore[no-untyped-call]
        raise RuntimeError("closed already")

    monkeypatch.setattr(AsyncSocketModeHandler, "__init__", makes)
    monkeypatch.setattr(AsyncSocketModeHandler, "close_async", closes)
    with structlog.testing.capture_logs() as logs:
        async with socket_mode(listener(slack), slack.app_token, web(slack), 1, InFlight()):
            await slack.records.until(lambda: slack.socket_mode.connections_made >= 3, 5.0)
    assert [entry["event"] for entry in logs][:2] == ["a connection to Slack could not be looked after"] * 2
    assert "the socket was left open, because it could not be closed" in {entry["event"] for entry in logs}
    await until_open(slack, 0)


async def test_a_moment_without_a_connection_is_not_deafness(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with socket_mode(listener(slack), slack.app_token, web(slack), 1, InFlight()) as kept:
        assert not await kept.hear(), "nobody has been heard yet"
        async with asyncio.timeout(5):
            while not await kept.hear():  # noqa: ASYNC110 - it ends with the connection
                await asyncio.sleep(0.01)
    assert not await kept.any_open()
    assert await kept.hear()
    monkeypatch.setattr(sockets, "LONGEST_CLOSED", timedelta())
    assert not await kept.hear()


@pytest.mark.parametrize(
    ("fails", "lines"),
    [(ConnectionResetError("to wss://slack.example/link?ticket=secret"), 0), (KeyError("url"), 1)],
    ids=["the network", "a bug"],
)
async def test_that_the_network_fails_is_no_line_of_the_librarys_and_a_bug_is(
    slack: LocalSlack, caplog: pytest.LogCaptureFixture, fails: Exception, lines: int
) -> None:
    client, asked = web(slack), asyncio.Event()

    async def open_failing(**_: object) -> None:
        asked.set()
        raise fails

    client.apps_connections_open = open_failing  # type: ignore[method-assign,assignment]
    async with socket_mode(listener(slack), slack.app_token, client, 1, InFlight()):
        await asyncio.wait_for(asked.wait(), 5)
        await asyncio.sleep(0)
    assert len(caplog.records) == lines, caplog.text
    assert "secret" not in caplog.text
