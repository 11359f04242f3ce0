"""When the day's message comes: once a day, also where the clocks are changed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.desk.timetable import Timetable

WEEKDAYS = frozenset(range(5))
FRIDAY, SATURDAY, MONDAY = date(2026, 6, 5), date(2026, 6, 6), date(2026, 6, 8)


def daily(at: time = time(8, 30), zone: str = "Europe/Amsterdam", days: frozenset[int] = WEEKDAYS) -> Timetable:
    return Timetable(at=at, zone=zone, days=days, channel="C0TRIAGE")


def test_it_comes_at_its_local_time_in_summer_and_in_winter() -> None:
    assert daily().instant(FRIDAY) == datetime(2026, 6, 5, 6, 30, tzinfo=UTC)
    assert daily().instant(date(2026, 1, 5)) == datetime(2026, 1, 5, 7, 30, tzinfo=UTC)


def test_a_time_that_the_clock_skips_comes_as_much_later() -> None:
    spring = date(2026, 3, 29)  # 02:00 is 03:00.
    assert daily(time(2, 30)).instant(spring) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert daily(time(1, 59)).instant(spring) < daily(time(2, 30)).instant(spring)


def test_of_a_time_that_comes_twice_the_first_counts() -> None:
    autumn = date(2026, 10, 25)  # 03:00 is 02:00 again.
    assert daily(time(2, 30)).instant(autumn) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_days_that_are_not_its_own_are_passed_over() -> None:
    assert (daily().before(MONDAY), daily().after(FRIDAY)) == (FRIDAY, MONDAY)
    only_mondays = daily(days=frozenset({0}))
    assert only_mondays.after(MONDAY) == MONDAY + timedelta(days=7)
    assert only_mondays.before(MONDAY) == MONDAY - timedelta(days=7)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 6, 5, 6, 29, tzinfo=UTC), FRIDAY - timedelta(days=1)),
        (datetime(2026, 6, 5, 6, 30, tzinfo=UTC), FRIDAY),
        (datetime(2026, 6, 6, 12, tzinfo=UTC), FRIDAY),
        (datetime(2026, 6, 8, 6, 29, tzinfo=UTC), FRIDAY),
        (datetime(2026, 6, 8, 6, 30, tzinfo=UTC), MONDAY),
    ],
)
def test_the_last_one_is_the_newest_whose_time_has_come(at: datetime, expected: date) -> None:
    assert daily().last(at) == expected


def test_its_day_ends_at_midnight_where_it_is() -> None:
    assert daily().end(FRIDAY) == datetime(2026, 6, 5, 22, tzinfo=UTC)
    assert daily().day_of(datetime(2026, 6, 5, 22, tzinfo=UTC)) == SATURDAY
