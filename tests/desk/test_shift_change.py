"""Who was on call before, who is now and who follows; and the open work that goes along."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.clocks.schedule import Override, Schedule
from bot.desk.desk import Desk
from bot.desk.requests import Acknowledge, Take
from bot.desk.shift_change import MOST_NAMED, ShiftChange, handed_over, latest_change, next_change
from tests.clocks.schedules import LENA, MEMBERS, OLLY, every_day, rotation
from tests.desk.office import DAY, HOUR, MINUTE, MONDAY, OMAR, critical, done, opened

WEDNESDAY = datetime(2026, 3, 11, 12, tzinfo=UTC)
"""In the second week of a rotation whose first hand-over was on Monday, March 2, at nine in Los Angeles."""
LAST_MONDAY = datetime(2026, 3, 9, 16, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 3, 16, 16, tzinfo=UTC)
BASE = Schedule(name="primary", zone="America/Los_Angeles", rotations=(rotation(),))
FIRST, SECOND, THIRD = MEMBERS


def change(at: datetime, overrides: Sequence[Override] = (), schedule: Schedule = BASE) -> ShiftChange:
    found = latest_change(schedule, overrides, at)
    assert found is not None
    return found


def test_it_says_who_was_on_call_who_is_until_when_and_who_follows() -> None:
    assert change(WEDNESDAY) == ShiftChange(
        schedule=BASE, at=LAST_MONDAY, before=(FIRST,), now=(SECOND,), until=NEXT_MONDAY, following=(THIRD,)
    )


def test_an_override_that_begins_and_one_that_ends_are_changes() -> None:
    stands_in = [Override(person=LENA, starts=WEDNESDAY - HOUR, ends=WEDNESDAY + HOUR)]
    during, after = change(WEDNESDAY, stands_in), change(WEDNESDAY + 2 * HOUR, stands_in)
    assert (during.at, during.before, during.now, during.until) == (
        WEDNESDAY - HOUR,
        (SECOND,),
        (LENA,),
        WEDNESDAY + HOUR,
    )
    assert (after.at, after.before, after.now, after.until) == (
        WEDNESDAY + HOUR,
        (LENA,),
        (SECOND,),
        NEXT_MONDAY,
    )


def test_where_the_same_people_go_on_nothing_has_changed() -> None:
    stands_in = [Override(person=SECOND, starts=NEXT_MONDAY, ends=NEXT_MONDAY + DAY)]
    assert change(NEXT_MONDAY + HOUR, stands_in).at == LAST_MONDAY
    alone = Schedule(name="primary", zone="UTC", rotations=(rotation(members=[OLLY]),))
    assert change(WEDNESDAY, schedule=alone).at == datetime(2026, 3, 2, 17, tzinfo=UTC)


def test_a_gap_begins_and_ends_with_a_change() -> None:
    by_day = replace(BASE, rotations=(rotation(hours=every_day("09:00-17:00")),))
    night = change(WEDNESDAY, schedule=by_day)
    assert (night.before, night.now, night.following) == ((SECOND,), (), (SECOND,))
    assert (night.at, night.until) == (datetime(2026, 3, 11, tzinfo=UTC), datetime(2026, 3, 11, 16, tzinfo=UTC))
    assert change(WEDNESDAY + 6 * HOUR, schedule=by_day).before == ()


def test_before_anybody_was_ever_on_call_there_was_no_change() -> None:
    assert latest_change(BASE, (), datetime(2026, 3, 1, tzinfo=UTC)) is None
    assert next_change(BASE, (), datetime(2026, 3, 1, tzinfo=UTC)) == datetime(2026, 3, 2, 17, tzinfo=UTC)


def test_whoever_never_hands_over_has_no_next_change() -> None:
    alone = Schedule(name="primary", zone="UTC", rotations=(rotation(members=[OLLY]),))
    assert next_change(alone, (), WEDNESDAY) is None
    assert next_change(BASE, (), WEDNESDAY) == NEXT_MONDAY


async def test_calls_that_nobody_answers_go_first_and_the_rest_by_urgency(desk: Desk) -> None:
    calling, answered = await critical(desk), await critical(desk)
    await done(desk, Acknowledge, answered, MONDAY + MINUTE)
    taken = await opened(desk, severity="high")
    await done(desk, Take, taken, MONDAY, asker=OMAR)
    later = await opened(desk, severity="low")
    async with desk.database.reading() as session:
        facts = await handed_over(session, desk, change(WEDNESDAY), MONDAY + 2 * MINUTE)
    assert [ticket.number for ticket in facts.paging] == [calling.number]
    assert [ticket.number for ticket in facts.open.tickets] == [answered.number, taken.number, later.number]
    assert (facts.open.total, facts.over) == (3, NEXT_MONDAY)


async def test_of_many_tickets_the_first_are_named_and_all_are_counted(desk: Desk) -> None:
    for _ in range(MOST_NAMED + 4):
        await opened(desk, severity="low")
    async with desk.database.reading() as session:
        facts = await handed_over(session, desk, change(WEDNESDAY), MONDAY)
    assert (len(facts.open.tickets), facts.open.total) == (MOST_NAMED, MOST_NAMED + 4)
