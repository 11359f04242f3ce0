"""Open time as sorted, disjoint intervals with running sums.

Every question (when is it due, how much was used, is it open, when does it open) is a binary search over
whole microseconds since the Unix epoch, so a target of a year costs what a target of a week costs. The openings
are asked for year by year, as they are needed, from a source such as a calendar; no zone is known here.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from itertools import accumulate

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

REACH = 100
"""Years that a search goes before and after its start; what lies further away counts as never."""

Stretch = tuple[int, int]
"""Half-open stretch of time in microseconds since the epoch."""

Source = Callable[[int], Iterable[Stretch]]
"""Gives the open stretches of one UTC year: in order, disjoint, and inside that year's `year_bounds`."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A half-open stretch of time, kept in UTC; `end` is None while it has not ended.

    Raises ValueError for an instant without a zone, and for an end before the start.
    """

    start: datetime
    end: datetime | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", _in_utc(self.start))
        if self.end is not None:
            object.__setattr__(self, "end", _in_utc(self.end))
            if self.end < self.start:
                raise ValueError(f"an interval cannot end ({self.end}) before it starts ({self.start})")


def joined(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as sorted intervals that neither touch nor overlap; empty ones are dropped."""
    result: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: each.start):
        if interval.end == interval.start:
            continue
        before = result[-1] if result else None
        if before is None or (before.end is not None and before.end < interval.start):
            result.append(interval)
        elif before.end is not None and (interval.end is None or interval.end > before.end):
            result[-1] = Interval(before.start, interval.end)
    return result


def year_bounds(year: int) -> Stretch:
    """The first microsecond of a UTC year and the first one after it (for the last year: its last one)."""
    following = datetime(year + 1, 1, 1, tzinfo=UTC) if year < MAXYEAR else datetime.max.replace(tzinfo=UTC)
    return _microseconds(datetime(year, 1, 1, tzinfo=UTC)), _microseconds(following)


class Timeline:
    """When something is open, without end in both directions.

    `years` are those in which the source may have an opening; no other year is asked for. All answers are in
    UTC and exact to the microsecond. Questions may come in any zone; an instant without one raises TypeError.
    """

    def __init__(self, source: Source, years: range = range(MINYEAR, MAXYEAR + 1)) -> None:
        self._source = source
        self._years = years
        self._compiled: dict[int, tuple[Stretch, ...]] = {}
        self._table: _Table | None = None

    def add(self, start: datetime, length: timedelta, pauses: Sequence[Interval] = ()) -> datetime | None:
        """The instant at which `length` of open, unpaused time has been used up since `start`; None if never.

        A length used up together with the opening hours is due at the closing instant; no length at all is due
        at the next open, unpaused instant. A negative length walks backwards, and stays on an opening instant.
        """
        at = _microseconds(start)
        amount = length // MICROSECOND
        if amount > 0:
            return self._forwards(at, amount, _stopped(pauses, at, at + _FAR) if pauses else [])
        if amount < 0:
            return self._backwards(at, -amount, _stopped(pauses, at - _FAR, at) if pauses else [])
        return self._first_running(at, _stopped(pauses, at, at + _FAR) if pauses else [])

    def elapsed(self, start: datetime, end: datetime, pauses: Sequence[Interval] = ()) -> timedelta:
        """The open, unpaused time between two instants; negative when `end` is before `start`."""
        since, until = _microseconds(start), _microseconds(end)
        if until < since:
            return -self.elapsed(end, start, pauses)
        table = self._covering(since, until)
        used = table.before(until) - table.before(since)
        for begin, stop in _stopped(pauses, since, until) if pauses else ():
            used -= table.before(stop) - table.before(begin)
        return timedelta(microseconds=used)

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at this instant; the opening instant is, the closing instant is not."""
        instant = _microseconds(at)
        table = self._covering(instant, instant)
        index = bisect_right(table.openings, instant) - 1
        return index >= 0 and instant < table.closings[index]

    def next_open(self, at: datetime) -> datetime | None:
        """The first open instant that is not before `at` (so `at` itself while open); None if none is."""
        return _instant(self._next_open(_microseconds(at)))

    def intervals(self, start: datetime, end: datetime) -> Iterator[Interval]:
        """The open intervals between two instants in order, cut off at both."""
        since, until = _microseconds(start), _microseconds(end)
        if until <= since:
            return
        table = self._covering(since, until)
        for index in range(bisect_right(table.closings, since), bisect_left(table.openings, until)):
            opening, closing = max(table.openings[index], since), min(table.closings[index], until)
            yield Interval(EPOCH + opening * MICROSECOND, EPOCH + closing * MICROSECOND)

    def _forwards(self, at: int, amount: int, stopped: list[Stretch]) -> datetime | None:
        bounds = [bound for stretch in stopped for bound in stretch if bound < at + _FAR]
        table = self._covering(at, max(bounds, default=at))
        goal = table.before(at) + amount
        for begin, stop in stopped:
            paused_at = table.before(begin)
            if goal <= paused_at:
                break
            if stop == at + _FAR:
                return None
            goal += table.before(stop) - paused_at
        while goal > table.total:
            wider = self._later(table, at)
            if wider is None:
                return None
            # Nothing, unless another thread has meanwhile made the table begin earlier.
            goal += wider.before(table.low)
            table = wider
        due = table.earliest(goal)
        return _instant(due) if due - at <= _FAR else None

    def _backwards(self, at: int, amount: int, stopped: list[Stretch]) -> datetime | None:
        table = self._covering(stopped[0][0] if stopped else at, at)
        while True:
            goal = table.before(at) - amount
            for begin, stop in reversed(stopped):
                resumed_at = table.before(stop)
                if goal >= resumed_at:
                    break
                goal -= resumed_at - table.before(begin)
            if goal >= 0:
                begun = table.latest(goal)
                return _instant(begun) if at - begun <= _FAR else None
            wider = self._earlier(table, at)
            if wider is None:
                return None
            table = wider

    def _first_running(self, at: int, stopped: list[Stretch]) -> datetime | None:
        opening = self._next_open(at)
        for begin, stop in stopped:
            if opening is None or opening < begin:
                break
            if opening < stop:
                opening = self._next_open(stop) if stop < at + _FAR else None
        return _instant(opening)

    def _next_open(self, at: int) -> int | None:
        table = self._covering(at, at)
        while not table.closings or table.closings[-1] <= at:
            wider = self._later(table, at)
            if wider is None:
                return None
            table = wider
        opening = max(at, table.openings[bisect_right(table.closings, at)])
        return opening if opening - at <= _FAR else None

    def _covering(self, earliest: int, latest: int) -> "_Table":
        table = self._table
        if table is not None and table.low <= earliest and latest < table.high:
            return table
        return self._widened(_year(earliest), _year(latest))

    def _later(self, table: "_Table", at: int) -> "_Table | None":
        """The table with up to as many years again after it; None where a search that began at `at` gives up."""
        last = min(table.last + table.width, _year(at + _FAR), self._years.stop - 1)
        return self._widened(table.first, last) if last > table.last else None

    def _earlier(self, table: "_Table", at: int) -> "_Table | None":
        first = max(table.first - table.width, _year(at - _FAR), self._years.start)
        return self._widened(first, table.last) if first < table.first else None

    def _widened(self, first: int, last: int) -> "_Table":
        """The table of at least these years; replaced as a whole, so that no thread sees half of one."""
        table = self._table
        if table is not None and first <= table.last + REACH and last >= table.first - REACH:
            first, last = min(first, table.first), max(last, table.last)
            if (first, last) == (table.first, table.last):
                return table
        years = range(max(first, self._years.start), min(last + 1, self._years.stop))
        for year in years:
            if year not in self._compiled:
                self._compiled[year] = tuple(self._source(year))
        table = _Table(first, last, (stretch for year in years for stretch in self._compiled[year]))
        self._table = table
        return table


class _Table:
    """The openings of consecutive years, and the open time before each of them."""

    __slots__ = ("closings", "first", "high", "last", "low", "openings", "sums", "total", "width")

    def __init__(self, first: int, last: int, stretches: Iterable[Stretch]) -> None:
        self.first, self.last, self.width = first, last, last - first + 1
        self.low, self.high = year_bounds(first)[0], year_bounds(last)[1]
        self.openings: list[int] = []
        self.closings: list[int] = []
        for opening, closing in stretches:
            if self.closings and self.closings[-1] == opening:
                self.closings[-1] = closing
            else:
                self.openings.append(opening)
                self.closings.append(closing)
        lengths = (closing - opening for opening, closing in zip(self.openings, self.closings, strict=True))
        self.sums = list(accumulate(lengths, initial=0))
        self.total = self.sums[-1]

    def before(self, at: int) -> int:
        """The open microseconds of the table that lie before an instant."""
        index = bisect_right(self.openings, at) - 1
        if index < 0:
            return 0
        return self.sums[index] + min(at, self.closings[index]) - self.openings[index]

    def earliest(self, goal: int) -> int:
        """The first instant before which `goal` (above 0, at most the total) open microseconds lie."""
        index = bisect_left(self.sums, goal) - 1
        return self.openings[index] + goal - self.sums[index]

    def latest(self, goal: int) -> int:
        """The last open instant before which `goal` (from 0, below the total) open microseconds lie."""
        index = bisect_right(self.sums, goal) - 1
        return self.openings[index] + goal - self.sums[index]


def _microseconds(at: datetime) -> int:
    since = at - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _instant(at: int | None) -> datetime | None:
    return None if at is None else EPOCH + timedelta(microseconds=at)


def _in_utc(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"the instant {at.isoformat()} has no zone")
    return at.astimezone(UTC)


_EARLIEST = _microseconds(datetime.min.replace(tzinfo=UTC))
_LATEST = _microseconds(datetime.max.replace(tzinfo=UTC))
_FAR = timedelta(days=366 * REACH) // MICROSECOND


def _year(at: int) -> int:
    return (EPOCH + timedelta(microseconds=min(max(at, _EARLIEST), _LATEST))).year


def _stopped(pauses: Sequence[Interval], since: int, until: int) -> list[Stretch]:
    """The paused time between two instants, in order; a pause without an end stops at the second."""
    clipped = (
        (
            max(_microseconds(pause.start), since),
            until if pause.end is None else min(_microseconds(pause.end), until),
        )
        for pause in joined(pauses)
    )
    return [(begin, stop) for begin, stop in clipped if begin < stop]


ALWAYS = Timeline(lambda year: (year_bounds(year),))
"""The timeline that never closes: elapsed targets count on it."""
