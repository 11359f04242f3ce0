"""Whether an installation is well, for whoever watches it: `/healthz`, `/readyz` and `/metrics`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import Metrics
from storage.database import Database, Unavailable

LONGEST_SILENCE = timedelta(minutes=2)
"""A loop that has made no pass for so long is not well."""
ANSWERS_WITHIN = 2.0
"""Seconds that the database and Slack have to answer whoever asks whether we are ready."""

Passes = Callable[[], Mapping[str, datetime | None]]
"""When each of the loops that everything depends on last made a pass."""


async def _not_reached() -> bool:
    return False


async def _no_sockets() -> int:
    return 0


async def _hears() -> bool:
    return True


@dataclass(kw_only=True, slots=True)
class Health:
    """How an installation is. `passes` are those of the loops that it is ready with, `beside` those of the others.

    `slack` says whether Slack and we reach each other, `sockets` how many connections are open, and `hears` whether
    there is one by which Slack can tell us anything; by HTTP there is always, as far as we know.
    """

    database: Database
    now: Callable[[], Awaitable[datetime]]
    metrics: Metrics
    passes: Passes
    beside: Passes = dict
    slack: Callable[[], Awaitable[bool]] = _not_reached
    sockets: Callable[[], Awaitable[int]] = _no_sockets
    hears: Callable[[], Awaitable[bool]] = _hears
    stopping: bool = False

    async def silent(self, *, all_of_them: bool = False) -> Sequence[str]:
        """The loops that have made no pass lately, among `all_of_them` or among those that it is ready with."""
        at = await self.now()
        passes = {**self.passes(), **self.beside()} if all_of_them else self.passes()
        return [name for name, last in passes.items() if last is None or at - last >= LONGEST_SILENCE]

    async def alive(self) -> bool:
        """Whether every loop makes its passes, and whoever presses a button is heard."""
        return not await self.silent(all_of_them=True) and await self.hears()

    async def not_ready(self) -> str:
        """Why no request should come here just now; empty where they may."""
        if self.stopping:
            return "stopping"
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                if not await self.database.is_up_to_date():
                    return "the database has another schema"
                if await self.silent():
                    return "a loop is silent"
                return "" if await self.slack() else "Slack is not reached"
        except (Unavailable, TimeoutError):
            return "the database or Slack does not answer"

    def routes(self, *, with_metrics: bool = True) -> Sequence[Route]:
        """What is answered to whoever watches."""
        told = [Route("/healthz", self._healthz), Route("/readyz", self._readyz)]
        return [*told, Route("/metrics", self._metrics)] if with_metrics else told

    async def _healthz(self, _: Request) -> Response:
        try:
            silent = await self.silent()
        except Unavailable:
            # It is not this process that is unwell, and to start it anew would help nobody.
            silent = []
        return PlainTextResponse("ok") if not silent else PlainTextResponse("a loop is silent", status_code=503)

    async def _readyz(self, _: Request) -> Response:
        why = await self.not_ready()
        return PlainTextResponse("ready") if not why else PlainTextResponse(why, status_code=503)

    async def _metrics(self, _: Request) -> Response:
        try:
            text = await self.metrics.text(await self.now(), {**self.passes(), **self.beside()}, await self.sockets())
        except Unavailable:
            return PlainTextResponse("the database does not answer", status_code=503)
        return Response(text, media_type=CONTENT_TYPE_LATEST)
