"""Drills are kept with who was called and who answered, and only one begins at a time."""

import asyncio

from storage import drills
from storage.database import Database
from storage.duty_tables import Drill
from tests.storage.rows import MINUTE, NOON


def drill(schedule: str = "primary", minutes: int = 0) -> Drill:
    return Drill(
        schedule=schedule,
        people=["U0OLLY"],
        channel="C0TRIAGE",
        started_at=NOON + minutes * MINUTE,
        started_by="U0LENA",
    )


async def add(database: Database, *wanted: Drill) -> list[int]:
    async with database.transaction(patience=30) as session:
        return [(await drills.add(session, each)).id for each in wanted]


async def test_a_drill_waits_until_somebody_has_answered_it(database: Database) -> None:
    (number,) = await add(database, drill())
    async with database.transaction(patience=30) as session:
        row = await drills.load_for_change(session, number)
        assert row is not None
        await drills.settle(session, row, by="U0PIET", at=NOON + MINUTE)
    async with database.reading() as session:
        assert await drills.unanswered(session, "primary", NOON - MINUTE) is None
        kept = await drills.get(session, number)
    assert kept is not None
    assert (kept.people, kept.answered_by, kept.answered_at) == (["U0OLLY"], "U0PIET", NOON + MINUTE)


async def test_what_waits_is_the_newest_of_the_schedule_that_is_not_too_old(database: Database) -> None:
    _, newest, _ = await add(database, drill(), drill(minutes=2), drill("secondary", minutes=3))
    async with database.reading() as session:
        found = await drills.unanswered(session, "primary", NOON)
        assert found is not None
        assert found.id == newest
        assert await drills.unanswered(session, "primary", NOON + 2 * MINUTE) is None


async def test_the_last_drills_come_newest_first(database: Database) -> None:
    numbers = await add(database, *(drill(minutes=minute) for minute in range(4)))
    async with database.reading() as session:
        assert [row.id for row in await drills.latest(session, 3)] == numbers[:0:-1]


async def test_a_drill_that_there_is_not_is_not_found(database: Database) -> None:
    async with database.transaction(patience=30) as session:
        assert await drills.get(session, 7) is None
        assert await drills.load_for_change(session, 7) is None


async def test_whoever_is_alone_is_not_joined_by_another(database: Database) -> None:
    async def begins() -> bool:
        async with database.transaction(patience=30) as session:
            await drills.alone(session)
            if await drills.unanswered(session, "primary", NOON - MINUTE) is not None:
                return False
            await drills.add(session, drill())
            return True

    assert sorted(await asyncio.gather(*(begins() for _ in range(8)))) == [False] * 7 + [True]
