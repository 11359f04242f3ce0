"""What people ask the desk for, as values. Each carries the key under which a redelivery is recognised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.clocks.contract import IntakeField


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Who asks, as Slack has verified it: the person, and the channel they asked in."""

    person: str
    channel: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """The message that a ticket was opened from."""

    channel: str
    ts: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Request:
    key: str
    """Unique to one gesture of one person; a second request with the same key changes nothing."""
    asker: Asker


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenTicket(_Request):
    """Take a ticket. `customer` is a key or a name, `severity` an id or a name."""

    customer: str
    severity: str
    title: str
    description: str = ""
    contact: Mapping[IntakeField, str] = field(default_factory=dict)
    origin: Origin | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _OnTicket(_Request):
    ticket: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Take(_OnTicket):
    """Take the responsibility for a ticket; `over` also takes it from somebody who has it."""

    over: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledge(_OnTicket):
    """Say that a page has been seen and is being dealt with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply(_OnTicket):
    """Answer the customer; `next_update` is when they will hear again, if that was agreed."""

    text: str
    next_update: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CallBack(_OnTicket):
    """Record that the customer was called back."""

    text: str
    next_update: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Regrade(_OnTicket):
    """Change the severity to the one that fits the current impact."""

    severity: str
    impact: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Close(_OnTicket):
    """Finish a ticket, for one of the contract's close reasons."""

    reason: str
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopen(_OnTicket):
    """Work on a finished ticket again."""

    text: str


Change = Take | Acknowledge | Reply | CallBack | Regrade | Close | Reopen
"""What may happen to a ticket that exists."""
