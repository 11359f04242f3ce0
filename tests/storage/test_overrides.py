import pytest

from storage import overrides, swaps
from storage.database import Database
from storage.duty_tables import OnCallOverride
from tests.storage.rows import MINUTE, NOON
from tests.storage.test_swaps import swap


def override(person: str, starts: int, ends: int, schedule: str = "primary") -> OnCallOverride:
    return OnCallOverride(
        schedule=schedule,
        person=person,
        starts=NOON + starts * MINUTE,
        ends=NOON + ends * MINUTE,
        by="U0LENA",
        created_at=NOON,
    )


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (0, 60, ["U0OLLY", "U0ANA"]),
        (10, 11, ["U0OLLY"]),
        (19, 20, ["U0OLLY"]),
        (20, 25, []),
        (25, 31, ["U0ANA"]),
        (0, 10, []),
        (40, 90, []),
    ],
)
async def test_an_override_holds_from_its_start_until_just_before_its_end(
    database: Database, starts: int, ends: int, expected: list[str]
) -> None:
    async with database.transaction() as session:
        for one in (
            override("U0OLLY", 10, 20),
            override("U0ANA", 30, 40),
            override("U0TESS", 0, 60, schedule="secondary"),
        ):
            await overrides.add(session, one)
    async with database.reading() as session:
        found = await overrides.overlapping(session, ["primary"], NOON + starts * MINUTE, NOON + ends * MINUTE)
    assert [one.person for one in found] == expected


async def test_an_override_that_was_withdrawn_holds_no_more(database: Database) -> None:
    async with database.transaction() as session:
        kept = await overrides.add(session, override("U0OLLY", 10, 20))
        gone = await overrides.add(session, override("U0ANA", 10, 20))
        await overrides.withdraw(session, gone, NOON + 5 * MINUTE)
    async with database.reading() as session:
        found = await overrides.overlapping(session, ["primary"], NOON, NOON + 30 * MINUTE)
    assert [one.id for one in found] == [kept.id]


async def test_the_overrides_of_an_exchange_are_found_together_while_they_are_not_over(database: Database) -> None:
    async with database.transaction() as session:
        number = (await swaps.add(session, swap())).id
        for each in (override("U0OLLY", 10, 20), override("U0ANA", 30, 40)):
            each.swap_id = number
            await overrides.add(session, each)
        await overrides.add(session, override("U0TESS", 10, 40))
    async with database.reading() as session:
        both = await overrides.of_swap(session, number, NOON)
        later = await overrides.of_swap(session, number, NOON + 20 * MINUTE)
    assert [one.person for one in both] == ["U0OLLY", "U0ANA"]
    assert [one.person for one in later] == ["U0ANA"]
