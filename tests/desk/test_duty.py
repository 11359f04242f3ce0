"""Who is on call, and which schedule is meant."""

from dataclasses import replace

import pytest

from bot.clocks.schedule import Schedule
from bot.desk.desk import Desk
from bot.desk.duty import duty_now, named
from bot.desk.duty_refusals import NoSuchScheduleError
from bot.desk.duty_requests import SetOverride
from bot.desk.overriding import set_override
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker
from tests.desk.office import ANA, CARL, HOUR, MARA, MONDAY, OLLY, OTTO, PIET, TIM, configuration, gesture, with_tam

ROSTER = configuration().roster


async def test_the_team_learns_who_is_on_call_by_each_schedule_and_who_is_next(desk: Desk) -> None:
    duty = await duty_now(desk, ANA, MONDAY)
    primary, secondary = duty.schedules["primary"], duty.schedules["secondary"]
    assert primary.now is not None
    assert primary.following is not None
    assert (primary.now.people, primary.following.people) == ((PIET.person,), (OLLY.person,))
    assert secondary.now is not None
    assert secondary.now.people == (MARA.person,)
    assert duty.leads == ("U0LENA",)


async def test_one_schedule_is_shown_by_its_name(desk: Desk) -> None:
    assert list((await duty_now(desk, ANA, MONDAY, "Primary")).schedules) == ["primary"]


@pytest.mark.parametrize("asker", [CARL, OTTO])
async def test_customers_and_outsiders_do_not_learn_who_is_on_call(desk: Desk, asker: Asker) -> None:
    with pytest.raises(NotAllowedError):
        await duty_now(desk, asker, MONDAY)


@pytest.mark.complaint(38)
async def test_who_is_on_call_heeds_an_override(desk: Desk) -> None:
    await set_override(
        desk,
        SetOverride(
            key=gesture(), asker=ANA, schedule="primary", person=ANA.person, starts=None, ends=MONDAY + 4 * HOUR
        ),
        MONDAY,
    )
    found = (await duty_now(desk, ANA, MONDAY + HOUR)).schedules["primary"]
    assert found.now is not None
    assert found.following is not None
    assert (found.now.people, found.now.ends) == ((ANA.person,), MONDAY + 4 * HOUR)
    assert found.following.people == (PIET.person,)


def test_a_schedule_is_named_as_people_write_it_or_by_how_it_begins() -> None:
    assert named(ROSTER, "PRIMARY").name == named(ROSTER, "prim").name == "primary"


def test_without_a_name_it_is_the_one_that_somebody_concerned_takes_turns_on() -> None:
    assert named(ROSTER, "", ANA.person, OLLY.person).name == "primary"
    assert named(ROSTER, "", MARA.person, OLLY.person).name == "secondary"


@pytest.mark.parametrize(("text", "person"), [("", ANA.person), ("", PIET.person), ("tertiary", OLLY.person)])
def test_where_several_or_none_may_be_meant_the_names_are_told(text: str, person: str) -> None:
    with pytest.raises(NoSuchScheduleError) as refused:
        named(ROSTER, text, person)
    assert (refused.value.text, refused.value.schedules) == (text, ("primary", "secondary"))


def test_the_only_schedule_need_not_be_named() -> None:
    only = replace(ROSTER, schedules={"nights": Schedule(name="nights", zone="UTC")})
    assert named(only, "").name == "nights"


async def test_whoever_is_the_account_manager_of_any_customer_sees_who_is_on_call_with_them(desk: Desk) -> None:
    with pytest.raises(NotAllowedError):
        await duty_now(desk, TIM, MONDAY)
    await with_tam(desk, "birdsong", TIM)
    assert (await duty_now(desk, TIM, MONDAY)).schedules.keys() == desk.roster.schedules.keys()
