"""Who can be where."""

import pytest

from bot.playground.page.visit import Visitors, address
from bot.playground.refusals import NotPossible
from bot.playground.server import LocalSlack
from tests.playground.page.conftest import Board


@pytest.fixture
def visitors(slack: LocalSlack, panels: list[Board]) -> Visitors:
    people = {"ana": slack.person("U0ANA"), "carl": slack.person("U0CARL")}
    return Visitors(slack, people, panels)


async def test_a_person_is_in_a_channel_with_the_app_at_home_or_at_a_board(visitors: Visitors) -> None:
    triage, app, home, wall = [visitors.visit("ana", each) for each in ("triage", "app", "home", "wall")]

    assert triage.channel is not None
    assert triage.channel.id == "C0TRIAGE"
    assert app.channel is not None
    assert app.channel.members == {"U0ANA", "U0BOT"}
    assert (home.is_home, home.channel, home.panel) == (True, None, None)
    assert wall.panel is not None
    assert wall.panel.name == "wall"


async def test_a_bar_is_no_place(visitors: Visitors) -> None:
    with pytest.raises(NotPossible, match="in no channel #time"):
        visitors.visit("ana", "time")


async def test_whoever_may_not_be_there_is_in_their_first_channel(visitors: Visitors) -> None:
    here = visitors.visit("ana", "acme-support")
    there = visitors.visit("ana", "wall")

    assert [each.place for each in visitors.elsewhere(here)] == ["acme-support", "acme-support"]
    assert [each.place for each in visitors.elsewhere(there)] == ["wall", "acme-support"]


async def test_who_is_in_no_channel_at_all_still_has_the_app(slack: LocalSlack) -> None:
    lonely = slack.workspace.add_user("Lou Lonely")
    visitors = Visitors(slack, {"ana": slack.person("U0ANA"), "lou": slack.person(lonely.id)}, [])
    triage = visitors.visit("ana", "triage")

    assert [each.place for each in visitors.elsewhere(triage)] == ["triage", "app"]


def test_an_address_survives_every_name() -> None:
    assert address("ana", "triage") == "/as/ana/triage"
    assert address("ana", "ä b", "1.0") == "/as/ana/%C3%A4%20b?thread=1.0"
