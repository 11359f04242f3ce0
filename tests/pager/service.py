"""A service outside Slack, on loopback: keeps what it is sent and answers as a test has written down before."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(kw_only=True)
class Service:
    """What is kept of each message: the path it came to, and its JSON."""

    port: int = 0
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    answers: deque[int] = field(default_factory=deque)
    """The statuses of the next answers; 200 where none is written."""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str) -> str:
        """The Apprise address of a webhook of this service."""
        return f"json://127.0.0.1:{self.port}/{path}"

    def heard(self, path: str) -> list[str]:
        """The texts that came to a path, in order."""
        return [message["message"] for came_to, message in self.told if came_to == f"/{path}"]

    async def answered(self, request: web.Request) -> web.Response:
        self.told.append((request.path, await request.json()))
        self.arrived.set()
        return web.json_response({}, status=self.answers.popleft() if self.answers else 200)


@asynccontextmanager
async def service() -> AsyncIterator[Service]:
    """A service that listens until the context is left."""
    kept = Service()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", kept.answered)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    kept.port = runner.addresses[0][1]
    try:
        yield kept
    finally:
        await runner.cleanup()
