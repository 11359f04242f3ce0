"""Outages: an operator learns once that Slack cannot be reached, why, and what that means, and once that it is back."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from aiohttp import ServerDisconnectedError
from slack_sdk.web.async_client import AsyncWebClient
from structlog.typing import EventDict

from bot.desk.roster import Roster, Way
from bot.slack import outages
from bot.slack.outages import Outages, always

NO_WAYS = Roster(channels={})
WITH_WAYS = replace(NO_WAYS, ways={"U0OLLY": (Way(name="OLLY_SMS"),)})
SOON = timedelta(milliseconds=1)


class Slack(AsyncWebClient):
    """A Slack that is there, or fails in the way that is asked for, and hears us or not."""

    def __init__(self) -> None:
        super().__init__()
        self.fails: Exception | None = None
        self.is_connected = True

    async def auth_test(self, **_: object) -> None:  # type: ignore[override]
        if self.fails is not None:
            raise self.fails

    async def hears(self) -> bool:
        return self.is_connected


def said(logs: list[EventDict]) -> list[str]:
    return [f"{each['log_level']}: {each['event']}" for each in logs]


async def told(slack: Slack, outages: Outages, *looks: Exception | None) -> list[str]:
    """What is said while Slack fails so at one look after the other."""
    with structlog.testing.capture_logs() as logs:
        for slack.fails in looks:
            await outages.look()
    return said(logs)


async def until_said(watched: Outages, at_start: str, lines: int) -> list[str]:
    """What is said first when it is watched for."""
    with structlog.testing.capture_logs() as logs:
        watching = asyncio.create_task(watched.watch(at_start))
        try:
            async with asyncio.timeout(5):
                while len(logs) < lines:  # noqa: ASYNC110 - it ends with the next line
                    await asyncio.sleep(0)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
    return said(logs)


async def test_that_slack_is_away_and_back_is_said_once_each_however_long_it_takes() -> None:
    slack = Slack()
    watched = Outages(slack, WITH_WAYS, slack.hears, "Socket Mode")
    assert await told(slack, watched, None) == ["info: Belltower is up"]

    away = await told(slack, watched, *[TimeoutError("secret")] * 5)

    assert away == [
        "warning: Slack cannot be reached: no answer in time; people are called by their other ways meanwhile; "
        "trying again every 10 s"
    ]
    assert await told(slack, watched, None, None) == ["info: Slack is reached"]


async def test_a_single_look_in_vain_is_no_outage() -> None:
    slack = Slack()
    watched = Outages(slack, WITH_WAYS, slack.hears, "Socket Mode")

    assert await told(slack, watched, None, TimeoutError(), None, TimeoutError(), None) == ["info: Belltower is up"]


async def test_two_looks_in_vain_for_different_reasons_are_an_outage_and_a_new_reason_that_stays_is_said() -> None:
    slack, gone = Slack(), ServerDisconnectedError()
    watched = Outages(slack, WITH_WAYS, slack.hears, "Socket Mode")
    await told(slack, watched, None)

    lines = await told(slack, watched, TimeoutError(), gone, TimeoutError(), gone, TimeoutError(), TimeoutError())

    reasons = [line.split(": ")[2].split(";")[0] for line in lines]
    assert reasons == ["the connection failed (ServerDisconnectedError)", "no answer in time"]


async def test_where_no_other_ways_are_configured_nobody_is_said_to_be_called() -> None:
    slack = Slack()
    watched = Outages(slack, NO_WAYS, slack.hears, "Socket Mode")
    await told(slack, watched, None)

    [line] = await told(slack, watched, TimeoutError(), TimeoutError())

    assert "nobody is called meanwhile, because no ways beside Slack are configured" in line


async def test_a_slack_that_answers_and_connects_to_nobody_is_said_to_be_deaf_and_not_away() -> None:
    slack = Slack()
    watched = Outages(slack, WITH_WAYS, slack.hears, "Socket Mode")
    await told(slack, watched, None)
    slack.is_connected = False

    [line] = await told(slack, watched, None, None, None)

    assert line.startswith("warning: Slack cannot reach Belltower: no connection opens; messages go out, ")


async def test_by_http_it_is_enough_that_slack_answers() -> None:
    slack = Slack()

    assert await told(slack, Outages(slack, WITH_WAYS, always, "HTTP"), None) == ["info: Belltower is up"]


async def test_it_is_up_once_there_is_a_connection_and_not_before() -> None:
    slack, looks = Slack(), 0

    async def hears_at_last() -> bool:
        nonlocal looks
        looks += 1
        return looks > 2

    assert await until_said(Outages(slack, WITH_WAYS, hears_at_last, "Socket Mode"), "", 1) == ["info: Belltower is up"]
    assert looks == 3


async def test_a_start_without_slack_says_at_once_that_it_goes_on_without_and_then_that_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slack = Slack()
    monkeypatch.setattr(outages, "LOOKED_EVERY", SOON)

    away, back = await until_said(Outages(slack, WITH_WAYS, slack.hears, "Socket Mode"), "no answer in time", 2)

    assert away.startswith("warning: Belltower is up, without Slack. Slack cannot be reached: no answer in time; ")
    assert back == "info: Slack is reached"


async def test_a_start_without_a_connection_says_so_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    slack = Slack()
    slack.is_connected = False
    monkeypatch.setattr(outages, "CONNECTED_WITHIN", SOON.total_seconds())

    [line] = await until_said(Outages(slack, WITH_WAYS, slack.hears, "Socket Mode"), "", 1)

    assert line.startswith("warning: Belltower is up, without Slack. Slack cannot reach Belltower: ")


async def test_a_look_that_fails_itself_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    slack = Slack()
    slack.fails = KeyError("a bug")
    monkeypatch.setattr(outages, "LOOKED_EVERY", SOON)

    lines = await until_said(Outages(slack, WITH_WAYS, slack.hears, "Socket Mode"), "no answer in time", 3)

    assert lines[1:] == ["error: it cannot be known whether Slack is reached"] * 2
