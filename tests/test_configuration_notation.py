"""The notations of the configuration file."""

from datetime import time, timedelta

import pytest
from pydantic_core import PydanticCustomError

from bot.configuration_notation import (
    HandOver,
    read_channel,
    read_delay,
    read_group,
    read_hand_over,
    read_member,
    read_person,
    read_time,
    read_turn,
    read_way,
)


@pytest.mark.parametrize("written", ["C0123ABCD", "G0123ABCD"])
def test_a_channel_is_written_by_its_id(written: str) -> None:
    assert read_channel(written) == written


@pytest.mark.parametrize(
    "written",
    ["#support", "support", "c0123abcd", "D0123ABCD", "U0123ABCD", "C0 12", "C1", "C" + "0" * 21, "C١٢٣", "", 5],
)
def test_anything_else_is_no_channel(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="a channel id such as"):
        read_channel(written)


@pytest.mark.parametrize("written", ["U0123ABCD", "W0123ABCD"])
def test_a_person_is_written_by_their_id(written: str) -> None:
    assert read_person(written) == written


@pytest.mark.parametrize("written", ["@olly", "Olly Oncall", "u0123abcd", "C0123ABCD", "<@U0123ABCD>", "", None])
def test_anything_else_is_nobody(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="a member id such as"):
        read_person(written)


@pytest.mark.parametrize("written", ["U0123ABCD", "W0123ABCD", "S0123ABCD"])
def test_a_member_of_the_team_is_written_by_an_id_or_a_user_groups(written: str) -> None:
    assert read_member(written) == written


@pytest.mark.parametrize("written", ["@agents", "s0123abcd", "C0123ABCD", "<!subteam^S0123ABCD>", "S1", "", None])
def test_anything_else_is_no_member(written: object) -> None:
    with pytest.raises(PydanticCustomError, match=r"a member id such as .* or a user group's id such as"):
        read_member(written)


@pytest.mark.parametrize(
    ("written", "weekday", "at"),
    [
        ("monday 09:00", 0, time(9)),
        ("Sun 00:00", 6, time(0)),
        ("wednesday  23:59", 2, time(23, 59)),
        ("17:30", None, time(17, 30)),
    ],
)
def test_a_hand_over_is_weekly_or_daily(written: str, weekday: int | None, at: time) -> None:
    assert read_hand_over(written) == HandOver(weekday=weekday, at=at)


@pytest.mark.parametrize(
    "written", ["moonday 09:00", "mond 09:00", "9:00", "monday", "09:00 monday", "mon-fri 09:00", "٠٩:٠٠", 9, None]
)
def test_anything_else_is_no_hand_over(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="a day and a time such as"):
        read_hand_over(written)


@pytest.mark.parametrize("written", ["24:00", "mon 12:60"])
def test_a_hand_over_is_at_a_time_that_exists(written: str) -> None:
    with pytest.raises(PydanticCustomError, match="between 00:00 and 23:59"):
        read_hand_over(written)


@pytest.mark.parametrize(("written", "expected"), [("08:30", time(8, 30)), ("00:00", time(0)), ("23:59", time(23, 59))])
def test_a_time_of_day_is_hours_and_minutes(written: str, expected: time) -> None:
    assert read_time(written) == expected


@pytest.mark.parametrize("written", ["24:00", "8:30", "08:30:00", "half past eight", "٠٨:٣٠", "", 830, None])
def test_anything_else_is_no_time_of_day(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="a time between 00:00 and 23:59"):
        read_time(written)


@pytest.mark.parametrize("written", ["S0123ABCD", "S1A2"])
def test_a_user_group_is_written_by_its_id(written: str) -> None:
    assert read_group(written) == written


@pytest.mark.parametrize("written", ["@oncall", "U0123ABCD", "s0123abcd", "<!subteam^S0123ABCD>", "", None])
def test_anything_else_is_no_user_group(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="a user group's id such as"):
        read_group(written)


@pytest.mark.parametrize(
    ("written", "turn"),
    [
        ("day", timedelta(days=1)),
        ("Week", timedelta(weeks=1)),
        ("2 weeks", timedelta(weeks=2)),
        ("3 days", timedelta(days=3)),
        ("12 hours", timedelta(hours=12)),
        ("1 hour", timedelta(hours=1)),
        ("366 days", timedelta(days=366)),
    ],
)
def test_a_turn_lasts_hours_days_or_weeks(written: str, turn: timedelta) -> None:
    assert read_turn(written) == turn


@pytest.mark.parametrize(
    "written", ["", "weekly", "3", "3.5 days", "30 minutes", "a week", "-1 days", "٣ days", 7, None]
)
def test_anything_else_is_no_turn(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="how long a turn lasts, such as"):
        read_turn(written)


@pytest.mark.parametrize("written", ["0 hours", "0 days", "367 days", "53 weeks"])
def test_a_turn_is_neither_nothing_nor_for_ever(written: str) -> None:
    with pytest.raises(PydanticCustomError, match="a turn between an hour and 366 days"):
        read_turn(written)


@pytest.mark.parametrize(
    ("written", "delay"),
    [("0 minutes", timedelta()), ("3 minutes", timedelta(minutes=3)), ("12 hours", timedelta(hours=12))],
)
def test_a_way_is_taken_at_once_or_some_time_after_the_call(written: str, delay: timedelta) -> None:
    assert read_delay(written) == delay


@pytest.mark.parametrize("written", ["13 hours", "1 day", "3 business minutes", "1 business day"])
def test_a_way_is_not_taken_much_later_nor_by_business_time(written: str) -> None:
    with pytest.raises(PydanticCustomError, match="a length around the clock of 12 hours at most"):
        read_delay(written)


@pytest.mark.parametrize("written", ["OLLY_SMS", "A", "PAGER2"])
def test_a_way_is_named_as_environment_variables_are(written: str) -> None:
    assert read_way(written) == written


@pytest.mark.parametrize("written", ["olly_sms", "OLLY-SMS", "2FA", "$OLLY_SMS", "twilio://sid:token@1", "", None])
def test_anything_else_is_no_way(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="the name of an environment variable in capital letters"):
        read_way(written)
