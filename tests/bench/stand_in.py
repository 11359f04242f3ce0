"""The least that can stand in for Slack: it answers on this machine, within Slack's limits or not, and counts.

The local Slack keeps a whole workspace, which may cost more than a worker spends on a message.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any

Json = dict[str, Any]

BETWEEN_POSTS = timedelta(seconds=1)
EDITS_A_MINUTE = 50
"""What Slack takes in a channel, and of edits in all: `chat.update` is of its third tier."""
MINUTE = timedelta(minutes=1)
_PERSON = {"id": "U0ANA", "name": "ana", "real_name": "Ana Agent", "profile": {"display_name": "Ana Agent"}}


@dataclass(kw_only=True)
class StandIn:
    """What has come so far: `posts` by the key of their notice, each when it was taken; `refused` counts 429s."""

    now: Callable[[], datetime]
    limited: bool
    posts: dict[str, datetime] = field(default_factory=dict)
    repeated: int = 0
    refused: int = 0
    edits: int = 0
    _last: dict[str, datetime] = field(default_factory=dict)
    _edited: deque[datetime] = field(default_factory=deque)
    _stamps: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until it ends."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode().split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                method = first.split()[1].rpartition("/")[2].partition("?")[0]
                wait, answer = self._answer(method, json.loads(body) if body.startswith(b"{") else {})
                text = json.dumps(answer).encode()
                status = f"429 Too Many Requests\r\nRetry-After: {wait}" if wait else "200 OK"
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n"
                    f"Content-Length: {len(text)}\r\n\r\n".encode()
                    + text
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def _answer(self, method: str, args: Json) -> tuple[int, Json]:
        """For how many seconds nothing of the kind may be asked again, none where it was granted; and the answer."""
        match method:
            case "chat.postMessage" | "chat.update":
                wait = self._wait(method, args["channel"]) if self.limited else 0
                if wait:
                    self.refused += 1
                    return wait, {"ok": False, "error": "ratelimited"}
                return 0, self._stored(method, args)
            case "users.info":
                return 0, {"ok": True, "user": _PERSON}
            case _:
                return 0, {"ok": False, "error": "unknown_method"}

    def _stored(self, method: str, args: Json) -> Json:
        self._stamps += 1
        if method == "chat.update":
            self.edits += 1
            return {"ok": True, "channel": args["channel"], "ts": args["ts"]}
        key = args["metadata"]["event_payload"]["key"]
        self.repeated += key in self.posts
        self.posts.setdefault(key, self.now())
        return {"ok": True, "channel": args["channel"], "ts": f"{self._stamps}.000000"}

    def _wait(self, method: str, channel: str) -> int:
        """For how many seconds a call has to wait, rounded up; one that has not to is counted."""
        at = self.now()
        if method == "chat.update":
            while self._edited and at - self._edited[0] >= MINUTE:
                self._edited.popleft()
            if len(self._edited) >= EDITS_A_MINUTE:
                return ceil((self._edited[0] + MINUTE - at).total_seconds())
            self._edited.append(at)
        elif channel in self._last and at - self._last[channel] < BETWEEN_POSTS:
            return 1
        else:
            self._last[channel] = at
        return 0


@asynccontextmanager
async def standing_in(now: Callable[[], datetime], *, limited: bool) -> AsyncIterator[tuple[StandIn, str]]:
    """A stand-in that listens, and the address that a Slack client is given for it."""
    stand_in = StandIn(now=now, limited=limited)
    server = await asyncio.start_server(stand_in.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield stand_in, f"http://127.0.0.1:{port}/api/"
