"""When a desk is open and why not, and when the clocks change: what the time bar says beside the time."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clocks.calendar import Calendar, DayKind
from bot.clocks.local_time import in_zone
from bot.wall.rows import moment

HORIZON = timedelta(days=400)
"""How far ahead the next change is looked for."""
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """Whether a desk is open at an instant, until when (None: as far as one can see), and why it is closed then."""

    is_open: bool
    until: datetime | None
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockChange:
    """The instant at which the clocks of a zone are put forward, or back where `by` is negative."""

    at: datetime
    zone: str
    by: timedelta


def standing(calendar: Calendar, at: datetime) -> Standing:
    """How a desk stands at an instant. A night between two open days needs no reason."""
    if calendar.timeline.is_open(at):
        closing = next(calendar.timeline.intervals(at, at + HORIZON)).end
        return Standing(is_open=True, until=closing if closing != at + HORIZON else None)
    until = calendar.timeline.next_open(at)
    reasons = dict.fromkeys(_closed_days(calendar, at, until or at + HORIZON))
    return Standing(is_open=False, until=until, reason=", ".join(reasons))


def _closed_days(calendar: Calendar, at: datetime, until: datetime) -> Iterator[str]:
    """Why there are no hours on the local dates from an instant up to the one before another's."""
    zone = ZoneInfo(calendar.zone)
    date, last = at.astimezone(zone).date(), until.astimezone(zone).date()
    while date < last:
        day = calendar.day(date)
        if not day.spans:
            yield day.reason if day.kind is not DayKind.CLOSED else f"no hours on {date:%A}"
        date += DAY


def next_clock_change(zones: Iterable[str], at: datetime) -> ClockChange | None:
    """The first change of any of these zones' offset from UTC after an instant; None where there is none for a year."""
    changes = [change for zone in zones if (change := _next_change(zone, at)) is not None]
    return min(changes, key=lambda change: change.at, default=None)


def _next_change(name: str, at: datetime) -> ClockChange | None:
    """The change is looked for day by day: no zone changes twice within one."""
    zone, since = ZoneInfo(name), at.replace(microsecond=0)
    offset = _offset(zone, since)
    while since < at + HORIZON:
        if _offset(zone, since + DAY) != offset:
            change = _first_with_another_offset(zone, since)
            return ClockChange(at=change, zone=name, by=_offset(zone, change) - offset)
        since += DAY
    return None


def _first_with_another_offset(zone: ZoneInfo, since: datetime) -> datetime:
    """The first second, of those within a day, that has another offset than the one at `since`."""
    before = _offset(zone, since)
    seconds = range(DAY // SECOND + 1)
    return since + SECOND * bisect_left(seconds, True, key=lambda each: _offset(zone, since + each * SECOND) != before)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def near(at: datetime, now: datetime, zone: str) -> str:
    """An instant as the team of a desk says it: `18:00 PDT`, `Mon 06:00 PDT`, `Sun 25 Oct 03:00 CEST`."""
    return f"{moment(at, now, zone)} {in_zone(at, zone).format('zz')}"


def city(zone: str) -> str:
    """What people call a zone: `Los Angeles`."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
