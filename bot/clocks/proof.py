"""A due instant as steps: every counted stretch, every night, weekend, holiday and pause between start and due.

The steps follow one another without a gap, and what they count adds up to the length; so whoever reads them can
check the due instant with a calendar on the wall. Where nothing is ever due, the last step says why.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby, islice
from zoneinfo import ZoneInfo

from bot.clocks.calendar import Calendar, Day, DayKind
from bot.clocks.timeline import ALWAYS, MICROSECOND, REACH, Interval, Timeline, joined

LONGEST_ENDLESS = 1_000
"""Steps that a walk without a due instant shows at most before its last one."""

_Stretch = tuple["StepKind", str, datetime, datetime]


class StepKind(StrEnum):
    """What a stretch of time did to the clock."""

    COUNTED = "counted"
    """It was open and not paused: this time was used."""
    NIGHT = "night"
    """Closed between the hours of one date and those of the next."""
    WEEKEND = "weekend"
    """Closed on Saturday and Sunday, with the evening before and the morning after."""
    HOLIDAY = "holiday"
    """Closed on a holiday, which the label names with its date."""
    CLOSED = "closed"
    """Closed otherwise: a break in a split shift, a weekday without hours, or for good."""
    PAUSED = "paused"
    """The clock was stopped, open or not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One stretch of a walk, in UTC; `end` is None for what never ends. `total` is what was counted by its end."""

    kind: StepKind
    start: datetime
    end: datetime | None
    label: str
    counted: timedelta
    total: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """The way from a start to the instant when a length is used up; `due` is None if it never is."""

    start: datetime
    due: datetime | None
    length: timedelta
    steps: tuple[Step, ...]


def walk(calendar: Calendar | None, start: datetime, length: timedelta, pauses: Sequence[Interval] = ()) -> Walk:
    """Prove when `length` of open, unpaused time after `start` is used up; without a calendar it is always open.

    Raises ValueError for a negative length: a proof only walks forwards.
    """
    if length < timedelta():
        raise ValueError(f"a proof walks forwards, got the length {length}")
    due = _timeline(calendar).add(start, length, pauses)
    start = start.astimezone(UTC)
    stopped = joined(pauses)
    if due is None:
        return Walk(start=start, due=None, length=length, steps=_never(calendar, start, stopped))
    steps = _summed(_stretches(calendar, start, due, stopped))
    return Walk(start=start, due=due, length=length, steps=tuple(steps))


def _never(calendar: Calendar | None, start: datetime, stopped: list[Interval]) -> tuple[Step, ...]:
    """What is counted at all, and then one step that says why the rest never is."""
    unended = bool(stopped) and stopped[-1].end is None
    until = max(stopped[-1].start, start) if unended else _far_from(start)
    steps = list(_summed(islice(_stretches(calendar, start, until, stopped), LONGEST_ENDLESS)))
    if unended and _reached(start, steps) == until:
        kind, label = StepKind.PAUSED, "paused, not resumed yet"
    else:
        while steps and steps[-1].kind not in (StepKind.COUNTED, StepKind.PAUSED):
            steps.pop()
        kind, label = StepKind.CLOSED, f"not used up within {REACH} years"
        if _timeline(calendar).next_open(_reached(start, steps)) is None:
            label = "no opening follows"
    last = Step(
        kind=kind,
        start=_reached(start, steps),
        end=None,
        label=label,
        counted=timedelta(),
        total=steps[-1].total if steps else timedelta(),
    )
    return (*steps, last)


def _reached(start: datetime, steps: Sequence[Step]) -> datetime:
    return steps[-1].end or start if steps else start


def _summed(stretches: Iterable[_Stretch]) -> Iterator[Step]:
    total = timedelta()
    for kind, label, start, end in stretches:
        counted = end - start if kind is StepKind.COUNTED else timedelta()
        total += counted
        yield Step(kind=kind, start=start, end=end, label=label, counted=counted, total=total)


def _stretches(
    calendar: Calendar | None, start: datetime, until: datetime, stopped: list[Interval]
) -> Iterator[_Stretch]:
    at = start
    for pause in stopped:
        begin, end = max(pause.start, start), min(pause.end or until, until)
        if begin < end:
            yield from _running(calendar, at, begin)
            yield StepKind.PAUSED, "paused", begin, end
            at = end
    yield from _running(calendar, at, until)


def _running(calendar: Calendar | None, start: datetime, until: datetime) -> Iterator[_Stretch]:
    at = start
    for interval in _timeline(calendar).intervals(start, until):
        if calendar and at < interval.start:
            yield from _closed(calendar, at, interval.start)
        at = interval.end or until
        yield StepKind.COUNTED, _opening(calendar, interval.start), interval.start, at
    if calendar and at < until:
        yield from _closed(calendar, at, until)


def _closed(calendar: Calendar, start: datetime, until: datetime) -> Iterator[_Stretch]:
    """A closed stretch, cut at local midnight where its cause changes.

    The evening before closed dates and the morning after them belong to those dates, so that a weekend is one step.
    """
    zone = ZoneInfo(calendar.zone)
    first, last = start.astimezone(zone), (until - MICROSECOND).astimezone(zone)
    dates = [first.date() + timedelta(days=number) for number in range((last.date() - first.date()).days + 1)]
    causes = [(*_cause(calendar.day(each), each), each) for each in dates if not calendar.day(each).spans]
    if not causes:
        yield *_between(calendar.day(first.date()), first, last), start, until
        return
    groups = [(cause, next(group)[2]) for cause, group in groupby(causes, key=lambda each: each[:2])]
    cuts = [datetime.combine(each, time(), zone).astimezone(UTC) for _, each in groups[1:]]
    for (cause, _), begin, end in zip(groups, [start, *cuts], [*cuts, until], strict=True):
        if begin < end:
            yield *cause, begin, end


def _cause(day: Day, on: date) -> tuple[StepKind, str]:
    match day.kind:
        case DayKind.HOLIDAY:
            return StepKind.HOLIDAY, f"{day.reason}, {on:%A} {on.day} {on:%B %Y}"
        case DayKind.WEEKEND:
            return StepKind.WEEKEND, day.reason
        case _:
            return StepKind.CLOSED, day.reason


def _between(day: Day, first: datetime, last: datetime) -> tuple[StepKind, str]:
    """A break when the same date has hours before and after, else a night."""
    opens = [span for span in day.spans if first.date() == last.date()]
    before = any(span.closes <= _second_of_day(first) for span in opens)
    after = any(span.opens > _second_of_day(last) for span in opens)
    return (StepKind.CLOSED, "break") if before and after else (StepKind.NIGHT, "night")


def _second_of_day(local: datetime) -> int:
    return local.hour * 3600 + local.minute * 60 + local.second


def _opening(calendar: Calendar | None, at: datetime) -> str:
    if calendar is None:
        return "open"
    return calendar.day(at.astimezone(ZoneInfo(calendar.zone)).date()).reason or "open"


def _timeline(calendar: Calendar | None) -> Timeline:
    return calendar.timeline if calendar else ALWAYS


def _far_from(start: datetime) -> datetime:
    return start.replace(month=1, day=1, year=min(start.year + REACH, MAXYEAR))
