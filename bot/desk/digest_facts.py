"""The facts of the day's digest: kept with its notice, so they say what was true when it was put."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.clocks.contract import ClockKind, PauseReason


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestTicket:
    """A ticket in one line: the clock that is due next, in its calendar's zone, or since when it waits for whom."""

    number: int
    title: str
    customer: str
    rank: int
    assignee: str | None
    clock: ClockKind | None = None
    due: datetime | None = None
    contractual: bool = True
    zone: str = "UTC"
    since: datetime | None = None
    reason: PauseReason | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The first tickets of one sort, and how many there are in all."""

    tickets: tuple[DigestTicket, ...] = ()
    total: int = 0


NONE = Part()


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """How the day stands at `at`: since the digest before, at `since`, and until the next, at `until`.

    Promises are the contractual ones only, without those of the tickets that were `left_out`, because there are so many
    and they changed longest ago. `over` is when the digest is of no use to anybody any more.
    """

    kind: Literal["digest"] = "digest"
    at: datetime
    since: datetime
    until: datetime
    over: datetime | None = None
    overdue: Part = NONE
    due: Part = NONE
    unassigned: Part = NONE
    waiting: Part = NONE
    resolved: Part = NONE
    kept: Mapping[ClockKind, int] = field(default_factory=dict)
    broken: Mapping[ClockKind, int] = field(default_factory=dict)
    left_out: int = 0
