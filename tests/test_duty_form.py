"""The form of on-call schedules and ways: what may stand beside what."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from bot.duty_form import ScheduleForm, WayForm

TURNS = {"hand_over": "09:00", "starts": "2026-01-05", "members": ["U0OLLY"]}
LAYER = {"name": "nights", **TURNS}
CALENDAR = {"calendar": "rota.ics", "people": {"Olly": "U0OLLY"}}


def schedule(**written: Any) -> ScheduleForm:
    return ScheduleForm.model_validate({"zone": "Europe/Amsterdam", **written})


def test_a_weekly_rotation_starts_on_the_day_of_its_hand_over() -> None:
    assert schedule(**TURNS | {"hand_over": "mon 09:00"}).starts == date(2026, 1, 5)
    with pytest.raises(ValidationError, match="a Tuesday, the day of the hand-over"):
        schedule(**TURNS | {"hand_over": "tue 09:00"})


def test_a_daily_rotation_starts_on_any_day() -> None:
    days = [f"2026-01-0{day}" for day in range(1, 8)]

    assert {schedule(**TURNS | {"starts": day}).starts for day in days} == set(map(date.fromisoformat, days))


@pytest.mark.parametrize("every", ["week", "2 weeks", "14 days"])
def test_turns_end_on_the_weekday_of_the_hand_over(every: str) -> None:
    assert schedule(**TURNS | {"hand_over": "mon 09:00", "every": every}).every is not None
    with pytest.raises(ValidationError, match="whole weeks, because the hand-over is on a Monday"):
        schedule(**TURNS | {"hand_over": "mon 09:00", "every": "3 days"})


def test_without_a_weekday_turns_may_have_any_length() -> None:
    assert schedule(**TURNS | {"every": "12 hours"}).every == timedelta(hours=12)


@pytest.mark.parametrize("written", [TURNS, {"rotations": [LAYER]}, CALENDAR])
def test_a_schedule_says_who_is_on_call_in_one_of_three_ways(written: dict[str, Any]) -> None:
    made = schedule(**written)

    assert (made.channel, made.user_group, made.ways) == ("triage", None, ())


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({}, "the keys “hand_over” and “starts” and “members”"),
        ({"hand_over": "09:00", "starts": "2026-01-05"}, "the key “members”"),
        ({"calendar": "rota.ics"}, "the key “people”"),
        ({**CALENDAR, "rotations": [LAYER]}, "either “rotations” or “calendar”"),
        ({**TURNS, "rotations": [LAYER]}, "either “rotations” or “hand_over”"),
        ({"rotations": [LAYER], "hours": {"mon": "09:00-17:00"}}, "either “rotations” or “hours”"),
        ({**CALENDAR, "every": "week"}, "either “calendar” or “every”"),
        ({**TURNS, "people": {"Olly": "U0OLLY"}}, "either “members” or “people”"),
    ],
)
def test_and_not_in_two_of_them_or_by_half(written: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        schedule(**written)


@pytest.mark.parametrize("key", ["name", "hand_over", "starts", "members"])
def test_a_rotation_among_several_needs_everything_but_a_zone(key: str) -> None:
    assert schedule(rotations=[LAYER]).rotations is not None
    with pytest.raises(ValidationError, match="Field required"):
        schedule(rotations=[{name: value for name, value in LAYER.items() if name != key}])


@pytest.mark.parametrize(
    "written", [{**TURNS, "members": []}, {"rotations": []}, {**CALENDAR, "people": {}}, {**TURNS, "hours": {}}]
)
def test_nothing_is_given_by_an_empty_list(written: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        schedule(**written)


def test_a_way_is_taken_at_once_unless_said_otherwise() -> None:
    assert WayForm.model_validate({"via": "OLLY_SMS"}).after == timedelta()
    assert WayForm.model_validate({"after": "3 minutes", "via": "OLLY_SMS"}).after == timedelta(minutes=3)
