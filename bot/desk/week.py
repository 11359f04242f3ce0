"""A week of an on-call schedule, day by day as the clock of its reader shows them. It changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clocks.schedule import REACH, Override, Schedule, Shift, gaps, shifts
from bot.desk.desk import Desk
from bot.desk.duty import may_see, named
from bot.desk.records import overrides_from
from bot.desk.requests import Asker
from bot.desk.roster import Roster

DAYS = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """One date from midnight to midnight, and who is on call from when until when; nobody where there is a gap."""

    date: date
    starts: datetime
    ends: datetime
    stretches: tuple[Shift, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Week:
    """Seven days of a schedule from a Monday on, in the reader's zone; `others` are the names of other schedules."""

    schedule: str
    zone: str
    at: datetime
    days: tuple[Day, ...]
    others: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        """The date that it is for the reader."""
        return self.at.astimezone(ZoneInfo(self.zone)).date()


async def week(desk: Desk, asker: Asker, schedule: str, day: date, zone: str | None, at: datetime) -> Week:
    """The week of a schedule that a day lies in, with the days of a zone, or else of the schedule's own.

    Without a name it is the first schedule on which the asker takes turns, or else the first of all. A day more than
    `REACH` away is taken for the last within. Raises NotAllowedError and NoSuchScheduleError as
    `duty_now` does.
    """
    async with desk.database.reading() as session:
        await may_see(session, desk, asker)
        agreed = await overrides_from(session, desk, at)
    shown = named(desk.roster, schedule or _first(desk.roster, asker.person))
    zone = zone or shown.zone
    today = at.astimezone(ZoneInfo(zone)).date()
    day = min(max(day, today - REACH), today + REACH)
    monday = day - timedelta(days=day.weekday())
    days = tuple(_day(shown, agreed[shown.name], monday + timedelta(days=number), zone) for number in range(DAYS))
    others = tuple(name for name in desk.roster.schedules if name != shown.name)
    return Week(schedule=shown.name, zone=zone, at=at, days=days, others=others)


def _first(roster: Roster, person: str) -> str:
    theirs = (name for name, schedule in roster.schedules.items() if person in schedule.people)
    return next(theirs, next(iter(roster.schedules), ""))


def _day(schedule: Schedule, agreed: Sequence[Override], day: date, zone: str) -> Day:
    starts, ends = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    empty = (Shift(people=(), starts=gap.start, ends=gap.end or ends) for gap in gaps(schedule, agreed, starts, ends))
    stretches = sorted([*shifts(schedule, agreed, starts, ends), *empty], key=lambda stretch: stretch.starts)
    return Day(date=day, starts=starts, ends=ends, stretches=tuple(stretches))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
