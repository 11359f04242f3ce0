"""What is kept of the wire, and who is woken by it."""

import asyncio

import pytest

from bot.playground.records import ApiCall, Delivery, Kind, Outcome, Records
from bot.playground.refusals import Refusal

CALL = ApiCall(method="auth.test", args={}, answer={"ok": True}, status=200)
DELIVERY = Delivery(kind=Kind.EVENT, payload={}, outcome=Outcome.ACKNOWLEDGED)


def test_both_directions_stand_in_one_order() -> None:
    records = Records()
    records.add_delivery(DELIVERY)
    records.add_call(CALL)

    assert records.exchanges == [DELIVERY, CALL]


def test_an_acknowledgement_that_was_not_taken_is_marked_on_this_delivery_alone() -> None:
    records = Records()
    twin = Delivery(kind=Kind.EVENT, payload={}, outcome=Outcome.ACKNOWLEDGED)
    records.add_delivery(DELIVERY)
    records.add_delivery(twin)
    records.refuse(twin, Refusal("no_text", details=["say something"]))

    assert [each.refused for each in records.deliveries] == [None, "no_text"]
    assert records.exchanges[1] is records.deliveries[1]
    assert records.deliveries[1].details == ("say something",)


async def test_every_one_who_waits_is_woken_by_the_next_change() -> None:
    records = Records()
    waiting = [asyncio.create_task(records.next_change.wait()) for _ in range(3)]
    records.tell()

    assert await asyncio.gather(*waiting) == [True, True, True]
    assert not records.next_change.is_set()


async def test_a_change_between_two_looks_is_not_missed() -> None:
    records = Records()
    change = records.next_change
    records.add_call(CALL)

    assert change.is_set()
    assert await records.until(lambda: records.calls, 1.0) == [CALL]
    with pytest.raises(TimeoutError):
        await records.until(lambda: None, 0.0)
