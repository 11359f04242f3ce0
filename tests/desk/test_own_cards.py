import pytest_asyncio
from sqlalchemy import update
from sqlmodel import col

from bot.desk.desk import Desk
from bot.desk.requests import Reply, Take
from bot.watch.sweep import sweep
from storage import tables
from storage.database import Database
from tests.desk.office import HOUR, MINUTE, MONDAY, desk_on, done, keys, opened


@pytest_asyncio.fixture
async def desk(database: Database) -> Desk:
    return await desk_on(database)


async def in_a_storm(desk: Desk, ticket: int) -> None:
    """Its card was only a line of another message."""
    told = update(tables.Notice).where(col(tables.Notice.key) == f"{ticket}:card")
    async with desk.database.transaction() as session:
        await session.exec(told.values(bundle="a storm", state=tables.NoticeState.SENT))


async def test_whoever_acts_on_a_ticket_of_a_storm_gets_its_card_first_and_once(desk: Desk) -> None:
    ticket = await opened(desk, severity="low")
    await in_a_storm(desk, ticket.number)
    await done(desk, Take, ticket, MONDAY + MINUTE)
    await done(desk, Reply, ticket, MONDAY + MINUTE, text="We are on it.")
    assert (await keys(desk, ticket))[:3] == ["card", "card own", "entry 2"]
    assert (await keys(desk, ticket)).count("card own") == 1


async def test_a_ticket_with_a_card_gets_no_other(desk: Desk) -> None:
    ticket = await opened(desk, severity="low")
    await done(desk, Take, ticket, MONDAY + MINUTE)
    assert "card own" not in await keys(desk, ticket)


async def test_a_warning_alone_brings_no_card(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    await in_a_storm(desk, ticket.number)
    await sweep(desk, MONDAY + 2 * HOUR)
    told = await keys(desk, ticket)
    assert "first_response:1:warning 50% turn 0" in told
    assert "card own" not in told
