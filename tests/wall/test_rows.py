"""A running clock in words: how it stands, by when, how far off, in the viewer's zone."""

from datetime import timedelta

import pytest

from bot.clocks.contract import PauseReason
from bot.clocks.entries import Entry, Paused, Taken
from bot.wall.rows import Row, Standing, moment, row
from tests.slack.tickets import ANA
from tests.wall.boards import SATURDAY, board, made, names

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FRIDAY = SATURDAY - 17 * HOUR - 30 * MINUTE


def only(*later: Entry, opened_ago: timedelta, severity: str, zone: str = "Europe/Amsterdam") -> Row:
    """The one clock of a ticket on Saturday."""
    [running] = board(
        [made(7, "SSO  login\nfails", SATURDAY - opened_ago, SATURDAY, *later, severity=severity)]
    ).running
    return row(running, SATURDAY, zone, names)


def test_a_promise_with_time_left_says_until_when() -> None:
    shown = only(opened_ago=MINUTE, severity="critical")
    assert (shown.standing, shown.due, shown.left) == (Standing.ON_TIME, "due 15:54", "in 14 min")
    assert (shown.promise, shown.target, shown.clause) == ("call-back", "15 minutes", "B21")
    assert shown.calendar == "around the clock"


def test_one_that_was_warned_of_is_due_soon() -> None:
    shown = only(opened_ago=11 * MINUTE, severity="critical")
    assert (shown.standing, shown.due, shown.left) == (Standing.SOON, "due 15:44", "in 4 min")


def test_one_that_is_broken_says_how_late_it_is() -> None:
    shown = only(opened_ago=87 * MINUTE, severity="critical")
    assert (shown.standing, shown.due, shown.left) == (Standing.LATE, "was due 14:28", "1 h 12 min late")


def test_one_that_is_paused_says_since_when_and_how_much_is_left() -> None:
    waiting = Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="Which one?")
    shown = only(waiting, opened_ago=SATURDAY - FRIDAY + HOUR, severity="high")
    assert (shown.standing, shown.due, shown.left) == (Standing.PAUSED, "paused since Fri 22:10", "3 h left")
    assert shown.calendar == "business hours, America/Los_Angeles"


def test_a_goal_is_called_a_goal_and_missing_it_breaks_nothing() -> None:
    ahead = only(opened_ago=26 * HOUR, severity="non_critical")
    behind = only(opened_ago=4 * DAY, severity="non_critical")
    assert (ahead.standing, ahead.due) == (Standing.ON_TIME, "goal Mon 13:40")
    assert (behind.standing, behind.due, behind.left) == (Standing.GOAL_MISSED, "goal Wed 15:40", "goal missed 3 d ago")


def test_how_it_stands_is_said_in_full_and_nothing_of_it_twice() -> None:
    stands = [
        only(opened_ago=ago, severity=severity).stands
        for ago, severity in (
            (MINUTE, "critical"),
            (11 * MINUTE, "critical"),
            (87 * MINUTE, "critical"),
            (4 * DAY, "non_critical"),
        )
    ]
    assert stands == ["on time, in 14 min", "due soon, in 4 min", "1 h 12 min late", "goal missed 3 d ago"]


def test_times_are_those_of_the_viewers_zone() -> None:
    assert only(opened_ago=MINUTE, severity="critical", zone="America/Los_Angeles").due == "due 06:54"


def test_who_has_it_is_named_and_so_is_that_nobody_does() -> None:
    taken = only(Taken(at=SATURDAY, by=ANA, to=ANA), opened_ago=MINUTE, severity="critical")
    assert (taken.owner, only(opened_ago=MINUTE, severity="critical").owner) == ("Ana Agent", "nobody yet")


def test_a_title_is_one_line() -> None:
    assert only(opened_ago=MINUTE, severity="critical").title == "SSO login fails"


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "15:40"),
        (1, "Sun 15:40"),
        (-6, "Sun 15:40"),
        (6, "Fri 15:40"),
        (7, "Sat 13 Jun 15:40"),
        (-7, "Sat 30 May 15:40"),
    ],
)
def test_a_day_is_told_as_shortly_as_it_is_clear(days: int, told: str) -> None:
    assert moment(SATURDAY + days * DAY, SATURDAY, "Europe/Amsterdam") == told
