"""The team is whoever Slack says is in its user groups."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.app import making_rounds
from bot.clocks.schedule import Schedule
from bot.contracts.shelf import Shelf
from bot.demo.clock import MovableClock
from bot.demo.office import Office, office
from bot.demo.trial import MANIFEST
from bot.desk.desk import Desk
from bot.desk.roster import Roster
from bot.playground.faults import FaultKind
from bot.playground.manifest import Manifest
from bot.playground.server import LocalSlack
from bot.slack.user_groups import UserGroups
from tests.journeys.stage import Begin
from tests.slack.tickets import FRIDAY

ROSTER = Roster(
    channels={},
    leads=frozenset({"U0LENA"}),
    lead_groups=frozenset({"S0LEADS"}),
    agent_groups=frozenset({"S0AGENTS"}),
)
ASKING = "usergroups.users.list"


@pytest.fixture
def place() -> Office:
    place = office()
    people = place.people
    place.workspace.add_user_group("leads", members=[people.tess], id="S0LEADS")
    place.workspace.add_user_group("agents", members=[people.ana, people.omar], id="S0AGENTS")
    return place


@pytest.fixture
async def slack(place: Office) -> AsyncIterator[LocalSlack]:
    clock = MovableClock(FRIDAY)
    async with LocalSlack(manifest=Manifest.load(MANIFEST), workspace=place.workspace, now=clock) as slack:
        yield slack


def desk_with(roster: Roster) -> Desk:
    return Desk(database=cast(Any, None), shelf=Shelf(()), roster=roster)


def groups_of(desk: Desk, slack: LocalSlack) -> UserGroups:
    return UserGroups(desk, AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[]))


async def test_the_members_of_the_groups_are_the_team(slack: LocalSlack) -> None:
    desk = desk_with(ROSTER)
    groups = groups_of(desk, slack)

    assert await groups.asked() == 2
    assert desk.roster.leads == {"U0LENA", "U0TESS"}
    assert desk.roster.agents == {"U0ANA", "U0OMAR"}
    assert await groups.asked() == 0


async def test_whoever_leaves_a_group_has_left_the_team_unless_they_are_named_besides(
    slack: LocalSlack, place: Office
) -> None:
    desk = desk_with(replace(ROSTER, agents=frozenset({"U0OMAR"})))
    groups, workspace = groups_of(desk, slack), place.workspace
    await groups.asked()

    workspace.regroup(workspace.groups["S0AGENTS"], [place.people.piet], FRIDAY)

    assert await groups.asked() == 1
    assert desk.roster.agents == {"U0OMAR", "U0PIET"}


@pytest.mark.parametrize("fault", [FaultKind.SERVER_ERROR, FaultKind.CLOSE, FaultKind.RATE_LIMIT, FaultKind.REFUSE])
async def test_while_slack_does_not_tell_whoever_was_in_a_group_stays_in_it(
    slack: LocalSlack, place: Office, fault: FaultKind
) -> None:
    desk, workspace = desk_with(ROSTER), place.workspace
    groups = groups_of(desk, slack)
    await groups.asked()
    workspace.regroup(workspace.groups["S0AGENTS"], [], FRIDAY)
    slack.faults.always(ASKING, fault)

    with capture_logs() as logged:
        assert await groups.asked() == 0

    assert desk.roster.agents == {"U0ANA", "U0OMAR"}
    assert [(line["group"], line["kept"]) for line in logged] == [("S0AGENTS", 2), ("S0LEADS", 1)]


async def test_where_slack_does_not_tell_at_the_start_the_people_who_are_named_are_the_team(
    slack: LocalSlack,
) -> None:
    desk = desk_with(ROSTER)
    slack.faults.always(ASKING, FaultKind.SERVER_ERROR)

    with capture_logs() as logged:
        await groups_of(desk, slack).asked()

    assert desk.roster.team == {"U0LENA"}
    assert {line["event"] for line in logged} == {"the members of a user group are not known"}


async def test_what_calendars_say_meanwhile_is_kept(slack: LocalSlack, place: Office) -> None:
    desk = desk_with(ROSTER)
    groups = groups_of(desk, slack)
    await groups.asked()
    imported = {"primary": Schedule(name="primary", zone="Europe/Amsterdam")}
    desk.roster = replace(desk.roster, schedules=imported)
    place.workspace.regroup(place.workspace.groups["S0AGENTS"], [place.people.piet], FRIDAY)

    assert await groups.asked() == 1
    assert desk.roster.schedules == imported


async def test_without_groups_slack_is_asked_nothing(slack: LocalSlack) -> None:
    assert await groups_of(desk_with(Roster(channels={})), slack).asked() == 0
    assert slack.calls == []


async def test_somebody_who_joins_the_group_is_of_the_team_from_then_on(begin: Begin) -> None:
    story = await begin("2026-06-01 10:00-07:00")
    trial, people = story.trial, story.trial.office.people
    trial.office.workspace.add_user_group("agents", id="S0AGENTS")
    roster = replace(trial.settings.configuration.roster, agent_groups=frozenset({"S0AGENTS"}))
    trial.settings = replace(trial.settings, configuration=replace(trial.settings.configuration, roster=roster))
    async with trial.down():
        pass
    async with making_rounds(trial.bot):
        await trial.bot.regrouping.a_pass()
        assert people.otto.id not in trial.bot.desk.roster.team

        await trial.person("lena").changes_user_group("agents", [people.otto])

        await trial.slack.until(lambda: people.otto.id in trial.bot.desk.roster.team)
