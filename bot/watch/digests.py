"""The day's digest: one pass looks whether its time has come, and puts it where it has not been put yet."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk.desk import Desk
from bot.desk.digest import composed
from bot.desk.digest_facts import Digest
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import to_json
from bot.desk.owed import ANY_TIME
from bot.desk.timetable import Timetable
from storage import outbox, tables

log = structlog.get_logger(__name__)

READ_WITHIN = 60.0
"""Seconds that a digest may take; nobody is waiting for it."""
LAST_RANK = 9
"""Whatever is about a ticket goes first."""
LOOKS_BACK = 7
"""Digests before this one that are looked for, to say which were let go."""


@dataclass(kw_only=True, slots=True)
class Digests:
    """The digests of an installation. However many workers make passes, and however often, each day has one."""

    name: ClassVar[str] = "digest"
    desk: Desk
    schedule: Timetable
    _settled: date | None = field(default=None, repr=False)

    async def once(self, at: datetime) -> int:
        """Put the digest of today if its time has come at `at` and it is not there yet; how many were put.

        After a standstill it is told late, but only on its own day; one whose day is over is let go, which is logged.
        """
        schedule, day = self.schedule, self.schedule.last(at)
        if day == self._settled or day != schedule.day_of(at):
            return 0
        async with self.desk.database.reading() as session:
            put_already = await self._put_already(session, day)
        put = 0
        if day not in put_already:
            put = await self._put(day, at)
            self._say_let_go(day, put_already)
        self._settled = day
        return put

    async def next(self, at: datetime) -> datetime | None:
        """When the next digest comes."""
        return self.schedule.instant(self.schedule.after(self.schedule.last(at)))

    async def _put(self, day: date, at: datetime) -> int:
        schedule = self.schedule
        async with self.desk.database.reading(patience=READ_WITHIN) as session:
            facts = await composed(
                session,
                self.desk,
                at,
                since=schedule.instant(schedule.before(day)),
                until=schedule.instant(schedule.after(day)),
                over=schedule.end(day),
            )
        async with self.desk.database.transaction() as session:
            return len(await outbox.put(session, [self._notice(day, facts)]))

    async def _put_already(self, session: AsyncSession, day: date) -> set[date]:
        """Which of the digests of this day and of the days before are there."""
        days = [day]
        while len(days) <= LOOKS_BACK:
            days.append(self.schedule.before(days[-1]))
        there = await outbox.put_already(session, [_key(each) for each in days])
        return {each for each in days if _key(each) in there}

    def _say_let_go(self, day: date, put_already: set[date]) -> None:
        """Say which days went without a digest, where there were some before."""
        missing = self.schedule.before(day)
        while put_already and missing > max(put_already):
            log.warning("a digest was let go", day=str(missing))
            missing = self.schedule.before(missing)

    def _notice(self, day: date, facts: Digest) -> tables.Notice:
        return tables.Notice(
            key=_key(day),
            kind=NoticeKind.DIGEST,
            place=self.schedule.channel,
            lane=f"digest:{self.schedule.channel}",
            priority_rank=LAST_RANK,
            body=to_json(facts),
            put_at=facts.at,
            planned_at=self.schedule.instant(day),
            not_before=ANY_TIME,
        )


def _key(day: date) -> str:
    return f"digest {day}"
