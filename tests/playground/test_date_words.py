"""Slack's date tokens, in several zones and over clock changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.playground.date_words import date_words, instant_of

ANGELES, AMSTERDAM, KOLKATA = (ZoneInfo(name) for name in ("America/Los_Angeles", "Europe/Amsterdam", "Asia/Kolkata"))
FORM = "{date_num} {time_secs}"


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("{date_num}", "2026-08-09"),
        ("{date_slash}", "09/08/2026"),
        ("{date}", "August 9th, 2026"),
        ("{date_short}", "Aug 9, 2026"),
        ("{date_long}", "Sunday, August 9th, 2026"),
        ("{date_long_full}", "August 9, 2026"),
        ("{time}", "2:34 PM"),
        ("{time_secs}", "2:34:05 PM"),
        ("{day_divider_pretty}", "Sunday, August 9th"),
        ("{weekday}", "{weekday}"),
        ("{date_short} at {time}", "Aug 9, 2026 at 2:34 PM"),
    ],
)
def test_every_token_is_printed_as_slack_documents_it(token: str, words: str) -> None:
    at = datetime(2026, 8, 9, 14, 34, 5, tzinfo=UTC)
    assert date_words(token, at, ZoneInfo("UTC"), at + timedelta(days=60)) == words


@pytest.mark.parametrize(
    ("at", "angeles", "amsterdam", "kolkata"),
    [
        # Spring comes to Los Angeles three weeks before it comes to Amsterdam, and never to Kolkata.
        ("2026-03-08T09:59:59", "2026-03-08 1:59:59 AM", "2026-03-08 10:59:59 AM", "2026-03-08 3:29:59 PM"),
        ("2026-03-08T10:00:00", "2026-03-08 3:00:00 AM", "2026-03-08 11:00:00 AM", "2026-03-08 3:30:00 PM"),
        ("2026-03-29T00:59:59", "2026-03-28 5:59:59 PM", "2026-03-29 1:59:59 AM", "2026-03-29 6:29:59 AM"),
        ("2026-03-29T01:00:00", "2026-03-28 6:00:00 PM", "2026-03-29 3:00:00 AM", "2026-03-29 6:30:00 AM"),
        # In autumn an hour comes twice.
        ("2026-11-01T08:30:00", "2026-11-01 1:30:00 AM", "2026-11-01 9:30:00 AM", "2026-11-01 2:00:00 PM"),
        ("2026-11-01T09:30:00", "2026-11-01 1:30:00 AM", "2026-11-01 10:30:00 AM", "2026-11-01 3:00:00 PM"),
    ],
)
def test_an_instant_is_printed_in_the_readers_zone_across_clock_changes(
    at: str, angeles: str, amsterdam: str, kolkata: str
) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert [date_words(FORM, instant, zone) for zone in (ANGELES, AMSTERDAM, KOLKATA)] == [angeles, amsterdam, kolkata]


@pytest.mark.parametrize(
    ("zone", "words"),
    [(ANGELES, "due today"), (AMSTERDAM, "due tomorrow"), (KOLKATA, "due tomorrow")],
)
def test_today_is_the_readers_own_day(zone: ZoneInfo, words: str) -> None:
    now = datetime(2026, 6, 5, 16, 0, tzinfo=UTC)
    assert date_words("due {date_pretty}", now + timedelta(hours=9), zone, now) == words


def test_yesterday_is_the_day_before_also_when_that_day_had_25_hours() -> None:
    now = datetime(2026, 11, 2, 7, 30, tzinfo=UTC)  # half past eleven at night on the Sunday of the clock change
    assert date_words("{date_short_pretty}", now - timedelta(hours=24), ANGELES, now) == "Today"
    assert date_words("{date_short_pretty}", now - timedelta(hours=25), ANGELES, now) == "Yesterday"


def test_a_pretty_day_begins_with_a_capital_only_where_the_form_begins_with_it() -> None:
    at = datetime(2026, 6, 5, 16, 0, tzinfo=UTC)
    assert date_words("{date_long_pretty} at {time}", at, ANGELES, at) == "Today at 9:00 AM"
    assert date_words("\u200b{date_long_pretty} at {time}", at, ANGELES, at) == "\u200btoday at 9:00 AM"


def test_without_a_now_pretty_days_are_dates() -> None:
    at = datetime(2026, 6, 5, 16, 0, tzinfo=UTC)
    assert date_words("{date_short_pretty}", at, ANGELES) == "Jun 5, 2026"
    assert date_words("{day_divider_pretty}", at, ANGELES) == "Friday, June 5th, 2026"
    assert date_words("{ago}", at, ANGELES) == "June 5th, 2026"


def test_a_day_of_another_year_is_named_with_its_year() -> None:
    at = datetime(2025, 12, 31, 12, 0, tzinfo=UTC)
    assert date_words("{day_divider_pretty}", at, AMSTERDAM, at + timedelta(days=9)) == "Wednesday, December 31st, 2025"


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=-3), "3 minutes ago"),
        (timedelta(hours=-1), "1 hour ago"),
        (timedelta(days=-2, hours=-5), "2 days ago"),
        (timedelta(days=-400), "1 year ago"),
        (timedelta(minutes=15), "in 15 minutes"),
    ],
)
def test_how_long_ago_is_told_in_the_largest_unit(away: timedelta, words: str) -> None:
    now = datetime(2026, 6, 5, 16, 0, tzinfo=UTC)
    assert date_words("{ago}", now + away, ANGELES, now) == words


@pytest.mark.parametrize("day", range(1, 32))
def test_every_day_of_a_month_has_its_ending(day: int) -> None:
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day, "th")
    assert date_words("{date}", datetime(2026, 1, day, tzinfo=UTC), ZoneInfo("UTC")) == f"January {day}{ending}, 2026"


@pytest.mark.parametrize("stamp", ["soon", "", None, "9" * 40, "nan", "inf", -(10**20)])
def test_what_is_no_instant_is_none(stamp: object) -> None:
    assert instant_of(stamp) is None


def test_a_stamp_may_be_a_number_or_digits() -> None:
    assert instant_of(1_780_702_200) == instant_of("1780702200") == datetime(2026, 6, 5, 23, 30, tzinfo=UTC)
