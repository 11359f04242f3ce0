from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import col

from storage import inbox, outbox, tickets
from storage.database import Database
from storage.tables import Notice, NoticeState, Ticket, TicketState
from tests.storage.rows import NOON, notice, one_ticket


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 7, 2, 14, tzinfo=ZoneInfo("Europe/Amsterdam")),
        datetime(2026, 7, 2, 5, tzinfo=ZoneInfo("America/Los_Angeles")),
        datetime(2026, 7, 2, 17, 30, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    ],
)
async def test_an_instant_in_any_zone_comes_back_as_the_same_instant_in_utc(
    database: Database, instant: datetime
) -> None:
    number = await one_ticket(database, next_due=instant)
    async with database.reading() as session:
        ticket = await tickets.get(session, number)
    assert ticket is not None
    assert ticket.next_due == NOON
    assert ticket.next_due.utcoffset() == timedelta(0)


@pytest.mark.parametrize("fold", [0, 1])
async def test_both_instants_of_a_repeated_hour_stay_apart(database: Database, fold: int) -> None:
    instant = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Amsterdam"), fold=fold)
    number = await one_ticket(database, next_due=instant)
    async with database.reading() as session:
        ticket = await tickets.get(session, number)
    assert ticket is not None
    assert ticket.next_due == datetime(2026, 10, 25, fold, 30, tzinfo=UTC)


async def test_microseconds_are_kept(database: Database) -> None:
    instant = NOON.replace(microsecond=123456)
    number = await one_ticket(database, opened_at=instant)
    async with database.reading() as session:
        ticket = await tickets.get(session, number)
    assert ticket is not None
    assert ticket.opened_at == instant


async def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="timezone"):
        await one_ticket(database, next_due=datetime(2026, 7, 2, 12))  # noqa: DTZ001


async def test_a_state_that_does_not_exist_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="asleep"):
        await one_ticket(database, state="asleep")


@pytest.mark.parametrize("table", ["ticket", "notice"])
async def test_not_even_by_hand_can_a_row_be_put_into_a_state_that_nobody_could_read(
    database: Database, table: str
) -> None:
    number = await one_ticket(database)
    async with database.transaction() as session:
        await outbox.put(session, [notice("warning")])
    with pytest.raises(IntegrityError, match=f"ck_{table}_state"):
        async with database.transaction() as session:
            await (await session.connection()).execute(text(f"UPDATE {table} SET state = 'asleep'"))
    async with database.reading() as session:
        ticket = await tickets.get(session, number)
    assert ticket is not None
    assert ticket.state is TicketState.OPEN


async def test_states_come_back_as_members(database: Database) -> None:
    number = await one_ticket(database, state=TicketState.WAITING)
    async with database.transaction() as session:
        await session.exec(update(Ticket).where(col(Ticket.id) == number).values(state="resolved"))
    async with database.reading() as session:
        ticket = await tickets.get(session, number)
    assert ticket is not None
    assert ticket.state is TicketState.RESOLVED


async def test_states_are_stored_by_the_value_that_is_documented(database: Database) -> None:
    async with database.transaction() as session:
        await outbox.put(session, [notice("warning")])
        stored = (await (await session.connection()).execute(text("SELECT state FROM notice"))).scalar_one()
    assert stored == NoticeState.PENDING.value == "pending"


async def test_json_comes_back_as_it_was(database: Database) -> None:
    body = {"title": "Größe <!channel> \u2028 \U0001f514", "minutes": 15, "share": 0.5, "nested": [{"none": None}]}
    async with database.transaction() as session:
        await outbox.put(session, [notice("warning", body=body)])
    async with database.reading() as session:
        found = await outbox.get(session, "warning")
    assert isinstance(found, Notice)
    assert found.body == body


async def test_no_answer_is_null_and_not_the_word_null(database: Database) -> None:
    async with database.transaction() as session:
        await inbox.record(session, "Ev1", NOON)
        await inbox.answer(session, "Ev1", ticket_id=None, answer=None)
        unanswered = text("SELECT key FROM received_request WHERE answer IS NULL")
        assert (await (await session.connection()).execute(unanswered)).scalars().all() == ["Ev1"]


async def test_ticket_numbers_count_from_one_and_never_come_twice(database: Database) -> None:
    assert [await one_ticket(database, title=title) for title in ("a", "b", "c")] == [1, 2, 3]
