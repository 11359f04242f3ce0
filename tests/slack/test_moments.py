"""Moments, days and lengths as people type them, by the clock of whoever types."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.moments import Writer, day_meant, is_length, is_moment, later, moment, taken
from tests.slack.nasty import TEXTS

LOS_ANGELES = "America/Los_Angeles"
ANA = Writer(at=datetime(2026, 6, 1, 17, tzinfo=UTC), zone=LOS_ANGELES)
"""Ten o'clock on a Monday morning in Los Angeles."""


def instant(text: str, writer: Writer = ANA) -> str | None:
    """What a moment means, as the writer's clock shows it."""
    found = moment(text, writer.at, writer)
    return None if found is None else f"{writer.shown(found):%a %Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("18:00", "Mon 2026-06-01 18:00"),
        ("6pm", "Mon 2026-06-01 18:00"),
        ("6:30 PM", "Mon 2026-06-01 18:30"),
        ("12am", "Tue 2026-06-02 00:00"),
        ("12 pm", "Mon 2026-06-01 12:00"),
        ("noon", "Mon 2026-06-01 12:00"),
        ("18h", "Mon 2026-06-01 18:00"),
        ("24:00", "Tue 2026-06-02 00:00"),
        ("at 7:15", "Tue 2026-06-02 07:15"),
        ("10:00", "Tue 2026-06-02 10:00"),
    ],
)
def test_a_time_is_the_next_at_which_the_writers_clock_shows_it(text: str, meant: str) -> None:
    assert instant(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("friday 09:00", "Fri 2026-06-05 09:00"),
        ("fri at 9am", "Fri 2026-06-05 09:00"),
        ("9am on Friday", "Fri 2026-06-05 09:00"),
        ("monday 11:00", "Mon 2026-06-01 11:00"),
        ("monday 09:00", "Mon 2026-06-08 09:00"),
        ("tomorrow noon", "Tue 2026-06-02 12:00"),
        ("today 18:00", "Mon 2026-06-01 18:00"),
        ("2026-12-24 09:00", "Thu 2026-12-24 09:00"),
        ("24 dec 9:00", "Thu 2026-12-24 09:00"),
        ("24. December 2027 9:00", "Fri 2027-12-24 09:00"),
        ("1 may 9:00", "Sat 2027-05-01 09:00"),
    ],
)
def test_a_day_may_be_named_in_many_ways(text: str, meant: str) -> None:
    assert instant(text) == meant


def test_what_has_passed_and_was_named_so_is_not_taken_for_another_day() -> None:
    assert instant("today 09:00") == "Mon 2026-06-01 09:00"
    assert instant("2026-05-31 09:00") == "Sun 2026-05-31 09:00"


@pytest.mark.parametrize("text", ["", "friday", "tomorrow", "9", "soon", "primary", "18:00 sharp", "in 4 hours"])
def test_without_a_time_it_is_no_moment(text: str) -> None:
    assert not is_moment(text)
    assert instant(text) is None


@pytest.mark.parametrize(
    "text", ["25:00", "24:01", "18:60", "13pm", "0am", "31 feb 09:00", "9999-12-31 23:59", "24 foo 9:00"]
)
def test_a_time_or_a_date_that_there_is_not_means_nothing(text: str) -> None:
    assert instant(text) is None


def test_the_time_counts_in_the_zone_of_whoever_writes() -> None:
    omar = Writer(at=ANA.at, zone="Europe/Amsterdam")
    assert moment("21:00", omar.at, omar) == datetime(2026, 6, 1, 19, tzinfo=UTC)


def test_an_end_comes_after_the_beginning_that_was_said() -> None:
    friday = moment("friday 20:00", ANA.at, ANA)
    assert friday is not None
    assert moment("08:00", friday, ANA) == friday + timedelta(hours=12)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # The clock leaps from two to three on 8 March, and shows the hour from one to two twice on 1 November.
        ("2026-03-08 02:30", "2026-03-08T10:30Z"),
        ("2026-11-01 01:30", "2026-11-01T08:30Z"),
    ],
)
def test_at_a_clock_change_it_is_the_first_time_or_the_one_behind_the_leap(text: str, meant: str) -> None:
    winter = Writer(at=datetime(2026, 1, 1, tzinfo=UTC), zone=LOS_ANGELES)
    assert moment(text, winter.at, winter) == datetime.fromisoformat(meant)


@pytest.mark.parametrize("text", ["02:30", "sunday 02:30", "2026-10-25 02:30"])
def test_in_the_hour_that_comes_twice_a_time_that_has_passed_comes_again(text: str) -> None:
    writer = Writer(at=datetime(2026, 10, 25, 0, 45, tzinfo=UTC), zone="Europe/Berlin")
    assert moment(text, writer.at, writer) == writer.at + timedelta(minutes=45)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("4 hours", timedelta(hours=4)),
        ("an hour", timedelta(hours=1)),
        ("90 min", timedelta(minutes=90)),
        ("30m", timedelta(minutes=30)),
        ("2 days", timedelta(days=2)),
        ("a week", timedelta(weeks=1)),
    ],
)
def test_a_length_lies_ahead_of_its_beginning(text: str, length: timedelta) -> None:
    assert is_length(text)
    assert later(text, ANA.at, ANA) == ANA.at + length


def test_days_end_at_the_time_at_which_they_began_also_over_a_clock_change_and_hours_do_not() -> None:
    saturday = datetime(2026, 3, 7, 18, tzinfo=UTC)
    assert later("1 day", saturday, ANA) == saturday + timedelta(hours=23)
    assert later("24 hours", saturday, ANA) == saturday + timedelta(hours=24)


@pytest.mark.parametrize("text", ["", "4", "hours", "4 fortnights", "18:00"])
def test_what_is_no_length_is_none(text: str) -> None:
    assert not is_length(text)
    assert later(text, ANA.at, ANA) is None


def test_a_day_alone_is_read_too() -> None:
    assert day_meant("friday", ANA) == date(2026, 6, 5)
    assert day_meant("2026-12-24", ANA) == date(2026, 12, 24)
    assert day_meant("today", ANA) == date(2026, 6, 1)
    assert day_meant("31 feb", ANA) is day_meant("whenever", ANA) is None


def test_as_many_words_are_taken_as_make_a_moment_and_the_others_are_handed_back() -> None:
    assert taken(["friday", "09:00", "primary"], is_moment) == ("friday 09:00", ["primary"])
    assert taken(["primary"], is_moment) == ("", ["primary"])
    assert taken([], is_moment) == ("", [])


@given(text=TEXTS | st.from_regex(r"\d{1,4} ?[a-z:]{1,9} ?\d{0,4}", fullmatch=True))
def test_whatever_is_typed_is_read_without_a_fault(text: str) -> None:
    for found in (moment(text, ANA.at, ANA), later(text, ANA.at, ANA)):
        assert found is None or found.tzinfo is UTC
    day = day_meant(text, ANA)
    assert day is None or day >= date.min
