"""Requests by Socket Mode: connections that call Slack, watched for those that are open and hear nothing.

Slack gives each request to one of the connections, and one again whose answer it has not seen; the same request is
known by its key.
"""

import asyncio
import logging
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import structlog
from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.in_flight import InFlight
from bot.slack.reaching import NOT_REACHED

log = structlog.get_logger(__name__)

ANSWERED_WITHIN = 5.0
"""Seconds for which requests under way are waited for before the connections are closed."""
CLOSED_WITHIN = 10.0
"""Seconds for a connection to close."""
CONNECTED_WITHIN = 10.0
"""Seconds for which the connection before is kept while a new one is made."""
LOOKED_AT_EVERY = timedelta(seconds=10)
MOST_LOOKS_IN_VAIN = 4
"""After so many looks at a connection that is not open it is made anew: the library has had its chance by then."""
LONGEST_CLOSED = timedelta(seconds=60)
"""For so long no connection may be open before we count as deaf: Slack lets go of each now and then."""
LONGEST_SILENCE = timedelta(minutes=30)
"""A connection on which nothing has come for so long is made anew: some seem open and hear nothing any more."""


def _says_more_than_that_a_connection_fails(record: logging.LogRecord) -> bool:
    """Whether a line of the library is for an operator: not what is told as an outage, in one line and not in forty.

    Its lines without a traceback are about connections too, and have at times the address with its ticket in them.
    """
    error = record.exc_info[1] if record.exc_info else None
    return error is not None and not isinstance(error, NOT_REACHED)


_library = logging.getLogger(f"{__name__}.library")
_library.addFilter(_says_more_than_that_a_connection_fails)


class Sockets:
    """The connections of one process."""

    def __init__(self, app: AsyncApp, app_token: str, web: AsyncWebClient, wanted: int, in_flight: InFlight) -> None:
        self._sockets = [_Socket(app, app_token, web, in_flight) for _ in range(wanted)]

    @property
    def wanted(self) -> int:
        """How many connections there are to be."""
        return len(self._sockets)

    async def open(self) -> int:
        """How many connections are open just now."""
        return sum([await each.is_open() for each in self._sockets])

    async def any_open(self) -> bool:
        """Whether Slack reaches us."""
        return await self.open() > 0

    async def hear(self) -> bool:
        """Whether a connection is open, or was found to be not too long ago."""
        longest, now = LONGEST_CLOSED.total_seconds(), asyncio.get_running_loop().time()
        return await self.any_open() or any(now - each.open_at < longest for each in self._sockets)

    async def keep(self) -> None:
        """Connect, and keep connected until cancelled."""
        async with asyncio.TaskGroup() as group:
            for each in self._sockets:
                group.create_task(each.keep())

    async def close(self) -> None:
        """Close every connection."""
        await asyncio.gather(*(each.close() for each in self._sockets))


class _Socket:
    """One connection, and its successor once it is found to be deaf."""

    def __init__(self, app: AsyncApp, app_token: str, web: AsyncWebClient, in_flight: InFlight) -> None:
        self._app, self._app_token, self._web, self._in_flight = app, app_token, web, in_flight
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._heard = 0.0
        self._in_vain = 0
        self.open_at = -math.inf
        """When it was last found open, by the loop's clock."""

    async def is_open(self) -> bool:
        is_open = self._handler is not None and await self._handler.client.is_connected()
        if is_open:
            self.open_at = asyncio.get_running_loop().time()
        return is_open

    async def keep(self) -> None:
        while True:
            try:
                await self._look()
            except Exception:
                # Whatever it was, without the next look nobody would ever be heard again.
                log.exception("a connection to Slack could not be looked after")
            await asyncio.sleep(LOOKED_AT_EVERY.total_seconds())

    async def _look(self) -> None:
        """See whether it is open, and make it anew where it has been closed or silent for too long."""
        self._in_vain = 0 if await self.is_open() else self._in_vain + 1
        silent = asyncio.get_running_loop().time() - self._heard > LONGEST_SILENCE.total_seconds()
        if self._handler is None or self._in_vain >= MOST_LOOKS_IN_VAIN or silent:
            await self._renew()

    async def _renew(self) -> None:
        """Connect anew, and only then let go of the connection before, so that no request finds none."""
        before, connecting = self._handler, self._connecting
        self._in_vain, self._heard = 0, asyncio.get_running_loop().time()
        if before is not None:
            # While Slack is away this comes again and again, and the outage itself is told elsewhere.
            say = log.warning if await before.client.is_connected() else log.debug
            say("a connection to Slack is made anew")
        self._handler = AsyncSocketModeHandler(self._app, self._app_token, _library, self._web)
        self._handler.client.on_message_listeners.append(self._hear)
        # Counted until the acknowledgement is out, because it goes back by the connection that the request came by.
        answering = self._in_flight.counted(self._handler.handle)
        self._handler.client.socket_mode_request_listeners = [answering]  # type: ignore[list-item]
        # The library tries for ever, and an address that it was given once is no good any more after a while.
        self._connecting = asyncio.create_task(self._handler.connect_async())  # type: ignore[no-untyped-call]
        try:
            await asyncio.wait([self._connecting], timeout=CONNECTED_WITHIN)
        finally:
            if before is not None:
                await _closed(before, connecting)

    async def _hear(self, _: WSMessage) -> None:
        self._heard = asyncio.get_running_loop().time()

    async def close(self) -> None:
        if self._handler is not None:
            await _closed(self._handler, self._connecting)


@asynccontextmanager
async def socket_mode(
    app: AsyncApp, app_token: str, client: AsyncWebClient, connections: int, in_flight: InFlight
) -> AsyncIterator[Sockets]:
    """Take requests in over so many connections. Their losses are made good by the library, or else by us.

    The first one is made behind the scenes: while Slack is away the clocks must be watched all the same. They are
    closed once everything `in_flight` has been answered, but not later than `ANSWERED_WITHIN`.
    """
    sockets = Sockets(app, app_token, client, connections, in_flight)
    keeping = asyncio.create_task(sockets.keep(), name="sockets")
    try:
        yield sockets
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
        await in_flight.drained(ANSWERED_WITHIN)
        await sockets.close()


async def _closed(handler: AsyncSocketModeHandler, connecting: asyncio.Task[None] | None) -> None:
    if connecting is not None:
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)
    try:
        # The library waits for its own locks, and a stop must not wait for ever with it.
        async with asyncio.timeout(CLOSED_WITHIN):
            await handler.disconnect_async()  # type: ignore[no-untyped-call]
            await handler.close_async()  # type: ignore[no-untyped-call]
    except TimeoutError:
        log.warning("the socket was left open, because it did not close in time", seconds=CLOSED_WITHIN)
    except Exception:
        # It is of no use any more, and its successor, or the end, must not suffer for it.
        log.exception("the socket was left open, because it could not be closed")
