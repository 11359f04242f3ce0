"""The notations of the configuration file."""

from datetime import date, time

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from bot.configuration_form import (
    HandOver,
    RotationForm,
    TermForm,
    read_channel,
    read_hand_over,
    read_member,
    read_person,
    read_time,
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


def rotation(starts: str, hand_over: str) -> RotationForm:
    return RotationForm.model_validate(
        {"zone": "Europe/Amsterdam", "hand_over": hand_over, "starts": starts, "members": ["U0OLLY"]}
    )


def test_a_weekly_rotation_starts_on_the_day_of_its_hand_over() -> None:
    assert rotation("2026-01-05", "mon 09:00").starts == date(2026, 1, 5)
    with pytest.raises(ValidationError, match="a Tuesday, the day of the hand-over"):
        rotation("2026-01-05", "tue 09:00")


def test_a_daily_rotation_starts_on_any_day() -> None:
    assert {rotation(f"2026-01-0{day}", "09:00").starts.day for day in range(1, 8)} == set(range(1, 8))


@pytest.mark.parametrize("term", [{}, {"starts": "2026-01-01"}, {"ends": "2026-01-01"}])
def test_a_term_may_be_open_at_either_end(term: dict[str, str]) -> None:
    assert TermForm.model_validate(term).model_dump(exclude_none=True).keys() == term.keys()


def test_a_term_lasts_a_day_at_least() -> None:
    assert TermForm.model_validate({"starts": "2026-01-01", "ends": "2026-01-01"}).ends == date(2026, 1, 1)
    with pytest.raises(ValidationError, match="a date not before 2026-01-02, on which the term starts"):
        TermForm.model_validate({"starts": "2026-01-02", "ends": "2026-01-01"})


@pytest.mark.parametrize(("written", "expected"), [("08:30", time(8, 30)), ("00:00", time(0)), ("23:59", time(23, 59))])
def test_a_time_of_day_is_hours_and_minutes(written: str, expected: time) -> None:
    assert read_time(written) == expected


@pytest.mark.parametrize("written", ["24:00", "8:30", "08:30:00", "half past eight", "٠٨:٣٠", "", 830, None])
def test_anything_else_is_no_time_of_day(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="a time between 00:00 and 23:59"):
        read_time(written)
