"""Desks for the property tests, and an obviously right check: step through the minutes and look at the wall clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.clocks.calendar import Calendar, Span, Version
from bot.clocks.timeline import Interval

MINUTE = timedelta(minutes=1)
WINDOW = timedelta(days=4)

CLOCK_CHANGES = {
    "America/Havana": ["2024-03-10T05:00Z", "2024-11-03T05:00Z"],
    "Africa/Casablanca": ["2024-03-10T02:00Z", "2024-04-14T02:00Z"],
    "America/Los_Angeles": ["2024-03-10T10:00Z", "2024-11-03T09:00Z"],
    "Asia/Kathmandu": ["2024-02-29T00:00Z"],
    "Australia/Lord_Howe": ["2024-04-06T15:00Z", "2024-10-05T15:30Z"],
    "Europe/Amsterdam": ["2024-03-31T01:00Z", "2024-10-27T01:00Z"],
    "Pacific/Apia": ["2011-12-30T10:00Z"],
}

HOURS = [
    Span(0, 86_400),
    Span(9 * 3600, 17 * 3600),
    Span(0, 6 * 3600),
    Span(22 * 3600, 86_400),
    Span(5400, 9000),
    Span(7200, 10_800),
    Span(0, 1800),
    Span(44_100, 49_500),
    Span(84_600, 86_400),
]

Week = Mapping[int, tuple[Span, ...]]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a support lead would write down about a desk, near a clock change."""

    zone: str
    near: datetime
    weekly: Week
    closed: frozenset[date]
    special: Mapping[date, tuple[Span, ...]]
    later: tuple[date, Week]

    def calendar(self) -> Calendar:
        effective, weekly = self.later
        return Calendar(
            name="desk",
            zone=self.zone,
            weekly=self.weekly,
            closed=dict.fromkeys(self.closed, "Founder's Day"),
            special=self.special,
            versions=(Version(effective=effective, weekly=weekly),),
        )

    def is_open(self, at: datetime) -> bool:
        """Look at the clock on the wall and at the sheet of paper."""
        local = at.astimezone(ZoneInfo(self.zone))
        today = local.date()
        if today in self.closed:
            return False
        effective, later = self.later
        week = later if today >= effective else self.weekly
        spans = self.special.get(today, week.get(today.weekday(), ()))
        now = local.hour * 3600 + local.minute * 60 + local.second
        return any(span.opens <= now < span.closes for span in spans)

    def runs(self, at: datetime, pauses: Sequence[Interval]) -> bool:
        paused = any(each.start <= at and (each.end is None or at < each.end) for each in pauses)
        return not paused and self.is_open(at)

    def due(self, start: datetime, minutes: int, pauses: Sequence[Interval]) -> datetime | None:
        """Step forwards or backwards minute by minute; None if the window ends before the minutes are used."""
        step = MINUTE if minutes > 0 else -MINUTE
        left, at = abs(minutes), start
        while abs(at - start) < WINDOW:
            left -= self.runs(at if minutes > 0 else at - MINUTE, pauses)
            at += step
            if left == 0:
                return at
        return None

    def used(self, start: datetime, end: datetime, pauses: Sequence[Interval]) -> timedelta:
        minutes = (end - start) // MINUTE
        return sum(self.runs(start + number * MINUTE, pauses) for number in range(minutes)) * MINUTE


weeks: st.SearchStrategy[Week] = st.dictionaries(
    st.integers(0, 6), st.lists(st.sampled_from(HOURS), max_size=3).map(tuple)
)


@st.composite
def desks(draw: st.DrawFn) -> Desk:
    zone = draw(st.sampled_from(sorted(CLOCK_CHANGES)))
    near = datetime.fromisoformat(draw(st.sampled_from(CLOCK_CHANGES[zone])))
    dates = st.integers(-3, 4).map(lambda days: near.date() + timedelta(days=days))
    return Desk(
        zone=zone,
        near=near,
        weekly=draw(weeks),
        closed=draw(st.frozensets(dates, max_size=2)),
        special=draw(st.dictionaries(dates, st.lists(st.sampled_from(HOURS), max_size=2).map(tuple), max_size=2)),
        later=(draw(dates), draw(weeks)),
    )


def instants(desk: Desk, days: int = 2) -> st.SearchStrategy[datetime]:
    """Whole minutes around the clock change."""
    span = days * 24 * 60
    return st.integers(-span, span).map(lambda minutes: desk.near + minutes * MINUTE)


@st.composite
def pauses_of(draw: st.DrawFn, desk: Desk) -> list[Interval]:
    starts = draw(st.lists(instants(desk, days=3), max_size=3))
    lengths = st.none() | st.integers(0, 2000)
    pauses = []
    for start in starts:
        length = draw(lengths)
        pauses.append(Interval(start, None if length is None else start + length * MINUTE))
    return pauses
