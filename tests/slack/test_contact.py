from aiohttp import ClientConnectionError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.contact import ASKED_AGAIN_AFTER, Contact


class Client(AsyncWebClient):
    def __init__(self) -> None:
        super().__init__()
        self.asked, self.there = 0, True

    async def auth_test(self, **_: object) -> None:  # type: ignore[override]
        self.asked += 1
        if not self.there:
            raise ClientConnectionError


async def test_slack_is_asked_now_and_then_however_often_somebody_wants_to_know() -> None:
    client = Client()
    contact = Contact(client)
    assert [await contact.reached(lambda: 5.0) for _ in range(3)] == [True] * 3
    assert client.asked == 1
    client.there = False
    assert await contact.reached(lambda: 5.0 + ASKED_AGAIN_AFTER - 1)
    assert not await contact.reached(lambda: 5.0 + ASKED_AGAIN_AFTER)
    client.there = True
    assert await contact.reached(lambda: 5.0 + 2 * ASKED_AGAIN_AFTER)
