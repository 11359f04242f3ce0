"""Contract and ledger and an instant in, every clock of the ticket out.

A clock is one promise running once: it starts, perhaps is regraded and paused, and ends met, breached or cancelled.
Nothing is remembered between calls. Because entries are only ever appended, a clock that was breached at one instant
is breached at every later one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise, takewhile

from bot.clocks.contract import ClockKind, Promise, ReopenMode, Terms, Warn
from bot.clocks.entries import CalledBack, Contact, Reopened, Resolved
from bot.clocks.ledger import History, Stretch
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
    """Which of the due times that regrades have set: 0 before any, and again where one was undone."""
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


_KEPT_BY: Mapping[ClockKind, tuple[type[Contact | Resolved], ...]] = {
    # To propose the resolution to the customer answers them, too.
    ClockKind.FIRST_RESPONSE: (Contact, Resolved),
    ClockKind.CALL_BACK: (CalledBack,),
    ClockKind.NEXT_UPDATE: (Contact, Resolved),
    ClockKind.RESOLUTION: (Resolved,),
}


def evaluate(terms: Terms, history: History, at: datetime) -> tuple[Clock, ...]:
    """Every clock of a ticket as it stood at an instant, in the order of `ClockKind` and cycle.

    Entries after `at` are ignored. A promise is kept up to and including its due instant. On a ticket that was taken
    without promises no clock runs (V22).
    """
    if not history.covered:
        return ()
    if history.entries and history.entries[-1].at > at:
        history = history.until(at)
    return tuple(
        clock
        for kind in ClockKind
        for cycle, span in enumerate(_spans(terms, kind, history), start=1)
        if (clock := _clock(terms, history, at, span=span, kind=kind, cycle=cycle)) is not None
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Span:
    """Where a clock may run: from the entry at place `first` to the one at `last`, the `gaps` left out."""

    first: int
    last: int | None
    gaps: tuple[Interval, ...]


def _spans(terms: Terms, kind: ClockKind, history: History) -> Iterator[_Span]:
    for run in _runs(history, terms.contract.reopen):
        first, last = run[0].first, run[-1].last
        gaps = tuple(
            Interval(before.interval.end, after.interval.start)
            for before, after in pairwise(run)
            if before.interval.end is not None
        )
        match kind:
            case ClockKind.FIRST_RESPONSE:
                yield _Span(first=first, last=next(history.places(_KEPT_BY[kind], first, last), last), gaps=gaps)
            case ClockKind.CALL_BACK:
                # A call made while none was promised is no answer to a severity that calls for one later.
                calls = (
                    place
                    for place in history.places(CalledBack, first, last)
                    if terms.promise(kind, history.grades_in(place, last)[0].severity) is not None
                )
                yield _Span(first=first, last=next(calls, last), gaps=gaps)
            case ClockKind.NEXT_UPDATE:
                contacts = list(history.places(Contact, first, last))
                for contact, following in zip(contacts, [*contacts[1:], last], strict=False):
                    yield _Span(first=contact, last=following, gaps=gaps)
            case ClockKind.RESOLUTION:
                yield _Span(first=first, last=last, gaps=gaps)


def _runs(history: History, mode: ReopenMode) -> list[tuple[Stretch, ...]]:
    """The stretches of work that one run of a promise spans; `ReopenMode` says in words what each mode means.

    Where a reopening starts no clock, an objection still lets them go on: what the customer does not agree to be
    resolved was never finished.
    """
    stretches = history.stretches
    match mode:
        case ReopenMode.NEW_CYCLE:
            return [(stretch,) for stretch in stretches]
        case ReopenMode.CONTINUE:
            return [stretches] if stretches else []
        case ReopenMode.NONE:
            reopened = (
                index for index, each in enumerate(stretches) if isinstance(history.entries[each.first], Reopened)
            )
            return [stretches[: next(reopened, len(stretches))]] if stretches else []


def _clock(terms: Terms, history: History, at: datetime, *, span: _Span, kind: ClockKind, cycle: int) -> Clock | None:
    begun, last = history.entries[span.first], None if span.last is None else history.entries[span.last]
    stopped = last if isinstance(last, _KEPT_BY[kind]) else None
    ended = None if last is None else last.at
    grades = history.grades_in(span.first, span.last)
    promises = {promise for grade in grades if (promise := terms.promise(kind, grade.severity)) is not None}

    def counting_until(end: datetime | None) -> Counting:
        pauses = {promise: _pauses(history, promise, span, begun.at, end) for promise in promises}
        return Counting(terms=terms, pauses=pauses)

    counting = counting_until(ended)
    agreed = begun.next_update if isinstance(begun, Contact) else None
    passed = legs(counting, kind, grades, begun.at, agreed)
    decided, breached = _decided(counting, passed, until=ended or at)
    if decided is None:
        return None
    leg = passed[decided]
    if not passed[-1].anchors:
        unpromised = takewhile(lambda each: not each.anchors, reversed(passed))
        stopped, ended = None, min(each.since for each in unpromised)
        counting = counting_until(ended)
    anchor = _anchor(counting, leg.anchors, ended or at)
    pauses = () if anchor.agreed else counting.pauses[anchor.promise]
    aim = counting.aim(anchor)
    return Clock(
        kind=kind,
        cycle=cycle,
        turn=turn(passed[: decided + 1]),
        state=_state(
            stopped=stopped,
            breached=breached,
            ended=ended,
            paused=aim is None and any(pause.end is None for pause in pauses),
        ),
        legs=passed,
        leg=leg,
        anchor=anchor,
        started=next(each.since for each in passed if each.anchors),
        due=counting.due(anchor),
        goal=counting.goal(anchor),
        warnings=() if breached or ended else _warnings(counting, anchor, aim),
        pauses=pauses,
        breached=breached,
        stopped=stopped,
        ended=ended,
        left=None if ended else counting.left(anchor, at),
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
    history: History, promise: Promise, span: _Span, start: datetime, end: datetime | None
) -> tuple[Interval, ...]:
    """What a promise leaves out while it runs: the waits that the contract pauses it for, and the gaps."""
    waits = (pause.interval for pause in history.pauses if pause.reason in promise.paused_by)
    return tuple(
        each if end is None or (each.end is not None and each.end <= end) else Interval(each.start, end)
        for each in (*span.gaps, *waits)
        if (each.end is None or each.end > start) and (end is None or each.start < end)
    )


def _decided(counting: Counting, passed: tuple[Leg, ...], *, until: datetime) -> tuple[int | None, datetime | None]:
    """Which leg decides the due time, and the due time that was broken: the first broken leg, else the last."""
    decided: int | None = None
    for index, (leg, following) in enumerate(zip(passed, [*passed[1:], None], strict=True)):
        if not leg.anchors:
            continue
        decided = index
        due = min((due for anchor in leg.anchors if (due := counting.due(anchor)) is not None), default=None)
        if due is not None and due < (following.since if following else until):
            return index, due
    return decided, None


def _anchor(counting: Counting, anchors: tuple[Anchor, ...], at: datetime) -> Anchor:
    """The anchor that decides: the one whose aim comes first, or while all stand still the one with the least left.

    What the contract promises goes before the team's own goal.
    """
    promised = [anchor for anchor in anchors if anchor.promise.target is not None] or anchors
    known = [(aim, index) for index, anchor in enumerate(promised) if (aim := counting.aim(anchor)) is not None]
    if known:
        return promised[min(known)[1]]
    return min(promised, key=lambda anchor: counting.left(anchor, at))


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
