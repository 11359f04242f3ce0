"""People who take turns on call, as the clock on the wall of their zone shows it.

A hand-over comes at the first instant at which that clock shows its time or a later one. So where the clock leaps
over the time it comes with the leap, where the clock shows the time twice the first one counts, and there is never a
gap and never an overlap. A turn of hours is counted on the same clock, and is longer or shorter where the clock
changes: counted in elapsed hours, a hand-over at eight would be one at seven for half of the year. Hours to which a
rotation is restricted hold whenever the clock shows them, as those of every calendar do, so that hours that meet on
paper meet on every date.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.clocks.calendar import Calendar
from bot.clocks.hours import Week
from bot.clocks.timeline import Timeline

DAILY = timedelta(days=1)
WEEKLY = timedelta(weeks=1)
SHORTEST_TURN = timedelta(hours=1)
LONGEST_TURN = timedelta(days=366)


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """One person is on call by a rotation, from `starts` until `ends` (UTC, half open)."""

    person: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class Rotation:
    """People in their order; the first one's turn begins at `hand_over` on `starts`, and each lasts `turn`.

    Where `hours` are given, whoever's turn it is is on call in those hours only, and the turns go on outside of them.
    Raises ValueError for a turn shorter than an hour or longer than 366 days.
    """

    name: str
    zone: str
    members: tuple[str, ...]
    starts: date
    hand_over: time
    turn: timedelta = WEEKLY
    hours: Week | None = None

    def __post_init__(self) -> None:
        if not SHORTEST_TURN <= self.turn <= LONGEST_TURN:
            raise ValueError(f"expected a turn between an hour and 366 days, got {self.turn}")

    def turns(self, start: datetime, end: datetime) -> Iterator[Turn]:
        """Who is on call between two instants, in order, cut off at both and to the hours; nobody before the first."""
        start = max(start, self._begins(0))
        if not self.members or start >= end:
            return
        if self._timeline is None:
            yield from self._turns_within(start, end)
            return
        for opening in self._timeline.intervals(start, end):
            if opening.end is not None:
                yield from self._turns_within(opening.start, opening.end)

    def _turns_within(self, start: datetime, end: datetime) -> Iterator[Turn]:
        if len(set(self.members)) == 1:
            yield Turn(person=self.members[0], starts=start, ends=end)
            return
        number, at = (_on_the_wall(start, self._zone) - self._first) // self.turn, start
        while at < end:
            until = self._begins(number + 1)
            # It is over already where the clock shows an hour again in which it was handed over, and nobody ever has
            # a turn that the clock leaps over.
            if at < until:
                yield Turn(person=self.members[number % len(self.members)], starts=at, ends=min(until, end))
                at = until
            number += 1

    def _begins(self, number: int) -> datetime:
        return _first_shown(self._first + number * self.turn, self._zone)

    @cached_property
    def _first(self) -> datetime:
        return datetime.combine(self.starts, self.hand_over)

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _timeline(self) -> Timeline | None:
        if self.hours is None:
            return None
        return Calendar(name=self.name, zone=self.zone, weekly=self.hours).timeline


def _on_the_wall(at: datetime, zone: ZoneInfo) -> datetime:
    """The local time at an instant, without its zone: such times are counted as the wall shows them."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _first_shown(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the clock of a zone shows a local time, or a later one where it is leapt over."""
    shown = wall.replace(tzinfo=zone).astimezone(UTC)
    if _on_the_wall(shown, zone) == wall:
        return shown
    # Read by the offset before the leap a skipped time lies after the leap, and by the offset after it, before.
    before = wall.replace(tzinfo=zone, microsecond=0, fold=1).astimezone(UTC)
    seconds = range(int((shown - before).total_seconds()) + 1)
    leap = bisect_left(seconds, wall, key=lambda second: _on_the_wall(before + timedelta(seconds=second), zone))
    return before + timedelta(seconds=leap)
