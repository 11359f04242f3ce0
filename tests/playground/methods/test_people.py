"""Who is who, as the app may know it."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.manifest import Manifest
from bot.playground.server import LocalSlack
from tests.playground.conftest import MANIFEST
from tests.playground.methods.test_chat import word


@pytest.fixture
def manifest() -> Manifest:
    scopes: list[Any] = [*MANIFEST["oauth_config"]["scopes"]["bot"], "users:read.email", "team:read", "usergroups:read"]
    return Manifest.of({**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}})


async def test_people_of_the_team_and_strangers_are_told_apart(client: AsyncWebClient) -> None:
    ana = (await client.users_info(user="U0ANA"))["user"]
    carl = (await client.users_info(user="U0CARL"))["user"]

    assert (ana["tz"], ana["tz_offset"], ana["profile"]["email"]) == (
        "America/Los_Angeles",
        -7 * 3600,
        "ana.agent@northbell.example",
    )
    assert carl["is_stranger"]
    assert "email" not in carl["profile"]
    assert [m["name"] for m in (await client.users_list())["members"]] == ["belltower", "ana.agent", "olly.oncall"]
    assert await word(client, "users.info", user="U9") == "user_not_found"


async def test_a_person_is_found_by_address_at_home_only(client: AsyncWebClient) -> None:
    found = await client.users_lookupByEmail(email="olly.oncall@northbell.example")
    assert found["user"]["id"] == "U0OLLY"
    assert await word(client, "users.lookupByEmail", email="carl.customer@acme.example") == "users_not_found"


async def test_teams_groups_and_the_bot_are_known(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.workspace.groups["S0LEADS"] = ("U0ANA", "U0OLLY")
    assert (await client.usergroups_users_list(usergroup="S0LEADS"))["users"] == ["U0ANA", "U0OLLY"]
    assert (await client.team_info(team="T0ACME"))["team"]["name"] == "Acme"
    assert (await client.bots_info(bot="B0BOT"))["bot"]["app_id"] == "A0APP"
    assert await word(client, "team.info", team="T9") == "team_not_found"
    assert await word(client, "usergroups.users.list", usergroup="S9") == "no_such_subteam"
