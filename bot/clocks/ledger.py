"""What happened to a ticket, in order: the only truth that clocks are computed from.

An entry is appended, never changed. `TRANSITIONS` is the one table of what may follow what; `History` folds the
entries through it and refuses by name what cannot follow.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, TypeVar

from bot.clocks.contract import PauseReason
from bot.clocks.timeline import Interval


class State(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    """The support team has the next move."""
    WAITING = "waiting"
    """Somebody else has the next move; the clocks that the contract pauses stand still."""
    RESOLVED = "resolved"
    """The issue has ended or has a workaround; no clock runs."""
    CLOSED = "closed"
    """Finished; no clock runs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened(_Entry):
    """The ticket was taken."""

    kind: Literal["opened"] = "opened"
    severity: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken(_Entry):
    """`to` has the primary responsibility now (B16)."""

    kind: Literal["taken"] = "taken"
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact(_Entry):
    """A person of the support team spoke to the customer: `text` is what was said, or where it can be read.

    `next_update` is the instant that was agreed for the next one (B23), if any.
    """

    text: str = ""
    next_update: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Replied(Contact):
    """The customer was answered in writing."""

    kind: Literal["replied"] = "replied"


@dataclass(frozen=True, kw_only=True, slots=True)
class CalledBack(Contact):
    """The customer was called back (B21)."""

    kind: Literal["called back"] = "called back"


@dataclass(frozen=True, kw_only=True, slots=True)
class Regraded(_Entry):
    """The severity was changed to the one that reflects the current impact (V31)."""

    kind: Literal["regraded"] = "regraded"
    severity: str
    impact: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledged(_Entry):
    """Somebody who was paged said that they have it."""

    kind: Literal["acknowledged"] = "acknowledged"


@dataclass(frozen=True, kw_only=True, slots=True)
class Paused(_Entry):
    """The ticket waits for somebody else."""

    kind: Literal["paused"] = "paused"
    reason: PauseReason
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Resumed(_Entry):
    """The wait is over."""

    kind: Literal["resumed"] = "resumed"
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved(_Entry):
    """The issue has ended, or a workaround is in place (B22)."""

    kind: Literal["resolved"] = "resolved"
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Closed(_Entry):
    """The ticket is finished, for one of the contract's close reasons."""

    kind: Literal["closed"] = "closed"
    reason: str
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopened(_Entry):
    """The ticket is worked on again (V30)."""

    kind: Literal["reopened"] = "reopened"
    text: str


Entry = (
    Opened | Taken | Replied | CalledBack | Regraded | Acknowledged | Paused | Resumed | Resolved | Closed | Reopened
)
E = TypeVar("E")
_WORKING = {
    "taken": None,
    "replied": None,
    "called back": None,
    "regraded": None,
    "acknowledged": None,
    "resolved": State.RESOLVED,
    "closed": State.CLOSED,
}
TRANSITIONS: dict[State | None, dict[str, State | None]] = {
    None: {"opened": State.OPEN},
    State.OPEN: {**_WORKING, "paused": State.WAITING},
    State.WAITING: {**_WORKING, "resumed": State.OPEN},
    State.RESOLVED: {"replied": None, "reopened": State.OPEN, "closed": State.CLOSED},
    State.CLOSED: {"reopened": State.OPEN},
}
"""What may follow in each state, and the state it leads to; None stays. The key None is a ticket not yet opened."""


class CannotFollowError(Exception):
    """An entry that cannot follow in the ticket's present state; `allowed` are the kinds that can."""

    def __init__(self, *, state: State | None, kind: str) -> None:
        self.state = state
        self.kind = kind
        self.allowed = tuple(TRANSITIONS[state])
        super().__init__(
            f"“{kind}” cannot follow while the ticket is {state or 'not opened'}; possible: {', '.join(self.allowed)}"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Grade:
    """The severity in force from an instant on; `place` is where in the ledger the entry stands that set it."""

    since: datetime
    severity: str
    place: int
    impact: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """A stretch for which the ticket waited, and why."""

    reason: PauseReason
    interval: Interval
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A stretch in which the ticket was worked on: from its opening or a reopening to its end, if it has ended.

    `first` and `last` are the places of those entries, which say what came first where entries share an instant.
    """

    interval: Interval
    first: int
    last: int | None = None
    ended_by: Resolved | Closed | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """The entries of one ticket, and what they add up to."""

    entries: tuple[Entry, ...]
    state: State | None
    grades: tuple[Grade, ...]
    pauses: tuple[Pause, ...]
    stretches: tuple[Stretch, ...]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "History":
        """Fold entries in order. Raises CannotFollowError where one cannot follow, ValueError where time runs back."""
        history = cls(entries=(), state=None, grades=(), pauses=(), stretches=())
        for entry in entries:
            history = history.then(entry)
        return history

    def then(self, entry: Entry) -> "History":
        """This history with one more entry; raises as `of` does."""
        allowed = TRANSITIONS[self.state]
        if entry.kind not in allowed:
            raise CannotFollowError(state=self.state, kind=entry.kind)
        if self.entries and entry.at < self.entries[-1].at:
            raise ValueError(f"{entry.kind} at {entry.at} is before {self.entries[-1].at}")
        grades, pauses, stretches, place = self.grades, self.pauses, self.stretches, len(self.entries)
        match entry:
            case Opened():
                grades = (Grade(since=entry.at, severity=entry.severity, place=place),)
                stretches = (Stretch(interval=Interval(entry.at, None), first=place),)
            case Regraded():
                grade = Grade(since=entry.at, severity=entry.severity, place=place, impact=entry.impact)
                grades = (*grades, grade)
            case Paused():
                pauses = (*pauses, Pause(reason=entry.reason, interval=Interval(entry.at, None), text=entry.text))
            case Resumed():
                pauses = _pause_ended(pauses, entry.at)
            case Reopened():
                stretches = (*stretches, Stretch(interval=Interval(entry.at, None), first=place))
            case Resolved() | Closed():
                pauses = _pause_ended(pauses, entry.at)
                working = stretches[-1]
                if working.last is None:
                    worked = Interval(working.interval.start, entry.at)
                    ended = Stretch(interval=worked, first=working.first, last=place, ended_by=entry)
                    stretches = (*stretches[:-1], ended)
        return History(
            entries=(*self.entries, entry),
            state=allowed[entry.kind] or self.state,
            grades=grades,
            pauses=pauses,
            stretches=stretches,
        )

    def until(self, at: datetime) -> "History":
        """What was known at an instant: the entries up to and including it."""
        return History.of(entry for entry in self.entries if entry.at <= at)

    @property
    def severity(self) -> str:
        """The severity in force."""
        return self.grades[-1].severity

    def grades_in(self, first: int, last: int | None) -> tuple[Grade, ...]:
        """The severity in force when the entry at place `first` was made, and those set after it and before `last`."""
        since = max(index for index, grade in enumerate(self.grades) if grade.place <= first)
        return tuple(grade for grade in self.grades[since:] if last is None or grade.place < last)

    @property
    def opened_at(self) -> datetime:
        """When the ticket was opened."""
        return self.entries[0].at

    @property
    def assignee(self) -> str | None:
        """Who has the ticket, or None."""
        return next((entry.to for entry in reversed(self.entries) if isinstance(entry, Taken)), None)

    def places(self, kind: type[_Entry] | tuple[type[_Entry], ...], first: int, last: int | None) -> Iterator[int]:
        """Where the entries of a kind stand that were made after the one at `first` and before the one at `last`."""
        for place in range(first + 1, len(self.entries) if last is None else last):
            if isinstance(self.entries[place], kind):
                yield place

    def between(self, kind: type[E], start: datetime, end: datetime | None) -> list[E]:
        """The entries of a kind at or after `start` and at or before `end` (None: no end), in order."""
        return [
            entry
            for entry in self.entries
            if isinstance(entry, kind) and entry.at >= start and (end is None or entry.at <= end)
        ]


def _pause_ended(pauses: tuple[Pause, ...], at: datetime) -> tuple[Pause, ...]:
    if not pauses or pauses[-1].interval.end is not None:
        return pauses
    last = pauses[-1]
    ended = Pause(reason=last.reason, interval=Interval(last.interval.start, at), text=last.text)
    return (*pauses[:-1], ended)
