"""The same acts with signed requests to a request URL: the signature is checked by Slack's own SDK."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.records import Outcome
from bot.playground.server import LocalSlack
from tests.playground.conftest import Clock


class WorkspaceTime(SignatureClock):
    """The verifier's clock, set to the workspace's."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()


@dataclass
class Receiver:
    """A bolt app behind an HTTP port; keeps the headers it got."""

    app: AsyncApp
    verifier: SignatureVerifier
    headers: list[dict[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.text()
        self.headers.append(dict(request.headers))
        if not self.verifier.is_valid_request(body, dict(request.headers)):
            return web.Response(status=401)
        answer = await self.app.async_dispatch(AsyncBoltRequest(body=body, headers=dict(request.headers)))
        return web.Response(status=answer.status, text=answer.body, content_type=_kind(answer.headers))


def _kind(headers: Any) -> str:
    return str(headers.get("content-type", ["text/plain"])[0].partition(";")[0])


@pytest.fixture
async def receiver(slack: LocalSlack, client: AsyncWebClient, clock: Clock) -> AsyncIterator[Receiver]:
    app = AsyncApp(client=client, request_verification_enabled=False, process_before_response=True)
    receiver = Receiver(app, SignatureVerifier(slack.signing_secret, clock=WorkspaceTime(clock)))
    served = web.Application()
    served.router.add_post("/slack/events", receiver.take)
    runner = web.AppRunner(served, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    slack.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield receiver
    await runner.cleanup()


async def test_commands_buttons_forms_and_events_arrive_signed(slack: LocalSlack, receiver: Receiver) -> None:
    heard = []
    note = {"type": "input", "block_id": "b", "optional": True, "label": {"type": "plain_text", "text": "Note"}}
    view = {
        "type": "modal",
        "callback_id": "intake",
        "title": {"type": "plain_text", "text": "New ticket"},
        "submit": {"type": "plain_text", "text": "Create"},
        "blocks": [{**note, "element": {"type": "plain_text_input"}}],
    }
    take = {"type": "button", "action_id": "take", "text": {"type": "plain_text", "text": "Take it"}}

    @receiver.app.command("/ticket")
    async def ticket(ack: Any, command: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=view)
        await client.chat_postMessage(
            channel=command["channel_id"], text="card", blocks=[{"type": "actions", "elements": [take]}]
        )
        await ack(f"heard {command['text']}")

    @receiver.app.action("take")
    async def taken(ack: Any) -> None:
        heard.append("take")
        await ack()

    @receiver.app.view("intake")
    async def intake(ack: Any) -> None:
        await ack(response_action="errors", errors={"b": "not yet"})

    @receiver.app.event("message")
    async def message(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    ana = slack.person("Ana Agent")
    reply = await ana.types("#triage", "/ticket new & urgent")
    form = ana.modal()
    assert form is not None
    submitted = await ana.submits(form)
    await ana.clicks(ana.sees("#triage")[0], "Take it")
    await ana.says("#triage", "hello")

    assert reply.text == "heard new & urgent"
    assert submitted.errors == {"b": "not yet"}
    assert heard == ["take", "hello"]
    assert {d.outcome for d in slack.deliveries} == {Outcome.ACKNOWLEDGED}


async def test_a_retry_says_so_in_its_headers(slack: LocalSlack, receiver: Receiver) -> None:
    @receiver.app.event("message")
    async def message() -> None:
        pass

    await slack.person("Ana Agent").says("#triage", "hello")
    await slack.redeliver(slack.deliveries[0])

    assert [headers.get("X-Slack-Retry-Num") for headers in receiver.headers] == [None, "1"]


async def test_a_signature_that_the_app_does_not_accept_is_an_error_for_the_person(
    slack: LocalSlack, receiver: Receiver, clock: Clock
) -> None:
    receiver.verifier = SignatureVerifier("another secret", clock=WorkspaceTime(clock))
    reply = await slack.person("Ana Agent").types("#triage", "/ticket")
    assert reply.error == "dispatch_failed"


@pytest.mark.parametrize("said", ["{", "[1]"])
async def test_an_answer_of_the_app_that_cannot_be_read_is_an_error_for_the_person(
    slack: LocalSlack, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    async def broken(_: AsyncBoltRequest) -> BoltResponse:
        return BoltResponse(status=200, body=said, headers={"content-type": "application/json"})

    monkeypatch.setattr(receiver.app, "async_dispatch", broken)
    assert (await slack.person("Ana Agent").types("#triage", "/ticket")).error == "dispatch_failed"


async def test_an_app_that_is_away_or_silent_is_an_error_for_the_person(slack: LocalSlack, receiver: Receiver) -> None:
    done = asyncio.Event()

    @receiver.app.command("/ticket")
    async def ticket() -> None:
        await done.wait()

    silent = await slack.person("Ana Agent").types("#triage", "/ticket")
    done.set()
    slack.deliver_to("http://127.0.0.1:9/nobody")
    away = await slack.person("Ana Agent").types("#triage", "/ticket")

    assert (silent.error, away.error) == ("operation_timeout", "dispatch_failed")
