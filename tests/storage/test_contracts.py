import asyncio

from storage import contracts
from storage.database import Database
from tests.storage.rows import MINUTE, NOON, contract_version


async def test_the_same_text_is_kept_once(database: Database) -> None:
    async with database.transaction() as session:
        first = await contracts.keep(session, contract_version())
    async with database.transaction() as session:
        again = await contracts.keep(session, contract_version(stored_at=NOON + MINUTE))
        other = await contracts.keep(session, contract_version(digest="d2"))
    assert first == again != other


async def test_many_at_once_keep_the_same_text_once(database: Database) -> None:
    async def keep() -> int:
        async with database.transaction(patience=30) as session:
            return await contracts.keep(session, contract_version())

    assert len(set(await asyncio.gather(*(keep() for _ in range(5))))) == 1


async def test_a_version_comes_back_word_for_word(database: Database) -> None:
    source = "contract: acme-support\r\nname: „Größe“\n" * 5000
    async with database.transaction() as session:
        number = await contracts.keep(session, contract_version(source=source))
    async with database.reading() as session:
        found = await contracts.get(session, number)
        assert await contracts.get(session, number + 1) is None
    assert found is not None
    assert found.source == source
