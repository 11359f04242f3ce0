"""An eye on what a browser does behind the page: complaints of its console, failed requests, addresses elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, Response

LOOPBACK = {"127.0.0.1", "localhost", "::1", None}
"""Hosts of this machine; an address inside a page (`data:`, `blob:`) has none."""


class Watch:
    """What went wrong in the browser. It fails the test at its end, unless it was expected."""

    def __init__(self) -> None:
        self._faults: list[str] = []
        self._expected: list[str] = []

    def over(self, context: BrowserContext) -> None:
        """Look at every page of a browser's context from now on."""
        context.on("console", self._console)
        context.on("page", self._page)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def expects(self, words: str) -> None:
        """Faults with these words are part of the test."""
        self._expected.append(words)

    @property
    def unexpected(self) -> list[str]:
        """The faults that are no part of the test."""
        return [fault for fault in self._faults if not any(words in fault for words in self._expected)]

    def _page(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._faults.append(f"script: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._faults.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in LOOPBACK:
            self._faults.append(f"address elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that is left gives up its live stream and whatever it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self._faults.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._faults.append(f"answered {response.status}: {response.url}")
