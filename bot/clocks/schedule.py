"""An on-call schedule: who is on call at an instant, since when and until when, and when nobody is.

Overrides go before everything, the newest first. Beneath them the first rotation counts that has somebody at the
instant, so one that stands in front of another at certain hours is written above it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from operator import attrgetter

from bot.clocks.rotation import Rotation
from bot.clocks.timeline import Interval

REACH = timedelta(days=512)
"""How far a search looks before and after its instant; a shift that lasts longer is cut off there."""
_LOOKS = (timedelta(days=8), timedelta(days=64), REACH)
"""A search looks near by first: most shifts last a week or less."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Override:
    """One person instead of whoever would be on call, from `starts` until `ends` (half open)."""

    person: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """The people who are on call from `starts` until `ends` (UTC, half open), and by what.

    `rotation` names the one they are in; it is empty for an override and for a shift of an imported calendar.
    """

    people: tuple[str, ...]
    starts: datetime
    ends: datetime
    rotation: str = ""
    override: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """Rotations in the order in which they are asked; `zone` is that in which the schedule is printed.

    `shifts` are those of an imported calendar, which has no rotations. Where they overlap, several people are on call.
    """

    name: str
    zone: str
    rotations: tuple[Rotation, ...] = ()
    shifts: tuple[Shift, ...] = ()

    @property
    def people(self) -> frozenset[str]:
        """Everybody who takes turns or has a shift."""
        members = (person for rotation in self.rotations for person in rotation.members)
        return frozenset(members).union(*(shift.people for shift in self.shifts))


_Layer = Callable[[datetime, datetime], Iterable[Shift]]
_people = attrgetter("people")
_people_and_source = attrgetter("people", "rotation", "override")


def shifts(schedule: Schedule, overrides: Sequence[Override], start: datetime, end: datetime) -> tuple[Shift, ...]:
    """The shifts between two instants in order, cut off at both; a stretch in which nobody is on call has none.

    Of `overrides`, in the order in which they were agreed, the last goes before the others. Shifts that follow on each
    other with the same people by the same rotation, or by overrides, are one.
    """
    found: list[Shift] = []
    for layer in _layers(schedule, overrides):
        beneath = (shift for stretch in _between(found, start, end) for shift in layer(*stretch))
        found = sorted([*found, *beneath], key=lambda shift: shift.starts)
    return tuple(_joined(found, _people_and_source))


def on_call(schedule: Schedule, overrides: Sequence[Override], at: datetime) -> Shift | None:
    """Who is on call at an instant, since when and until when, cut off only at `REACH` before and after it.

    Whoever goes on by another rotation or an override is on call until the end of that; what the shift says besides is
    what holds at the instant. None if nobody is on call.
    """
    for look in _LOOKS:
        found = shifts(schedule, overrides, at - look, at + look)
        now, whole = _at(found, at), _at(_joined(found, _people), at)
        if now is None or whole is None:
            return None
        shift = replace(now, starts=whole.starts, ends=whole.ends)
        if at - look < shift.starts and shift.ends < at + look:
            break
    return shift


def end_in_sight(shift: Shift, at: datetime) -> datetime | None:
    """When the shift that is on call at an instant ends; None where it was cut off, as of one who never hands over."""
    return shift.ends if shift.ends < at + REACH else None


def following(schedule: Schedule, overrides: Sequence[Override], at: datetime) -> Shift | None:
    """The next shift after an instant that other people have than now; None if none begins within `REACH`.

    While nobody is on call it is the next shift.
    """
    for look in _LOOKS:
        ahead = _joined(shifts(schedule, overrides, at, at + look), _people)
        now = _at(ahead, at)
        others = (shift for shift in ahead if shift.starts > at and (now is None or shift.people != now.people))
        upcoming = next(others, None)
        if upcoming is not None and upcoming.ends < at + look:
            break
    return upcoming


def gaps(schedule: Schedule, overrides: Sequence[Override], start: datetime, end: datetime) -> tuple[Interval, ...]:
    """The stretches between two instants in which nobody is on call, in order."""
    return tuple(Interval(*stretch) for stretch in _between(shifts(schedule, overrides, start, end), start, end))


def changes_nothing(schedule: Schedule, overrides: Sequence[Override], override: Override) -> bool:
    """Whether its person is on call anyway, and alone, all the time that a further override would hold.

    Of one that holds for longer than `REACH` the beginning decides.
    """
    if override.ends <= override.starts:
        return True
    until = min(override.ends, override.starts + REACH)
    found = _joined(shifts(schedule, overrides, override.starts, until), _people)
    return [(shift.people, shift.starts, shift.ends) for shift in found] == [
        ((override.person,), override.starts, until)
    ]


def _at(found: Iterable[Shift], at: datetime) -> Shift | None:
    return next((shift for shift in found if shift.starts <= at < shift.ends), None)


def _layers(schedule: Schedule, overrides: Sequence[Override]) -> Iterator[_Layer]:
    """What gives shifts between two instants, in order and cut off at both; what goes before everything first."""
    yield from (partial(_of_override, override) for override in reversed(overrides))
    yield from (partial(_of_rotation, rotation) for rotation in schedule.rotations)
    yield partial(_of_calendar, schedule.shifts)


def _of_override(override: Override, start: datetime, end: datetime) -> Iterator[Shift]:
    starts, ends = max(override.starts, start), min(override.ends, end)
    if starts < ends:
        yield Shift(people=(override.person,), starts=starts, ends=ends, override=True)


def _of_rotation(rotation: Rotation, start: datetime, end: datetime) -> Iterator[Shift]:
    for turn in rotation.turns(start, end):
        yield Shift(people=(turn.person,), starts=turn.starts, ends=turn.ends, rotation=rotation.name)


def _of_calendar(imported: Sequence[Shift], start: datetime, end: datetime) -> Iterator[Shift]:
    """The shifts of a calendar, cut where one of them begins or ends, with everybody who has one there."""
    touching = [shift for shift in imported if shift.starts < end and start < shift.ends]
    upcoming = sorted(touching, key=lambda shift: shift.starts, reverse=True)
    bounds = {min(max(bound, start), end) for shift in touching for bound in (shift.starts, shift.ends)}
    present: list[Shift] = []
    for starts, ends in pairwise(sorted(bounds)):
        while upcoming and upcoming[-1].starts <= starts:
            present.append(upcoming.pop())
        present = [shift for shift in present if shift.ends > starts]
        people = {person for shift in present for person in shift.people}
        if people:
            yield Shift(people=tuple(sorted(people)), starts=starts, ends=ends)


def _between(found: Iterable[Shift], start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches from one instant to another in which there is none of the shifts."""
    at = start
    for shift in found:
        if at < shift.starts:
            yield at, shift.starts
        at = shift.ends
    if at < end:
        yield at, end


def _joined(found: Iterable[Shift], alike: Callable[[Shift], object]) -> list[Shift]:
    """The same shifts with those made one that follow on each other without a gap and are alike."""
    result: list[Shift] = []
    for shift in found:
        if result and result[-1].ends == shift.starts and alike(result[-1]) == alike(shift):
            result[-1] = replace(result[-1], ends=shift.ends)
        else:
            result.append(shift)
    return result
