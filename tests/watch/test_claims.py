from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col

from bot.desk.desk import Desk
from bot.desk.notice_kinds import NoticeKind
from bot.desk.places import outside
from bot.desk.requests import Close, Origin, Pause
from bot.desk.roster import Way
from bot.watch.claims import LONGEST_URGENT_WAIT, LONGEST_WAIT, LONGEST_WAIT_OUTSIDE, claim, patience
from storage import tables
from tests.desk.office import HOUR, MONDAY, PIET, SECOND, TRIAGE, done, opened
from tests.desk.ways import PHONE, reached


def test_the_more_attempts_were_in_vain_the_longer_is_the_wait_but_never_very_long() -> None:
    assert [patience(attempts, LONGEST_WAIT) for attempts in (1, 2, 3)] == [2 * SECOND, 4 * SECOND, 8 * SECOND]
    assert patience(99, LONGEST_WAIT) == LONGEST_WAIT


async def test_what_is_urgent_or_calls_people_is_tried_again_the_soonest_and_other_ways_the_latest(desk: Desk) -> None:
    await opened(reached(desk, {PIET.person: (Way(name=PHONE, after=timedelta(0)),)}))
    await opened(desk, severity="low", origin=Origin(channel="C0ACME", ts="1.0"))
    async with desk.database.transaction() as session:
        milder = update(tables.Notice).where(col(tables.Notice.place) == PIET.person)
        await session.exec(milder.values(priority_rank=2))
    claimed, _ = await claim(desk, MONDAY, 10, "w1")
    waits = {each.outgoing.place: each.longest_wait for each in claimed}
    assert waits == {
        TRIAGE: LONGEST_URGENT_WAIT,
        PIET.person: LONGEST_URGENT_WAIT,
        "C0ACME": LONGEST_WAIT,
        outside(PHONE): LONGEST_WAIT_OUTSIDE,
    }


async def test_what_is_claimed_is_ready_to_be_sent_and_nobody_else_gets_it(desk: Desk) -> None:
    ticket = await opened(desk, severity="low", origin=Origin(channel="C0ACME", ts="1.0"))
    claimed, others = await claim(desk, MONDAY, 10, "w1")
    assert {each.outgoing.key for each in claimed} == {f"{ticket.number}:card", f"{ticket.number}:receipt 1"}
    assert {(each.token, each.attempts, each.ambiguous) for each in claimed} == {("w1", 1, False)}
    assert others == 0
    assert await claim(desk, MONDAY, 10, "w2") == ([], 0)


async def test_only_the_most_urgent_is_claimed_where_there_is_no_other_room(desk: Desk) -> None:
    await opened(desk, severity="low", origin=Origin(channel="C0ACME", ts="1.0"))
    assert await claim(desk, MONDAY, 10, "w1", most_urgent_only=True) == ([], 0)
    urgent = await opened(desk)
    claimed, _ = await claim(desk, MONDAY, 10, "w1", most_urgent_only=True)
    assert {each.outgoing.key.partition(":")[0] for each in claimed} == {str(urgent.number)}


async def test_many_at_once_are_claimed_as_one_storm(desk: Desk) -> None:
    for _ in range(8):
        await opened(desk, severity="low")
    [storm], _ = await claim(desk, MONDAY, 10, "w1")
    assert storm.outgoing.kind is NoticeKind.STORM


async def test_what_need_not_be_told_is_let_go_and_its_place_is_free_for_the_next(desk: Desk) -> None:
    ticket = await opened(desk, severity="low")
    claimed, _ = await claim(desk, MONDAY, 10, "w1")
    assert len(claimed) == 1
    await done(desk, Pause, ticket, MONDAY, reason="agreed", text="Until noon.", until=MONDAY + HOUR)
    await done(desk, Close, ticket, MONDAY, reason="resolved")
    claimed, others = await claim(desk, MONDAY + HOUR, 10, "w2")
    assert [each.ambiguous for each in claimed] == [True]
    assert others == 0
