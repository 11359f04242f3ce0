"""How requests come in: a socket that calls Slack, or HTTP that Slack calls. The listeners are the same.

Leaving either context takes in nothing new; what is being answered by then is waited for by the caller.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

EVENTS_PATH = "/slack/events"
"""The path that commands, interactions and events are sent to over HTTP."""


@asynccontextmanager
async def socket_mode(app: AsyncApp, app_token: str, client: AsyncWebClient) -> AsyncIterator[None]:
    """Take requests in over a socket. Connection losses are made good by the handler itself."""
    handler = AsyncSocketModeHandler(app, app_token, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.disconnect_async()  # type: ignore[no-untyped-call]
        await handler.close_async()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def http(app: AsyncApp, host: str, port: int) -> AsyncIterator[None]:
    """Take signed requests in over HTTP; `/healthz` answers whoever watches."""
    handler = AsyncSlackRequestHandler(app)

    async def slack(request: Request) -> Response:
        return await handler.handle(request)

    async def healthy(_: Request) -> Response:
        return PlainTextResponse("ok")

    site = Starlette(routes=[Route(EVENTS_PATH, slack, methods=["POST"]), Route("/healthz", healthy)])
    server = _Server(uvicorn.Config(site, host=host, port=port, lifespan="off", log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve())
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    if serving.done():
        serving.result()
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """Uvicorn without signal handlers of its own: they end the process before anything else is closed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
