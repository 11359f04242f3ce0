"""What happened to a ticket, in order: the only truth that clocks are computed from.

An entry is appended, never changed. `TRANSITIONS` is the one table of what may follow what; `History` folds the
entries through it and refuses by name what cannot follow.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from bot.clocks.contract import PauseReason
from bot.clocks.entries import (
    Attempted,
    Base,
    Closed,
    Contact,
    Entry,
    Heard,
    Objected,
    Opened,
    Paused,
    Regraded,
    Released,
    Reopened,
    Resolved,
    Resumed,
    Taken,
    Updated,
)
from bot.clocks.timeline import Interval


class State(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    """The support team has the next move."""
    WAITING = "waiting"
    """Somebody else has the next move; the clocks that the contract pauses stand still."""
    RESOLVED = "resolved"
    """The team holds the issue to have ended or to have a workaround, and the customer may object; no clock runs."""
    CLOSED = "closed"
    """Finished; no clock runs."""


E = TypeVar("E")
_WORKING = {
    "taken": None,
    "released": None,
    "replied": None,
    "updated": None,
    "called back": None,
    "heard": None,
    "attempted": None,
    "regraded": None,
    "acknowledged": None,
    "snoozed": None,
    "unacknowledged": None,
    "paged": None,
    "resolved": State.RESOLVED,
    "closed": State.CLOSED,
}
TRANSITIONS: dict[State | None, dict[str, State | None]] = {
    None: {"opened": State.OPEN},
    State.OPEN: {**_WORKING, "paused": State.WAITING},
    State.WAITING: {**_WORKING, "resumed": State.OPEN},
    State.RESOLVED: {
        "taken": None,
        "released": None,
        "replied": None,
        "heard": None,
        "attempted": None,
        "paged": None,
        "not asked": None,
        "confirmed": State.CLOSED,
        "objected": State.OPEN,
        "reopened": State.OPEN,
        "closed": State.CLOSED,
    },
    State.CLOSED: {"heard": None, "paged": None, "reopened": State.OPEN},
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
    undo: bool = False
    """Whether it takes the grade before it back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """A stretch for which the ticket waited: the entry that began it, and the one that ended it, if one has."""

    began: Paused
    ended: Resumed | Resolved | Closed | None = None

    @property
    def reason(self) -> PauseReason:
        """Why it waited."""
        return self.began.reason

    @property
    def interval(self) -> Interval:
        """From when until when; without an end while it goes on."""
        return Interval(self.began.at, None if self.ended is None else self.ended.at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A stretch in which the ticket was worked on: from its opening or a reopening to its end, if it has ended.

    `first` and `last` are the places of those entries, which say what came first where entries share an instant.
    """

    interval: Interval
    first: int
    last: int | None = None


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
            case Regraded(severity=severity, impact=impact, undo=undo):
                grades = (*grades, Grade(since=entry.at, severity=severity, place=place, impact=impact, undo=undo))
            case Paused():
                pauses = (*pauses, Pause(began=entry))
            case Resumed():
                pauses = _pause_ended(pauses, entry)
            case Reopened() | Objected():
                stretches = (*stretches, Stretch(interval=Interval(entry.at, None), first=place))
            case Resolved() | Closed():
                pauses = _pause_ended(pauses, entry)
                working = stretches[-1]
                if working.last is None:
                    worked = Interval(working.interval.start, entry.at)
                    ended = Stretch(interval=worked, first=working.first, last=place)
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
    def covered(self) -> bool:
        """Whether the ticket was taken with the contract's promises; without them no clock runs on it (V22)."""
        return any(isinstance(entry, Opened) and entry.covered for entry in self.entries[:1])

    @property
    def assignee(self) -> str | None:
        """Who has the ticket, or None."""
        last = self.last(Taken, Released)
        return last.to if isinstance(last, Taken) else None

    @property
    def cadence(self) -> str | None:
        """How often the customer is to be updated, as a target, where that was agreed on for this ticket (B23)."""
        contacts = (entry for entry in reversed(self.entries) if isinstance(entry, Contact))
        return next((entry.cadence for entry in contacts if entry.cadence is not None), None)

    @property
    def updates(self) -> tuple[Updated, ...]:
        """Every update given, in order: what was expected when."""
        return tuple(entry for entry in self.entries if isinstance(entry, Updated))

    @property
    def attempts(self) -> tuple[Attempted, ...]:
        """The attempts to reach the customer since they were heard last, or the ticket was opened again (V29)."""
        heard = self.place_of_last(Opened, Reopened, Objected, Heard)
        return tuple(entry for entry in self.entries[heard or 0 :] if isinstance(entry, Attempted))

    @property
    def proposal(self) -> Resolved | None:
        """The resolution that waits for the customer's agreement, if one does."""
        return self.last(Resolved) if self.state is State.RESOLVED else None

    @property
    def proposal_number(self) -> int | None:
        """The number in the ledger, counted from 1, of the resolution that waits for the customer's agreement."""
        place = self.place_of_last(Resolved) if self.state is State.RESOLVED else None
        return None if place is None else place + 1

    def last(self, *kinds: type[E]) -> E | None:
        """The newest entry of these kinds, or None."""
        place = self.place_of_last(*kinds)
        found = None if place is None else self.entries[place]
        return found if isinstance(found, kinds) else None

    def place_of_last(self, *kinds: type[E]) -> int | None:
        """Where the newest entry of these kinds stands, or None."""
        places = range(len(self.entries) - 1, -1, -1)
        return next((place for place in places if isinstance(self.entries[place], kinds)), None)

    def places(self, kind: type[Base] | tuple[type[Base], ...], first: int, last: int | None) -> Iterator[int]:
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


def _pause_ended(pauses: tuple[Pause, ...], by: Resumed | Resolved | Closed) -> tuple[Pause, ...]:
    if not pauses or pauses[-1].ended is not None:
        return pauses
    return (*pauses[:-1], replace(pauses[-1], ended=by))
