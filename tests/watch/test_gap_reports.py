"""The report on uncovered hours comes on its day, once, however many workers there are."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from sqlmodel import select

from bot.clocks.hours import weekly_hours
from bot.clocks.rotation import Rotation
from bot.clocks.schedule import Schedule
from bot.desk.desk import Desk
from bot.desk.duty_notices import Gaps
from bot.desk.gaps import AHEAD
from bot.desk.notices import from_json
from bot.desk.timetable import Timetable
from bot.watch.gap_reports import GapReports
from storage import tables
from tests.desk.office import DAY, HOUR, OLLY, SECOND, TRIAGE

WEEKLY = Timetable(at=time(10), zone="Europe/Amsterdam", days=frozenset({0}), channel=TRIAGE)
MONDAY_TEN = datetime(2026, 6, 1, 8, tzinfo=UTC)


async def nobody(_: Collection[str]) -> Mapping[str, str]:
    return {}


async def olly(_: Collection[str]) -> Mapping[str, str]:
    return {OLLY.person: "deactivated in Slack"}


def reports(desk: Desk) -> GapReports:
    """A worker that has just started."""
    return GapReports(desk=desk, timetable=WEEKLY, absent=nobody)


async def put(desk: Desk) -> Sequence[tables.Notice]:
    async with desk.database.reading() as session:
        return (await session.exec(select(tables.Notice).where(tables.Notice.kind == "gaps"))).all()


async def test_it_comes_when_its_time_has_come_and_not_again_before_the_next_week(desk: Desk) -> None:
    worker = reports(desk)
    told = [await worker.once(MONDAY_TEN + later) for later in (-SECOND, 0 * SECOND, SECOND, HOUR, DAY, 6 * DAY)]
    assert told == [0, 1, 0, 0, 0, 0]
    assert await worker.once(MONDAY_TEN + 7 * DAY) == 1
    assert [notice.place for notice in await put(desk)] == [TRIAGE, TRIAGE]


async def test_of_several_workers_one_puts_it_and_after_a_restart_nobody(desk: Desk) -> None:
    assert sum(await asyncio.gather(*(reports(desk).once(MONDAY_TEN) for _ in range(4)))) == 1
    assert await reports(desk).once(MONDAY_TEN + HOUR) == 0
    assert len(await put(desk)) == 1


async def test_a_calm_week_is_told_too(desk: Desk) -> None:
    await reports(desk).once(MONDAY_TEN + HOUR)
    [notice] = await put(desk)
    facts = from_json(notice.body)
    assert isinstance(facts, Gaps)
    assert (facts.uncovered, facts.unreachable) == ((), {})
    assert (facts.at, facts.until) == (MONDAY_TEN + HOUR, MONDAY_TEN + HOUR + AHEAD)
    assert (facts.over, notice.planned_at) == (MONDAY_TEN + 7 * DAY, MONDAY_TEN)


async def test_what_is_found_is_kept_with_it(desk: Desk) -> None:
    empty = Schedule(name="primary", zone="UTC")
    desk.roster = replace(desk.roster, schedules={**desk.roster.schedules, "primary": empty})
    await GapReports(desk=desk, timetable=WEEKLY, absent=olly).once(MONDAY_TEN)
    [notice] = await put(desk)
    facts = from_json(notice.body)
    assert isinstance(facts, Gaps)
    assert {each.schedule for each in facts.uncovered} == {"primary"}
    assert facts.unreachable == {OLLY.person: "deactivated in Slack"}


async def test_of_very_many_stretches_the_report_keeps_how_many_and_the_next_few(desk: Desk) -> None:
    days = Rotation(
        name="days",
        zone="UTC",
        members=(OLLY.person,),
        starts=date(2026, 1, 5),
        hand_over=time(9),
        hours=weekly_hours({day: ["06:00-18:00"] for day in range(7)}),
    )
    by_day = Schedule(name="primary", zone="UTC", rotations=(days,))
    desk.roster = replace(desk.roster, schedules={**desk.roster.schedules, "primary": by_day})
    await reports(desk).once(MONDAY_TEN)
    [notice] = await put(desk)
    facts = from_json(notice.body)
    assert isinstance(facts, Gaps)
    assert {(each.times > 50, len(each.further)) for each in facts.uncovered if "Acme" in each.customers} == {(True, 3)}


async def test_it_knows_when_it_comes_next(desk: Desk) -> None:
    worker = reports(desk)
    assert await worker.next(MONDAY_TEN - SECOND) == MONDAY_TEN
    assert await worker.next(MONDAY_TEN) == MONDAY_TEN + 7 * DAY
