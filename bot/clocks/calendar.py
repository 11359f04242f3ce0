"""When a desk is open: weekly hours in a zone, holidays, exceptions on dates, versions from a date on.

A calendar answers for local dates (`day`) and compiles them to UTC openings (`timeline`). Membership goes by the
wall clock: an hour that is repeated when the clocks go back counts twice, one that is skipped does not count,
and a local date that the zone leaves out has no hours.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, date, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

from bot.clocks.holiday_set import HolidaySet
from bot.clocks.hours import DAY, Span, Week, union, weekly_hours
from bot.clocks.nearest import nearest
from bot.clocks.timeline import EPOCH, MICROSECOND, Stretch, Timeline, year_bounds

__all__ = [
    "Calendar",
    "Day",
    "DayKind",
    "HolidaySet",
    "Span",
    "Version",
    "Week",
    "business_day_length",
    "weekly_hours",
]

_SECOND = 1_000_000
_FIRST_DAY = date.min.toordinal() - EPOCH.toordinal()
_LAST_DAY = date.max.toordinal() - EPOCH.toordinal()
_SATURDAY = 5


class DayKind(StrEnum):
    """Why a local date has the hours that it has."""

    ORDINARY = "ordinary"
    """The hours of its weekday."""
    SPECIAL = "special"
    """Hours of its own: a half day, an extra opening."""
    WEEKEND = "weekend"
    """A Saturday or Sunday without hours in a week that has some, also where a holiday falls on it."""
    HOLIDAY = "holiday"
    """A holiday, published or added, closes what would have been open."""
    CLOSED = "closed"
    """Another weekday without hours, or a date whose own hours are none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """The hours of one local date and the reason for them in words; an ordinary open day needs none."""

    spans: tuple[Span, ...]
    kind: DayKind
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """Weekly hours that hold from a local date on."""

    effective: date
    weekly: Week

    def __post_init__(self) -> None:
        object.__setattr__(self, "weekly", _checked(self.weekly))


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """When a desk is open, in the wall-clock time of an IANA zone.

    `closed` adds holidays by name, `not_closed` takes published ones away; `special` replaces the weekly hours
    of a date, but a holiday beats it. Of `versions` the latest that is effective on a date holds; before the
    first it is `weekly`. Overlapping spans are joined. The mappings are copied, and nobody changes them.
    Raises ValueError for an unknown zone, a weekday other than 0 to 6, two versions on one date, and a date both
    in `closed` and in `not_closed`.
    """

    name: str
    zone: str
    weekly: Week
    holidays: HolidaySet | None = None
    closed: Mapping[date, str] = field(default_factory=dict)
    not_closed: frozenset[date] = frozenset()
    special: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    versions: tuple[Version, ...] = ()
    business_day: timedelta | None = None

    def __post_init__(self) -> None:
        _zone(self.zone)
        object.__setattr__(self, "weekly", _checked(self.weekly))
        object.__setattr__(self, "closed", dict(self.closed))
        object.__setattr__(self, "not_closed", frozenset(self.not_closed))
        object.__setattr__(self, "special", {day: union(spans) for day, spans in self.special.items()})
        object.__setattr__(self, "versions", tuple(sorted(self.versions, key=lambda each: each.effective)))
        if contradicted := self.not_closed & self.closed.keys():
            raise ValueError(f"{min(contradicted)} is both closed and not closed in calendar {self.name!r}")
        if len({version.effective for version in self.versions}) < len(self.versions):
            raise ValueError(f"calendar {self.name!r} has two versions effective on the same date")

    def __hash__(self) -> int:
        return hash((self.name, self.zone, self.holidays, self.business_day))

    @cached_property
    def timeline(self) -> Timeline:
        """The openings of this calendar in UTC, compiled as far as they are asked for."""
        return Timeline(self._openings, self._years())

    def day(self, day: date) -> Day:
        """The hours of a local date, and why."""
        week = self.week_on(day)
        weekly = week.get(day.weekday(), ())
        spans = self.special.get(day, weekly)
        if not spans:
            weekend = week and day.weekday() >= _SATURDAY and day not in self.special
            kind = DayKind.WEEKEND if weekend else DayKind.CLOSED
            return Day(spans=(), kind=kind, reason=kind.value)
        if holiday := self.holiday_on(day):
            return Day(spans=(), kind=DayKind.HOLIDAY, reason=holiday)
        if spans == weekly:
            return Day(spans=spans, kind=DayKind.ORDINARY, reason="")
        return Day(spans=spans, kind=DayKind.SPECIAL, reason=_special_reason(spans, weekly))

    def holiday_on(self, day: date) -> str | None:
        """The name of the holiday that is kept on a local date, whether it would be open otherwise or not."""
        if day in self.not_closed:
            return None
        return self.closed.get(day) or (self.holidays.name_on(day) if self.holidays else None)

    def week_on(self, day: date) -> Week:
        """The weekly hours of the version that holds on a local date."""
        for version in reversed(self.versions):
            if version.effective <= day:
                return version.weekly
        return self.weekly

    def _openings(self, year: int) -> Iterator[Stretch]:
        for begin, finish, offset in _constant_offsets(_zone(self.zone), *year_bounds(year)):
            first = max((begin + offset) // (DAY * _SECOND), _FIRST_DAY)
            last = min((finish - 1 + offset) // (DAY * _SECOND), _LAST_DAY)
            for number in range(first, last + 1):
                midnight = number * DAY * _SECOND - offset
                for span in self.day(date.fromordinal(EPOCH.toordinal() + number)).spans:
                    opening = max(midnight + span.opens * _SECOND, begin)
                    closing = min(midnight + span.closes * _SECOND, finish)
                    if opening < closing:
                        yield opening, closing

    def _years(self) -> range:
        """The years that can have an opening, with one to spare at each end: UTC may be a year off there."""
        starts = [date.min, *(version.effective for version in self.versions)]
        ends = [*starts[1:], date.max]
        weeks = [self.weekly, *(version.weekly for version in self.versions)]
        years = [day.year for day, spans in self.special.items() if spans]
        for start, end, week in zip(starts, ends, weeks, strict=True):
            if week:
                years += (start.year, end.year)
        return range(max(min(years) - 1, MINYEAR), min(max(years) + 1, MAXYEAR) + 1) if years else range(0)


def business_day_length(calendar: Calendar) -> timedelta:
    """How long one business day is: as the calendar declares, or else what all its open weekdays share.

    Raises ValueError where none is declared and the weekdays or versions differ, or nothing is open.
    """
    if calendar.business_day is not None:
        return calendar.business_day
    weeks = [calendar.weekly, *(version.weekly for version in calendar.versions)]
    lengths = {_length(spans) for week in weeks for spans in week.values()}
    if len(lengths) != 1:
        found = "has days of different length" if lengths else "is never open"
        raise ValueError(f"calendar {calendar.name!r} {found}; declare how long its business day is")
    return lengths.pop()


def _checked(week: Week) -> Week:
    for weekday in week:
        if weekday not in range(7):
            raise ValueError(f"expected a weekday from 0 (Monday) to 6 (Sunday), got {weekday}")
    return {weekday: union(spans) for weekday, spans in sorted(week.items()) if spans}


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"unknown time zone {name!r}{nearest(name, available_timezones())}") from None


def _special_reason(spans: tuple[Span, ...], weekly: tuple[Span, ...]) -> str:
    if not weekly:
        return "extra opening"
    return "half day" if _length(spans) < _length(weekly) else "special hours"


def _length(spans: tuple[Span, ...]) -> timedelta:
    return sum((span.length for span in spans), timedelta())


def _constant_offsets(zone: ZoneInfo, begin: int, finish: int) -> Iterator[tuple[int, int, int]]:
    """Cut a stretch where the zone changes its offset from UTC: begin, end and offset, all in microseconds.

    Zones do not change twice within 24 hours, so looking once a day finds every change.
    """
    offset = _offset(zone, begin)
    for at in range(begin, finish, DAY * _SECOND):
        upcoming = min(at + DAY * _SECOND, finish)
        if (changed := _offset(zone, upcoming)) != offset:
            change = at + _SECOND * _first_second(zone, range(at, upcoming, _SECOND), changed)
            yield begin, change, offset
            begin, offset = change, changed
    yield begin, finish, offset


def _first_second(zone: ZoneInfo, seconds: range, offset: int) -> int:
    return bisect_left(seconds, True, key=lambda second: _offset(zone, second) == offset)


def _offset(zone: ZoneInfo, at: int) -> int:
    # Within a day of the first and the last instant the local time may be one that datetime cannot hold.
    first, last = year_bounds(MINYEAR)[0] + DAY * _SECOND, year_bounds(MAXYEAR)[1] - DAY * _SECOND
    instant = EPOCH + min(max(at, first), last) * MICROSECOND
    return (instant.astimezone(zone).replace(tzinfo=UTC) - instant) // MICROSECOND
