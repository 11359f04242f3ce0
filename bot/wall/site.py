"""The wall in a browser: one page that keeps itself up to date, to be looked at and never to change anything."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

import structlog
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.desk.board import Board, board, board_for_whoever_was_let_in
from bot.desk.desk import Desk
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker
from bot.wall.axis import SPANS, Span
from bot.wall.drawing import STYLE_SOURCE, TEMPLATES, facts, svg
from bot.wall.rows import Names
from bot.wall.sign_in import COOKIE_LASTS, Passes, Use
from storage.database import Unavailable

log = structlog.get_logger(__name__)
R = TypeVar("R")

COOKIE = "belltower_wall"
PATH = "/wall"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'self' {STYLE_SOURCE}; script-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_HOW_TO_SIGN_IN = (
    "Open App Home of Belltower in Slack and press “Deadline wall”: it gives you a link that signs you in."
)


class People(Protocol):
    """Knows what people are called."""

    async def render(self, made: Callable[[Names], R]) -> R:
        """What `made` makes of everybody's names."""
        ...


class _UnfitError(Exception):
    """What is asked for cannot be shown, in two sentences: why, and what to do."""

    status = 400


class _NotLetInError(_UnfitError):
    """Whoever asks may not look."""

    status = 403


@dataclass(frozen=True, kw_only=True, slots=True)
class Wall:
    """The wall of one installation. Without `passes` everybody may look who reaches it, because a proxy asks first."""

    desk: Desk
    now: Callable[[], Awaitable[datetime]]
    people: People
    url: str
    """How people reach it, without a slash at the end."""
    passes: Passes | None

    def link(self, person: str, at: datetime) -> str:
        """The address at which a person may look; one that signs them in is good for ten minutes from `at` on."""
        if self.passes is None:
            return f"{self.url}{PATH}"
        return f"{self.url}{PATH}/sign-in?{urlencode({'pass': self.passes.give(Use.LINK, person, at)})}"

    def site(self) -> ASGIApp:
        """The application that serves it, to GET and HEAD alone."""
        site = Starlette(
            routes=[
                Route("/", _to_the_wall),
                Route(f"{PATH}/", _back_to_the_wall),
                Route(PATH, self._page),
                Route(f"{PATH}/picture", self._picture),
                Route(f"{PATH}/sign-in", self._sign_in),
                Mount(f"{PATH}/static", StaticFiles(directory=Path(__file__).parent / "static")),
            ],
            exception_handlers={_UnfitError: _refused, Unavailable: _unavailable},
        )
        # It would name the host that the request came for, which need not be ours, and without the proxy's path.
        site.router.redirect_slashes = False
        return _Sealed(site)

    async def _page(self, request: Request) -> Response:
        """The whole page; its script only replaces the picture in it."""
        asked = _Asked.of(request.query_params, self._zone())
        page = TEMPLATES.get_template("wall.html")
        return HTMLResponse(page.render(spans=asked.choices(), picture=await self._drawn(request, asked)))

    async def _picture(self, request: Request) -> Response:
        return HTMLResponse(await self._drawn(request, _Asked.of(request.query_params, self._zone())))

    async def _sign_in(self, request: Request) -> Response:
        """Exchange the link's pass for a cookie, and leave the address that has the pass in it."""
        answer = await _back_to_the_wall(request)
        if self.passes is None:
            return answer
        at = await self.now()
        person = self.passes.holder(Use.LINK, request.query_params.get("pass", ""), at)
        if person is None:
            raise _NotLetInError("This link has ended, or it is none of ours.", _HOW_TO_SIGN_IN)
        reached = urlsplit(self.url)
        answer.set_cookie(
            COOKIE,
            self.passes.give(Use.COOKIE, person, at),
            max_age=int(COOKIE_LASTS.total_seconds()),
            path=f"{reached.path}{PATH}",
            secure=reached.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return answer

    async def _drawn(self, request: Request, asked: "_Asked") -> Markup:
        """The picture and its facts; _NotLetInError for whoever may not see them."""
        shown = await self._board(request, await self.now())
        return await self.people.render(
            lambda names: svg(shown, asked.zone, asked.span, names) + facts(shown, asked.zone, names)
        )

    async def _board(self, request: Request, at: datetime) -> Board:
        if self.passes is None:
            return await board_for_whoever_was_let_in(self.desk, at)
        person = self.passes.holder(Use.COOKIE, request.cookies.get(COOKIE, ""), at)
        if person is None:
            raise _NotLetInError(
                "The deadline wall is for the support team, and you are not signed in.", _HOW_TO_SIGN_IN
            )
        try:
            return await board(self.desk, Asker(person=person), at)
        except NotAllowedError:
            raise _NotLetInError("The deadline wall is for the support team.", "A lead can add you to it.") from None

    def _zone(self) -> str:
        """The zone for whoever names none: that of the first contract's people."""
        return next((contract.zone for contract in self.desk.shelf.contracts), "UTC")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """What the address asks for: how much time, and in which zone."""

    span: Span
    zone: str
    query: Mapping[str, str]

    @classmethod
    def of(cls, query: Mapping[str, str], zone: str) -> "_Asked":
        """Read an address's query; _UnfitError for a span or a zone that there is not."""
        zone = query.get("zone", zone)
        try:
            span = Span(query.get("span", Span.TWO_DAYS))
        except ValueError:
            raise _UnfitError("There is no such span.", f"Use one of {', '.join(Span)}.") from None
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise _UnfitError("There is no such time zone.", "Use a name such as Europe/Amsterdam.") from None
        return cls(span=span, zone=zone, query=query)

    def choices(self) -> list[tuple[str, str, bool]]:
        """Every span in words, the query that asks for it, and whether it is the one that is shown."""
        kept = {"zone": self.zone} if "zone" in self.query else {}
        return [(words, urlencode({**kept, "span": span}), span is self.span) for span, words in SPANS.items()]


async def _to_the_wall(_: Request) -> Response:
    return RedirectResponse(PATH.removeprefix("/"), status_code=303)


async def _back_to_the_wall(_: Request) -> Response:
    return RedirectResponse(f"..{PATH}", status_code=303)


async def _refused(_: Request, error: Exception) -> Response:
    status = error.status if isinstance(error, _UnfitError) else 400
    return _notice(status, *map(str, error.args))


async def _unavailable(_: Request, error: Exception) -> Response:
    log.warning("the wall could not be drawn", error=str(error))
    return _notice(503, "The database did not answer in time.", "This page tries again by itself.")


def _notice(status: int, why: str, what_to_do: str) -> Response:
    page = TEMPLATES.get_template("notice.html").render(why=why, what_to_do=what_to_do, again=status == 503)
    return HTMLResponse(page, status_code=status)


class _Sealed:
    """An application whose every answer says that it is not to be kept, framed, or mixed with anything from outside."""

    def __init__(self, site: ASGIApp) -> None:
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._site(scope, receive, sealed)
