"""What comes first in a list."""

from datetime import timedelta

from bot.desk.urgency import Urgency, urgency
from tests.desk.office import HOUR, MINUTE, MONDAY


def of(left: timedelta | None, *, overdue: bool = False) -> Urgency:
    return urgency(overdue=overdue, left=left, due=None if left is None else MONDAY + left)


def test_what_is_broken_comes_first_then_the_least_time_left_then_what_is_not_due() -> None:
    expected = [of(-HOUR, overdue=True), of(-MINUTE, overdue=True), of(-2 * HOUR), of(MINUTE), of(HOUR), of(None)]
    assert sorted(expected) == expected


def test_a_promise_that_broke_just_before_the_desk_closed_is_still_broken() -> None:
    assert of(timedelta(0), overdue=True) < of(timedelta(0)) < of(MINUTE)


def test_of_two_with_the_same_time_left_the_one_that_is_due_sooner_comes_first() -> None:
    at_night = urgency(overdue=False, left=HOUR, due=MONDAY + 12 * HOUR)
    assert of(HOUR) < at_night
