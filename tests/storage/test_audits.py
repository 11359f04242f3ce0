"""What an audit asks: what is late, what was given up, what is not in Slack after all, and whose turn it is."""

from datetime import timedelta

from storage import audits, deadlines, outbox, tickets
from storage.database import Database
from storage.tables import NoticeState, TicketState
from tests.storage.rows import MINUTE, NOON, notice, one_ticket


async def test_deadlines_that_were_due_before_an_instant_are_late_the_first_of_them_first(database: Database) -> None:
    number = await one_ticket(database)
    async with database.transaction() as session:
        dues = {"a": NOON - MINUTE, "b": NOON - 2 * MINUTE, "c": NOON, "d": NOON + MINUTE}
        await deadlines.replace(session, number, dues, rank=1)
    async with database.reading() as session:
        late = await audits.late_deadlines(session, NOON, 10)
        first = await audits.late_deadlines(session, NOON, 1)
    assert ([each.clock for each in late], [each.clock for each in first]) == (["b", "a"], ["b"])


async def test_open_notices_are_late_once_they_were_both_planned_and_put_before(database: Database) -> None:
    before, after = NOON - MINUTE, NOON + MINUTE
    async with database.transaction() as session:
        await outbox.put(
            session,
            [
                notice("late", planned_at=before, put_at=before),
                notice("planned later", planned_at=after, put_at=before),
                notice("put later", planned_at=before, put_at=after),
                notice("sent", planned_at=before, put_at=before, state=NoticeState.SENT),
            ],
        )
    async with database.reading() as session:
        assert [each.key for each in await audits.late_notices(session, NOON, 10)] == ["late"]


async def test_what_was_given_up_since_an_instant_comes_the_newest_first(database: Database) -> None:
    dead = {"state": NoticeState.DEAD}
    async with database.transaction() as session:
        await outbox.put(
            session,
            [
                notice("long ago", settled_at=NOON - MINUTE, **dead),
                notice("then", settled_at=NOON, **dead),
                notice("lately", settled_at=NOON + MINUTE, **dead),
                notice("let go", settled_at=NOON, state=NoticeState.DROPPED),
            ],
        )
    async with database.reading() as session:
        assert [each.key for each in await audits.dead_notices(session, NOON, 10)] == ["lately", "then"]


async def test_tickets_have_their_turn_in_order_and_closed_ones_have_none(database: Database) -> None:
    numbers = [await one_ticket(database, title=f"ticket {number}") for number in range(4)]
    async with database.transaction() as session:
        closed = await tickets.load_for_change(session, numbers[2])
        assert closed is not None
        closed.state = TicketState.CLOSED
        await tickets.save(session, closed)
    async with database.reading() as session:
        assert list(await audits.open_after(session, numbers[0], 10)) == [numbers[1], numbers[3]]
        assert list(await audits.open_after(session, 0, 1)) == [numbers[0]]


async def test_what_changed_lately_comes_by_priority(database: Database) -> None:
    urgent = await one_ticket(database, title="urgent", priority_rank=0, changed_at=NOON)
    low = await one_ticket(database, title="low", priority_rank=2, changed_at=NOON + MINUTE)
    await one_ticket(database, title="old", priority_rank=0, changed_at=NOON - timedelta(days=2))
    await one_ticket(database, title="waiting", priority_rank=0, state=TicketState.WAITING)
    async with database.reading() as session:
        assert list(await audits.changed_lately(session, NOON - MINUTE, 10)) == [urgent, low]


async def test_a_bundle_is_lost_where_the_message_of_all_is_not_there(database: Database) -> None:
    number = await one_ticket(database)
    sent = {"state": NoticeState.SENT, "ticket_id": number}
    async with database.transaction() as session:
        await outbox.put(
            session,
            [
                notice("storm", state=NoticeState.SENT, ts="7.7"),
                notice("storm on its way"),
                notice("told", bundle="storm", **sent),
                notice("told of", bundle="storm on its way", **sent),
                notice("lost", bundle="no storm", **sent),
                notice("waits", bundle="no storm", ticket_id=number),
            ],
        )
    async with database.reading() as session:
        found = await audits.lost_bundles(session, [number])
    assert sorted(each.key for each in found) == ["lost", "told of"]


async def test_notices_are_found_by_their_keys_in_the_order_in_which_they_were_put(database: Database) -> None:
    async with database.transaction() as session:
        await outbox.put(session, [notice("first"), notice("second"), notice("third")])
    async with database.reading() as session:
        found = await audits.of_keys(session, ["third", "first", "no such"])
        assert [each.key for each in found] == ["first", "third"]
        assert list(await audits.of_keys(session, [])) == []


async def test_the_highest_priority_of_several_tickets_is_known(database: Database) -> None:
    numbers = [await one_ticket(database, title=f"rank {rank}", priority_rank=rank) for rank in (2, 1)]
    async with database.reading() as session:
        assert await audits.highest_rank(session, numbers) == 1
        assert await audits.highest_rank(session, numbers[:1]) == 2
        assert await audits.highest_rank(session, []) is None
