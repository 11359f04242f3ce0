"""What went over the wire, for tests and measurements: calls of the app, deliveries to it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from bot.playground.refusals import Json, Refusal

Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True, slots=True)
class ApiCall:
    """One call of a Web API method (or of a response URL, as method `response_url`) and what came of it."""

    method: str
    args: Json
    answer: Json | None
    status: int | None
    """HTTP status; None when the connection was closed without an answer."""
    retry_after: int | None = None
    """Whole seconds, where the app was asked to wait."""
    fault: str | None = None
    """The kind of the scripted fault that met this call."""
    seconds: float | None = None
    """How long the answer took, where there was one."""

    @property
    def ok(self) -> bool:
        """Whether the app was told that it worked."""
        return self.answer is not None and self.answer.get("ok") is True

    @property
    def error(self) -> str | None:
        """Slack's word for why it did not."""
        return None if self.answer is None else self.answer.get("error")


class Kind(StrEnum):
    """What is delivered; the value is the type of the Socket Mode envelope."""

    COMMAND = "slash_commands"
    """A person typed a slash command."""
    INTERACTION = "interactive"
    """A button, a menu, a shortcut, a submitted or closed modal."""
    EVENT = "events_api"
    """Something happened that the app subscribed to."""


class Outcome(StrEnum):
    """What became of a delivery."""

    ACKNOWLEDGED = "acknowledged"
    """The app answered in time."""
    TIMED_OUT = "operation_timeout"
    """The app did not answer in time; the person sees this word."""
    NOBODY = "dispatch_failed"
    """There was no connection to the app, or the app answered with an error; the person sees this word."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One request that Slack sent to the app, and its acknowledgement."""

    kind: Kind
    payload: Json
    outcome: Outcome
    ack: Json | None = None
    """What the app sent back with its acknowledgement, where it sent anything."""
    seconds: float | None = None
    """How long the app took to acknowledge, where it did."""
    retry_number: int = 0
    refused: str | None = None
    """Slack's word where it did not take what came with the acknowledgement."""
    details: tuple[str, ...] = ()
    """What Slack says beside that word."""


class Records:
    """Everything that went over the wire, oldest first; wakes whoever waits for a change."""

    def __init__(self) -> None:
        self.calls: list[ApiCall] = []
        self.deliveries: list[Delivery] = []
        self.exchanges: list[ApiCall | Delivery] = []
        self._changed = asyncio.Event()

    def add_call(self, call: ApiCall) -> None:
        """Keep a call."""
        self.calls.append(call)
        self.exchanges.append(call)
        self.tell()

    def add_delivery(self, delivery: Delivery) -> Delivery:
        """Keep a delivery."""
        self.deliveries.append(delivery)
        self.exchanges.append(delivery)
        self.tell()
        return delivery

    def refuse(self, delivery: Delivery, refusal: Refusal) -> None:
        """Note that Slack did not take what the app sent back with its acknowledgement."""
        marked = replace(delivery, refused=refusal.word, details=refusal.details)
        self.deliveries[_index(self.deliveries, delivery)] = marked
        self.exchanges[_index(self.exchanges, delivery)] = marked
        self.tell()

    def tell(self) -> None:
        """Wake everyone who waits for something to change."""
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    @property
    def next_change(self) -> asyncio.Event:
        """Set at the next change after now; whoever takes it before looking misses none."""
        return self._changed

    async def until(self, condition: Callable[[], Found | None], seconds: float) -> Found:
        """The first true value of a condition, looked at again after each change.

        Raises:
            TimeoutError: when it did not come true within so many real seconds.
        """
        async with asyncio.timeout(seconds):
            while not (found := condition()):
                await self._changed.wait()
        return found


def _index(kept: Sequence[object], wanted: object) -> int:
    """Where this very thing stands; what equals it may stand elsewhere."""
    return next(index for index, each in enumerate(kept) if each is wanted)
