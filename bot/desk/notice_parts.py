"""What the facts of many notices have in common: the ticket they are about, and a promise."""

from dataclasses import dataclass
from datetime import datetime

from bot.clocks.contract import ClockKind


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """The ticket that a notice is about, as it was when the notice was put."""

    number: int
    title: str
    customer: str
    plan: str
    severity: str
    priority: str
    assignee: str | None
    rank: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseLine:
    """The promise that a notice is about. `target` is in the contract's words, `calendar` what it counts in.

    `zone` is the calendar's, for places that cannot show an instant in the reader's own.
    """

    kind: ClockKind
    cycle: int
    target: str
    calendar: str | None
    zone: str = "UTC"
    aim: datetime
    contractual: bool
    clause: str
