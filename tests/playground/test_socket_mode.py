"""Connections that come and go: refreshes, cuts, second connections, links that are used once."""

import asyncio
from typing import Any, cast

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.records import Kind, Outcome
from bot.playground.server import LocalSlack
from tests.playground.conftest import Stage


@pytest.fixture
def heard(stage: Stage) -> list[str]:
    """What the app's listeners took in."""
    heard: list[str] = []

    @stage.app.command("/ticket")
    async def ticket(ack: Any, command: dict[str, Any]) -> None:
        heard.append(command["text"])
        await ack()

    @stage.app.event("message")
    async def message(event: dict[str, Any], body: dict[str, Any]) -> None:
        heard.append(f"{body['event_id']} {event['text']}")

    return heard


async def test_the_app_comes_back_when_slack_refreshes_the_connection(stage: Stage, heard: list[str]) -> None:
    await stage.slack.socket_mode.ask_to_reconnect()
    await stage.slack.connected()
    await stage.ana.types("#triage", "/ticket after the refresh")

    assert heard == ["after the refresh"]
    assert stage.slack.socket_mode.connections_made == 2


async def test_the_app_comes_back_when_the_socket_is_dropped(stage: Stage, heard: list[str]) -> None:
    await stage.slack.socket_mode.drop()
    missed = await stage.ana.types("#triage", "/ticket into the gap")
    await stage.slack.connected()
    await stage.ana.types("#triage", "/ticket after the gap")

    assert missed.error == "dispatch_failed"
    assert heard == ["after the gap"]


async def test_two_connections_share_what_is_delivered(stage: Stage, heard: list[str]) -> None:
    second = AsyncSocketModeHandler(stage.app, stage.slack.app_token)
    await second.connect_async()  # type: ignore[no-untyped-call]
    await stage.slack.until(lambda: stage.slack.socket_mode.connections == 2)
    for n in range(4):
        await stage.ana.types("#triage", f"/ticket {n}")
    await second.close_async()  # type: ignore[no-untyped-call]

    assert heard == ["0", "1", "2", "3"]


async def test_an_event_can_be_delivered_again_as_a_retry(stage: Stage, heard: list[str]) -> None:
    await stage.ana.says("#triage", "help")
    [first] = stage.slack.deliveries
    again = await stage.slack.redeliver(first)
    await stage.slack.until(lambda: len(heard) == 2)

    assert (first.kind, first.outcome, again.retry_number) == (Kind.EVENT, Outcome.ACKNOWLEDGED, 1)
    assert heard[0] == heard[1]
    assert first.seconds is not None
    assert 0 < first.seconds < 0.5


async def test_a_link_is_used_once(stage: Stage) -> None:
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {stage.slack.app_token}"}
        async with session.post(f"{stage.slack.api_url}apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)

    assert (hello["type"], hello["num_connections"]) == ("hello", 2)


@pytest.mark.parametrize(
    ("said", "reason"), [("{", "[ERROR] this is no JSON"), ("[1]", "[ERROR] this is no JSON object")]
)
async def test_an_app_that_says_what_cannot_be_read_is_hung_up_on_with_a_reason(
    stage: Stage, said: str, reason: str
) -> None:
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {stage.slack.app_token}"}
        async with session.post(f"{stage.slack.api_url}apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
        async with session.ws_connect(url) as socket:
            await socket.receive_json()
            await socket.send_str(said)
            closed = await socket.receive()

    assert (closed.type, closed.data, closed.extra) == (aiohttp.WSMsgType.CLOSE, 1007, reason)


class GoneSocket:
    """A connection that has greeted its app and broken since, which nobody has noticed yet."""

    def __init__(self, ticket: str) -> None:
        self.query_params = {"ticket": ticket}
        self._greeted = False

    async def accept(self) -> None:
        """Take the connection, as a web server does."""

    async def send_text(self, _text: str) -> None:
        if self._greeted:
            raise WebSocketDisconnect(code=1006)
        self._greeted = True

    async def receive_text(self) -> str:
        await asyncio.Event().wait()
        raise AssertionError


async def test_whoever_writes_to_an_app_that_has_just_died_is_told_that_nobody_listens(slack: LocalSlack) -> None:
    mode = slack.socket_mode
    serving = asyncio.create_task(mode.serve(cast(WebSocket, GoneSocket(mode.issue_ticket()))))
    await slack.connected()

    reply = await slack.person("Ana Agent").types("#triage", "/ticket help")

    assert reply.error == "dispatch_failed"
    assert mode.connections == 0
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
