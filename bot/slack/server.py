"""How requests come in: a socket that calls Slack, or HTTP that Slack calls. The listeners are the same.

Leaving either context takes in nothing new; what is being answered by then is waited for by the caller.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.listening import listening
from bot.slack.signature import Signature

log = structlog.get_logger(__name__)

CLOSED_WITHIN = 10.0
"""Seconds for the socket to close when the bot stops."""
EVENTS_PATH = "/slack/events"
"""The path that commands, interactions and events are sent to over HTTP."""


LONGEST_BODY = 1_000_000
"""Bytes; a window with everything filled in stays far below."""


@asynccontextmanager
async def socket_mode(app: AsyncApp, app_token: str, client: AsyncWebClient) -> AsyncIterator[None]:
    """Take requests in over a socket. Connection losses are made good by the handler itself.

    The first connection is made behind the scenes: while Slack is away the clocks must be watched all the same.
    """
    handler = AsyncSocketModeHandler(app, app_token, web_client=client)
    connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)
        try:
            # The library waits for its own locks, and a stop must not wait for ever with it.
            async with asyncio.timeout(CLOSED_WITHIN):
                await handler.disconnect_async()  # type: ignore[no-untyped-call]
                await handler.close_async()  # type: ignore[no-untyped-call]
        except TimeoutError:
            log.warning("the socket was left open, because it did not close in time", seconds=CLOSED_WITHIN)


@asynccontextmanager
async def http(
    app: AsyncApp, host: str, port: int, signature: Signature, healthy: Callable[[], Awaitable[bool]]
) -> AsyncIterator[None]:
    """Take requests in over HTTP; `/healthz` answers whoever watches, with 503 while something is not `healthy`.

    A body longer than anything Slack sends is refused with 413, before it is read to its end; what Slack has not signed
    with 401, unread; what is signed and cannot be read, with 400. Raises OSError where nothing can listen there.
    """

    async def slack(request: Request) -> Response:
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        if not await signature.genuine(request.headers, body):
            log.warning("a request was refused: Slack has not signed it, or not lately")
            return Response(status_code=401)
        try:
            return to_starlette_response(await app.async_dispatch(to_async_bolt_request(request, body)))
        except (ValueError, TypeError, LookupError, AttributeError):
            # Bolt itself stumbles over shapes that Slack does not send; what fails in a listener does not come here.
            log.warning("a signed request could not be read", exc_info=True)
            return Response(status_code=400)

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok") if await healthy() else PlainTextResponse("a loop is silent", status_code=503)

    site = Starlette(routes=[Route(EVENTS_PATH, slack, methods=["POST"]), Route("/healthz", healthz)])
    async with listening(site, host, port, "BELLTOWER_LISTEN"):
        yield


async def _read(request: Request) -> bytes | None:
    """The body of a request, or None where it is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            return None
    return body
