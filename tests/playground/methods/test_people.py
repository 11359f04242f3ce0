"""Who is who, as the app may know it, and each of Slack's refusals."""

import pytest

from bot.playground.directory import BotKind
from tests.playground.methods.situations import (
    GUESTS,
    NO_SUCH_LIMIT,
    NOT_PAGED,
    ORGANISATION,
    SLACKS_OWN,
    Scene,
    Situation,
    Words,
    cases,
    refused_as,
)

PLAN = "the workspace's plan has user groups"
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
    "usergroups.list": Words(
        cannot={
            "invalid_cursor": NOT_PAGED,
            "invalid_team": ORGANISATION,
            "missing_argument": ORGANISATION,
            "plan_upgrade_required": PLAN,
            "users_not_found": SLACKS_OWN,
        },
    ),
    "usergroups.users.list": Words(
        happens={"no_such_subteam": {"usergroup": "S9"}},
        cannot={"invalid_cursor": NOT_PAGED, "plan_upgrade_required": PLAN},
    ),
    "usergroups.users.update": Words(
        happens={
            "invalid_users": {"usergroup": "S0LEADS", "users": "U0ANA,U9"},
            "no_users_provided": {"usergroup": "S0LEADS", "users": ","},
        },
        cannot={
            "failed_for_some_users": "all of them are changed, or none",
            "missing_argument": "said as `invalid_arguments`, with the place",
            "permission_denied": "everybody here may change user groups; `Faults` scripts it",
            "plan_upgrade_required": PLAN,
            "subteam_max_users_exceeded": NO_SUCH_LIMIT,
        },
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


async def test_user_groups_are_known_with_their_people(scene: Scene) -> None:
    workspace = scene.slack.workspace
    people = [workspace.users["U0ANA"], workspace.users["U0OLLY"]]
    workspace.add_user_group("leads", id="S0LEADS", members=people, name="Support leads")
    [known] = (await scene.client.usergroups_list())["usergroups"]
    [counted] = (await scene.client.usergroups_list(include_users=True, include_count=True))["usergroups"]

    assert (await scene.client.usergroups_users_list(usergroup="S0LEADS"))["users"] == ["U0ANA", "U0OLLY"]
    assert (known["id"], known["handle"], known["name"]) == ("S0LEADS", "leads", "Support leads")
    assert not {"users", "user_count"} & known.keys()
    assert (counted["users"], counted["user_count"]) == (["U0ANA", "U0OLLY"], 2)


async def test_the_app_lets_a_user_group_have_other_people(scene: Scene) -> None:
    workspace = scene.slack.workspace
    workspace.add_user_group("oncall", id="S0ONCALL", members=[workspace.users["U0ANA"]])

    answer = await scene.client.usergroups_users_update(usergroup="S0ONCALL", users=["U0OLLY", "U0ANA"])

    assert (answer["usergroup"]["users"], answer["usergroup"]["user_count"]) == (["U0OLLY", "U0ANA"], 2)
    assert (await scene.client.usergroups_users_list(usergroup="S0ONCALL"))["users"] == ["U0OLLY", "U0ANA"]


async def test_a_user_group_that_there_is_not_and_people_of_other_teams_are_refused(scene: Scene) -> None:
    scene.slack.workspace.add_user_group("oncall", id="S0ONCALL")
    method = "usergroups.users.update"

    assert await refused_as(scene, method, {"usergroup": "S9", "users": "U0ANA"}) == "no_such_subteam"
    assert await refused_as(scene, method, {"usergroup": "S0ONCALL", "users": "U0CARL"}) == "invalid_users"


async def test_another_app_is_a_user_and_a_workflow_is_none(scene: Scene) -> None:
    workspace = scene.slack.workspace
    monitor = workspace.add_bot("Monitor")
    flow = workspace.add_bot("Weekly form", kind=BotKind.INTEGRATION)
    listed = {each["id"] for each in (await scene.client.users_list())["members"]}

    assert monitor.id in listed
    assert flow.id not in listed
    assert await refused_as(scene, "users.info", {"user": flow.id}) == "user_not_found"
    assert (await scene.client.bots_info(bot=monitor.bot_id))["bot"]["user_id"] == monitor.id
    assert "user_id" not in (await scene.client.bots_info(bot=flow.bot_id))["bot"]


async def test_teams_and_the_bot_are_known(scene: Scene) -> None:
    assert (await scene.client.team_info(team="T0ACME"))["team"]["name"] == "Acme"
    assert (await scene.client.bots_info(bot="B0BOT"))["bot"]["app_id"] == "A0APP"
