"""What became of a ticket's notices is found in order, and who saw a message first is kept."""

from storage import alerts, outbox
from storage.database import Database
from storage.tables import NoticeState
from tests.storage.rows import MINUTE, NOON, notice, one_ticket


async def test_a_page_of_a_tickets_notices_is_in_order_without_the_kinds_that_are_not_wanted(
    database: Database,
) -> None:
    mine, other = await one_ticket(database, title="mine"), await one_ticket(database, title="other")
    async with database.transaction() as session:
        await outbox.put(session, [notice(f"n{number}", ticket_id=mine) for number in range(5)])
        await outbox.put(session, [notice("edit", ticket_id=mine, kind="card edit"), notice("other", ticket_id=other)])
    async with database.reading() as session:
        found = await alerts.of_ticket(session, mine, but=["card edit"], limit=2, offset=2)
    assert ([each.key for each in found.notices], found.total) == (["n2", "n3"], 5)


async def test_the_first_who_saw_a_message_is_kept_for_every_notice_that_it_told(database: Database) -> None:
    posted = {"state": NoticeState.SENT, "channel": "C1", "ts": "7.7"}
    async with database.transaction() as session:
        await outbox.put(session, [notice("one", **posted), notice("two", **posted), notice("other", ts="8.8")])
        assert await alerts.unseen(session, "C1", "7.7")
        assert not await alerts.unseen(session, "C2", "7.7")
        await alerts.see(session, "C1", "7.7", "U0ANA", NOON)
        await alerts.see(session, "C1", "7.7", "U0OMAR", NOON + MINUTE)
        assert not await alerts.unseen(session, "C1", "7.7")
    async with database.reading() as session:
        found = [await outbox.get(session, key) for key in ("one", "two", "other")]
    assert [(each.seen_by, each.seen_at) for each in found if each] == [("U0ANA", NOON), ("U0ANA", NOON), (None, None)]
