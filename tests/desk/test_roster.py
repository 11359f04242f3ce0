from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.clocks.schedule import Override, Schedule, Shift
from bot.desk.requests import Asker
from bot.desk.roster import LEADS, TAM, Roster, Way
from tests.desk.office import DAY, HOUR, LENA, MARA, MONDAY, OLLY, OMAR, PIET, TESS, configuration

ROSTER = configuration().roster
HAND_OVER = MONDAY + 7 * DAY - 10 * HOUR
"""Nine in the morning in Amsterdam, a week later."""


@pytest.mark.parametrize(
    ("whom", "at", "expected"),
    [
        ("primary", MONDAY, PIET),
        ("secondary", MONDAY, MARA),
        ("primary", HAND_OVER - timedelta(microseconds=1), PIET),
        ("primary", HAND_OVER, OLLY),
        ("secondary", HAND_OVER, PIET),
        (TAM, MONDAY, TESS),
        (LEADS, MONDAY, LENA),
    ],
)
def test_who_is_meant(whom: str, at: datetime, expected: Asker) -> None:
    found = ROSTER.people(whom, at, overrides={}, tam=TESS.person)
    assert found == (expected.person,)


def test_an_override_goes_before_the_rotation_for_as_long_as_it_holds() -> None:
    override = Override(person=OMAR.person, starts=MONDAY, ends=MONDAY + HOUR)
    duties = [
        ROSTER.people("primary", at, overrides={"primary": [override]}, tam=None)
        for at in (MONDAY - timedelta(microseconds=1), MONDAY, MONDAY + HOUR)
    ]
    assert duties == [(PIET.person,), (OMAR.person,), (PIET.person,)]


@pytest.mark.parametrize(
    ("whom", "at"),
    [(TAM, MONDAY), ("no such schedule", MONDAY), ("primary", MONDAY - 1000 * DAY)],
)
def test_a_page_is_never_sent_to_no_one(whom: str, at: datetime) -> None:
    assert ROSTER.people(whom, at, overrides={}, tam=None) == (LENA.person,)


def test_where_several_are_on_call_at_once_all_of_them_are_meant() -> None:
    shifts = (
        Shift(people=(OLLY.person,), starts=MONDAY - HOUR, ends=MONDAY + HOUR),
        Shift(people=(PIET.person,), starts=MONDAY, ends=MONDAY + 2 * HOUR),
    )
    schedule = Schedule(name="primary", zone="Europe/Amsterdam", shifts=shifts)
    roster = replace(ROSTER, schedules={"primary": schedule})
    called = [roster.people("primary", MONDAY + hours * HOUR, overrides={}, tam=None) for hours in (-1, 0, 1, 2)]
    assert called == [(OLLY.person,), (OLLY.person, PIET.person), (PIET.person,), (LENA.person,)]


def test_all_leads_are_meant_in_a_fixed_order() -> None:
    roster = Roster(channels={}, leads=frozenset({"U0B", "U0A", "U0C"}))
    assert roster.people(LEADS, MONDAY, overrides={}, tam=None) == ("U0A", "U0B", "U0C")


def test_whoever_takes_turns_on_call_belongs_to_the_team() -> None:
    assert {OLLY.person, PIET.person, MARA.person, LENA.person, TESS.person} <= ROSTER.team


def test_whoever_is_in_a_user_group_of_the_team_belongs_to_it() -> None:
    roster = Roster(
        channels={},
        leads=frozenset({LENA.person}),
        lead_groups=frozenset({"S0LEADS"}),
        agent_groups=frozenset({"S0AGENTS", "S0NIGHTS"}),
    )
    filled = roster.with_members({"S0LEADS": ["U0LU"], "S0AGENTS": ["U0ALI", LENA.person], "S0OTHER": ["U0OTTO"]})
    assert roster.groups == {"S0LEADS", "S0AGENTS", "S0NIGHTS"}
    assert filled.leads == {LENA.person, "U0LU"}
    assert filled.team == {LENA.person, "U0LU", "U0ALI"}
    assert roster.with_members({}).team == {LENA.person}


def test_the_shifts_of_a_calendar_replace_those_before_and_leave_the_rest_alone() -> None:
    shift = Shift(people=("U0NEW",), starts=MONDAY, ends=MONDAY + HOUR)
    once = ROSTER.with_shifts({"primary": (shift,), "no such schedule": (shift,)})

    assert once.schedules["primary"].shifts == (shift,)
    assert once.schedules["secondary"] == ROSTER.schedules["secondary"]
    assert once.schedules.keys() == ROSTER.schedules.keys()
    assert once.with_shifts({"primary": ()}) == ROSTER
    assert "U0NEW" in once.team


def test_every_way_that_is_taken_at_times_is_known_by_its_name() -> None:
    roster = Roster(
        channels={},
        ways={"U0OLLY": (Way(name="SMS"), Way(name="CALL", after=HOUR))},
        level_ways={"primary": (Way(name="PAGER"), Way(name="SMS"))},
        otherwise=("MAIL",),
    )

    assert roster.named_ways == {"SMS", "CALL", "PAGER", "MAIL"}


def test_whoever_is_not_known_may_be_in_a_group_of_which_slack_has_not_told() -> None:
    roster = Roster(channels={}, leads=frozenset({LENA.person}), agent_groups=frozenset({"S0AGENTS", "S0NIGHTS"}))
    half = roster.with_members({"S0AGENTS": ["U0ALI"], "S0OTHER": []})
    whole = half.with_members({"S0NIGHTS": []})
    assert [each.may_have("U0OTTO") for each in (roster, half, whole)] == [True, True, False]
    assert all(whole.may_have(person) for person in (LENA.person, "U0ALI"))
