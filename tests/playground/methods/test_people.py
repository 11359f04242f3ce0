"""Who is who, as the app may know it, and each of Slack's refusals."""

import pytest

from tests.playground.methods.situations import (
    GUESTS,
    NOT_PAGED,
    ORGANISATION,
    SLACKS_OWN,
    Scene,
    Situation,
    Words,
    cases,
    refused_as,
)

WORDS = {
    "auth.test": Words(elsewhere=frozenset({"invalid_auth"}), cannot={"internal_error": SLACKS_OWN}),
    "bots.info": Words(
        happens={"bot_not_found": {"bot": "B9"}},
        cannot={
            "bots_not_found": "a bot is asked for one at a time",
            "missing_argument": ORGANISATION,
            "team_not_found": ORGANISATION,
        },
    ),
    "team.info": Words(
        happens={"team_not_found": {"team": "T9"}},
        cannot={
            "enterprise_not_found": ORGANISATION,
            "fail_to_get_teams_for_restricted_user": GUESTS,
            "missing_user": SLACKS_OWN,
            "org_not_found": ORGANISATION,
            "team_not_on_enterprise": ORGANISATION,
            "user_not_found": SLACKS_OWN,
        },
    ),
    "usergroups.users.list": Words(
        happens={"no_such_subteam": {"usergroup": "S9"}},
        cannot={"invalid_cursor": NOT_PAGED, "plan_upgrade_required": "the workspace's plan has user groups"},
    ),
    "users.info": Words(
        happens={"user_not_found": {"user": "U9"}},
        cannot={"too_many_users": "a user is asked for one at a time", "user_not_visible": GUESTS},
    ),
    "users.list": Words(
        happens={"invalid_cursor": {"cursor": "x"}},
        cannot={"limit_required": "the workspace is small", "missing_argument": ORGANISATION},
    ),
    "users.lookupByEmail": Words(
        happens={"users_not_found": {"email": "carl.customer@acme.example"}},
        cannot={"enterprise_is_restricted": ORGANISATION},
    ),
}


@pytest.mark.parametrize(("method", "situation", "word"), cases(WORDS))
async def test_slack_says_its_word(scene: Scene, method: str, situation: Situation, word: str) -> None:
    assert await refused_as(scene, method, situation) == word


async def test_people_of_the_team_are_known_with_their_zone_and_address(scene: Scene) -> None:
    ana = (await scene.client.users_info(user="U0ANA"))["user"]

    assert (ana["tz"], ana["tz_offset"], ana["profile"]["email"]) == (
        "America/Los_Angeles",
        -7 * 3600,
        "ana.agent@northbell.example",
    )
    assert "is_stranger" not in ana
    listed = (await scene.client.users_list())["members"]
    assert [m["name"] for m in listed] == ["belltower", "ana.agent", "olly.oncall"]


async def test_people_of_another_team_are_strangers_until_they_share_a_channel_with_the_app(scene: Scene) -> None:
    workspace = scene.slack.workspace
    workspace.add_user("Nora Nobody", id="U0NORA", team=workspace.teams["T0ACME"])
    carl = (await scene.client.users_info(user="U0CARL"))["user"]
    nora = (await scene.client.users_info(user="U0NORA"))["user"]

    assert (carl["is_stranger"], carl["team_id"], carl["real_name"]) == (False, "T0ACME", "Carl Customer")
    assert nora["is_stranger"]
    assert "email" not in carl["profile"]


async def test_a_person_is_found_by_address(scene: Scene) -> None:
    found = await scene.client.users_lookupByEmail(email="olly.oncall@northbell.example")
    assert found["user"]["id"] == "U0OLLY"


async def test_teams_groups_and_the_bot_are_known(scene: Scene) -> None:
    scene.slack.workspace.groups["S0LEADS"] = ("U0ANA", "U0OLLY")
    assert (await scene.client.usergroups_users_list(usergroup="S0LEADS"))["users"] == ["U0ANA", "U0OLLY"]
    assert (await scene.client.team_info(team="T0ACME"))["team"]["name"] == "Acme"
    assert (await scene.client.bots_info(bot="B0BOT"))["bot"]["app_id"] == "A0APP"
