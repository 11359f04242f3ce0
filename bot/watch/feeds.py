"""Imported calendars: one pass reads those whose time has come, and puts what they say into the desk's roster."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import structlog

from bot.clocks.schedule import Shift
from bot.desk.calendar_feed import CalendarError, Feed, FeedState, read_calendar, reading
from bot.desk.desk import Desk
from bot.watch.fetching import Fetch, FetchError
from storage import calendar_feeds
from storage.duty_tables import CalendarFeed

log = structlog.get_logger(__name__)

AGAIN_AFTER = timedelta(minutes=5)
"""How long a calendar is left alone after somebody has tried to read it."""


@dataclass(kw_only=True, slots=True)
class Feeds:
    """The calendars of an installation. Of all workers one reads a calendar, and all of them go by what it has read."""

    desk: Desk
    feeds: Sequence[Feed]
    fetch: Fetch
    _shown: dict[str, tuple[datetime, date]] = field(default_factory=dict, repr=False)
    """When the calendar that the roster goes by was read, and for which day its shifts were made."""

    async def once(self, at: datetime) -> int:
        """Read the calendars that nobody has tried to read lately, then go by what is known; how many have changed.

        One that fails keeps no other from being read; what it has failed with is raised at the end.
        """
        read = await asyncio.gather(*(self._read(feed, at) for feed in self.feeds), return_exceptions=True)
        changed = await self.recall(at)
        if failed := [each for each in read if isinstance(each, Exception)]:
            raise ExceptionGroup("calendars could not be read", failed)
        return changed

    async def recall(self, at: datetime) -> int:
        """Go by what was read last, by whichever worker; how many calendars have changed for this one."""
        if not self.feeds:
            return 0
        async with self.desk.database.reading() as session:
            kept = {each.schedule: each for each in await calendar_feeds.kept(session, [*map(_schedule, self.feeds)])}
        shifts: dict[str, tuple[Shift, ...]] = {}
        states = dict(self.desk.calendars)
        for feed in self.feeds:
            calendar = kept.get(feed.schedule)
            if calendar is None or calendar.source != feed.digest:
                continue
            before = states.get(feed.schedule)
            left_out = () if before is None else before.left_out
            if calendar.text and self._shown.get(feed.schedule) != (calendar.read_at, at.date()):
                found = await asyncio.to_thread(reading, calendar.text, feed, at)
                shifts[feed.schedule] = found.shifts
                if found.left_out != left_out:
                    log.warning("events of a calendar are left out", schedule=feed.schedule, events=found.left_out)
                left_out = found.left_out
                self._shown[feed.schedule] = (calendar.read_at, at.date())
            states[feed.schedule] = _state(calendar, left_out)
        # The roster is looked at only now, because others may have replaced their part of it meanwhile.
        changed = [name for name, made in shifts.items() if made != self.desk.roster.schedules[name].shifts]
        if changed:
            self.desk.roster = self.desk.roster.with_shifts(shifts)
        self.desk.calendars = states
        return len(changed)

    async def _read(self, feed: Feed, at: datetime) -> None:
        """Read a calendar if it is this worker's turn and time has come for it; a text that is none is not kept."""
        async with self.desk.database.transaction() as session:
            if not await calendar_feeds.claim(session, feed.schedule, feed.digest, at, AGAIN_AFTER):
                return
        try:
            text = await self.fetch(feed.source)
            await asyncio.to_thread(read_calendar, text)
        except (FetchError, CalendarError) as error:
            async with self.desk.database.transaction() as session:
                await calendar_feeds.fail(session, feed.schedule, feed.digest, str(error))
            state = self.desk.calendars.get(feed.schedule)
            say = log.error if state is not None and state.stale(at) else log.warning
            say("a calendar could not be read", schedule=feed.schedule, error=str(error), last=state and state.read_at)
        else:
            async with self.desk.database.transaction() as session:
                await calendar_feeds.keep(session, feed.schedule, feed.digest, text, at)


def _schedule(feed: Feed) -> str:
    return feed.schedule


def _state(calendar: CalendarFeed, left_out: tuple[str, ...]) -> FeedState:
    return FeedState(known=bool(calendar.text), read_at=calendar.read_at, error=calendar.error or "", left_out=left_out)
