"""Slack's user groups in step with who is on call."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from bot.clocks.schedule import Schedule
from bot.demo.clock import MovableClock
from bot.demo.office import Office, office
from bot.demo.trial import MANIFEST
from bot.desk.desk import Desk
from bot.desk.duty_requests import SetOverride
from bot.desk.overriding import set_override
from bot.playground.faults import Fault, FaultKind
from bot.playground.manifest import Manifest
from bot.playground.server import LocalSlack
from bot.slack.on_call_groups import LOOK_AGAIN, TRY_AGAIN, OnCallGroups
from storage.database import Database
from tests.desk.office import ANA, HOUR, MINUTE, MONDAY, desk_on, gesture

GROUP, CHANGE, ASK = "S0ONCALL", "usergroups.users.update", "usergroups.users.list"
HAND_OVER = MONDAY + timedelta(days=6, hours=14)
"""Next Monday at nine in Amsterdam: Piet's shift on primary ends, and Olly's begins."""


@pytest.fixture
def place() -> Office:
    place = office()
    place.workspace.add_user_group("oncall", id=GROUP, members=[place.people.ana])
    return place


@pytest.fixture
async def slack(place: Office) -> AsyncIterator[LocalSlack]:
    clock = MovableClock(MONDAY)
    async with LocalSlack(manifest=Manifest.load(MANIFEST), workspace=place.workspace, now=clock) as slack:
        yield slack


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    database = await Database.open(sqlite_url)
    desk = await desk_on(database)
    desk.roster = replace(desk.roster, schedule_groups={"primary": GROUP})
    yield desk
    await database.close()


@pytest.fixture
def groups(desk: Desk, slack: LocalSlack) -> OnCallGroups:
    return kept_by(desk, slack)


def kept_by(desk: Desk, slack: LocalSlack) -> OnCallGroups:
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    return OnCallGroups(desk=desk, client=client)


def members(slack: LocalSlack) -> set[str]:
    return set(slack.workspace.groups[GROUP].members)


def calls(slack: LocalSlack, method: str) -> int:
    return sum(call.method == method for call in slack.calls)


async def test_the_group_is_whoever_is_on_call_and_changes_with_the_shift(
    groups: OnCallGroups, slack: LocalSlack
) -> None:
    assert await groups.once(MONDAY) == 1
    assert members(slack) == {"U0PIET"}
    assert await groups.once(HAND_OVER) == 1
    assert members(slack) == {"U0OLLY"}


@pytest.mark.complaint(38)
async def test_the_group_heeds_an_override(groups: OnCallGroups, slack: LocalSlack, desk: Desk) -> None:
    await groups.once(MONDAY)
    await set_override(
        desk,
        SetOverride(key=gesture(), asker=ANA, schedule="primary", person=ANA.person, starts=None, ends=MONDAY + HOUR),
        MONDAY,
    )
    await groups.once(MONDAY + MINUTE)
    assert members(slack) == {"U0ANA"}
    await groups.once(MONDAY + HOUR)
    assert members(slack) == {"U0PIET"}


async def test_slack_is_asked_for_nothing_while_nothing_changes(groups: OnCallGroups, slack: LocalSlack) -> None:
    await groups.once(MONDAY)
    many = len(slack.calls)
    assert await groups.once(MONDAY + LOOK_AGAIN - MINUTE) == 0
    assert len(slack.calls) == many


async def test_a_change_by_hand_is_undone_after_a_while(groups: OnCallGroups, slack: LocalSlack, place: Office) -> None:
    await groups.once(MONDAY)
    place.workspace.regroup(place.workspace.groups[GROUP], [place.people.ana], MONDAY)
    assert await groups.once(MONDAY + LOOK_AGAIN) == 1
    assert members(slack) == {"U0PIET"}


async def test_a_group_of_several_schedules_has_everybody_who_is_on_call_by_any(
    groups: OnCallGroups, slack: LocalSlack, desk: Desk
) -> None:
    desk.roster = replace(desk.roster, schedule_groups={"primary": GROUP, "secondary": GROUP})
    await groups.once(MONDAY)
    assert members(slack) == {"U0PIET", "U0MARA"}


async def test_a_group_is_never_empty_while_nobody_is_on_call_it_has_the_leads(
    groups: OnCallGroups, slack: LocalSlack, desk: Desk
) -> None:
    desk.roster = replace(desk.roster, schedules={"primary": Schedule(name="primary", zone="UTC")})
    await groups.once(MONDAY)
    assert members(slack) == {"U0LENA"}
    desk.roster = replace(desk.roster, leads=frozenset())
    assert await groups.once(MONDAY + HOUR) == 0
    assert members(slack) == {"U0LENA"}


async def test_two_workers_do_no_harm(groups: OnCallGroups, slack: LocalSlack, desk: Desk) -> None:
    other = kept_by(desk, slack)
    assert [await groups.once(MONDAY), await other.once(MONDAY)] == [1, 0]
    assert calls(slack, CHANGE) == 1


@pytest.mark.parametrize("word", ["missing_scope", "permission_denied"])
async def test_a_refusal_is_said_once_and_tried_again_later(groups: OnCallGroups, slack: LocalSlack, word: str) -> None:
    slack.faults.always(CHANGE, Fault(kind=FaultKind.REFUSE, word=word))
    with capture_logs() as logged:
        for minutes in range(31):
            await groups.once(MONDAY + minutes * MINUTE)
    assert [line["event"] for line in logged] == ["a user group is not in step with who is on call"]
    assert groups.troubles == (f"the user group {GROUP} is not kept: {word}",)
    assert calls(slack, CHANGE) == 4

    slack.faults.no_longer(CHANGE)
    await groups.once(MONDAY + 45 * MINUTE)
    assert members(slack) == {"U0PIET"}
    assert not groups.troubles


async def test_while_slack_is_away_it_is_tried_again_soon(groups: OnCallGroups, slack: LocalSlack) -> None:
    slack.faults.always(ASK, FaultKind.CLOSE)
    assert await groups.once(MONDAY) == 0
    assert groups.troubles == (f"the user group {GROUP} is not kept: Slack was not reached",)
    slack.faults.no_longer(ASK)
    assert await groups.once(MONDAY + TRY_AGAIN / 2) == 0
    assert await groups.once(MONDAY + TRY_AGAIN) == 1


async def test_without_groups_slack_is_asked_nothing(groups: OnCallGroups, slack: LocalSlack, desk: Desk) -> None:
    desk.roster = replace(desk.roster, schedule_groups={})
    assert await groups.once(MONDAY) == 0
    assert slack.calls == []
