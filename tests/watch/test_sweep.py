import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
import structlog
from sqlalchemy import update
from sqlmodel import col

from bot.desk.desk import Desk
from bot.desk.requests import Close
from bot.watch import sweep as sweeping
from bot.watch.sweep import Swept, sweep
from storage import deadlines, tables
from storage.database import Database, Unavailable
from tests.databases import PATIENT
from tests.desk.office import DAY, HOUR, MINUTE, MONDAY, desk_on, done, keys, notices, opened

BREACH = "first_response:1:breach"


async def spoil(desk: Desk, ticket: int) -> None:
    async with desk.database.transaction() as session:
        entries = update(tables.LedgerEntry).where(col(tables.LedgerEntry.ticket_id) == ticket)
        await session.exec(entries.values(kind="taken", body={"to": "U0ANA"}))


async def test_with_nothing_due_there_is_nothing_to_look_at(desk: Desk) -> None:
    await opened(desk)
    assert await sweep(desk, MONDAY) == Swept()


async def test_a_warning_is_told_at_its_moment_and_not_before(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    assert await sweep(desk, MONDAY + 2 * HOUR - timedelta(microseconds=1)) == Swept()
    assert await sweep(desk, MONDAY + 2 * HOUR) == Swept(looked_at=1, told=1)
    assert await keys(desk, ticket) == ["card", "first_response:1:warning 50% turn 0"]


async def test_a_promise_is_kept_up_to_its_due_instant_and_broken_right_after_it(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    await sweep(desk, MONDAY + 4 * HOUR)
    assert BREACH not in await keys(desk, ticket)
    await sweep(desk, MONDAY + 4 * HOUR + timedelta(microseconds=1))
    assert BREACH in await keys(desk, ticket)


async def test_a_second_sweep_of_the_same_instant_finds_nothing(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    await sweep(desk, MONDAY + 5 * HOUR)
    told = await keys(desk, ticket)
    assert await sweep(desk, MONDAY + 5 * HOUR) == Swept()
    assert await keys(desk, ticket) == told


@pytest.mark.parametrize("away", [timedelta(seconds=10), HOUR, DAY, 2 * DAY, 7 * DAY])
async def test_a_breach_is_told_once_however_long_the_bot_was_away(desk: Desk, away: timedelta) -> None:
    ticket = await opened(desk, severity="high")
    due = MONDAY + 4 * HOUR
    for _ in range(2):
        await sweep(desk, due + away)
    told = await keys(desk, ticket)
    assert told.count(BREACH) == 1
    assert not [key for key in told if "warning" in key]


async def test_the_longest_overdue_ticket_comes_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "MOST_IN_A_PASS", 1)
    later, sooner = await opened(desk, MONDAY + HOUR, severity="high"), await opened(desk, severity="high")
    for _ in range(2):
        await sweep(desk, MONDAY + DAY)
    told = [notice.ticket_id for notice in await notices(desk) if notice.kind == "breach"]
    assert told == [sooner.number, later.number]


async def test_the_most_urgent_ticket_comes_before_those_that_are_longer_overdue(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "MOST_IN_A_PASS", 1)
    high, urgent = await opened(desk, severity="high"), await opened(desk, MONDAY + HOUR)
    for _ in range(2):
        await sweep(desk, MONDAY + DAY)
    told = [notice.ticket_id for notice in await notices(desk) if notice.kind == "breach"]
    assert list(dict.fromkeys(told)) == [urgent.number, high.number]


async def test_a_ticket_that_has_ended_is_not_looked_at_any_more(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Close, ticket, MONDAY + MINUTE, reason="resolved")
    assert await sweep(desk, MONDAY + DAY) == Swept()


async def test_a_pass_ends_after_so_many_tickets_and_the_next_one_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "MOST_IN_A_PASS", 2)
    for _ in range(3):
        await opened(desk, severity="high")
    assert (await sweep(desk, MONDAY + 2 * HOUR)).looked_at == 2
    assert (await sweep(desk, MONDAY + 2 * HOUR)).looked_at == 1


async def test_a_ticket_that_cannot_be_read_is_put_off_and_starves_no_other(desk: Desk) -> None:
    poison, sound = await opened(desk, severity="high"), await opened(desk, severity="high")
    await spoil(desk, poison.number)
    with structlog.testing.capture_logs() as logs:
        assert await sweep(desk, MONDAY + 2 * HOUR) == Swept(looked_at=1, told=1, put_off=1)
    assert [entry["ticket"] for entry in logs] == [poison.number]
    assert "first_response:1:warning 50% turn 0" in await keys(desk, sound)
    assert await sweep(desk, MONDAY + 2 * HOUR + MINUTE - timedelta(seconds=1)) == Swept()
    assert (await sweep(desk, MONDAY + 2 * HOUR + MINUTE)).put_off == 1


async def test_a_pass_full_of_tickets_that_cannot_be_read_hides_none_behind_them(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "MOST_IN_A_PASS", 2)
    for _ in range(3):
        await spoil(desk, (await opened(desk, severity="high")).number)
    sound = await opened(desk, severity="high")
    # Two who look side by side may both find a ticket that cannot be read before it is put off.
    for _ in range(4):
        await sweep(desk, MONDAY + 2 * HOUR)
    assert "first_response:1:warning 50% turn 0" in await keys(desk, sound)


async def test_when_the_look_at_one_ticket_fails_none_goes_on_after_the_pass(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at, ended = count(), []

    async def ring(_desk: Desk, _at: datetime, _among: object) -> None:
        try:
            if next(looked_at) == sweeping.SIDE_BY_SIDE - 1:
                raise Unavailable("the database is away")
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    monkeypatch.setattr(sweeping, "ring_next", ring)
    database = await Database.open(postgresql_url, patience=PATIENT)
    try:
        desk = await desk_on(database)
        for _ in range(sweeping.SIDE_BY_SIDE):
            await opened(desk, severity="high")
        with pytest.raises(ExceptionGroup):
            await sweep(desk, MONDAY + DAY)
    finally:
        await database.close()
    assert len(ended) == sweeping.SIDE_BY_SIDE


async def test_two_workers_sweep_at_once_and_every_breach_is_told_once(postgresql_url: str) -> None:
    databases = [await Database.open(postgresql_url, patience=PATIENT) for _ in range(2)]
    try:
        desks = [await desk_on(database) for database in databases]
        numbers = [(await opened(desks[0], severity="high")).number for _ in range(12)]
        swept = await asyncio.gather(*(sweep(desk, MONDAY + 5 * HOUR) for desk in desks))
        assert sum(each.looked_at for each in swept) == 12
        told = [notice.ticket_id for notice in await notices(desks[0]) if notice.kind == "breach"]
        assert sorted(told, key=lambda ticket: ticket or 0) == numbers
        async with desks[0].database.reading() as session:
            first = await deadlines.first(session)
        assert first is not None
        assert first.due > MONDAY + 5 * HOUR
    finally:
        for database in databases:
            await database.close()


async def test_who_comes_back_at_night_calls_nobody_before_the_morning(desk: Desk) -> None:
    los_angeles = ZoneInfo("America/Los_Angeles")
    ticket = await opened(desk, datetime(2026, 6, 1, 16, 20, tzinfo=los_angeles).astimezone(UTC), customer="globex")
    for hour, called in ((3, False), (6, True)):
        await sweep(desk, datetime(2026, 6, 2, hour, tzinfo=los_angeles).astimezone(UTC))
        assert any("page 3" in key for key in await keys(desk, ticket)) is called
