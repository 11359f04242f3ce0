"""What a contract's calendars probably did not mean."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clocks.calendar import Calendar
from bot.contracts.mismatch import Path
from bot.contracts.reader import Reading
from bot.contracts.rules import Remark, Rule

_LOOK_AHEAD = timedelta(days=2 * 366)
_WEEK = 7


def calendar_remarks(reading: Reading, on: date) -> Iterator[Remark]:
    """Everything about the calendars of a file, as of a date."""
    used = {promise.calendar for plan in reading.form.plans.values() for promise in plan.promises}
    used |= {chain.coverage for plan in reading.form.plans.values() for chain in plan.paging.values()}
    used |= {each.calendar for each in (reading.form.rules.agreement, reading.form.routing.tam) if each is not None}
    for name, calendar in reading.contract.calendars.items():
        path: Path = ("calendars", name)
        if name not in used:
            yield Remark(rule=Rule.UNUSED_CALENDAR, path=path, message="nothing counts or pages in this calendar")
        if calendar.timeline.next_open(datetime.combine(on, time(), UTC)) is None:
            message = f"is never open after {on}, so no target in it is ever due"
            yield Remark(rule=Rule.NEVER_OPEN, path=path, message=message)
        yield from _holidays(path, calendar, on)
        yield from _versions(path, calendar, reading.contract.effective)
        yield from _clock_changes(path, calendar, on)


def _holidays(path: Path, calendar: Calendar, on: date) -> Iterator[Remark]:
    if calendar.holidays is None and not calendar.closed:
        if len(calendar.weekly) < _WEEK:
            message = "counts on every public holiday, because it names no holiday set"
            yield Remark(rule=Rule.NO_HOLIDAYS, path=path, message=message)
        return
    upcoming = on.year + 1
    published = calendar.holidays.in_year(upcoming) if calendar.holidays else {}
    if not published and not any(day.year == upcoming for day in calendar.closed):
        key = "closed" if calendar.holidays is None else "holidays"
        message = f"has no holiday in {upcoming}, so every date of that year will count"
        yield Remark(rule=Rule.HOLIDAYS_END, path=(*path, key), message=message)


def _versions(path: Path, calendar: Calendar, effective: date) -> Iterator[Remark]:
    for index, version in enumerate(calendar.versions):
        if version.effective <= effective:
            message = f"starts on {version.effective}, but the contract is not in force before {effective}"
            yield Remark(rule=Rule.VERSION_BEFORE_CONTRACT, path=(*path, "versions", index), message=message)


def _clock_changes(path: Path, calendar: Calendar, on: date) -> Iterator[Remark]:
    """The first opening or closing in the years ahead at a wall-clock time that is skipped or repeated."""
    zone = ZoneInfo(calendar.zone)
    for ahead in range(_LOOK_AHEAD.days):
        day = on + timedelta(days=ahead)
        midnight = datetime.combine(day, time(), zone)
        if midnight.utcoffset() == (midnight + timedelta(days=1)).utcoffset():
            continue
        for span in calendar.day(day).spans:
            for seconds, verb in ((span.opens, "open"), (span.closes, "close")):
                edge = datetime.combine(day, time()) + timedelta(seconds=seconds)
                if change := _inside_change(edge, zone):
                    message = f"on {day} the clocks {change} {edge:%H:%M}, when these hours {verb}"
                    yield Remark(rule=Rule.HOURS_IN_CLOCK_CHANGE, path=(*path, "hours"), message=message)
                    return


def _inside_change(edge: datetime, zone: ZoneInfo) -> str | None:
    """Whether a wall-clock time lies strictly inside the hour that the zone skips or repeats, as a verb."""
    offsets = [_both_offsets(moment, zone) for moment in (edge, edge - timedelta(seconds=1))]
    if any(first == second for first, second in offsets):
        return None
    first, second = offsets[0]
    return "skip" if first < second else "repeat"


def _both_offsets(moment: datetime, zone: ZoneInfo) -> tuple[timedelta, timedelta]:
    first, second = (moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first or timedelta(), second or timedelta()
