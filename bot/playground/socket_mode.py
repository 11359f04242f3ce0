"""Socket Mode: the app's WebSocket connections, the envelopes sent to them and their acknowledgements."""

import asyncio
import json
import secrets
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.playground.faults import Faults
from bot.playground.installation import Installation
from bot.playground.json_text import read_object
from bot.playground.records import Kind, Records
from bot.playground.refusals import Json, NobodyListens, Refusal


class SocketMode:
    """All connections of one app; an envelope goes to one of them in turn."""

    def __init__(self, installation: Installation, faults: Faults, records: Records) -> None:
        self._installation = installation
        self._faults = faults
        self._records = records
        self._sockets: list[WebSocket] = []
        self._tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}
        self._sent = 0
        self.connections_made = 0

    @property
    def connections(self) -> int:
        """How many connections are open now."""
        return len(self._sockets)

    def issue_ticket(self) -> str:
        """Leave to open one connection."""
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """Greet a new connection that has a ticket, and take its acknowledgements until it ends."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=1008)
            return
        self._tickets.remove(ticket)
        await socket.accept()
        self.connections_made += 1
        hello = {
            "type": "hello",
            "num_connections": len(self._sockets) + 1,
            "connection_info": {"app_id": self._installation.app_id},
            "debug_info": {"host": "local", "approximate_connection_time": 3600},
        }
        await socket.send_text(json.dumps(hello))
        self._sockets.append(socket)
        self._records.tell()
        try:
            while True:
                self._take(read_object(await socket.receive_text()))
        except WebSocketDisconnect:
            pass
        except Refusal as refusal:
            await socket.close(code=1007, reason=" ".join(refusal.details))
        finally:
            self._forget(socket)

    async def send(self, kind: Kind, payload: Json, retry_number: int) -> Json | None:
        """Send an envelope and wait for what the app acknowledges it with.

        Raises:
            NobodyListens: when there is no connection, or the app at its other end has just gone.
            TimeoutError: when the socket was cut by script, so that the acknowledgement is lost.
        """
        if not self._sockets:
            raise NobodyListens
        self._sent += 1
        envelope_id = f"envelope-{self._sent}"
        envelope: dict[str, Any] = {
            "envelope_id": envelope_id,
            "type": kind.value,
            "payload": payload,
            "accepts_response_payload": kind is not Kind.EVENT,
        }
        if kind is Kind.EVENT:
            envelope |= {
                "retry_attempt": retry_number,
                "retry_reason": "timeout" if retry_number else "",
            }
        socket = self._sockets[self._sent % len(self._sockets)]
        acknowledged: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = acknowledged
        try:
            await socket.send_text(json.dumps(envelope))
            if self._faults.takes_drop(kind):
                self._forget(socket)
                await socket.close(code=1011)
                raise TimeoutError
            return await acknowledged
        except WebSocketDisconnect as gone:
            self._forget(socket)
            raise NobodyListens from gone
        finally:
            self._waiting.pop(envelope_id, None)

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Send every connection the message that Slack sends before it closes one, and close it."""
        for socket in list(self._sockets):
            self._forget(socket)
            await socket.send_text(json.dumps({"type": "disconnect", "reason": reason}))

    async def drop(self) -> None:
        """Close every connection without a word."""
        for socket in list(self._sockets):
            self._forget(socket)
            with suppress(WebSocketDisconnect):
                await socket.close(code=1011)

    def _take(self, message: Json) -> None:
        waiting = self._waiting.get(message.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload") or None)

    def _forget(self, socket: WebSocket) -> None:
        if socket in self._sockets:
            self._sockets.remove(socket)
            self._records.tell()
