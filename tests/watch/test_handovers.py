"""Each change of shift is posted once: over restarts, with several workers, and late only while the shift lasts."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import select

from bot.clocks.schedule import Schedule
from bot.desk.desk import Desk
from bot.desk.duty_notices import HandOver
from bot.desk.notices import from_json
from bot.watch.delivery import Delivery
from bot.watch.handovers import HandOvers
from storage import duty_tables, overrides, tables
from tests.desk.office import DAY, HOUR, LENA, MINUTE, OLLY, PIET, SECOND, TRIAGE, opened
from tests.watch.paper_slack import PaperSlack

NINE = datetime(2026, 6, 1, 7, tzinfo=UTC)
"""Monday, nine o'clock in Amsterdam: Olly hands over to Piet."""
WEEK = timedelta(weeks=1)


def with_one(desk: Desk) -> Desk:
    """The desk with its first schedule alone."""
    primary = desk.roster.schedules["primary"]
    desk.roster = replace(desk.roster, schedules={"primary": primary}, schedule_channels={"primary": TRIAGE})
    return desk


async def put(desk: Desk) -> Sequence[tuple[HandOver, tables.Notice]]:
    """The posts that are to be sent or have been."""
    query = select(tables.Notice).where(
        tables.Notice.kind == "hand-over", tables.Notice.state != tables.NoticeState.DROPPED
    )
    async with desk.database.reading() as session:
        found = (await session.exec(query)).all()
    facts = [from_json(notice.body) for notice in found]
    return [(each, notice) for each, notice in zip(facts, found, strict=True) if isinstance(each, HandOver)]


async def known(desk: Desk) -> HandOvers:
    """A worker that has been there since the day before."""
    worker = HandOvers(desk=with_one(desk))
    assert await worker.once(NINE - DAY) == 0
    return worker


async def test_a_change_is_put_when_it_comes_and_not_again(desk: Desk) -> None:
    worker = await known(desk)
    assert await worker.once(NINE - SECOND) == 0
    assert await worker.once(NINE) == 1
    for later in (SECOND, HOUR, 6 * DAY):
        assert await worker.once(NINE + later) == 0
    [(facts, notice)] = await put(desk)
    assert (facts.before, facts.now, facts.until, facts.following) == (
        (OLLY.person,),
        (PIET.person,),
        NINE + WEEK,
        (OLLY.person,),
    )
    assert (notice.place, notice.planned_at) == (TRIAGE, NINE)


async def test_whoever_is_on_call_when_the_schedule_becomes_known_has_taken_over_from_nobody(desk: Desk) -> None:
    assert await HandOvers(desk=with_one(desk)).once(NINE + HOUR) == 0
    assert await HandOvers(desk=desk).once(NINE + 2 * HOUR) == 0
    assert await put(desk) == []


async def test_of_several_workers_one_puts_it_and_after_a_restart_nobody(desk: Desk) -> None:
    await known(desk)
    workers = [HandOvers(desk=desk) for _ in range(4)]
    assert sum(await asyncio.gather(*(worker.once(NINE) for worker in workers))) == 1
    assert await HandOvers(desk=desk).once(NINE + MINUTE) == 0
    assert len(await put(desk)) == 1


async def test_after_a_standstill_the_last_change_is_told_late_and_those_before_it_are_not(desk: Desk) -> None:
    await known(desk)
    assert await HandOvers(desk=desk).once(NINE + 2 * WEEK + 3 * HOUR) == 1
    [(facts, notice)] = await put(desk)
    assert (facts.at, notice.planned_at) == (NINE + 2 * WEEK, NINE + 2 * WEEK)


async def test_one_that_could_not_be_sent_while_the_shift_lasted_is_let_go(desk: Desk) -> None:
    worker = await known(desk)
    await worker.once(NINE)
    slack = PaperSlack()
    await Delivery(desk=desk, sender=slack).once(NINE + WEEK)
    assert slack.told() == []


async def test_an_override_is_told_when_it_begins_and_when_it_ends(desk: Desk) -> None:
    worker = await known(desk)
    async with desk.database.transaction() as session:
        stands_in = duty_tables.OnCallOverride(
            schedule="primary",
            person=LENA.person,
            starts=NINE - 3 * HOUR,
            ends=NINE - HOUR,
            by=LENA.person,
            created_at=NINE - DAY,
        )
        await overrides.add(session, stands_in)
    told = [await worker.once(NINE - 4 * HOUR + minutes * MINUTE) for minutes in range(0, 300, 20)]
    assert sum(told) == 3
    assert [facts.now for facts, _ in await put(desk)] == [(LENA.person,), (OLLY.person,), (PIET.person,)]


async def test_a_schedule_without_anybody_has_no_post(desk: Desk) -> None:
    worker = await known(desk)
    desk.roster = replace(desk.roster, schedules={"primary": Schedule(name="primary", zone="UTC")})
    assert await worker.once(NINE + WEEK) == 0


async def test_it_knows_when_the_next_change_comes(desk: Desk) -> None:
    worker = await known(desk)
    assert await worker.next(NINE - DAY) == NINE
    assert await worker.next(NINE) == NINE + WEEK


async def test_it_is_sent_in_no_thread_with_the_open_work(desk: Desk) -> None:
    worker = await known(desk)
    ticket = await opened(desk, NINE - HOUR, severity="low")
    await worker.once(NINE)
    slack = PaperSlack()
    delivery = Delivery(desk=desk, sender=slack)
    for seconds in range(6):
        await delivery.once(NINE + 5 * seconds * SECOND)
    [sent] = [each for each in slack.posted if each.key.startswith("hand-over")]
    assert (sent.place, sent.thread, sent.planned) == (TRIAGE, None, NINE)
    assert isinstance(sent.facts, HandOver)
    assert [each.number for each in sent.facts.open.tickets] == [ticket.number]
