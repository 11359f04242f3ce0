"""On-call schedules for the tests, and an obviously right check: watch the clock on the wall quarter by quarter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.clocks.hours import Week, weekly_hours
from bot.clocks.rotation import WEEKLY, Rotation
from bot.clocks.schedule import Override, Schedule, Shift
from tests.clocks.desks import CLOCK_CHANGES

ANA, LENA, OLLY, TESS = "Ana Agent", "Lena Lead", "Olly Oncall", "Tess Tam"
MEMBERS = (ANA, OLLY, LENA)
QUARTER = timedelta(minutes=15)
DAYS = timedelta(days=5)
NEAR: Mapping[str, Sequence[str]] = {
    **CLOCK_CHANGES,
    "America/New_York": ["2024-03-10T07:00Z", "2024-11-03T06:00Z"],
    "America/Sao_Paulo": ["2018-02-18T02:00Z", "2018-11-04T03:00Z"],
}
"""Instants near which something befalls the clock of a zone."""


def rotation(
    starts: str = "2026-03-02 09:00",
    turn: timedelta = WEEKLY,
    *,
    zone: str = "America/Los_Angeles",
    name: str = "base",
    members: Sequence[str] = MEMBERS,
    hours: Week | None = None,
) -> Rotation:
    first = datetime.fromisoformat(starts)
    return Rotation(
        name=name,
        zone=zone,
        members=tuple(members),
        starts=first.date(),
        hand_over=first.time(),
        turn=turn,
        hours=hours,
    )


def every_day(*hours: str) -> Week:
    return weekly_hours(dict.fromkeys(range(7), hours))


def local(text: str, zone: str = "America/Los_Angeles") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def quarters(start: datetime, end: datetime) -> Iterator[datetime]:
    at = start
    while at < end:
        yield at
        at += QUARTER


def watched(rotation: Rotation, start: datetime, end: datetime) -> Iterator[str | None]:
    """Who is on call by a rotation in each quarter of an hour, by the latest time that the clock has shown so far."""
    zone, first = ZoneInfo(rotation.zone), datetime.combine(rotation.starts, rotation.hand_over)
    instants = list(quarters(start - timedelta(days=2), end))
    shown = [at.astimezone(zone).replace(tzinfo=None) for at in instants]
    for at, now, latest in zip(instants, shown, accumulate(shown, max), strict=True):
        if at >= start:
            begun = latest >= first and rotation.members
            on_duty = begun and (rotation.hours is None or _within(rotation.hours, now))
            yield rotation.members[int((latest - first) / rotation.turn) % len(rotation.members)] if on_duty else None


def expected(
    schedule: Schedule, overrides: Sequence[Override], start: datetime, end: datetime
) -> list[tuple[str, ...]]:
    """The people on call in each quarter of an hour: the newest override's, or else the first rotation's with any."""
    by_rotation = [list(watched(each, start, end)) for each in schedule.rotations]
    found = []
    for number, at in enumerate(quarters(start, end)):
        standing_in = [(each.person,) for each in reversed(overrides) if each.starts <= at < each.ends]
        taking_turns = [(person,) for people in by_rotation if (person := people[number]) is not None]
        imported = {person for each in schedule.shifts if each.starts <= at < each.ends for person in each.people}
        found.append([*standing_in, *taking_turns, tuple(sorted(imported))][0])
    return found


def drawn(found: Sequence[Shift], start: datetime, end: datetime) -> list[tuple[str, ...]]:
    """The people of some shifts in each quarter of an hour."""
    return [
        next((shift.people for shift in found if shift.starts <= at < shift.ends), ()) for at in quarters(start, end)
    ]


def _within(hours: Week, shown: datetime) -> bool:
    second = shown.hour * 3600 + shown.minute * 60 + shown.second
    return any(span.opens <= second < span.closes for span in hours.get(shown.weekday(), ()))


zones = st.sampled_from(sorted(NEAR))
hand_overs = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
whole_turns = st.integers(1, 15).map(lambda days: timedelta(days=days))
turns = whole_turns | st.integers(1, 80).map(lambda hours: timedelta(hours=hours))
spans = st.sampled_from(["00:00-24:00", "09:00-17:00", "17:00-09:00", "22:00-06:00", "01:30-02:30", "02:00-03:00"])
weeks = st.dictionaries(st.integers(0, 6), spans.map(lambda span: [span]), min_size=1).map(weekly_hours)


@st.composite
def windows(draw: st.DrawFn, zone: str) -> tuple[datetime, datetime]:
    """A few days around an instant at which something befalls the clock of a zone."""
    near = datetime.fromisoformat(draw(st.sampled_from(NEAR[zone])))
    start = near - timedelta(days=3) + draw(st.integers(0, 96)) * QUARTER
    return start, start + DAYS


@st.composite
def rotations(
    draw: st.DrawFn, zone: str, near: datetime, turn: st.SearchStrategy[timedelta] = turns, name: str = "base"
) -> Rotation:
    """A rotation without restriction that began up to two years before an instant, or begins a few days after it."""
    return Rotation(
        name=name,
        zone=zone,
        members=draw(st.sampled_from([MEMBERS, MEMBERS[:2], (OLLY,), (ANA, ANA, OLLY)])),
        starts=near.date() - timedelta(days=draw(st.integers(-4, 700))),
        hand_over=draw(hand_overs),
        turn=draw(turn),
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[Schedule, list[Override], datetime, datetime]:
    """A schedule of several layers in several zones, overrides, and a few days in which a clock changes."""
    start, end = draw(windows(draw(zones)))
    layers = []
    for number in range(draw(st.integers(0, 3))):
        of = draw(rotations(draw(zones), start, name=f"layer {number}"))
        hours = draw(st.none() | weeks)
        layers.append(replace(of, hours=hours))
    imported = [] if layers else draw(st.lists(_stretches(start), max_size=5))
    shifts = tuple(Shift(people=(person,), starts=starts, ends=ends) for person, starts, ends in imported)
    standing_in = draw(st.lists(_stretches(start), max_size=4))
    overrides = [Override(person=person, starts=starts, ends=ends) for person, starts, ends in standing_in]
    return Schedule(name="primary", zone="UTC", rotations=tuple(layers), shifts=shifts), overrides, start, end


@st.composite
def _stretches(draw: st.DrawFn, near: datetime) -> tuple[str, datetime, datetime]:
    starts = near + draw(st.integers(-100, 480)) * QUARTER
    return draw(st.sampled_from([*MEMBERS, TESS])), starts, starts + draw(st.integers(0, 300)) * QUARTER
