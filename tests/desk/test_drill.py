"""A drill calls whoever is on call as a page would, times the answer, and touches nothing else."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.drill import MOST_SHOWN, answer_drill, past_drills, start_drill
from bot.desk.drill_notices import LASTS
from bot.desk.duty_notices import Drill, DrillResult
from bot.desk.duty_refusals import (
    DrillAnsweredError,
    DrillOverError,
    DrillRunsError,
    NobodyToDrillError,
    NoDrillError,
    NoSuchScheduleError,
)
from bot.desk.duty_requests import AnswerDrill, StartDrill
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker
from storage import duty_tables, tables
from tests.desk.office import ANA, CARL, LENA, MINUTE, MONDAY, OMAR, OTTO, PIET, SECOND, gesture, notices, opened, rows
from tests.desk.ways import reached


def request(asker: Asker = LENA, **changes: Any) -> StartDrill:
    values: dict[str, Any] = {"key": gesture(), "asker": asker, "schedule": "primary"}
    return StartDrill(**values | changes)


async def begun(desk: Desk, at: datetime = MONDAY, **changes: Any) -> Drill:
    return await start_drill(desk, request(**changes), at)


async def answered(desk: Desk, number: int, asker: Asker = PIET, after: timedelta = MINUTE) -> DrillResult:
    return await answer_drill(desk, AnswerDrill(key=gesture(), asker=asker, drill=number), MONDAY + after)


async def test_whoever_is_on_call_is_called(desk: Desk) -> None:
    drill = await begun(desk)
    assert (drill.people, drill.asked, drill.schedule) == ((PIET.person,), LENA.person, "primary")
    assert {notice.place for notice in await notices(desk) if notice.kind == "drill direct"} == {PIET.person}


async def test_where_nobody_is_on_call_the_leads_are_called(desk: Desk) -> None:
    schedules = {name: replace(each, rotations=()) for name, each in desk.roster.schedules.items()}
    desk.roster = replace(desk.roster, schedules=schedules)
    assert (await begun(desk)).people == (LENA.person,)


async def test_where_there_is_nobody_to_call_it_does_not_begin(desk: Desk) -> None:
    schedules = {name: replace(each, rotations=()) for name, each in desk.roster.schedules.items()}
    desk.roster = replace(desk.roster, schedules=schedules, leads=frozenset())
    with pytest.raises(NobodyToDrillError):
        await begun(desk, asker=ANA)
    assert await rows(desk, duty_tables.Drill) == 0


async def test_the_answer_is_timed_and_names_who_gave_it(desk: Desk) -> None:
    drill = await begun(desk)
    result = await answered(desk, drill.number, after=90 * SECOND)
    assert (result.answered_by, result.answered_at) == (PIET.person, MONDAY + 90 * SECOND)


async def test_somebody_else_of_the_team_may_answer_and_is_named(desk: Desk) -> None:
    drill = await begun(desk)
    assert (await answered(desk, drill.number, OMAR)).answered_by == OMAR.person


async def test_answering_twice_changes_nothing_and_the_slower_one_is_told_who_was_faster(desk: Desk) -> None:
    drill = await begun(desk)
    first = await answered(desk, drill.number)
    assert await answered(desk, drill.number, after=2 * MINUTE) == first
    with pytest.raises(DrillAnsweredError) as refused:
        await answered(desk, drill.number, OMAR, after=3 * MINUTE)
    assert (refused.value.by, refused.value.after) == (PIET.person, MINUTE)


async def test_after_fifteen_minutes_it_is_too_late(desk: Desk) -> None:
    drill = await begun(desk)
    with pytest.raises(DrillOverError):
        await answered(desk, drill.number, after=LASTS)
    assert (await answered(desk, drill.number, after=LASTS - SECOND)).answered_by == PIET.person


async def test_a_second_drill_waits_for_the_first_one_on_the_same_schedule(desk: Desk) -> None:
    await begun(desk)
    with pytest.raises(DrillRunsError) as refused:
        await begun(desk, MONDAY + MINUTE, asker=ANA)
    assert (refused.value.by, refused.value.until) == (LENA.person, MONDAY + LASTS)


@pytest.mark.parametrize("ended", ["answered", "over"])
async def test_when_one_is_over_the_next_may_begin(desk: Desk, ended: str) -> None:
    drill = await begun(desk)
    if ended == "answered":
        await answered(desk, drill.number)
    at = MONDAY + (2 * MINUTE if ended == "answered" else LASTS)
    assert (await begun(desk, at)).number != drill.number


async def test_of_eight_that_begin_at_once_one_begins(desk: Desk) -> None:
    found = await asyncio.gather(*(begun(desk) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(each, Drill) for each in found) == 1
    assert await rows(desk, duty_tables.Drill) == 1


async def test_the_same_gesture_delivered_again_begins_no_second_one(desk: Desk) -> None:
    wanted = request()
    assert await start_drill(desk, wanted, MONDAY) == await start_drill(desk, wanted, MONDAY + MINUTE)
    assert await rows(desk, duty_tables.Drill) == 1


@pytest.mark.parametrize("asker", [CARL, OTTO])
async def test_nobody_from_outside_the_team_has_to_do_with_drills(desk: Desk, asker: Asker) -> None:
    drill = await begun(desk)
    for refused in (begun(desk, asker=asker), answered(desk, drill.number, asker), past_drills(desk, asker)):
        with pytest.raises(NotAllowedError):
            await refused


async def test_a_schedule_or_a_drill_that_there_is_not_is_named(desk: Desk) -> None:
    with pytest.raises(NoSuchScheduleError):
        await begun(desk, schedule="nightly")
    with pytest.raises(NoDrillError):
        await answered(desk, 99)


async def test_it_touches_no_ticket_and_no_ledger(desk: Desk) -> None:
    ticket = await opened(reached(desk))
    before = await rows(desk, tables.LedgerEntry), await rows(desk, tables.Deadline)
    drill = await begun(desk)
    await answered(desk, drill.number)
    assert (await rows(desk, tables.LedgerEntry), await rows(desk, tables.Deadline)) == before
    assert {notice.ticket_id for notice in await notices(desk) if notice.kind.startswith("drill")} == {None}
    assert not [notice for notice in await notices(desk, ticket) if notice.kind.startswith("drill")]


async def test_the_last_ten_are_kept_with_their_times_the_newest_first(desk: Desk) -> None:
    for number in range(MOST_SHOWN + 2):
        drill = await begun(desk, MONDAY + number * LASTS)
    found = await past_drills(desk, ANA)
    assert len(found) == MOST_SHOWN
    assert (found[0].number, found[0].at) == (drill.number, drill.at)
