"""What a change of severity does to a due time: the legs of a clock and what each counts from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from bot.clocks.contract import ClockKind, Promise, RegradeMode, Terms
from bot.clocks.durations import Target
from bot.clocks.ledger import Grade
from bot.clocks.timeline import Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """What a due time counts from: an instant and the promise in force, or an instant agreed with the customer."""

    since: datetime
    promise: Promise
    agreed: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Leg:
    """A stretch of a clock at one severity; the earliest due time of its anchors decides. No anchor: not promised."""

    since: datetime
    severity: str
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counting:
    """The terms, and which pauses each promise leaves out: all that is needed to count from an anchor."""

    terms: Terms
    pauses: Mapping[Promise, tuple[Interval, ...]]

    def due(self, anchor: Anchor) -> datetime | None:
        """When the promise falls due; None without a target, or while a pause before it has no end."""
        return self._reached(anchor, anchor.promise.target)

    def aim(self, anchor: Anchor) -> datetime | None:
        """The due time, or the goal where the contract names no target."""
        return self.goal(anchor) if anchor.promise.target is None else self.due(anchor)

    def goal(self, anchor: Anchor) -> datetime | None:
        """When the team's own goal falls due; None as for `due`."""
        return self._reached(anchor, anchor.promise.goal)

    def share(self, anchor: Anchor, share: Fraction) -> datetime | None:
        """When a share of the aim has been used up."""
        return self.after(anchor, _part(self.length(anchor), share))

    def after(self, anchor: Anchor, length: timedelta) -> datetime | None:
        """When so much of the promise's own time has passed since the anchor."""
        if anchor.agreed is not None:
            return anchor.since + length
        return self.terms.timeline(anchor.promise.calendar).add(anchor.since, length, self.pauses[anchor.promise])

    def length(self, anchor: Anchor) -> timedelta:
        """How much time the aim gives; the real time until it where it was agreed."""
        if anchor.agreed is not None:
            return anchor.agreed - anchor.since
        return self.terms.length(anchor.promise.aim, anchor.promise.calendar)

    def left(self, anchor: Anchor, at: datetime) -> timedelta:
        """How much counted time there is from `at` to the aim, negative once past."""
        if anchor.agreed is not None:
            return anchor.agreed - at
        timeline, pauses = self.terms.timeline(anchor.promise.calendar), self.pauses[anchor.promise]
        aim = self.aim(anchor)
        if aim is not None:
            return timeline.elapsed(at, aim, pauses)
        return self.length(anchor) - timeline.elapsed(anchor.since, at, pauses)

    def _reached(self, anchor: Anchor, target: Target | None) -> datetime | None:
        if target is None:
            return None
        if anchor.agreed is not None:
            return anchor.agreed
        return self.after(anchor, self.terms.length(target, anchor.promise.calendar))


def legs(
    counting: Counting, kind: ClockKind, grades: Iterable[Grade], start: datetime, agreed: datetime | None
) -> tuple[Leg, ...]:
    """The severities a clock passed through from its `start`: the one it started at and each regrade, in order."""
    passed: list[Leg] = []
    for grade in grades:
        since = max(grade.since, start)
        promise = counting.terms.promise(kind, grade.severity)
        anchors: tuple[Anchor, ...] = ()
        if promise is not None:
            from_start = Anchor(since=start, promise=promise, agreed=agreed)
            anchors = _anchors(counting, passed, grade, from_start) if passed else (from_start,)
        if grade.undo and len(passed) > 1 and passed[-2].severity == grade.severity:
            anchors = passed[-2].anchors
        passed.append(Leg(since=since, severity=grade.severity, anchors=anchors))
    return tuple(passed)


def turn(passed: Sequence[Leg]) -> int:
    """Which of the due times that these legs set holds at their end, 0 for the first; one put back is not a new one."""
    anchors = [leg.anchors for leg in passed if leg.anchors]
    return list(dict.fromkeys(anchors)).index(anchors[-1])


def _anchors(counting: Counting, passed: list[Leg], grade: Grade, from_start: Anchor) -> tuple[Anchor, ...]:
    contract, promise = counting.terms.contract, from_start.promise
    from_regrade = Anchor(since=grade.since, promise=promise)
    match contract.regrade:
        case RegradeMode.RECOMPUTE:
            return (from_start,)
        case RegradeMode.RESTART:
            return (from_regrade,)
        case RegradeMode.FAIR:
            before = passed[-1]
            if contract.rank(grade.severity) > contract.rank(before.severity):
                return (from_start,)
            # A severity that was lowered by mistake and raised again has not won time by it: what it had
            # promised before still holds, unless that moment passed while it was lowered.
            promised_before = tuple(
                anchor
                for leg in passed
                if any(anchor.promise == promise for anchor in leg.anchors)
                for anchor in leg.anchors
                if (due := counting.due(anchor)) is None or due > grade.since
            )
            return _earliest_of_each((*before.anchors, *promised_before, from_regrade))


def _earliest_of_each(anchors: Iterable[Anchor]) -> tuple[Anchor, ...]:
    """Of the anchors of one promise only the earliest: the others fall due after it, whatever is paused."""
    earliest: dict[tuple[Promise, datetime | None], Anchor] = {}
    for anchor in sorted(anchors, key=lambda each: each.since):
        earliest.setdefault((anchor.promise, anchor.agreed), anchor)
    return tuple(earliest.values())


def _part(length: timedelta, share: Fraction) -> timedelta:
    return timedelta(microseconds=round(length // timedelta(microseconds=1) * share))
