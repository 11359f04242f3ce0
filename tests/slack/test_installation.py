"""What is missing in Slack is found at the start, all of it at once, with what to do about it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import ClientError
from ruamel.yaml import YAML
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.clock import MovableClock
from bot.demo.office import Office, office
from bot.demo.trial import MANIFEST
from bot.desk.roster import Roster
from bot.playground.faults import ANY_METHOD, FaultKind
from bot.playground.manifest import Manifest
from bot.playground.server import LocalSlack
from bot.slack.installation import SCOPES, WITHOUT, Installation, NotInstalledError, check, check_app_token
from tests.slack.tickets import FRIDAY


@pytest.fixture
def place() -> Office:
    return office()


@pytest.fixture
async def slack(place: Office) -> AsyncIterator[LocalSlack]:
    async with LocalSlack(
        manifest=Manifest.load(MANIFEST), workspace=place.workspace, now=MovableClock(FRIDAY)
    ) as slack:
        yield slack


def client(slack: LocalSlack, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token=token or slack.bot_token, base_url=slack.api_url, retry_handlers=[])


async def test_an_office_that_is_set_up_is_found_so(slack: LocalSlack, place: Office) -> None:
    found = await check(client(slack), place.configuration.roster)

    assert found == Installation(team="T0NORTHBELL", team_name="Northbell", bot="U0BOT")


async def test_every_channel_that_is_not_as_it_must_be_is_named_at_once(slack: LocalSlack, place: Office) -> None:
    workspace = place.workspace
    workspace.archive(place.channels.breaches)
    workspace.leave(workspace.channels["C0ESCALATIONS"], workspace.bot)
    channels = {**place.configuration.roster.channels, "leadership": "C0NOWHERE"}

    with pytest.raises(NotInstalledError) as missing:
        await check(client(slack), replace(place.configuration.roster, channels=channels))

    assert missing.value.faults == (
        "channels.breaches: #breaches (C0BREACHES) is archived",
        "channels.escalations: the bot is not in #escalations (C0ESCALATIONS); invite it there with /invite",
        "channels.leadership: Slack says channel_not_found for C0NOWHERE; "
        "check the id, or if the channel is private invite the bot with /invite",
    )


async def test_scopes_that_were_not_granted_are_named(place: Office) -> None:
    granted = frozenset({"chat:write", "channels:read", "groups:read", "users:read"})
    manifest = replace(Manifest.load(MANIFEST), scopes=granted)
    async with LocalSlack(manifest=manifest, workspace=place.workspace, now=MovableClock(FRIDAY)) as slack:
        with pytest.raises(NotInstalledError) as missing:
            await check(client(slack), place.configuration.roster)

    [fault] = missing.value.faults
    missing_scopes = ", ".join(scope for scope in SCOPES if scope not in granted | WITHOUT)
    assert f"scopes: {missing_scopes} not granted" in fault
    assert "update the app from manifest.yml" in fault


async def test_a_token_that_slack_does_not_take_is_a_fault_that_does_not_repeat_it(slack: LocalSlack) -> None:
    with pytest.raises(NotInstalledError) as missing:
        await check(client(slack, "xoxb-somebody-elses"), Roster(channels={}))

    assert "SLACK_BOT_TOKEN: Slack says invalid_auth" in str(missing.value)
    assert "somebody" not in str(missing.value)


@pytest.mark.parametrize(("fault", "error"), [(FaultKind.CLOSE, ClientError), (FaultKind.SERVER_ERROR, SlackApiError)])
async def test_a_slack_that_is_away_is_no_fault_of_the_installation(
    slack: LocalSlack, place: Office, fault: FaultKind, error: type[Exception]
) -> None:
    slack.faults.always(ANY_METHOD, fault)

    with pytest.raises(error):
        await check(client(slack), place.configuration.roster)


def test_the_manifest_asks_for_the_scopes_that_are_used_and_no_others() -> None:
    assert set(YAML(typ="safe").load(MANIFEST)["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


async def test_an_app_token_that_slack_does_not_take_is_a_fault(slack: LocalSlack) -> None:
    await check_app_token(client(slack), slack.app_token)

    with pytest.raises(NotInstalledError) as missing:
        await check_app_token(client(slack), "xapp-somebody-elses")

    assert "SLACK_APP_TOKEN: Slack says invalid_auth" in str(missing.value)
    assert "somebody" not in str(missing.value)


async def test_a_person_whom_slack_does_not_know_is_named_before_the_first_night(
    slack: LocalSlack, place: Office
) -> None:
    roster = replace(place.configuration.roster, leads=frozenset({"U0LENA", "U0NOBODY"}))

    with pytest.raises(NotInstalledError) as missing:
        await check(client(slack), roster)

    assert missing.value.faults == ("U0NOBODY: Slack knows nobody of that id; check people and on_call",)


async def test_a_user_group_that_slack_does_not_know_is_named(slack: LocalSlack, place: Office) -> None:
    place.workspace.add_user_group("agents", members=[place.people.ana], id="S0AGENTS")
    roster = replace(place.configuration.roster, agent_groups=frozenset({"S0AGENTS", "S0NOBODY"}))

    with pytest.raises(NotInstalledError) as missing:
        await check(client(slack), roster)

    assert missing.value.faults == ("S0NOBODY: Slack knows no user group of that id; check people and on_call",)


async def test_an_answer_that_is_not_slacks_is_no_fault_of_the_installation(place: Office) -> None:
    async with LocalSlack(
        manifest=Manifest.load(MANIFEST), workspace=place.workspace, now=MovableClock(FRIDAY)
    ) as slack:
        elsewhere = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url.replace("/api/", "/nowhere/"))
        with pytest.raises(SlackApiError):
            await check(elsewhere, place.configuration.roster)
