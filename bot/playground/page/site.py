"""The page's addresses: one web application over one running local Slack."""

from collections.abc import Sequence
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.playground.directory import User
from bot.playground.json_text import read
from bot.playground.page.acts import Acts
from bot.playground.page.completion import emoji_like
from bot.playground.page.exchanges import Exchanges
from bot.playground.page.gate import Gate
from bot.playground.page.history import older
from bot.playground.page.lists import Lists
from bot.playground.page.live import Live
from bot.playground.page.panel import Panel
from bot.playground.page.regions import STATIC, Regions
from bot.playground.page.templating import TEMPLATES
from bot.playground.page.visit import Visit, Visitors
from bot.playground.refusals import NotPossible
from bot.playground.server import LocalSlack

log = structlog.get_logger(__name__)

LARGEST_ACT = 1_000_000
"""Bytes; a form with everything filled in stays far below."""
_OWN_THINGS_ONLY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: http://127.0.0.1:* http://localhost:*; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": _OWN_THINGS_ONLY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


class Page:
    """A local Slack in the browser. `personas` are the people whom one can be, `start` is where `/` leads."""

    def __init__(self, slack: LocalSlack, *, start: str, panels: Sequence[Panel], personas: Sequence[User]) -> None:
        people = {user.name.split()[0].lower(): slack.person(user.id) for user in personas}
        self._start = start
        self._visitors = Visitors(slack, people, panels)
        self._exchanges = Exchanges(slack.records, slack.installation)
        self._acts = Acts(slack, self._visitors, panels)
        self._lists = Lists(slack.workspace, slack.installation.manifest, slack.now)
        self._regions = Regions(
            slack=slack, visitors=self._visitors, panels=panels, lists=self._lists, exchanges=self._exchanges
        )
        self._live = Live(records=slack.records, visitors=self._visitors, regions=self._regions, lists=self._lists)
        self.app: ASGIApp = Starlette(
            routes=[
                Route("/", self._begin),
                Route("/as/{handle}/do", self._do, methods=["POST"]),
                Route("/as/{handle}/{place}", self._page),
                Route("/as/{handle}/{place}/older", self._older),
                Route("/as/{handle}/{place}/live", self._stream),
                Route("/wire", self._wire),
                Route("/emoji", self._emoji),
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
            middleware=[Middleware(Gate)],
            exception_handlers={NotPossible: self._not_there, Exception: _failed},
        )

    async def close(self) -> None:
        """End every open stream; the browser is told to load `/` again."""
        await self._live.close()

    async def _begin(self, _: Request) -> Response:
        return RedirectResponse(self._start)

    async def _page(self, request: Request) -> Response:
        return HTMLResponse(await self._regions.page(self._visit(request)), headers=_HEADERS)

    async def _older(self, request: Request) -> Response:
        visit = self._visit(request)
        entries = older(
            self._lists.channel(visit, request.query_params.get("new")), request.query_params.get("before", "")
        )
        return HTMLResponse(self._lists.all_html(visit, entries), headers=_HEADERS)

    async def _stream(self, request: Request) -> Response:
        events = self._live.stream(
            self._visit(request),
            since=request.query_params.get("since"),
            first_new=request.query_params.get("new"),
        )
        return StreamingResponse(events, media_type="text/event-stream", headers=_HEADERS)

    async def _do(self, request: Request) -> Response:
        person = self._visitors.person(request.path_params["handle"])
        return JSONResponse(await self._acts.do(person, await _body(request)))

    async def _wire(self, request: Request) -> Response:
        exchanges = self._exchanges.newest_first(_number(request.query_params.get("after", "")))
        return HTMLResponse(TEMPLATES.get_template("wire.html").render(exchanges=exchanges), headers=_HEADERS)

    async def _emoji(self, request: Request) -> Response:
        return JSONResponse(emoji_like(request.query_params.get("typed", "")))

    async def _not_there(self, request: Request, reason: Exception) -> Response:
        if request.method == "POST":
            return JSONResponse({"error": str(reason)})
        page = TEMPLATES.get_template("not_there.html").render(reason=str(reason))
        return HTMLResponse(page, status_code=404, headers=_HEADERS)

    def _visit(self, request: Request) -> Visit:
        path = request.path_params
        return self._visitors.visit(path["handle"], path["place"], request.query_params.get("thread") or None)


async def _failed(request: Request, fault: Exception) -> Response:
    log.error("the page has failed", path=request.url.path, exc_info=fault)
    return PlainTextResponse("The page has a fault there; it is in the log.", status_code=500)


async def _body(request: Request) -> Any:
    """The JSON of an act.

    Raises:
        NotPossible: when it is none, too long, or not to come any more.
    """
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_ACT:
                raise NotPossible("that is more than anything on the page can say")
    except ClientDisconnect:
        raise NotPossible("whoever asked has left the page") from None
    try:
        return read(body)
    except ValueError:
        raise NotPossible("an act is JSON") from None


def _number(text: str) -> int:
    """A number from 0 on; 0 for whatever is none."""
    try:
        return max(0, int(text))
    except ValueError:
        return 0
