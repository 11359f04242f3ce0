"""A week of a schedule by its reader's clock."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.clocks.schedule import REACH, Schedule
from bot.desk.desk import Desk
from bot.desk.duty_refusals import NoSuchScheduleError
from bot.desk.duty_requests import SetOverride
from bot.desk.overriding import set_override
from bot.desk.refusals import NotAllowedError
from bot.desk.week import Day, Week, week
from tests.desk.office import ANA, CARL, DAY, HOUR, MARA, MONDAY, OLLY, PIET, TIM, gesture, with_tam

AMSTERDAM, LOS_ANGELES = "Europe/Amsterdam", "America/Los_Angeles"
TODAY = MONDAY.date()


async def shown(desk: Desk, day: date = TODAY, zone: str | None = AMSTERDAM, schedule: str = "primary") -> Week:
    return await week(desk, ANA, schedule, day, zone, MONDAY)


def hours(day: Day) -> list[tuple[float, tuple[str, ...]]]:
    """For how many hours of a day who is on call, in order."""
    return [((each.ends - each.starts) / HOUR, each.people) for each in day.stretches]


async def test_a_week_is_seven_days_from_a_monday_on(desk: Desk) -> None:
    for day in (TODAY, TODAY + timedelta(days=6)):
        assert [each.date for each in (await shown(desk, day)).days] == [TODAY + timedelta(days=n) for n in range(7)]


async def test_a_hand_over_parts_a_day_by_the_readers_clock(desk: Desk) -> None:
    in_amsterdam = (await shown(desk)).days[0]
    assert hours(in_amsterdam) == [(9, (OLLY.person,)), (15, (PIET.person,))]
    sunday_before = (await shown(desk, TODAY, LOS_ANGELES)).days[0]
    assert hours(sunday_before) == [(24, (PIET.person,))], "nine in Amsterdam is midnight in Los Angeles"


async def test_an_override_is_marked_where_it_holds(desk: Desk) -> None:
    await set_override(
        desk,
        SetOverride(
            key=gesture(),
            asker=ANA,
            schedule="primary",
            person=ANA.person,
            starts=MONDAY + DAY,
            ends=MONDAY + DAY + 2 * HOUR,
        ),
        MONDAY,
    )
    marks = [(each.override, each.people) for each in (await shown(desk)).days[1].stretches]
    assert marks == [(False, (PIET.person,)), (True, (ANA.person,)), (False, (PIET.person,))]


async def test_where_nobody_is_on_call_the_day_shows_a_gap(desk: Desk) -> None:
    desk.roster = replace(desk.roster, schedules={"primary": Schedule(name="primary", zone="UTC")})
    assert [hours(each) for each in (await shown(desk)).days] == [[(24, ())]] * 7


async def test_the_days_on_which_the_clock_changes_are_shorter_and_longer(desk: Desk) -> None:
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    lengths = [(each.ends - each.starts) / HOUR for day in (spring, autumn) for each in (await shown(desk, day)).days]
    assert lengths == [24] * 6 + [23] + [24] * 6 + [25]


async def test_today_is_the_readers_date(desk: Desk) -> None:
    assert (await shown(desk, zone="Pacific/Kiritimati")).today == date(2026, 6, 2)
    assert (await shown(desk, zone=LOS_ANGELES)).today == TODAY


async def test_where_the_readers_zone_is_not_known_it_is_the_schedules_own(desk: Desk) -> None:
    assert (await shown(desk, zone=None)).zone == AMSTERDAM


async def test_without_a_name_it_is_the_readers_own_schedule_or_the_first(desk: Desk) -> None:
    assert (await week(desk, MARA, "", TODAY, AMSTERDAM, MONDAY)).schedule == "secondary"
    first = await week(desk, ANA, "", TODAY, AMSTERDAM, MONDAY)
    assert (first.schedule, first.others) == ("primary", ("secondary",))


@pytest.mark.parametrize("day", [date.min, date.max])
async def test_a_day_beyond_sight_is_taken_for_the_last_within(desk: Desk, day: date) -> None:
    found = (await shown(desk, day)).days[0].date
    assert abs(found - TODAY) <= REACH + timedelta(days=7)


async def test_it_is_for_the_team_and_needs_a_schedule(desk: Desk) -> None:
    with pytest.raises(NotAllowedError):
        await week(desk, CARL, "primary", TODAY, AMSTERDAM, MONDAY)
    with pytest.raises(NoSuchScheduleError):
        await shown(desk, schedule="tertiary")
    desk.roster = replace(desk.roster, schedules={})
    with pytest.raises(NoSuchScheduleError):
        await shown(desk, schedule="")


async def test_an_account_manager_sees_the_week_too(desk: Desk) -> None:
    await with_tam(desk, "birdsong", TIM)
    assert len((await week(desk, TIM, "primary", TODAY, AMSTERDAM, MONDAY)).days) == 7
