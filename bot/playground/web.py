"""The doors that an app comes in by: `/api/{method}`, `/respond/{name}` and the WebSocket `/link`."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from bot.playground.calls import Calls
from bot.playground.json_text import read_object
from bot.playground.records import ApiCall
from bot.playground.refusals import Json, Refusal
from bot.playground.socket_mode import SocketMode

Cut = Callable[[tuple[str, int] | None], None]
"""Breaks the connection of a client, named by its address and port."""


def application(calls: Calls, socket_mode: SocketMode, cut: Cut) -> Starlette:
    """The web application with all three doors."""
    granted = ",".join(sorted(calls.scopes))

    async def method(request: Request) -> Response:
        try:
            args, token = await _arguments(request)
        except Refusal as refusal:
            return _refused(refusal)
        return _answer(await calls.method(request.path_params["method"], token, args), cut, granted)

    async def respond(request: Request) -> Response:
        try:
            body = read_object(await request.body())
        except Refusal as refusal:
            return _refused(refusal)
        return _answer(await calls.response(request.path_params["name"], body), cut)

    return Starlette(
        routes=[
            Route("/api/{method}", method, methods=["GET", "POST"]),
            Route("/respond/{name}", respond, methods=["POST"]),
            WebSocketRoute("/link", socket_mode.serve),
        ]
    )


class _NoAnswer(Response):
    """An answer that never comes: the connection breaks instead."""

    def __init__(self, cut: Cut) -> None:
        super().__init__()
        self._cut = cut

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._cut(scope.get("client"))
        while (await receive())["type"] != "http.disconnect":
            pass


def _answer(call: ApiCall, cut: Cut, scopes: str = "") -> Response:
    """What goes out; Slack names the scopes that were granted with every answer to a token."""
    if call.status is None:
        return _NoAnswer(cut)
    headers = {"X-OAuth-Scopes": scopes} if scopes else {}
    if call.retry_after is not None:
        headers["Retry-After"] = str(call.retry_after)
    return JSONResponse(call.answer, status_code=call.status, headers=headers)


def _refused(refusal: Refusal) -> Response:
    """The answer to a request that nobody can read, which is therefore no call that could be recorded."""
    return JSONResponse(refusal.answer(), status_code=refusal.status)


async def _arguments(request: Request) -> tuple[Json, str | None]:
    """The arguments of a call, from query, form or JSON, and its token, from header or argument.

    Raises:
        Refusal: where they cannot be read.
    """
    args: Json = dict(request.query_params)
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        args |= read_object(body or b"{}")
    else:
        try:
            args |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        except ValueError:
            raise Refusal("invalid_arguments", details=["[ERROR] this is no form"], status=400) from None
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    named = args.pop("token", None)
    return args, bearer or named
