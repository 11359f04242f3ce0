"""One message per second and channel, in the workspace's time."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.limits import MessageRate
from bot.playground.manifest import Manifest
from bot.playground.refusals import Refusal
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace
from tests.playground.conftest import Clock


def test_a_second_message_waits_for_the_next_second(clock: Clock) -> None:
    rate = MessageRate(clock)
    rate.admit("C1")
    rate.admit("C2")
    clock.move(milliseconds=999)
    with pytest.raises(Refusal) as refused:
        rate.admit("C1")
    clock.move(milliseconds=1)
    rate.admit("C1")

    assert (refused.value.word, refused.value.status, refused.value.retry_after) == ("ratelimited", 429, 1)


async def test_slack_answers_429_and_stores_nothing(manifest: Manifest, workspace: Workspace, clock: Clock) -> None:
    async with LocalSlack(manifest=manifest, workspace=workspace, now=clock) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        await client.chat_postMessage(channel="C0TRIAGE", text="one")
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel="C0TRIAGE", text="two")
        await client.chat_postMessage(channel="C0ACME", text="elsewhere")
        clock.move(seconds=1)
        await client.chat_postMessage(channel="C0TRIAGE", text="three")

        assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "1")
        assert [m.text for m in slack.person("Ana Agent").sees("triage")] == ["one", "three"]
