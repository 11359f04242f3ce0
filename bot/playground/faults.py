"""A script of what goes wrong: for the next calls of a method, and for the next deliveries of a kind."""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass
from enum import StrEnum

from bot.playground.records import Kind
from bot.playground.refusals import Json

ANY_METHOD = "*"


class FaultKind(StrEnum):
    """How a Web API call can fail."""

    NONE = "none"
    """It does not: a place holder in a script."""
    REFUSE = "refuse"
    """HTTP 200 with `ok: false` and a word."""
    RATE_LIMIT = "rate limit"
    """HTTP 429; nothing is stored."""
    STORE_THEN_RATE_LIMIT = "store, then rate limit"
    """HTTP 429, although it was stored."""
    SERVER_ERROR = "server error"
    """HTTP 500; nothing is stored."""
    STORE_THEN_SERVER_ERROR = "store, then server error"
    """HTTP 500, although it was stored."""
    CLOSE = "close"
    """The connection is closed; nothing is stored."""
    STORE_THEN_CLOSE = "store, then close"
    """The connection is closed, although it was stored."""
    OK_WITHOUT_STORING = "ok without storing"
    """HTTP 200 with `ok: true`, but the message is gone."""
    HANG = "hang"
    """No answer until `Faults.release`; then it goes on as if nothing had been."""
    STORE_THEN_HANG = "store, then hang"
    """Stored at once; no answer until `Faults.release`."""


STORING = frozenset(FaultKind) - {
    FaultKind.REFUSE,
    FaultKind.RATE_LIMIT,
    FaultKind.SERVER_ERROR,
    FaultKind.CLOSE,
}
"""The kinds with which the call does its work all the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One scripted fault; `channel` narrows it to calls for that channel."""

    kind: FaultKind
    word: str = "internal_error"
    retry_after: int | None = 1
    channel: str | None = None


class Faults:
    """The scripted faults that are still to come."""

    def __init__(self) -> None:
        self.is_down = False
        """Whether Slack itself is down: every call fails, and nobody can do anything there."""
        self._scripts: dict[str, deque[Fault]] = {}
        self._standing: dict[str, Fault] = {}
        self._released = asyncio.Event()
        self.hanging = 0
        """How many calls hang now."""
        self._twice: Counter[Kind] = Counter()
        self._dropped: Counter[Kind] = Counter()
        self._late: Counter[Kind] = Counter()
        self._overtaken = asyncio.Event()

    def script(self, method: str, *faults: Fault | FaultKind) -> None:
        """What the next calls of a method meet, one after the other."""
        queue = self._scripts.setdefault(method, deque())
        queue.extend(f if isinstance(f, Fault) else Fault(kind=f) for f in faults)

    def always(self, method: str, fault: Fault | FaultKind) -> None:
        """What every call of a method, or of `ANY_METHOD`, meets until `mend`, after its script."""
        self._standing[method] = fault if isinstance(fault, Fault) else Fault(kind=fault)

    def no_longer(self, method: str) -> None:
        """Let the calls of a method, or of `ANY_METHOD`, be met by what `always` said no more."""
        self._standing.pop(method, None)

    def mend(self) -> None:
        """Forget every scripted fault, let go of what hangs or is held back, and be up."""
        self.is_down = False
        self._scripts.clear()
        self._standing.clear()
        self._twice.clear()
        self._dropped.clear()
        self._late.clear()
        self.release()
        self.delivered()

    def release(self) -> None:
        """Let go of the calls that hang now."""
        hanging, self._released = self._released, asyncio.Event()
        hanging.set()

    async def hang(self) -> None:
        """Wait until `release`."""
        self.hanging += 1
        try:
            await self._released.wait()
        finally:
            self.hanging -= 1

    def met_by(self, method: str, args: Json) -> Fault:
        """The fault that this call meets; it is taken from the script, where Slack is not down."""
        if self.is_down:
            return Fault(kind=FaultKind.SERVER_ERROR)
        queue = self._scripts.get(method)
        if queue and queue[0].channel in (None, args.get("channel")):
            return queue.popleft()
        for standing in (self._standing.get(method), self._standing.get(ANY_METHOD)):
            if standing is not None and standing.channel in (None, args.get("channel")):
                return standing
        return Fault(kind=FaultKind.NONE)

    def deliver_twice(self, kind: Kind, times: int = 1) -> None:
        """Send each of the next deliveries of a kind twice, as Slack sometimes does."""
        self._twice[kind] += times

    def drop_socket_after(self, kind: Kind, times: int = 1) -> None:
        """Cut the socket right after sending each of the next deliveries of a kind, so that its ack is lost."""
        self._dropped[kind] += times

    def deliver_late(self, kind: Kind, times: int = 1) -> None:
        """Hold each of the next deliveries of a kind back until another delivery, of any kind, has overtaken it."""
        self._late[kind] += times

    async def held_back(self, kind: Kind) -> None:
        """Wait until another delivery is done, where the script holds this one back; taken from the script."""
        if _take(self._late, kind):
            await self._overtaken.wait()

    def delivered(self) -> None:
        """Let go of the deliveries that are held back: another one has overtaken them."""
        overtaken, self._overtaken = self._overtaken, asyncio.Event()
        overtaken.set()

    def takes_twice(self, kind: Kind) -> bool:
        """Whether this delivery is to be sent twice; taken from the script."""
        return _take(self._twice, kind)

    def takes_drop(self, kind: Kind) -> bool:
        """Whether the socket is to be cut after this delivery; taken from the script."""
        return _take(self._dropped, kind)


def _take(left: Counter[Kind], kind: Kind) -> bool:
    if left[kind] == 0:
        return False
    left[kind] -= 1
    return True
