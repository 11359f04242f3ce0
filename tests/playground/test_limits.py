"""One message per second and channel, and each method so often in a minute, in the workspace's time."""

import json

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.limits import RateLimits, Tier
from bot.playground.manifest import Manifest
from bot.playground.methods.door import METHODS
from bot.playground.refusals import Refusal
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace
from tests.conftest import shared_path
from tests.playground.conftest import Clock

TIERS = {"t2": Tier.TWO, "t3": Tier.THREE, "t4": Tier.FOUR, "t5": Tier.SPECIAL}


def test_a_second_message_waits_for_the_next_second(clock: Clock) -> None:
    rate = RateLimits(clock)
    rate.admit_message("C1")
    rate.admit_message("C2")
    clock.move(milliseconds=999)
    with pytest.raises(Refusal) as refused:
        rate.admit_message("C1")
    clock.move(milliseconds=1)
    rate.admit_message("C1")

    assert (refused.value.word, refused.value.status, refused.value.retry_after) == ("ratelimited", 429, 1)


def test_a_method_is_called_as_often_in_a_minute_as_its_tier_says(clock: Clock) -> None:
    rate = RateLimits(clock)
    for _ in range(Tier.TWO):
        rate.admit_call("users.list", Tier.TWO)
    rate.admit_call("conversations.list", Tier.TWO)
    clock.move(seconds=17.5)
    with pytest.raises(Refusal) as refused:
        rate.admit_call("users.list", Tier.TWO)
    clock.move(seconds=42.5)
    rate.admit_call("users.list", Tier.TWO)

    assert (refused.value.word, refused.value.status, refused.value.retry_after) == ("ratelimited", 429, 43)


def test_a_method_without_a_number_is_not_counted(clock: Clock) -> None:
    rate = RateLimits(clock)
    for _ in range(1000):
        rate.admit_call("auth.test", Tier.SPECIAL)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_each_method_has_the_tier_that_slack_documents(method: str) -> None:
    documented = json.loads(shared_path("slack", "methods.json").read_text())[method]["tier"]
    assert METHODS[method].tier is TIERS[documented]


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


async def test_a_method_that_is_called_too_often_is_answered_with_429(
    manifest: Manifest, workspace: Workspace, clock: Clock
) -> None:
    async with LocalSlack(manifest=manifest, workspace=workspace, now=clock) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        for _ in range(Tier.TWO):
            await client.users_list()
        with pytest.raises(SlackApiError) as refused:
            await client.users_list()

        assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "60")
