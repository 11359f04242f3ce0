"""Promises that were kept and broken in a while: the contract's, each once."""

from datetime import datetime

import structlog
from sqlalchemy import update
from sqlmodel import col

from bot.clocks.contract import ClockKind
from bot.desk.desk import Desk
from bot.desk.requests import CallBack, Regrade, Reply
from bot.desk.tally import Tally, tally
from bot.watch.sweep import sweep
from storage import tables
from tests.desk.office import DAY, HOUR, MINUTE, MONDAY, SECOND, critical, done, opened

RESPONSE = ClockKind.FIRST_RESPONSE


async def counted(desk: Desk, since: datetime = MONDAY, at: datetime = MONDAY + DAY, most: int = 100) -> Tally:
    async with desk.database.reading() as session:
        return await tally(session, desk, since, at, most=most)


async def test_a_promise_counts_where_it_was_kept_or_broken(desk: Desk) -> None:
    kept, late, _ = await opened(desk), await opened(desk), await opened(desk, severity="low")
    await done(desk, Reply, kept, MONDAY + MINUTE, text="We are on it.")
    await sweep(desk, MONDAY + 2 * HOUR)
    await done(desk, Reply, late, MONDAY + 2 * HOUR, text="Sorry to be late.")

    found = await counted(desk)

    assert (found.kept, found.broken, found.left_out) == ({RESPONSE: 1}, {RESPONSE: 1}, 0)


async def test_what_came_before_or_comes_after_is_not_counted(desk: Desk) -> None:
    early, _ = await opened(desk), await opened(desk)
    await done(desk, Reply, early, MONDAY + MINUTE, text="We are on it.")
    await sweep(desk, MONDAY + 2 * HOUR)

    assert (await counted(desk, since=MONDAY + MINUTE)).kept == {}
    assert (await counted(desk, since=MONDAY + HOUR)).broken == {}
    assert (await counted(desk, since=MONDAY + HOUR - SECOND)).broken == {RESPONSE: 1}
    assert (await counted(desk, at=MONDAY + HOUR - SECOND)).broken == {}


async def test_each_kind_is_counted_by_itself_and_the_teams_own_goals_are_none(desk: Desk) -> None:
    bird = await critical(desk)
    await done(desk, CallBack, bird, MONDAY + MINUTE, text="They can send again.")
    found = await counted(desk, at=MONDAY + 2 * MINUTE)
    contractual = {clock.kind for clock in bird.clocks if clock.promise.target is not None}
    assert found.kept == dict.fromkeys(contractual, 1)
    assert found.broken == {}


async def test_a_regrade_makes_no_promise_count_twice(desk: Desk) -> None:
    ticket = await opened(desk, severity="low")
    await done(desk, Regrade, ticket, MONDAY + MINUTE, severity="urgent", impact="Everything fails.")
    await done(desk, Reply, ticket, MONDAY + 2 * MINUTE, text="We are on it.")
    assert (await counted(desk)).kept == {RESPONSE: 1}


async def test_of_very_many_tickets_those_that_changed_last_are_counted_and_the_rest_is_told(desk: Desk) -> None:
    for minutes in range(3):
        ticket = await opened(desk)
        await done(desk, Reply, ticket, MONDAY + minutes * MINUTE + SECOND, text="We are on it.")
    found = await counted(desk, most=2)
    assert (found.kept, found.left_out) == ({RESPONSE: 2}, 1)


async def test_a_ticket_that_cannot_be_read_is_left_out_and_logged(desk: Desk) -> None:
    poison, sound = await opened(desk), await opened(desk)
    await done(desk, Reply, sound, MONDAY + MINUTE, text="We are on it.")
    async with desk.database.transaction() as session:
        entries = update(tables.LedgerEntry).where(col(tables.LedgerEntry.ticket_id) == poison.number)
        await session.exec(entries.values(kind="abolished"))
    with structlog.testing.capture_logs() as logs:
        assert (await counted(desk)).kept == {RESPONSE: 1}
    assert [entry["ticket"] for entry in logs] == [poison.number]
