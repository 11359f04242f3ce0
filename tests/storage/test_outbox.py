import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest

from storage import outbox, places
from storage.database import Database
from storage.tables import Notice, NoticeState
from tests.storage.rows import MINUTE, NOON, notice, still_open


async def put(database: Database, *notices: Notice) -> Sequence[str]:
    async with database.transaction(patience=30) as session:
        return await outbox.put(session, notices)


async def claim(database: Database, token: str = "w1", *, at: datetime = NOON, limit: int = 10) -> list[str]:
    async with database.transaction(patience=30) as session:
        claimed = await outbox.claim(session, at, limit, lease=MINUTE, token=token)
        return [found.key for found in claimed]


async def sent(database: Database, key: str, token: str = "w1") -> bool:
    async with database.transaction(patience=30) as session:
        return await outbox.settle_sent(session, key, token, channel="C0TRIAGE", ts="1.0", at=NOON)


async def leave_alone(database: Database, place: str, until: datetime) -> None:
    async with database.transaction(patience=30) as session:
        await places.leave_alone(session, place, NOON, until)


async def kept(database: Database, key: str) -> Notice:
    async with database.reading() as session:
        found = await outbox.get(session, key)
    assert found is not None
    return found


async def test_a_notice_with_a_known_key_is_not_put_again(database: Database) -> None:
    assert await put(database, notice("a", kind="warning"), notice("b")) == ["a", "b"]
    assert await put(database, notice("c"), notice("a", kind="breach")) == ["c"]
    assert (await kept(database, "a")).kind == "warning"


async def test_even_a_notice_that_was_sent_long_ago_is_not_put_again(database: Database) -> None:
    await put(database, notice("a"))
    await claim(database)
    await sent(database, "a")
    assert await put(database, notice("a")) == []
    assert await claim(database) == []


async def test_putting_nothing_is_allowed(database: Database) -> None:
    assert await put(database) == []


async def test_twenty_that_put_the_same_notice_at_once_put_it_once(database: Database) -> None:
    results = await asyncio.gather(*(put(database, notice("a")) for _ in range(20)))
    assert sorted(map(len, results)) == [0] * 19 + [1]


async def test_what_a_transaction_takes_back_was_never_put(database: Database) -> None:
    async with database.transaction() as session:
        await outbox.put(session, [notice("a")])
        await session.rollback()
    assert await claim(database) == []


async def test_the_highest_priority_goes_first_and_then_the_oldest(database: Database) -> None:
    await put(database, notice("p2", priority_rank=1), notice("p3", priority_rank=2))
    await put(database, notice("p1", priority_rank=0), notice("p1 later", priority_rank=0))
    assert await claim(database, limit=3) == ["p1", "p1 later", "p2"]


async def test_a_notice_waits_for_its_instant(database: Database) -> None:
    await put(database, notice("a", not_before=NOON + MINUTE))
    assert await claim(database, at=NOON + MINUTE / 2) == []
    assert await claim(database, at=NOON + MINUTE) == ["a"]


async def test_within_a_lane_one_follows_the_other(database: Database) -> None:
    await put(database, notice("first", lane="T-1"), notice("second", lane="T-1", priority_rank=0), notice("other"))
    assert sorted(await claim(database)) == ["first", "other"]
    assert await claim(database) == []
    await sent(database, "first")
    assert await claim(database) == ["second"]


async def test_a_place_gets_its_most_urgent_notice_and_the_next_once_it_is_let_go(database: Database) -> None:
    crowded = [notice("p3", priority_rank=2), notice("p1", priority_rank=0), notice("p1 later", priority_rank=0)]
    for one in crowded:
        one.place = "C0CROWDED"
    await put(database, *crowded, notice("elsewhere", priority_rank=1))
    assert await claim(database) == ["p1", "elsewhere"]
    assert await claim(database) == []
    for key in ("p1 later", "p3"):
        await leave_alone(database, "C0CROWDED", NOON)
        assert await claim(database) == [key]


async def test_a_place_whose_worker_has_died_gets_its_next_notice_after_the_lease(database: Database) -> None:
    await put(database, notice("a", place="C0"), notice("b", place="C0", priority_rank=0))
    assert await claim(database) == ["b"]
    assert await claim(database, at=NOON + MINUTE / 2) == []
    assert await claim(database, "w2", at=NOON + MINUTE) == ["b"]


async def test_a_renewed_claim_is_held_for_longer_and_so_is_its_place(database: Database) -> None:
    await put(database, notice("a", place="C0"), notice("b", place="C0"), notice("c"))
    assert await claim(database) == ["a", "c"]
    await sent(database, "c")
    async with database.transaction() as session:
        assert await outbox.renew(session, {"a": "w1", "c": "w1"}, NOON + 2 * MINUTE) == {"a"}
        assert await outbox.renew(session, {"a": "w0"}, NOON + 9 * MINUTE) == set()
    assert await claim(database, "w2", at=NOON + MINUTE) == []
    assert await claim(database, "w2", at=NOON + 2 * MINUTE) == ["a"]


async def test_what_a_storm_tells_is_claimed_by_nobody_and_its_lane_waits_for_it(database: Database) -> None:
    await put(database, notice("told", lane="T-1", bundle="storm told"), notice("after", lane="T-1"), notice("other"))
    assert await claim(database) == ["other"]


async def test_a_notice_that_waits_for_its_lane_does_not_keep_its_place_from_others(database: Database) -> None:
    await put(database, notice("first", lane="T-1"), notice("second", lane="T-1", place="C0", priority_rank=0))
    await put(database, notice("other", place="C0", priority_rank=2))
    assert await claim(database) == ["first", "other"]


async def test_a_later_notice_of_the_same_kind_in_the_same_lane_is_seen_until_it_is_settled(database: Database) -> None:
    lane = {"lane": "T-1", "kind": "card"}
    await put(database, notice("before", **lane), notice("this", **lane), notice("other lane", kind="card"))
    await put(database, notice("other kind", lane="T-1", kind="warning"))
    this = await kept(database, "this")
    async with database.transaction() as session:
        assert not await outbox.has_later(session, this)
        await outbox.put(session, [notice("after", **lane)])
        assert await outbox.has_later(session, this)
    for key in ("before", "this", "other kind", "after"):
        await claim(database)
        await sent(database, key)
    async with database.reading() as session:
        assert not await outbox.has_later(session, this)


async def test_a_lane_stands_still_while_its_first_notice_waits_to_be_tried_again(database: Database) -> None:
    await put(database, notice("first", lane="T-1"), notice("second", lane="T-1"))
    await claim(database)
    async with database.transaction() as session:
        await outbox.retry_at(session, "first", "w1", not_before=NOON + MINUTE, error="ratelimited", ambiguous=False)
    assert await claim(database) == []
    assert await claim(database, at=NOON + MINUTE) == ["first"]


async def test_a_claimed_notice_says_who_has_it_and_for_how_long(database: Database) -> None:
    await put(database, notice("a"))
    await claim(database)
    found = await kept(database, "a")
    assert (found.state, found.claim, found.attempts, found.ambiguous) == (NoticeState.SENDING, "w1", 1, False)
    assert found.lease_until == NOON + MINUTE


async def test_a_notice_whose_worker_died_is_claimed_again_as_ambiguous(database: Database) -> None:
    await put(database, notice("a"))
    await claim(database, "w1")
    assert await claim(database, "w2", at=NOON + MINUTE / 2) == []
    assert await claim(database, "w2", at=NOON + MINUTE) == ["a"]
    found = await kept(database, "a")
    assert (found.claim, found.attempts, found.ambiguous) == ("w2", 2, True)


async def test_a_worker_that_comes_back_after_its_lease_settles_nothing(database: Database) -> None:
    await put(database, notice("a"))
    await claim(database, "w1")
    await claim(database, "w2", at=NOON + MINUTE)
    async with database.transaction() as session:
        assert not await outbox.settle_sent(session, "a", "w1", channel="C0", ts="1.0", at=NOON)
        assert not await outbox.settle_dropped(session, "a", "w1", reason="closed", at=NOON)
        assert not await outbox.settle_dead(session, "a", "w1", error="gone", at=NOON)
        assert not await outbox.retry_at(session, "a", "w1", not_before=NOON, error="late", ambiguous=True)
    assert (await kept(database, "a")).claim == "w2"
    assert await sent(database, "a", "w2")


async def test_a_settled_notice_cannot_be_settled_twice(database: Database) -> None:
    await put(database, notice("a"))
    await claim(database)
    assert await sent(database, "a")
    assert not await sent(database, "a")


async def test_a_notice_that_nobody_claimed_cannot_be_settled(database: Database) -> None:
    await put(database, notice("a"))
    assert not await sent(database, "a")


async def test_a_sent_notice_says_where_it_is(database: Database) -> None:
    await put(database, notice("a"))
    await claim(database)
    await sent(database, "a")
    found = await kept(database, "a")
    assert (found.state, found.channel, found.ts, found.settled_at) == (NoticeState.SENT, "C0TRIAGE", "1.0", NOON)
    assert (found.claim, found.lease_until) == (None, None)


async def test_dropped_and_dead_notices_say_why_and_let_their_lane_go_on(database: Database) -> None:
    await put(database, notice("a", lane="T-1"), notice("b", lane="T-1"), notice("c", lane="T-1"))
    await claim(database)
    async with database.transaction() as session:
        assert await outbox.settle_dropped(session, "a", "w1", reason="ticket closed", at=NOON)
    await claim(database)
    async with database.transaction() as session:
        assert await outbox.settle_dead(session, "b", "w1", error="channel_not_found", at=NOON)
    assert await claim(database) == ["c"]
    a, b = await kept(database, "a"), await kept(database, "b")
    assert (a.state, a.error, a.settled_at) == (NoticeState.DROPPED, "ticket closed", NOON)
    assert (b.state, b.error, b.settled_at) == (NoticeState.DEAD, "channel_not_found", NOON)


async def test_a_retry_keeps_the_count_and_says_whether_it_may_have_arrived(database: Database) -> None:
    await put(database, notice("a"))
    await claim(database)
    async with database.transaction() as session:
        assert await outbox.retry_at(session, "a", "w1", not_before=NOON + MINUTE, error="timeout", ambiguous=True)
    assert await claim(database, at=NOON + MINUTE) == ["a"]
    found = await kept(database, "a")
    assert (found.attempts, found.ambiguous, found.error) == (2, True, "timeout")


async def test_a_place_that_asked_for_patience_gets_nothing_until_then(database: Database) -> None:
    await put(database, notice("a", place="C0BUSY"), notice("b"))
    await leave_alone(database, "C0BUSY", NOON + MINUTE)
    await put(database, notice("c", place="C0BUSY", priority_rank=0))
    assert await claim(database) == ["b"]
    await sent(database, "b")
    assert await claim(database, at=NOON + MINUTE) == ["c"]


async def test_open_notices_are_counted_until_they_are_settled(database: Database) -> None:
    await put(database, notice("a"), notice("b"))
    await claim(database, limit=1)
    await sent(database, "a")
    async with database.reading() as session:
        assert await still_open(session) == 1


async def test_what_another_worker_is_about_to_take_is_passed_over_without_waiting(database: Database) -> None:
    if not database.is_postgresql:
        pytest.skip("SQLite has one writer at a time")
    await put(database, notice("a"), notice("b", lane="T-1"), notice("c", lane="T-1"))
    async with database.transaction() as session:
        await outbox.claim(session, NOON, 1, lease=MINUTE, token="w1")
        assert await claim(database, "w2") == ["b"]


async def test_ten_workers_at_once_never_get_the_same_notice_and_keep_every_lane_in_order(database: Database) -> None:
    await put(database, *(notice(f"{number}", lane=f"T-{number % 7}") for number in range(70)))
    order: list[int] = []

    async def work(token: str) -> None:
        while True:
            async with database.reading() as session:
                if await still_open(session) == 0:
                    return
            for key in await claim(database, token, limit=3):
                order.append(int(key))
                assert await sent(database, key, token)

    await asyncio.gather(*(work(f"w{number}") for number in range(10)))
    assert sorted(order) == list(range(70))
    for lane in range(7):
        in_lane = [number for number in order if number % 7 == lane]
        assert in_lane == sorted(in_lane)


async def test_notices_that_were_given_up_are_counted_from_an_instant_on(database: Database) -> None:
    await put(database, notice("a"), notice("b"), notice("c"))
    await claim(database)
    async with database.transaction() as session:
        for key, minutes in (("a", 0), ("b", 1)):
            await outbox.settle_dead(session, key, "w1", error="is_archived", at=NOON + minutes * MINUTE)
    async with database.reading() as session:
        assert [await outbox.dead_count(session, NOON + minutes * MINUTE) for minutes in (0, 1, 2)] == [2, 1, 0]


async def test_which_notices_were_put_already_is_known_whatever_became_of_them(database: Database) -> None:
    await put(database, notice("a"), notice("b"))
    await claim(database)
    await sent(database, "a")
    async with database.reading() as session:
        assert await outbox.put_already(session, ["a", "b", "c"]) == {"a", "b"}
        assert await outbox.put_already(session, []) == set()


async def test_the_edits_of_a_place_wait_in_a_queue_of_their_own(database: Database) -> None:
    await put(
        database,
        *(notice(f"edit {number}", kind="card edit", place="C0", priority_rank=0) for number in (1, 2)),
        *(notice(f"post {number}", place="C0") for number in (1, 2)),
        notice("elsewhere", kind="card edit"),
    )
    assert await claim(database) == ["edit 1", "post 1", "elsewhere"]
    await leave_alone(database, "C0 edit", NOON)
    assert await claim(database) == ["edit 2"]
    await leave_alone(database, "C0", NOON)
    assert await claim(database) == ["post 2"]


async def test_the_queue_of_an_edit_is_held_while_it_is_made(database: Database) -> None:
    await put(database, notice("a", kind="card edit", place="C0"), notice("b", kind="card edit", place="C0"))
    assert await claim(database) == ["a"]
    async with database.transaction() as session:
        assert await outbox.renew(session, {"a": "w1"}, NOON + 2 * MINUTE) == {"a"}
    assert await claim(database, "w2", at=NOON + MINUTE) == []


async def test_all_edits_can_be_left_alone_together_and_no_post(database: Database) -> None:
    await put(
        database,
        notice("edit", kind="card edit", place="C0"),
        notice("elsewhere", kind="page edit"),
        notice("post", place="C0"),
    )
    await leave_alone(database, places.EDITS_EVERYWHERE, NOON + MINUTE)
    assert await claim(database) == ["post"]
    await sent(database, "post")
    assert await claim(database, at=NOON + MINUTE) == ["edit", "elsewhere"]


async def test_after_the_clock_was_set_back_the_order_of_a_lane_still_holds(database: Database) -> None:
    second = notice("second", place="C0B", lane="one", not_before=NOON - 2 * MINUTE)
    await put(database, notice("first", place="C0A", lane="one"), second)
    assert await claim(database, at=NOON) == ["first"]
    async with database.transaction() as session:
        await outbox.retry_at(session, "first", "w1", not_before=NOON + MINUTE, error="not reached", ambiguous=False)
    assert await claim(database, at=NOON - MINUTE) == []


async def test_what_is_to_be_posted_does_not_wait_for_an_edit_but_an_edit_waits_for_what_was_before(
    database: Database,
) -> None:
    lane = {"lane": "T-1", "place": "C0TEAM"}
    await put(database, notice("a", kind="card edit", not_before=NOON + MINUTE, **lane))
    await put(database, notice("b", **lane), notice("c", kind="card edit", **lane))
    assert await claim(database) == ["b"]
    assert await claim(database, at=NOON + MINUTE / 2) == []
    await sent(database, "b")
    assert await claim(database, at=NOON + MINUTE / 2) == []
    assert await claim(database, at=NOON + MINUTE) == ["a"]
