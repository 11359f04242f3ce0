"""Whoever is called at times must be reached: members of schedules, leads, and account managers alike."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest

from bot.desk.desk import Desk
from bot.desk.reach import ONLY_SLACK, Reach, reach
from bot.desk.roster import LEADS, TAM, Way
from tests.desk.office import LENA, OLLY, PIET, TESS

CALLED = {"primary": {OLLY.person, PIET.person}, "secondary": {PIET.person}, LEADS: {LENA.person}, TAM: {TESS.person}}
PHONE = (Way(name="PHONE"),)


async def looked(desk: Desk, **roster: object) -> Reach:
    return await reach(replace(desk.roster, **roster), CALLED)  # type: ignore[arg-type]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The office, in which nobody has another way than Slack."""
    desk.roster = replace(desk.roster, ways={}, level_ways={}, otherwise=())
    return desk


async def test_an_installation_that_uses_no_other_ways_has_decided_so(desk: Desk) -> None:
    assert await looked(desk) == Reach()


@pytest.mark.complaint(38)
async def test_members_leads_and_account_managers_whom_only_slack_would_reach_are_named(desk: Desk) -> None:
    found = await looked(desk, ways={OLLY.person: PHONE})
    assert found == Reach(unreachable=dict.fromkeys(sorted([LENA.person, PIET.person, TESS.person]), ONLY_SLACK))


async def test_a_schedules_way_is_enough_for_whoever_is_called_for_that_one_alone(desk: Desk) -> None:
    found = await looked(desk, level_ways={"primary": PHONE})
    assert OLLY.person not in found.unreachable
    assert PIET.person in found.unreachable, "for the other schedule only Slack would reach them"
    found = await looked(desk, level_ways={"primary": PHONE, "secondary": PHONE})
    assert set(found.unreachable) == {LENA.person, TESS.person}


async def test_with_ways_for_the_case_that_slack_fails_it_is_said_more_mildly_and_said_all_the_same(desk: Desk) -> None:
    found = await looked(desk, ways={OLLY.person: PHONE}, otherwise=("PHONE",))
    assert found == Reach(without_own_way=tuple(sorted([LENA.person, PIET.person, TESS.person])))


async def test_slack_is_asked_about_everybody_who_is_called(desk: Desk) -> None:
    asked: list[str] = []

    async def absent(people: Collection[str]) -> Mapping[str, str]:
        asked.extend(people)
        return {TESS.person: "deactivated in Slack"}

    found = await reach(desk.roster, CALLED, absent)
    assert asked == sorted([LENA.person, OLLY.person, PIET.person, TESS.person])
    assert found == Reach(unreachable={TESS.person: "deactivated in Slack"})
