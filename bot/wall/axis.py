"""The axis of time: which stretch the wall shows, and where its hours and days lie in the viewer's zone.

Places on it go by real elapsed time, so an hour that the clocks skip is missing and one that they repeat stands twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.clocks.local_time import in_zone
from bot.desk.board import Board

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_TICKS = 14
"""Labels of one kind that can be read beside each other."""
_ROOM_FOR_A_DATE = 0.1
"""The share of the axis that a date takes."""
_PAST = 4
"""The part of a span that lies before now: one in so many."""
_LONGEST_FIT = 7 * DAY, 28 * DAY
"""How far before and after now a fitted axis goes at most: one old ticket must not squeeze all others."""
_SHORTEST_FIT = 6 * HOUR


class Span(StrEnum):
    """How much time the wall shows."""

    HALF_DAY = "12h"
    """Twelve hours."""
    TWO_DAYS = "2d"
    """Two days."""
    WEEK = "1w"
    """One week."""
    FIT = "fit"
    """From the first start to the last due time."""


SPANS = {Span.HALF_DAY: "12 hours", Span.TWO_DAYS: "2 days", Span.WEEK: "1 week", Span.FIT: "everything"}
"""Each span in words, in the order in which they are offered."""
_LENGTHS = {Span.HALF_DAY: 12 * HOUR, Span.TWO_DAYS: 2 * DAY, Span.WEEK: 7 * DAY}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A line across the picture; `share` is its place from 0 at the left end to 1 at the right one."""

    share: float
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """The time from `start` to `end` (UTC), told in a zone."""

    start: datetime
    end: datetime
    zone: str

    @classmethod
    def of(cls, board: Board, span: Span, zone: str) -> "Axis":
        """The axis of a span around the instant of a board."""
        if span is not Span.FIT:
            start = board.at - _LENGTHS[span] / _PAST
            return cls(start=start, end=start + _LENGTHS[span], zone=zone)
        before, after = _LONGEST_FIT
        starts = [each.clock.started for each in board.running]
        aims = [each.aim for each in board.running if each.aim is not None]
        first = max(min([board.at, *starts]), board.at - before)
        last = min(max([board.at, *aims]), board.at + after)
        margin = max((last - first) / 12, (_SHORTEST_FIT - (last - first)) / 2)
        return cls(start=first - margin, end=last + margin, zone=zone)

    def share(self, at: datetime) -> float:
        """The place of an instant: 0 at the start, 1 at the end, beyond them outside."""
        return (at - self.start) / (self.end - self.start)

    def shows(self, at: datetime) -> bool:
        """Whether an instant lies on the axis."""
        return self.start <= at <= self.end

    def days(self) -> Sequence[Tick]:
        """Where each local day begins, the first one at the left end, with its date where there is room for one.

        Of many days only every so many are there.
        """
        step = next((each for each in (1, 2, 7) if (self.end - self.start) / DAY / each <= MOST_TICKS), 14)
        begun = [at for day in self._dates() if (at := _first_instant(day, self.zone)) is not None]
        begun = [self.start, *(at for at in begun[1:] if (_local_date(at, self.zone).toordinal() - 1) % step == 0)]
        rooms = [self.share(after) - self.share(at) for at, after in pairwise([*begun, self.end])]
        return [
            self._tick(at, "ddd D MMM" if room > _ROOM_FOR_A_DATE else "")
            for at, room in zip(begun, rooms, strict=True)
        ]

    def hours(self) -> Sequence[Tick]:
        """Hours of the local days between their first instants; none where they would stand too close."""
        length = (self.end - self.start) / HOUR
        step = next((each for each in (1, 2, 3, 6, 12) if length / each <= MOST_TICKS), 24)
        instants = (
            at for day in self._dates() for hour in range(step, 24, step) for at in _instants(day, hour, self.zone)
        )
        return [self._tick(at, "HH:mm") for at in instants if self.shows(at)]

    def _tick(self, at: datetime, form: str) -> Tick:
        return Tick(share=self.share(at), label=in_zone(at, self.zone).format(form) if form else "")

    def _dates(self) -> Iterator[date]:
        first, last = _local_date(self.start, self.zone), _local_date(self.end, self.zone)
        return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _local_date(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _instants(day: date, hour: int, zone: str) -> Sequence[datetime]:
    """When the wall shows that hour on that date: once, twice where it is repeated, never where it is skipped."""
    local = datetime.combine(day, time(hour), ZoneInfo(zone))
    found = {local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in found if at.astimezone(ZoneInfo(zone)).replace(fold=0) == local)


def _first_instant(day: date, zone: str) -> datetime | None:
    """When a local date begins, at midnight or where the clocks skip it a little later; None for a date left out."""
    at = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    return at if _local_date(at, zone) == day else None
