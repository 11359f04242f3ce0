"""Links to messages: asked once each, and left out where Slack does not tell."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clocks.entries import Source
from bot.slack.links import Links

HERE, THERE = Source(channel="C0ACME", ts="1.1"), Source(channel="C0GONE", ts="2.2")


class Client(AsyncWebClient):
    """Slack, as far as it knows where messages are."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def chat_getPermalink(self, *, channel: str, message_ts: str, **_: Any) -> Any:  # noqa: N802
        self.asked.append(channel)
        if channel == "C0GONE":
            raise SlackApiError("no", {"ok": False, "error": "channel_not_found"})  # type: ignore[no-untyped-call]
        return {"permalink": f"https://acme.example/{channel}/{message_ts}"}


@pytest.fixture
def client() -> Client:
    return Client()


async def test_a_message_is_asked_for_once(client: Client) -> None:
    links = Links(client)
    for _ in range(2):
        assert await links.to([HERE, HERE]) == {HERE: "https://acme.example/C0ACME/1.1"}
    assert client.asked == ["C0ACME"]


async def test_one_that_slack_does_not_tell_is_left_out_and_asked_for_again(client: Client) -> None:
    links = Links(client)
    for _ in range(2):
        assert await links.to([HERE, THERE]) == {HERE: "https://acme.example/C0ACME/1.1"}
    assert sorted(client.asked) == ["C0ACME", "C0GONE", "C0GONE"]


async def test_nothing_is_asked_for_nothing(client: Client) -> None:
    assert await Links(client).to([]) == {}
    assert client.asked == []
