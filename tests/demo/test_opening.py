"""What the time bar says beside the time: desks open and closed, and when clocks change."""

from datetime import timedelta

import pytest

from bot.clocks.calendar import Calendar, weekly_hours
from bot.contracts.reader import load
from bot.demo.opening import city, near, next_clock_change, standing
from tests.demo.playing import at

PACIFIC, AMSTERDAM = "America/Los_Angeles", "Europe/Amsterdam"
NEVER = Calendar(name="never", zone="UTC", weekly={})
ALWAYS = Calendar(name="always", zone="UTC", weekly=weekly_hours({day: ["00:00-24:00"] for day in range(7)}))


@pytest.fixture(scope="module")
def desk() -> Calendar:
    """Valimail's: Monday to Friday, 06:00 to 18:00 Pacific, without the holidays of the United States."""
    return load("valimail").calendars["business_hours"]


@pytest.mark.parametrize(
    ("now", "is_open", "until", "reason"),
    [
        ("2026-07-09 10:00-07:00", True, "2026-07-09 18:00-07:00", ""),
        ("2026-07-09 05:59-07:00", False, "2026-07-09 06:00-07:00", ""),
        ("2026-07-09 18:00-07:00", False, "2026-07-10 06:00-07:00", ""),
        ("2026-07-10 18:00-07:00", False, "2026-07-13 06:00-07:00", "weekend"),
        ("2026-07-02 18:00-07:00", False, "2026-07-06 06:00-07:00", "Independence Day (observed), weekend"),
        ("2026-11-26 09:00-08:00", False, "2026-11-27 06:00-08:00", "Thanksgiving Day"),
    ],
)
def test_a_desk_is_open_or_closed_until_an_instant_and_says_why(
    desk: Calendar, now: str, is_open: bool, until: str, reason: str
) -> None:
    found = standing(desk, at(now))
    assert (found.is_open, found.until, found.reason) == (is_open, at(until), reason)


def test_a_desk_that_never_opens_and_one_that_never_closes_have_no_end() -> None:
    never, always = (standing(each, at("2026-07-09 10:00+00:00")) for each in (NEVER, ALWAYS))
    assert (never.is_open, never.until) == (False, None)
    assert (always.is_open, always.until) == (True, None)


@pytest.mark.parametrize(
    ("now", "zones", "change", "zone", "by"),
    [
        ("2026-07-09 10:00-07:00", [PACIFIC, AMSTERDAM], "2026-10-25 01:00+00:00", AMSTERDAM, -1),
        ("2026-10-25 01:00+00:00", [PACIFIC, AMSTERDAM], "2026-11-01 09:00+00:00", PACIFIC, -1),
        ("2026-12-01 00:00+00:00", [PACIFIC, AMSTERDAM, "UTC"], "2027-03-14 10:00+00:00", PACIFIC, 1),
    ],
)
def test_the_next_clock_change_is_the_first_of_all_zones(
    now: str, zones: list[str], change: str, zone: str, by: int
) -> None:
    found = next_clock_change(zones, at(now))
    assert found is not None
    assert (found.at, found.zone, found.by) == (at(change), zone, timedelta(hours=by))


def test_where_no_clocks_change_there_is_no_next_change() -> None:
    assert next_clock_change(["UTC", "Asia/Tokyo"], at("2026-07-09 10:00+00:00")) is None


def test_instants_and_zones_are_told_as_people_say_them() -> None:
    now = at("2026-07-10 17:40-07:00")
    assert near(at("2026-07-10 18:00-07:00"), now, PACIFIC) == "18:00 PDT"
    assert near(at("2026-07-13 06:00-07:00"), now, PACIFIC) == "Mon 06:00 PDT"
    assert near(at("2026-10-25 03:00+01:00"), now, AMSTERDAM) == "Sun 25 Oct 03:00 CET"
    assert (city(PACIFIC), city("UTC")) == ("Los Angeles", "UTC")
