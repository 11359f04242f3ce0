import pytest

from storage import swaps
from storage.database import Database
from storage.duty_tables import OnCallSwap, SwapState
from tests.storage.rows import MINUTE, NOON


def swap(asker: str = "U0OLLY", asked: str = "U0PIET", *, gives: int = 60, takes: int | None = 120) -> OnCallSwap:
    """An exchange whose stretches end so many minutes after noon."""
    return OnCallSwap(
        schedule="primary",
        asker=asker,
        asked=asked,
        gives_starts=NOON,
        gives_ends=NOON + gives * MINUTE,
        takes_starts=None if takes is None else NOON,
        takes_ends=None if takes is None else NOON + takes * MINUTE,
        asked_at=NOON,
    )


async def waiting(database: Database, person: str, minutes: int) -> list[int]:
    async with database.reading() as session:
        return [each.id for each in await swaps.waiting(session, person, NOON + minutes * MINUTE)]


async def test_an_exchange_waits_for_both_until_it_is_answered(database: Database) -> None:
    async with database.transaction() as session:
        number = (await swaps.add(session, swap())).id
    assert await waiting(database, "U0OLLY", 0) == await waiting(database, "U0PIET", 0) == [number]
    assert await waiting(database, "U0MARA", 0) == []

    async with database.transaction() as session:
        row = await swaps.load_for_change(session, number)
        assert row is not None
        await swaps.settle(session, row, SwapState.DECLINED, by="U0PIET", at=NOON + MINUTE)

    assert await waiting(database, "U0PIET", 1) == []
    async with database.reading() as session:
        kept = await swaps.get(session, number)
    assert kept is not None
    assert (kept.state, kept.answered_by, kept.answered_at) == (SwapState.DECLINED, "U0PIET", NOON + MINUTE)


@pytest.mark.parametrize(("gives", "takes"), [(60, 120), (120, 60), (60, None)])
async def test_an_exchange_waits_no_longer_than_its_first_stretch_lasts(
    database: Database, gives: int, takes: int | None
) -> None:
    async with database.transaction() as session:
        number = (await swaps.add(session, swap(gives=gives, takes=takes))).id
    assert await waiting(database, "U0PIET", 59) == [number]
    assert await waiting(database, "U0PIET", 60) == []


async def test_an_exchange_that_there_is_not_is_none(database: Database) -> None:
    async with database.transaction() as session:
        assert await swaps.get(session, 9) is None
        assert await swaps.load_for_change(session, 9) is None
