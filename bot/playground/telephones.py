"""Telephones, which ring outside Slack: an address on this machine for each, that takes what Apprise posts as JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.playground import loopback
from bot.playground.json_text import read

_RESOLVED = "resolved"
"""The status of a message that says that what it is about is over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ring:
    """One message on a telephone. `kind` is how urgent Apprise calls it: `failure`, `warning`, `info` or `success`."""

    at: datetime
    title: str
    text: str
    kind: str
    incident: str
    """What it is about: the same for all messages about one matter, empty where none is named."""
    ends: bool
    """Whether it says that the matter is over."""


class Telephones:
    """All telephones there are; use it as an async context. One that has no messages yet needs no making.

    `now` is the time that a message comes, and `tell` is called after each.
    """

    def __init__(self, *, now: Callable[[], datetime], tell: Callable[[], None]) -> None:
        self._now = now
        self._tell = tell
        self.out_of_order: set[str] = set()
        """The telephones that take nothing, by name."""
        self._rings: dict[str, list[Ring]] = {}
        self._port = 0
        self._server = loopback.server(Starlette(routes=[Route("/{name}", self._take, methods=["POST"])]))

    async def __aenter__(self) -> Self:
        listener = loopback.listener(0)
        self._port = listener.getsockname()[1]
        await self._server.startup(sockets=[listener])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await loopback.stop(self._server)

    def address(self, name: str) -> str:
        """The address of one telephone, as Apprise writes it."""
        return f"json://{loopback.HOST}:{self._port}/{name}"

    def rings(self, name: str) -> list[Ring]:
        """What has come on a telephone, oldest first."""
        return [*self._rings.get(name, ())]

    async def _take(self, request: Request) -> Response:
        try:
            said = read(await request.body())
            ring = Ring(
                at=self._now(),
                title=str(said["title"]),
                text=str(said["message"]),
                kind=str(said["type"]),
                incident=str(said.get("incident", "")),
                ends=said.get("status") == _RESOLVED,
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return PlainTextResponse("This is not what Apprise posts.", status_code=400)
        if request.path_params["name"] in self.out_of_order:
            return PlainTextResponse("out of order", status_code=503)
        self._rings.setdefault(request.path_params["name"], []).append(ring)
        self._tell()
        return PlainTextResponse("ok")
