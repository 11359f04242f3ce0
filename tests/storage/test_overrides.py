import pytest

from storage import overrides
from storage.database import Database
from storage.tables import OnCallOverride
from tests.storage.rows import MINUTE, NOON


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
        found = await overrides.overlapping(session, "primary", NOON + starts * MINUTE, NOON + ends * MINUTE)
    assert [one.person for one in found] == expected
