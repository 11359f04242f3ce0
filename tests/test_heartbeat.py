import pytest
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.heartbeat import Heartbeat
from bot.listening import listening
from tests.desk.office import MONDAY
from tests.journeys.stage import free_address

SECRET = "secret-in-the-path"


class Outside:
    """Whoever is to notice when no heartbeat comes any more."""

    def __init__(self, status: int = 200) -> None:
        self.called, self.status = 0, status

    async def take(self, _: Request) -> Response:
        self.called += 1
        return Response(status_code=self.status)

    def site(self) -> Starlette:
        return Starlette(routes=[Route(f"/{SECRET}", self.take)])


async def beat(outside: Outside, *, well: bool = True) -> list[str]:
    """One pass with somebody listening outside; what is logged."""

    async def is_well() -> bool:
        return well

    at = free_address()
    heartbeat = Heartbeat(address=f"http://{at}/{SECRET}", well=is_well)
    with structlog.testing.capture_logs() as logs:
        async with listening(outside.site(), at.host, at.port, "HEARTBEAT"):
            assert await heartbeat.once(MONDAY) == 0
    assert SECRET not in repr((logs, heartbeat))
    return [entry["event"] for entry in logs]


async def test_as_long_as_all_is_well_it_is_called() -> None:
    outside = Outside()
    assert await beat(outside) == []
    assert outside.called == 1


async def test_when_something_is_not_well_it_stays_silent_and_says_so_here() -> None:
    outside = Outside()
    assert await beat(outside, well=False) == ["no heartbeat, because something is not well"]
    assert outside.called == 0


async def test_a_refusal_is_logged_without_the_address() -> None:
    assert await beat(Outside(status=500)) == ["the heartbeat was not taken"]


@pytest.mark.parametrize("address", [f"http://127.0.0.1:1/{SECRET}", f"http://[{SECRET}"])
async def test_an_address_that_does_not_answer_holds_nothing_up_and_is_in_no_log(address: str) -> None:
    async def well() -> bool:
        return True

    with structlog.testing.capture_logs() as logs:
        assert await Heartbeat(address=address, well=well).once(MONDAY) == 0
    assert [entry["event"] for entry in logs] == ["the heartbeat did not arrive"]
    assert SECRET not in repr(logs)
