import pytest

from bot.desk.desk import Desk
from tests.desk.office import opened


async def test_a_contract_version_that_is_not_there_is_said_so(desk: Desk) -> None:
    async with desk.database.reading() as session:
        with pytest.raises(LookupError, match="contract version 4711"):
            await desk.contract(session, 4711)


async def test_a_contract_version_is_read_once(desk: Desk) -> None:
    ticket = await opened(desk)
    async with desk.database.reading() as session:
        assert await desk.contract(session, 1) is await desk.contract(session, 1) is ticket.terms.contract
