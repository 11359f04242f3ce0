import asyncio

import pytest

from bot.slack.in_flight import InFlight


async def test_with_nothing_under_way_nothing_is_waited_for() -> None:
    assert await InFlight().drained(0) is True


async def test_a_stop_waits_until_the_last_request_is_answered() -> None:
    in_flight, answered = InFlight(), asyncio.Event()
    listener = in_flight.counted(answered.wait)
    requests = asyncio.gather(listener(), listener())
    await asyncio.sleep(0)

    assert await in_flight.drained(0) is False
    answered.set()
    assert await in_flight.drained(5) is True
    assert all(await requests)


async def test_a_request_that_fails_is_not_waited_for_any_more() -> None:
    in_flight = InFlight()

    async def fails() -> None:
        raise LookupError("nothing there")

    with pytest.raises(LookupError):
        await in_flight.counted(fails)()
    assert await in_flight.drained(0) is True


async def test_a_counted_listener_takes_and_gives_what_the_listener_does() -> None:
    async def listener(body: str, *, ack: str) -> str:
        return f"{body} {ack}"

    counted = InFlight().counted(listener)

    assert await counted("body", ack="ack") == "body ack"
    assert counted.__name__ == "listener", "Bolt reads the names of the arguments"
