"""The claims find their rows by index: a plan that reads a whole table would slow down as the tables grow."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import Engine, event, insert, text
from sqlmodel import SQLModel

from storage import alerts, audits, deadlines, outbox, places, ticket_lists, tickets
from storage.database import Database
from storage.tables import Deadline, LedgerEntry, Notice, NoticeState, Ticket
from tests.storage.rows import MINUTE, NOON, entry, notice, opened, still_open

MANY = 5_000
FROM_END_TO_END = tuple(f"SCAN {table}" for table in SQLModel.metadata.tables)


@pytest_asyncio.fixture(params=["without statistics", "with statistics"])
async def crowded(database: Database, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Five thousand open tickets with a deadline in the future each, and as many settled notices."""
    async with database.transaction(patience=60) as session:
        pattern = (await opened(session)).model_dump(exclude={"id"})
        connection = await session.connection()
        await connection.execute(insert(Ticket), [pattern] * MANY)
        await connection.execute(
            insert(Deadline),
            [
                {
                    "ticket_id": number,
                    "clock": "first response",
                    "due": NOON + number * MINUTE,
                    "priority_rank": number % 3,
                }
                for number in range(1, MANY)
            ],
        )
        settled = notice("settled", state=NoticeState.SENT).model_dump(exclude={"id", "key", "lane"})
        await connection.execute(
            insert(Notice), [settled | {"key": f"n{number}", "lane": f"l{number % 100}"} for number in range(MANY)]
        )
        await outbox.put(session, [notice("due", lane="l1")])
    if request.param == "with statistics":
        async with database.transaction(patience=60) as session:
            await (await session.connection()).execute(text("ANALYZE"))
    yield database


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is sent to a database while the block lasts, with its parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def plan(database: Database, statement: str, parameters: Any) -> str:
    explain = "EXPLAIN" if database.is_postgresql else "EXPLAIN QUERY PLAN"
    async with database.transaction(patience=60) as session:
        connection = await session.connection()
        lines = await connection.exec_driver_sql(f"{explain} {statement}", parameters)
        return "\n".join(str(line[-1]) for line in lines)


async def plans(database: Database, seen: list[tuple[str, Any]]) -> str:
    explained = [await plan(database, *one) for one in seen if one[0].startswith(("SELECT", "UPDATE", "DELETE"))]
    assert explained
    return "\n".join(explained)


def reads_a_whole_table(explained: str) -> bool:
    """Whether a plan reads a table from end to end; an index that holds the open notices only is short.

    So is the table of places: there are as many rows as channels and people.
    """
    return any(
        ("Seq Scan" in line and " on place " not in line)
        or (line.startswith(FROM_END_TO_END) and "ix_notice_open" not in line)
        for line in explained.splitlines()
    )


async def test_due_deadlines_are_found_by_their_index(crowded: Database) -> None:
    with statements() as seen:
        async with crowded.transaction(patience=60) as session:
            due = await deadlines.due_tickets(session, NOON + 3 * MINUTE, 100)
            assert due == [3, 1, 2]
            assert len(await deadlines.claim_due(session, NOON + 3 * MINUTE, 100, due)) == 3
            await deadlines.first(session)
    explained = await plans(crowded, seen)
    assert "ix_deadline_due" in explained
    assert "ix_deadline_priority_rank_due" in explained
    assert not reads_a_whole_table(explained), explained


async def test_deadlines_are_replaced_by_their_index(crowded: Database) -> None:
    with statements() as seen:
        async with crowded.transaction(patience=60) as session:
            await tickets.load_for_change(session, 7)
            await deadlines.replace(session, 7, {"resolution": NOON}, rank=1)
    explained = await plans(crowded, seen)
    assert not reads_a_whole_table(explained), explained


async def test_open_notices_are_found_by_their_short_index(crowded: Database) -> None:
    with statements() as seen:
        async with crowded.transaction(patience=60) as session:
            claimed = await outbox.claim(session, NOON, 100, lease=MINUTE, token="w1")
            assert [found.key for found in claimed] == ["due"]
            await outbox.settle_sent(session, "due", "w1", channel="C0", ts="1.0", at=NOON)
            await outbox.renew(session, {"due": "w1"}, NOON + MINUTE)
            await places.leave_alone(session, "C0TRIAGE", NOON, NOON)
            await still_open(session)
    explained = await plans(crowded, seen)
    assert "ix_notice_open_by_" in explained
    assert not reads_a_whole_table(explained), explained


async def test_an_audit_reads_no_table_from_end_to_end(crowded: Database) -> None:
    with statements() as seen:
        async with crowded.reading() as session:
            await audits.late_deadlines(session, NOON + 3 * MINUTE, 100)
            await audits.late_notices(session, NOON, 100)
            await audits.dead_notices(session, NOON, 100)
            await audits.changed_lately(session, NOON + MINUTE, 100)
            await audits.open_after(session, 7, 100)
            await audits.lost_bundles(session, [7, 8, 9])
    explained = await plans(crowded, seen)
    assert not reads_a_whole_table(explained), explained


async def test_whose_message_was_seen_and_what_a_ticket_told_are_found_by_their_indexes(crowded: Database) -> None:
    with statements() as seen:
        async with crowded.transaction(patience=60) as session:
            await alerts.of_ticket(session, 7, but=["card edit"], limit=12)
            await alerts.unseen(session, "C0TRIAGE", "7.7")
            await alerts.see(session, "C0TRIAGE", "7.7", "U0ANA", NOON)
    explained = await plans(crowded, seen)
    assert not reads_a_whole_table(explained), explained


async def test_a_ledger_is_found_by_its_ticket(crowded: Database) -> None:
    async with crowded.transaction(patience=60) as session:
        pattern = entry(1, 1).model_dump(exclude={"id", "ticket_id"})
        await (await session.connection()).execute(
            insert(LedgerEntry), [pattern | {"ticket_id": number} for number in range(1, MANY)]
        )
    with statements() as seen:
        async with crowded.reading() as session:
            await tickets.entries(session, 7)
    explained = await plans(crowded, seen)
    assert not reads_a_whole_table(explained), explained


async def test_what_changed_lately_and_what_was_given_up_are_found_by_their_indexes(crowded: Database) -> None:
    with statements() as seen:
        async with crowded.reading() as session:
            await ticket_lists.changed(session, NOON + MINUTE, limit=10)
            await outbox.dead_count(session, NOON)
            await outbox.put_already(session, ["digest 2026-07-02", "n7"])
    explained = await plans(crowded, seen)
    assert "ix_ticket_changed_at" in explained
    assert "ix_notice_dead" in explained
