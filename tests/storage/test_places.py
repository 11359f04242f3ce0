import asyncio
from datetime import datetime

from storage import places
from storage.database import Database
from tests.storage.rows import MINUTE, NOON


async def take(database: Database, *wanted: str, at: datetime = NOON, until: datetime = NOON + MINUTE) -> set[str]:
    async with database.transaction(patience=30) as session:
        return await places.take(session, wanted, at, until)


async def test_a_place_is_taken_until_its_instant_and_by_one_only(database: Database) -> None:
    assert await take(database) == set()
    assert await take(database, "C0A") == {"C0A"}
    assert await take(database, "C0A", "C0B") == {"C0B"}
    assert await take(database, "C0A", at=NOON + MINUTE) == {"C0A"}


async def test_ten_that_want_the_same_places_at_once_share_them(database: Database) -> None:
    wanted = ("C0A", "C0B", "C0C")
    had = await asyncio.gather(*(take(database, *wanted[:: 1 if turn % 2 else -1]) for turn in range(10)))
    assert sorted(place for each in had for place in each) == list(wanted)


async def test_a_place_is_left_alone_for_as_long_as_is_asked_and_not_longer(database: Database) -> None:
    await take(database, "C0A")
    for until in (NOON + 5 * MINUTE, NOON):
        async with database.transaction() as session:
            await places.leave_alone(session, "C0A", NOON, until)
        assert await take(database, "C0A", at=NOON, until=NOON) == (set() if until > NOON else {"C0A"})


async def test_a_clock_that_is_set_back_finds_every_place_free(database: Database) -> None:
    await take(database, "C0A", until=NOON + 60 * MINUTE)
    assert await take(database, "C0A", at=NOON - MINUTE) == {"C0A"}


async def test_a_taken_place_is_held_for_longer_and_never_for_less(database: Database) -> None:
    await take(database, "C0A")
    for until in (NOON + 3 * MINUTE, NOON + 2 * MINUTE):
        async with database.transaction() as session:
            await places.renew(session, ["C0A"], until)
    async with database.reading() as session:
        assert (await places.get(session, "C0A")).free_at == NOON + 3 * MINUTE
