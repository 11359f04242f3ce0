"""Who cannot be reached in Slack is known from Slack: whoever it does not know, and whoever has left."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.demo.clock import MovableClock
from bot.demo.office import office
from bot.demo.trial import MANIFEST
from bot.playground.faults import FaultKind
from bot.playground.manifest import Manifest
from bot.playground.server import LocalSlack
from bot.slack.absence import DEACTIVATED, UNKNOWN, absence, absence_if_told
from bot.slack.people import NotToldError
from bot.slack.reaching import client_of
from tests.slack.tickets import FRIDAY


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    place = office()
    place.workspace.users["U0MARA"] = replace(place.people.mara, deleted=True)
    async with LocalSlack(
        manifest=Manifest.load(MANIFEST), workspace=place.workspace, now=MovableClock(FRIDAY)
    ) as slack:
        yield slack


@pytest.mark.complaint(38)
async def test_whoever_has_left_or_was_never_there_is_named_with_the_reason(slack: LocalSlack) -> None:
    ask = absence(client_of(slack.bot_token, slack.api_url))

    assert await ask(["U0GONE", "U0MARA", "U0OLLY"]) == {"U0GONE": UNKNOWN, "U0MARA": DEACTIVATED}


async def test_where_slack_does_not_tell_nothing_is_guessed(slack: LocalSlack) -> None:
    slack.faults.always("users.info", FaultKind.SERVER_ERROR)

    with pytest.raises(NotToldError):
        await absence(client_of(slack.bot_token, slack.api_url))(["U0OLLY"])


async def test_whoever_can_do_without_is_told_of_nobody_and_the_log_says_so(slack: LocalSlack) -> None:
    slack.faults.always("users.info", FaultKind.SERVER_ERROR)

    with capture_logs() as logs:
        assert await absence_if_told(client_of(slack.bot_token, slack.api_url))(["U0OLLY"]) == {}

    assert [entry["event"] for entry in logs] == ["Slack could not be asked who is there"]
