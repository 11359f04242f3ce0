"""Alarms in the outbox: which have gone out, which are overdue, and those that are sent before their time."""

from sqlalchemy import update
from sqlmodel import col

from storage import alarms, outbox
from storage.database import Database
from storage.tables import Notice, NoticeState
from tests.storage.rows import MINUTE, NOON, notice, one_ticket


async def put(database: Database, *notices: Notice) -> None:
    async with database.transaction(patience=30) as session:
        await outbox.put(session, notices)


async def stands(database: Database, key: str, **changes: object) -> None:
    async with database.transaction(patience=30) as session:
        await session.exec(update(Notice).where(col(Notice.key) == key).values(**changes))


async def test_what_may_have_gone_out_is_what_was_sent_is_on_its_way_or_may_have_arrived(database: Database) -> None:
    ticket = await one_ticket(database)
    of_ticket = {"ticket_id": ticket, "kind": "page outside"}
    await put(database, *(notice(key, **of_ticket) for key in ("sent", "sending", "maybe", "waits", "dead")))
    await put(database, notice("other kind", ticket_id=ticket, kind="page"), notice("no ticket", kind="page outside"))
    for key, state in (
        ("sent", NoticeState.SENT),
        ("sending", NoticeState.SENDING),
        ("dead", NoticeState.DEAD),
        ("other kind", NoticeState.SENT),
        ("no ticket", NoticeState.SENT),
    ):
        await stands(database, key, state=state)
    await stands(database, "maybe", ambiguous=True)
    async with database.reading() as session:
        found = await alarms.may_have_gone(session, ticket, "page outside")
    assert [each.key for each in found] == ["sent", "sending", "maybe"]


async def test_what_is_planned_for_later_can_be_made_due_now_and_nothing_else_is_touched(database: Database) -> None:
    later = NOON + 3 * MINUTE
    await put(
        database,
        notice("later", planned_at=later, not_before=later),
        notice("not meant", planned_at=later, not_before=later),
        notice("due", planned_at=NOON - MINUTE, not_before=later),
        notice("dropped", planned_at=later, not_before=later),
    )
    await stands(database, "dropped", state=NoticeState.DROPPED)
    async with database.transaction(patience=30) as session:
        assert await alarms.hasten(session, ["later", "due", "dropped", "unknown"], NOON) == {"later"}
        assert await alarms.hasten(session, ["later"], NOON) == set()
    async with database.reading() as session:
        found = {key: await outbox.get(session, key) for key in ("later", "not meant", "due")}
    assert {key: each.not_before for key, each in found.items() if each} == {
        "later": NOON,
        "not meant": later,
        "due": later,
    }


async def test_of_equally_urgent_alarms_that_are_overdue_the_newest_come_first(database: Database) -> None:
    for key in ("old", "new"):
        await put(database, notice(key, kind="page", planned_at=NOON))
    async with database.reading() as session:
        assert [each.key for each in await alarms.overdue(session, ["page"], NOON, 10)] == ["new", "old"]


async def test_overdue_is_what_was_there_and_due_long_enough_the_most_urgent_first(database: Database) -> None:
    await put(
        database,
        notice("second", kind="page", priority_rank=1, planned_at=NOON),
        notice("first", kind="breach", priority_rank=0, planned_at=NOON),
        notice("put later", kind="page", planned_at=NOON, put_at=NOON + MINUTE),
        notice("due later", kind="page", planned_at=NOON + MINUTE),
        notice("no alarm", kind="card", planned_at=NOON),
        notice("sent", kind="page", planned_at=NOON),
    )
    await stands(database, "sent", state=NoticeState.SENT)
    async with database.reading() as session:
        found = await alarms.overdue(session, ["page", "breach"], NOON, 10)
        assert [each.key for each in found] == ["first", "second"]
        assert len(await alarms.overdue(session, ["page", "breach"], NOON, 1)) == 1
