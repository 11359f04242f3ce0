"""Slack does not take what calls people: one pass looks for alarms that wait too long and lets them go another way.

It asks the outbox and not the deliveries, which may themselves be what hangs: in a lane, behind a card that Slack does
not take, a call is not even tried.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

import structlog

from bot.desk.desk import Desk
from bot.desk.fallback import ALARMS, PATIENCE, divert
from bot.desk.notices import from_json
from bot.desk.records import TicketUnreadableError
from storage import alarms, tables

log = structlog.get_logger(__name__)

MOST_IN_A_PASS = 200


@dataclass(kw_only=True, slots=True)
class Diversions:
    """The alarms of an installation that wait. However many workers make passes, each goes another way once."""

    name: ClassVar[str] = "diversions"
    desk: Desk
    _first: datetime | None = None
    """When this worker began to look: after a standstill Slack is given its time first."""
    _seen: set[str] = field(default_factory=set, repr=False)

    async def once(self, at: datetime) -> int:
        """Divert what has waited too long at `at`; how many alarms went another way."""
        if self._first is None or at < self._first:
            self._first = at
        if at - self._first < PATIENCE:
            return 0
        async with self.desk.database.reading() as session:
            waiting = await alarms.overdue(session, ALARMS, at - PATIENCE, MOST_IN_A_PASS)
        self._seen &= {notice.key for notice in waiting}
        diverted = 0
        for notice in waiting:
            if notice.key not in self._seen:
                diverted += await self._diverted(notice, at)
                # Only now: where the database fails in between, the next pass goes on with this one.
                self._seen.add(notice.key)
        return diverted

    async def next(self, at: datetime) -> datetime | None:
        """When the next alarm that waits will have waited too long; None where none does."""
        async with self.desk.database.reading() as session:
            due = await alarms.next_due(session, ALARMS, at - PATIENCE)
        return None if due is None else due + PATIENCE

    @property
    def troubles(self) -> tuple[str, ...]:
        """What a person should know of it."""
        waiting = len(self._seen)
        return (f"{waiting} of the newest alarms could not be told in Slack in time",) if waiting else ()

    async def _diverted(self, notice: tables.Notice, at: datetime) -> bool:
        try:
            async with self.desk.database.transaction() as session:
                told, error = from_json(notice.body), notice.error or "no answer"
                return await divert(session, self.desk, told, notice.key, notice.place, error, at)
        except (ValueError, TicketUnreadableError):
            log.exception("an alarm cannot be told another way", notice=notice.key)
            return False
