"""The desk of this room's tests, on either database."""

import pytest_asyncio

from bot.desk.desk import Desk
from storage.database import Database
from tests.desk.office import desk_on


@pytest_asyncio.fixture
async def desk(database: Database) -> Desk:
    return await desk_on(database)
