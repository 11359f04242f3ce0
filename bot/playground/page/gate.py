"""Who may talk to the page: a browser on this machine, from the page itself."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


class Gate:
    """Turns away requests for another host, and acts that come from another page.

    A foreign page can have its own name resolve to this machine, or send a form here; neither gets past.
    """

    def __init__(self, inside: ASGIApp) -> None:
        self._inside = inside

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or answer it with 403 and the reason."""
        reason = _reason_against(Headers(scope=scope), scope["method"]) if scope["type"] == "http" else None
        if reason is None:
            await self._inside(scope, receive, send)
        else:
            await PlainTextResponse(reason, status_code=403)(scope, receive, send)


def _reason_against(headers: Headers, method: str) -> str | None:
    host = headers.get("host", "")
    if _hostname(host) not in _THIS_MACHINE:
        return "This page answers only to 127.0.0.1 and localhost."
    if method in ("GET", "HEAD"):
        return None
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return "Acts are sent as JSON."
    if headers.get("origin", f"http://{host}") != f"http://{host}":
        return "Acts are sent by the page itself."
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return "Acts are sent by the page itself."
    return None


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
