"""The axis: how much of time it shows, and hours and days that are where they really are, clock changes too."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot.wall.axis import MOST_TICKS, Axis, Span
from tests.wall.boards import SATURDAY, board, made, weekend

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def axis(start: str, hours: float, zone: str) -> Axis:
    begins = datetime.fromisoformat(start).astimezone(UTC)
    return Axis(start=begins, end=begins + hours * HOUR, zone=zone)


@pytest.mark.parametrize(
    ("span", "length"), [(Span.HALF_DAY, 12 * HOUR), (Span.TWO_DAYS, 2 * DAY), (Span.WEEK, 7 * DAY)]
)
def test_a_span_lies_around_now_with_most_of_it_ahead(span: Span, length: timedelta) -> None:
    shown = Axis.of(weekend(), span, "UTC")
    assert shown.end - shown.start == length
    assert shown.share(SATURDAY) == 0.25


def test_a_fitted_axis_has_every_start_and_every_due_time_on_it() -> None:
    shown = Axis.of(weekend(), Span.FIT, "UTC")
    assert all(shown.start < each.clock.started for each in weekend().running)
    assert all(each.aim < shown.end for each in weekend().running if each.aim)


def test_a_fitted_axis_of_nothing_is_a_few_hours_around_now() -> None:
    shown = Axis.of(board([]), Span.FIT, "UTC")
    assert (shown.end - shown.start, shown.share(SATURDAY)) == (6 * HOUR, 0.5)


def test_one_ticket_of_long_ago_does_not_squeeze_all_others() -> None:
    shown = Axis.of(board([made(1, "Forgotten", SATURDAY - 300 * DAY, SATURDAY)]), Span.FIT, "UTC")
    assert SATURDAY - shown.start < 8 * DAY


def test_places_go_by_real_time() -> None:
    shown = axis("2026-06-06 00:00+00:00", 10, "UTC")
    assert [shown.share(shown.start + hours * HOUR) for hours in (0, 5, 10, -5, 20)] == [0, 0.5, 1, -0.5, 2]
    assert [shown.shows(shown.start + hours * HOUR) for hours in (0, 10, -1, 11)] == [True, True, False, False]


def test_an_hour_that_the_clocks_skip_is_not_there() -> None:
    hours = axis("2026-03-29 00:30+01:00", 5, "Europe/Amsterdam").hours()
    assert [tick.label for tick in hours] == ["01:00", "03:00", "04:00", "05:00", "06:00"]
    assert [round(after.share - before.share, 6) for before, after in pairwise(hours)] == [0.2] * 4


def test_an_hour_that_the_clocks_repeat_stands_twice() -> None:
    hours = axis("2026-10-25 00:30+02:00", 5, "Europe/Amsterdam").hours()
    assert [tick.label for tick in hours] == ["01:00", "02:00", "02:00", "03:00", "04:00"]
    assert [round(after.share - before.share, 6) for before, after in pairwise(hours)] == [0.2] * 4


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-06", 24)])
def test_a_day_is_as_wide_as_it_is_long(day: str, hours: int) -> None:
    local = Axis(
        start=datetime.fromisoformat(f"{day} 00:00+00:00") - DAY,
        end=datetime.fromisoformat(f"{day} 00:00+00:00") + 2 * DAY,
        zone="Europe/Amsterdam",
    )
    begins, ends = (tick.share for tick in local.days()[1:3])
    assert round((ends - begins) * 72, 6) == hours


def test_a_day_whose_midnight_is_skipped_begins_with_its_first_instant() -> None:
    [_, friday] = axis("2026-04-23 20:00+00:00", 4, "Africa/Cairo").days()
    assert (friday.label, friday.share) == ("Fri 24 Apr", 0.5)
    assert "00:00" not in [tick.label for tick in axis("2026-04-23 20:00+00:00", 4, "Africa/Cairo").hours()]


def test_a_date_that_a_zone_leaves_out_is_left_out() -> None:
    labels = [tick.label for tick in axis("2011-12-29 00:00-10:00", 71, "Pacific/Apia").days()]
    assert labels == ["Thu 29 Dec", "Sat 31 Dec", "Sun 1 Jan"]


def test_hours_are_the_wall_clocks_also_where_zones_are_not_whole_hours_apart() -> None:
    hours = axis("2026-06-06 00:00+00:00", 4, "Asia/Kathmandu").hours()
    assert [(tick.label, tick.share) for tick in hours] == [
        ("06:00", 0.0625),
        ("07:00", 0.3125),
        ("08:00", 0.5625),
        ("09:00", 0.8125),
    ]


def test_the_date_of_now_is_told_also_where_midnight_is_not_on_the_axis() -> None:
    assert [tick.label for tick in axis("2026-06-06 09:00+00:00", 12, "UTC").days()] == ["Sat 6 Jun"]


def test_a_date_without_room_is_not_told() -> None:
    first, second = axis("2026-06-06 23:30+00:00", 24, "UTC").days()
    assert (first.label, second.label) == ("", "Sun 7 Jun")


@pytest.mark.parametrize("hours", [1, 6, 12, 30, 48, 100, 168, 400, 900])
def test_there_are_never_more_lines_than_can_be_told_apart(hours: int) -> None:
    shown = axis("2026-06-01 00:00+00:00", hours, "America/Los_Angeles")
    assert len(shown.hours()) <= MOST_TICKS
    assert len(shown.days()) <= MOST_TICKS + 1
