"""Requests by HTTP, where Slack calls us; the listeners are those of Socket Mode.

Leaving the context takes in nothing new; what is being answered by then is waited for by the caller.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.listening import listening
from bot.slack.signature import Signature

log = structlog.get_logger(__name__)

EVENTS_PATH = "/slack/events"
"""The path that commands, interactions and events are sent to over HTTP."""


LONGEST_BODY = 1_000_000
"""Bytes; a window with everything filled in stays far below."""


@asynccontextmanager
async def http(
    app: AsyncApp, host: str, port: int, signature: Signature, beside: Sequence[Route] = ()
) -> AsyncIterator[None]:
    """Take requests in over HTTP; `beside` is what else is answered at the same address.

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

    site = Starlette(routes=[Route(EVENTS_PATH, slack, methods=["POST"]), *beside])
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
