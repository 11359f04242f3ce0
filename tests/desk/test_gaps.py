"""Promised hours that nobody covers, over holidays, clock changes, terms and overrides; who is hard to reach."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlmodel import select

from bot.clocks.hours import Week, weekly_hours
from bot.clocks.rotation import Rotation
from bot.clocks.schedule import Schedule, Shift
from bot.desk.desk import Desk
from bot.desk.duty_notices import Gaps
from bot.desk.gaps import AHEAD, look_ahead
from bot.desk.roster import Way
from storage import duty_tables, overrides, tables
from tests.desk.office import DAY, HOUR, LENA, MARA, OLLY, OMAR, PIET, TIM, with_tam

AUTUMN = datetime(2026, 10, 1, tzinfo=UTC)
"""Three weeks before the clocks go back in Amsterdam, a month before they do in Los Angeles."""
AROUND_THE_CLOCK = ("Acme", "Birdsong Mail", "Initech")
BUSINESS_HOURS = weekly_hours({day: ["06:00-18:00"] for day in range(5)})


def on_call(desk: Desk, *people: str, hours: Week | None = None, zone: str = "America/Los_Angeles") -> Desk:
    """The desk whose schedules are all of one rotation, restricted to hours."""
    rotation = Rotation(name="base", zone=zone, members=people, starts=date(2026, 1, 5), hand_over=time(9), hours=hours)
    names = desk.roster.schedules
    schedules = {name: Schedule(name=name, zone=zone, rotations=(rotation,)) for name in names}
    desk.roster = replace(desk.roster, schedules=schedules)
    return desk


async def seen(desk: Desk, at: datetime = AUTUMN) -> Gaps:
    return await look_ahead(desk, at, at + AHEAD)


async def ends_on(desk: Desk, key: str, day: date) -> None:
    async with desk.database.transaction() as session:
        row = (await session.exec(select(tables.Customer).where(tables.Customer.key == key))).one()
        row.term_ends = day
        session.add(row)


async def stands_in(desk: Desk, schedule: str, starts: datetime, ends: datetime) -> None:
    async with desk.database.transaction() as session:
        await overrides.add(
            session,
            duty_tables.OnCallOverride(
                schedule=schedule, person=MARA.person, starts=starts, ends=ends, by=MARA.person, created_at=starts
            ),
        )


async def test_where_somebody_is_always_on_call_nothing_is_found(desk: Desk) -> None:
    found = await seen(desk)
    assert (found.uncovered, found.unreachable, found.at, found.until) == ((), {}, AUTUMN, AUTUMN + AHEAD)


@pytest.mark.clause("V05")
async def test_whoever_was_sold_every_hour_is_promised_the_nights_that_nobody_covers(desk: Desk) -> None:
    found = await seen(on_call(desk, OLLY.person, hours=BUSINESS_HOURS))
    promised = {customer for each in found.uncovered for customer in each.customers}
    assert promised == set(AROUND_THE_CLOCK), "Globex was sold business hours, which are covered"
    first = found.uncovered[0]
    assert (first.starts, first.ends) == (datetime(2026, 10, 1, 1, tzinfo=UTC), datetime(2026, 10, 1, 13, tzinfo=UTC))


async def test_each_stretch_is_counted_once_and_weekends_are_one(desk: Desk) -> None:
    found = await seen(on_call(desk, OLLY.person, hours=BUSINESS_HOURS))
    of_acme = [each for each in found.uncovered if "Acme" in each.customers and each.schedule == "primary"]
    assert [each.times for each in of_acme] == [43], (
        "a night for each working day of sixty days, weekends joined to one"
    )
    [acme] = of_acme
    assert len(acme.further) == 42, "each of them is known, not only the first"
    starts = [acme.starts, *(each.starts for each in acme.further)]
    assert starts == sorted(set(starts))


async def test_hours_are_those_of_the_calendar_that_was_sold_over_a_clock_change(desk: Desk) -> None:
    # It is nine hours later in Amsterdam, except in the week in which only one of the clocks has changed.
    in_amsterdam = weekly_hours({day: ["15:00-03:00"] for day in range(7)})
    found = await seen(on_call(desk, OLLY.person, hours=in_amsterdam, zone="Europe/Amsterdam"))
    [globex] = [each for each in found.uncovered if "Globex" in each.customers and each.schedule == "primary"]
    assert (globex.starts, globex.ends) == (
        datetime(2026, 10, 26, 13, tzinfo=UTC),
        datetime(2026, 10, 26, 14, tzinfo=UTC),
    )
    assert (globex.zone, globex.times) == ("America/Los_Angeles", 5)


async def test_a_holiday_of_whoever_was_promised_business_hours_needs_nobody(desk: Desk) -> None:
    thanksgiving = datetime(2026, 11, 26, 8, tzinfo=UTC)
    shifts = (
        Shift(people=(OLLY.person,), starts=AUTUMN - DAY, ends=thanksgiving),
        Shift(people=(OLLY.person,), starts=thanksgiving + DAY, ends=AUTUMN + 2 * AHEAD),
    )
    schedules = {name: Schedule(name=name, zone="UTC", shifts=shifts) for name in desk.roster.schedules}
    desk.roster = replace(desk.roster, schedules=schedules)
    promised = {customer for each in (await seen(desk)).uncovered for customer in each.customers}
    assert promised == set(AROUND_THE_CLOCK)


async def test_an_override_that_was_agreed_covers_and_customers_who_are_gone_do_not_count(desk: Desk) -> None:
    away = AUTUMN + 10 * DAY
    shifts = (
        Shift(people=(OLLY.person,), starts=AUTUMN - DAY, ends=away),
        Shift(people=(OLLY.person,), starts=away + DAY, ends=AUTUMN + 2 * AHEAD),
    )
    desk.roster = replace(
        desk.roster,
        schedules={name: Schedule(name=name, zone="UTC", shifts=shifts) for name in desk.roster.schedules},
    )
    await ends_on(desk, "acme", (away - 5 * DAY).date())
    names = {each for found in (await seen(desk)).uncovered for each in found.customers}
    assert names.isdisjoint({"Acme", "Bygone"})
    assert "Initech" in names
    for schedule in desk.roster.schedules:
        await stands_in(desk, schedule, away - HOUR, away + 2 * DAY)
    assert (await seen(desk)).uncovered == ()


@pytest.mark.complaint(38)
async def test_whoever_is_called_and_only_slack_would_reach_is_named_members_leads_and_account_managers(
    desk: Desk,
) -> None:
    await with_tam(desk, "birdsong", TIM)
    await with_tam(desk, "acme", OMAR)
    on_call(desk, OLLY.person, PIET.person)
    desk.roster = replace(desk.roster, ways={OLLY.person: (Way(name="OLLY_SMS"),)}, otherwise=())
    found = await seen(desk)
    assert set(found.unreachable) == {PIET.person, LENA.person, TIM.person}, "nobody pages a TAM of Acme's"
    assert found.without_own_way == ()
    desk.roster = replace(desk.roster, otherwise=("PAGER",))
    found = await seen(desk)
    assert (found.unreachable, set(found.without_own_way)) == ({}, {PIET.person, LENA.person, TIM.person})


async def test_an_account_manager_of_a_customer_who_is_gone_is_not_asked_for(desk: Desk) -> None:
    await with_tam(desk, "birdsong", TIM)
    await ends_on(desk, "birdsong", AUTUMN.date() - DAY)
    desk.roster = replace(desk.roster, ways={OLLY.person: (Way(name="OLLY_SMS"),)}, otherwise=())
    assert TIM.person not in (await seen(desk)).unreachable


async def test_whoever_stands_in_is_asked_for_too(desk: Desk) -> None:
    asked: list[str] = []

    async def absent(people: Collection[str]) -> Mapping[str, str]:
        asked.extend(people)
        return {MARA.person: "deactivated in Slack"}

    await stands_in(on_call(desk, OLLY.person, PIET.person), "primary", AUTUMN + DAY, AUTUMN + 2 * DAY)
    found = await look_ahead(desk, AUTUMN, AUTUMN + AHEAD, absent)
    assert MARA.person in asked
    assert found.unreachable == {MARA.person: "deactivated in Slack"}
