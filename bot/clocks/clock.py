"""Contract and ledger and an instant in, every clock of the ticket out.

A clock is one promise running once: it starts, perhaps is regraded and paused, and ends met, breached or cancelled.
Nothing is remembered between calls. Because entries are only ever appended, a clock that was breached at one instant
is breached at every later one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.clocks.contract import ClockKind, Promise, ReopenMode, Terms, Warn
from bot.clocks.ledger import CalledBack, Contact, Grade, History, Resolved, Stretch
from bot.clocks.regrade import Anchor, Counting, Leg, legs, turn
from bot.clocks.timeline import Interval


class ClockState(StrEnum):
    """How a promise stands."""

    RUNNING = "running"
    """Time is counting towards the due time."""
    PAUSED = "paused"
    """Time stands still, because the contract says that this wait does not count."""
    MET = "met"
    """Kept in time."""
    BREACHED = "breached"
    """Broken. It stays so, whether or not the promised thing was done later."""
    CANCELLED = "cancelled"
    """Ended without being kept or broken: the ticket was closed, or the new severity does not promise it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """One promise on one ticket at one instant. All instants are UTC; lengths are in the promise's own time."""

    kind: ClockKind
    cycle: int
    """1 for the first time this promise runs on the ticket, 2 after a reopening or the first update, and so on."""
    turn: int
    """How often the due time has been set anew by a regrade: 0 before any."""
    state: ClockState
    legs: tuple[Leg, ...]
    """The severities it passed through."""
    leg: Leg
    """The one of them that decides: where the promise was broken, otherwise the last that promised anything."""
    anchor: Anchor
    """What the due time counts from."""
    started: datetime
    due: datetime | None
    """The contractual due time; None where the contract names no target or a pause before it has no end."""
    goal: datetime | None
    """The team's own aim, if there is one."""
    warnings: tuple[tuple[Warn, datetime], ...]
    """When to warn, in order of time; none once broken or ended."""
    pauses: tuple[Interval, ...]
    breached: datetime | None
    """The due time that passed without the promise being kept."""
    stopped: Contact | Resolved | None
    """The entry that did what was promised, in time or late."""
    ended: datetime | None
    """When the clock stopped for good: with `stopped`, or by being cancelled."""
    left: timedelta | None
    """Counted time until the aim, negative once past; None once ended."""

    @property
    def severity(self) -> str:
        """The severity that decides the due time."""
        return self.leg.severity

    @property
    def promise(self) -> Promise:
        """The promise that decides the due time."""
        return self.anchor.promise

    @property
    def live(self) -> bool:
        """Whether somebody still has to do what is promised."""
        return self.ended is None

    @property
    def overdue(self) -> bool:
        """Broken and still not done."""
        return self.live and self.breached is not None

    @property
    def aim(self) -> datetime | None:
        """The due time, or the goal where the contract names no target."""
        return self.goal if self.promise.target is None else self.due


def evaluate(terms: Terms, history: History, at: datetime) -> tuple[Clock, ...]:
    """Every clock of a ticket as it stood at an instant, in the order of `ClockKind` and cycle.

    Entries after `at` are ignored. A promise is kept up to and including its due instant.
    """
    if history.entries and history.entries[-1].at > at:
        history = history.until(at)
    return tuple(
        clock
        for kind in ClockKind
        for cycle, span in enumerate(_spans(kind, history, terms.contract.reopen), start=1)
        if (clock := _clock(terms, history, at, span=span, kind=kind, cycle=cycle)) is not None
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Span:
    """Where a clock may run: from `start` until `stopped` or until the ticket's `end`, the `gaps` left out."""

    start: datetime
    stopped: Contact | Resolved | None
    end: datetime | None
    gaps: tuple[Interval, ...]
    agreed: datetime | None = None


def _spans(kind: ClockKind, history: History, mode: ReopenMode) -> Iterator[_Span]:
    for run in _runs(history.stretches, mode):
        start, end = run[0].interval.start, run[-1].interval.end
        stopped: Contact | Resolved | None
        gaps = tuple(
            Interval(before.interval.end, after.interval.start)
            for before, after in pairwise(run)
            if before.interval.end is not None
        )
        match kind:
            case ClockKind.FIRST_RESPONSE:
                stopped = next(iter(history.between(Contact, start, end)), None)
                yield _Span(start=start, stopped=stopped, end=end, gaps=gaps)
            case ClockKind.CALL_BACK:
                stopped = next(iter(history.between(CalledBack, start, end)), None)
                yield _Span(start=start, stopped=stopped, end=end, gaps=gaps)
            case ClockKind.RESOLUTION:
                ended_by = run[-1].ended_by
                stopped = ended_by if isinstance(ended_by, Resolved) else None
                yield _Span(start=start, stopped=stopped, end=end, gaps=gaps)
            case ClockKind.NEXT_UPDATE:
                contacts = history.between(Contact, start, end)
                for contact, following in zip(contacts, [*contacts[1:], None], strict=False):
                    agreed = contact.next_update
                    yield _Span(start=contact.at, stopped=following, end=end, gaps=gaps, agreed=agreed)


def _runs(stretches: tuple[Stretch, ...], mode: ReopenMode) -> list[tuple[Stretch, ...]]:
    """The stretches of work that one run of a promise spans; `ReopenMode` says in words what each mode means."""
    match mode:
        case ReopenMode.NEW_CYCLE:
            return [(stretch,) for stretch in stretches]
        case ReopenMode.CONTINUE:
            return [stretches] if stretches else []
        case ReopenMode.NONE:
            return [stretches[:1]] if stretches else []


def _clock(terms: Terms, history: History, at: datetime, *, span: _Span, kind: ClockKind, cycle: int) -> Clock | None:
    ended = span.stopped.at if span.stopped else span.end
    counting = Counting(terms=terms, pauses=_pauses(terms, history, kind, span.gaps))
    first = Grade(since=span.start, severity=history.severity_at(span.start))
    later = [g for g in history.grades if span.start < g.since and (ended is None or g.since < ended)]
    passed = legs(counting, kind, first, later, span.agreed)
    leg, breached = _decided(counting, passed, until=ended or at)
    if leg is None:
        return None
    stopped = span.stopped
    if not passed[-1].anchors:
        dropped = next(each.since for each in reversed(passed) if each.since > leg.since and not each.anchors)
        stopped, ended = None, dropped
    due, goal = _earliest(counting, leg.anchors)
    anchor = _anchor(counting, leg.anchors)
    pauses = counting.pauses[anchor.promise]
    aim = goal if anchor.promise.target is None else due
    open_pause = any(pause.end is None for pause in pauses)
    return Clock(
        kind=kind,
        cycle=cycle,
        turn=turn(passed, leg),
        state=_state(stopped=stopped, breached=breached, ended=ended, paused=open_pause),
        legs=passed,
        leg=leg,
        anchor=anchor,
        started=next(each.since for each in passed if each.anchors),
        due=due,
        goal=goal,
        warnings=() if breached or ended else _warnings(counting, anchor, aim),
        pauses=pauses,
        breached=breached,
        stopped=stopped,
        ended=ended,
        left=None if ended else counting.left(anchor, aim, at),
    )


def _state(
    *, stopped: Contact | Resolved | None, breached: datetime | None, ended: datetime | None, paused: bool
) -> ClockState:
    if breached is not None:
        return ClockState.BREACHED
    if stopped is not None:
        return ClockState.MET
    if ended is not None:
        return ClockState.CANCELLED
    return ClockState.PAUSED if paused else ClockState.RUNNING


def _pauses(
    terms: Terms, history: History, kind: ClockKind, gaps: tuple[Interval, ...]
) -> dict[Promise, tuple[Interval, ...]]:
    promises = {terms.promise(kind, grade.severity) for grade in history.grades}
    return {
        promise: (*gaps, *(pause.interval for pause in history.pauses if pause.reason in promise.paused_by))
        for promise in promises
        if promise is not None
    }


def _decided(counting: Counting, passed: tuple[Leg, ...], *, until: datetime) -> tuple[Leg | None, datetime | None]:
    """The leg that decides the due time, and the due time that was broken: the first broken leg, else the last."""
    decided: Leg | None = None
    for leg, following in zip(passed, [*passed[1:], None], strict=True):
        if not leg.anchors:
            continue
        decided = leg
        due = _earliest(counting, leg.anchors)[0]
        if due is not None and due < (following.since if following else until):
            return leg, due
    return decided, None


def _earliest(counting: Counting, anchors: tuple[Anchor, ...]) -> tuple[datetime | None, datetime | None]:
    """The earliest due time and the earliest goal among anchors."""
    dues = [due for anchor in anchors if (due := counting.due(anchor)) is not None]
    goals = [goal for anchor in anchors if (goal := counting.goal(anchor)) is not None]
    return min(dues, default=None), min(goals, default=None)


def _anchor(counting: Counting, anchors: tuple[Anchor, ...]) -> Anchor:
    """The anchor whose due time comes first; among goals alone, whose goal does; the newest where none is known."""
    for instant in (counting.due, counting.goal):
        known = [(at, index) for index, anchor in enumerate(anchors) if (at := instant(anchor)) is not None]
        if known:
            return anchors[min(known)[1]]
    return anchors[-1]


def _warnings(counting: Counting, anchor: Anchor, aim: datetime | None) -> tuple[tuple[Warn, datetime], ...]:
    """When to warn. A warning that would come at or before the start, or not before the aim, is left out."""
    found = []
    for warn in anchor.promise.warnings:
        if warn.before is not None:
            ahead = counting.terms.length(warn.before, anchor.promise.calendar)
            length = counting.length(anchor) - ahead
            at = counting.after(anchor, length) if length > timedelta(0) else None
        else:
            at = counting.share(anchor, warn.share) if warn.share else None
        if at is not None and (aim is None or at < aim):
            found.append((warn, at))
    return tuple(sorted(found, key=lambda pair: pair[1]))
