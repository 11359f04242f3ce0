import asyncio

import pytest

from storage import calendar_feeds
from storage.database import Database
from storage.duty_tables import CalendarFeed
from tests.storage.rows import MINUTE, NOON

AGAIN = 5 * MINUTE


async def claimed(database: Database, minutes: float, source: str = "here", schedule: str = "primary") -> bool:
    async with database.transaction() as session:
        return await calendar_feeds.claim(session, schedule, source, NOON + minutes * MINUTE, AGAIN)


async def kept(database: Database, text: str, minutes: float, source: str = "here") -> None:
    async with database.transaction() as session:
        await calendar_feeds.keep(session, "primary", source, text, NOON + minutes * MINUTE)


async def only(database: Database) -> CalendarFeed:
    async with database.reading() as session:
        (calendar,) = await calendar_feeds.kept(session, ["primary"])
        return calendar


async def test_a_calendar_is_tried_again_after_some_time_and_not_before(database: Database) -> None:
    assert [await claimed(database, minutes) for minutes in (0, 1, 4.9, 5, 9.9, 10)] == [
        True,
        False,
        False,
        True,
        False,
        True,
    ]


async def test_of_several_workers_one_reads_it(database: Database) -> None:
    assert sorted(await asyncio.gather(*(claimed(database, 0) for _ in range(4)))) == [False, False, False, True]


async def test_schedules_are_read_apart_from_each_other(database: Database) -> None:
    assert await claimed(database, 0)
    assert await claimed(database, 0, schedule="secondary")


async def test_what_was_read_stays_while_it_cannot_be_read_again(database: Database) -> None:
    await claimed(database, 0)
    await kept(database, "first", 0)
    await claimed(database, 5)
    async with database.transaction() as session:
        await calendar_feeds.fail(session, "primary", "here", "HTTP 503")
    calendar = await only(database)
    assert (calendar.text, calendar.read_at, calendar.error) == ("first", NOON, "HTTP 503")

    await kept(database, "second", 10)
    calendar = await only(database)
    assert (calendar.text, calendar.read_at, calendar.error) == ("second", NOON + 10 * MINUTE, None)


async def test_another_source_is_read_at_once_and_the_old_text_is_forgotten(database: Database) -> None:
    await claimed(database, 0)
    await kept(database, "first", 0)
    assert await claimed(database, 1, source="there")
    calendar = await only(database)
    assert (calendar.source, calendar.text, calendar.read_at, calendar.error) == ("there", "", NOON + MINUTE, None)


@pytest.mark.parametrize("late", ["keep", "fail"])
async def test_who_comes_late_with_the_old_source_changes_nothing(database: Database, late: str) -> None:
    await claimed(database, 0)
    await claimed(database, 1, source="there")
    async with database.transaction() as session:
        if late == "keep":
            await calendar_feeds.keep(session, "primary", "here", "first", NOON)
        else:
            await calendar_feeds.fail(session, "primary", "here", "HTTP 503")
    calendar = await only(database)
    assert (calendar.text, calendar.error) == ("", None)


async def test_only_the_schedules_that_are_asked_for_are_read(database: Database) -> None:
    await claimed(database, 0, schedule="secondary")
    async with database.reading() as session:
        assert await calendar_feeds.kept(session, ["primary"]) == []
