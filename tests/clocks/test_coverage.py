"""What is sold and nobody covers."""

from datetime import datetime, timedelta

from hypothesis import given, settings

from bot.clocks.calendar import Calendar, weekly_hours
from bot.clocks.coverage import uncovered
from bot.clocks.hours import Week
from bot.clocks.schedule import Override, Schedule, shifts
from bot.clocks.timeline import ALWAYS, Timeline
from tests.clocks.schedules import (
    TESS,
    drawn,
    every_day,
    local,
    quarters,
    rotation,
    situations,
    weeks,
    zones,
)

AMSTERDAM = "Europe/Amsterdam"
START, END = local("2026-03-25 00:00", AMSTERDAM), local("2026-04-01 00:00", AMSTERDAM)


def sold(week: Week, zone: str = AMSTERDAM) -> Timeline:
    return Calendar(name="sold", zone=zone, weekly=week).timeline


def on_duty(*hours: str) -> Schedule:
    of = rotation("2026-03-02 00:00", zone=AMSTERDAM, hours=every_day(*hours))
    return Schedule(name="primary", zone=AMSTERDAM, rotations=(of,))


def test_the_hours_that_are_sold_are_covered_by_the_same_hours_over_a_clock_change() -> None:
    for hours in ("09:00-17:00", "22:00-06:00", "02:15-02:45"):
        assert uncovered(sold(every_day(hours)), on_duty(hours), (), START, END) == ()


def test_who_is_promised_the_night_and_has_nobody_in_it() -> None:
    found = uncovered(ALWAYS, on_duty("06:00-22:00"), (), START, START + timedelta(days=1))
    assert [(gap.start, gap.end) for gap in found] == [
        (START, local("2026-03-25 06:00", AMSTERDAM)),
        (local("2026-03-25 22:00", AMSTERDAM), local("2026-03-26 00:00", AMSTERDAM)),
    ]


def test_a_gap_outside_of_what_is_sold_is_no_hole() -> None:
    assert uncovered(sold(weekly_hours({2: ["09:00-17:00"]})), on_duty("08:00-18:00"), (), START, END) == ()


def test_an_override_covers() -> None:
    night = Override(person=TESS, starts=START, ends=END)
    assert uncovered(ALWAYS, on_duty("09:00-17:00"), [night], START, END) == ()


def test_coverage_in_another_zone_comes_apart_where_only_one_of_the_clocks_changes() -> None:
    """Los Angeles changes on the 8th of March and Amsterdam on the 29th; between them the hours do not meet."""
    week, zone = every_day("09:00-17:00"), "America/Los_Angeles"
    evenings = on_duty("18:00-02:00")
    before, between = (local(f"2026-03-{day} 00:00", zone) for day in ("04", "10"))
    assert uncovered(sold(week, zone), evenings, (), before, before + timedelta(days=1)) == ()
    [hole] = uncovered(sold(week, zone), evenings, (), between, between + timedelta(days=1))
    assert (hole.start, hole.end) == (local("2026-03-10 09:00", zone), local("2026-03-10 10:00", zone))


@given(situations(), weeks, zones)
@settings(max_examples=50)
def test_whoever_looks_at_every_quarter_finds_the_same(
    situation: tuple[Schedule, list[Override], datetime, datetime], week: Week, zone: str
) -> None:
    of, overrides, start, end = situation
    desk = sold(week, zone)
    found = uncovered(desk, of, overrides, start, end)
    missing = [any(hole.start <= at < (hole.end or end) for hole in found) for at in quarters(start, end)]
    present = drawn(shifts(of, overrides, start, end), start, end)
    assert missing == [
        desk.is_open(at) and not people for at, people in zip(quarters(start, end), present, strict=True)
    ]
