"""The posts at changes of shift: one pass looks what has changed on each schedule, and puts what is not told yet."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from bot.desk.desk import Desk
from bot.desk.duty_telling import duty_notice
from bot.desk.records import overrides_from
from bot.desk.shift_change import ShiftChange, handed_over, latest_change, next_change
from storage import outbox
from storage.tables import Notice, NoticeState

READ_WITHIN = 60.0
"""Seconds that looking through the open work may take; nobody is waiting for it."""
_BEFORE_US = "it was so before this schedule was known here"


@dataclass(kw_only=True, slots=True)
class HandOvers:
    """The hand-overs of an installation. However many workers make passes, each change of shift is told once.

    After a standstill only the last change is told: those before it are over. One that came before the schedule was
    known is not told at all, because whoever is on call has been so all along.
    """

    name: ClassVar[str] = "hand-overs"
    desk: Desk
    _seen: dict[str, datetime] = field(default_factory=dict, repr=False)
    """The last change of each schedule that is known to be told."""

    async def once(self, at: datetime) -> int:
        """Put what the changes that have come by `at` have to tell; how many were put."""
        async with self.desk.database.reading() as session:
            agreed = await overrides_from(session, self.desk, at)
        put = 0
        for name, schedule in self.desk.roster.schedules.items():
            change = latest_change(schedule, agreed[name], at) if schedule.people else None
            if change is not None and change.at != self._seen.get(name):
                put += await self._told(change, at)
                self._seen[name] = change.at
        return put

    async def next(self, at: datetime) -> datetime | None:
        """When the next change of any schedule comes."""
        async with self.desk.database.reading() as session:
            agreed = await overrides_from(session, self.desk, at)
        coming = [next_change(each, agreed[name], at) for name, each in self.desk.roster.schedules.items()]
        return min((change for change in coming if change is not None), default=None)

    async def _told(self, change: ShiftChange, at: datetime) -> int:
        known, key = f"hand-over {change.schedule.name}", f"hand-over {change.schedule.name} {change.at.isoformat()}"
        database, channel = self.desk.database, self.desk.roster.schedule_channels[change.schedule.name]
        async with database.reading(patience=READ_WITHIN) as session:
            there = await outbox.put_already(session, [known, key])
            if key in there:
                return 0
            facts = await handed_over(session, self.desk, change, at)
        notice = duty_notice(key, channel, facts, at, planned=change.at)
        is_new = known in there or change.at == at
        async with database.transaction() as session:
            if known not in there:
                await outbox.put(session, [_untold(duty_notice(known, channel, facts, at), at)])
            put = await outbox.put(session, [notice if is_new else _untold(notice, at)])
        return len(put) if is_new else 0


def _untold(notice: Notice, at: datetime) -> Notice:
    """A notice that is only there so that it is not put again."""
    notice.state, notice.settled_at, notice.error = NoticeState.DROPPED, at, _BEFORE_US
    return notice
