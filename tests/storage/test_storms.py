from datetime import datetime
from typing import Any

from storage import outbox, storms
from storage.database import Database
from storage.tables import Notice, NoticeState
from tests.storage.rows import MINUTE, NOON, notice, one_ticket

KINDS = ("card", "warning", "breach")


async def put(database: Database, *notices: Notice) -> None:
    async with database.transaction(patience=30) as session:
        await outbox.put(session, notices)


async def told_of(database: Database, key: str, **changes: Any) -> Notice:
    """A notice about a ticket of its own, in one place."""
    card = {"triage_channel": "C0", "card_ts": "1.0"} if changes.pop("has_card", False) else {}
    number = await one_ticket(database, title=key, **card)
    return notice(key, **{"kind": "warning", "place": "C0", "priority_rank": 1, "ticket_id": number} | changes)


async def waiting(database: Database, *, at: datetime = NOON, limit: int = 10) -> list[str]:
    async with database.transaction(patience=30) as session:
        found = await storms.waiting(session, "C0", at, token="w1", kinds=KINDS, shown=("breach",), limit=limit)
        return [each.key for each in found]


async def kept(database: Database, key: str) -> Notice:
    async with database.reading() as session:
        found = await outbox.get(session, key)
    assert found is not None
    return found


async def test_what_may_be_told_together_is_found_in_its_order(database: Database) -> None:
    await put(
        database,
        await told_of(database, "p3", priority_rank=2),
        await told_of(database, "p2"),
        await told_of(database, "p1", priority_rank=0),
        await told_of(database, "other kind", kind="page"),
        await told_of(database, "elsewhere", place="C1"),
        await told_of(database, "later", not_before=NOON + MINUTE),
        await told_of(database, "tried", attempts=1),
        await told_of(database, "told by another", bundle="storm"),
    )
    assert await waiting(database) == ["p2", "p3"]
    assert await waiting(database, limit=1) == ["p2"]


async def test_what_stands_in_a_thread_is_left_there_unless_the_channel_sees_it_too(database: Database) -> None:
    await put(
        database,
        await told_of(database, "in its thread", has_card=True),
        await told_of(database, "seen by all", kind="breach", has_card=True),
    )
    assert await waiting(database) == ["seen by all"]


async def test_the_one_that_was_just_claimed_is_among_them(database: Database) -> None:
    await put(database, await told_of(database, "a"), await told_of(database, "b"))
    async with database.transaction() as session:
        [claimed] = await outbox.claim(session, NOON, 10, lease=MINUTE, token="w1")
        assert claimed.key == "a"
    assert await waiting(database) == ["a", "b"]
    async with database.transaction() as session:
        await outbox.retry_at(session, "a", "w1", not_before=NOON, error="reset", ambiguous=True)
    assert await waiting(database) == ["b"]


async def test_what_waits_behind_a_notice_is_seen(database: Database) -> None:
    await put(database, notice("card", lane="T-1"), notice("warning", lane="T-1", kind="warning"))
    async with database.reading() as session:
        card, warning = await outbox.get(session, "card"), await outbox.get(session, "warning")
        assert card is not None
        assert warning is not None
        assert await storms.is_followed(session, card, [])
        assert not await storms.is_followed(session, card, ["warning"])
        assert not await storms.is_followed(session, warning, [])


async def test_what_a_message_was_to_tell_is_settled_with_it(database: Database) -> None:
    await put(database, notice("a", bundle="s"), notice("b", bundle="s", priority_rank=0), notice("c", bundle="t"))
    async with database.transaction() as session:
        assert [each.key for each in await storms.untold(session, "s")] == ["b", "a"]
        await storms.settle(session, "s", channel="C0", ts="1.0", at=NOON)
        assert await storms.untold(session, "s") == []
    told = await kept(database, "a")
    assert (told.state, told.channel, told.ts, told.settled_at) == (NoticeState.SENT, "C0", "1.0", NOON)
    assert (await kept(database, "c")).state is NoticeState.PENDING


async def test_where_the_message_cannot_be_told_each_is_told_by_itself_and_never_again_together(
    database: Database,
) -> None:
    await put(database, await told_of(database, "a", bundle="s"))
    async with database.transaction() as session:
        await storms.dissolve(session, "s")
    alone = await kept(database, "a")
    assert (alone.bundle, alone.state) == (None, NoticeState.PENDING)
    assert await waiting(database) == []
