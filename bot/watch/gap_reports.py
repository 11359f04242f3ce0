"""The report on the coming weeks of duty: one pass looks whether its time has come, and puts it once."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar

import structlog

from bot.desk.desk import Desk
from bot.desk.duty_telling import duty_notice
from bot.desk.gaps import AHEAD, look_ahead
from bot.desk.reach import Absent
from bot.desk.timetable import Timetable
from storage import outbox

log = structlog.get_logger(__name__)

MOST_FURTHER = 3
"""Stretches that are told of each hole beside the first; `belltower oncall check` has them all."""


@dataclass(kw_only=True, slots=True)
class GapReports:
    """The reports of an installation. However many workers make passes, and however often, each day has one at most.

    `absent` asks Slack who of the people on call cannot be reached there.
    """

    name: ClassVar[str] = "gaps"
    desk: Desk
    timetable: Timetable
    absent: Absent
    _settled: date | None = field(default=None, repr=False)

    async def once(self, at: datetime) -> int:
        """Put the report of today if its time has come at `at` and it is not there yet; how many were put."""
        day = self.timetable.last(at)
        if day == self._settled or day != self.timetable.day_of(at):
            return 0
        key = f"gaps {day}"
        async with self.desk.database.reading() as session:
            is_there = bool(await outbox.put_already(session, [key]))
        put = 0 if is_there else await self._put(key, day, at)
        self._settled = day
        return put

    async def next(self, at: datetime) -> datetime | None:
        """When the next report comes."""
        return self.timetable.instant(self.timetable.after(self.timetable.last(at)))

    async def _put(self, key: str, day: date, at: datetime) -> int:
        found = await look_ahead(self.desk, at, at + AHEAD, self.absent)
        for each in found.uncovered:
            log.warning("promised hours have nobody on call", schedule=each.schedule, starts=str(each.starts))
        uncovered = tuple(replace(each, further=each.further[:MOST_FURTHER]) for each in found.uncovered)
        facts = replace(found, uncovered=uncovered, over=self.timetable.instant(self.timetable.after(day)))
        planned = self.timetable.instant(day)
        async with self.desk.database.transaction() as session:
            return len(await outbox.put(session, [duty_notice(key, self.timetable.channel, facts, at, planned)]))
