"""The deadline wall on the demo's page: for the team, in each reader's zone and span."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.panels.deadline_wall import DeadlineWall
from bot.demo.stage import Stage
from bot.playground.refusals import NotPossible
from tests.demo.playing import URGENT, playing

Wall = tuple[Stage, DeadlineWall]


@pytest.fixture
async def wall(tmp_path: Path) -> AsyncIterator[Wall]:
    async with playing("2026-07-10 17:40-07:00", tmp_path) as (stage, _):
        yield stage, DeadlineWall(stage.pace)


async def shown(wall: Wall, handle: str) -> str:
    stage, panel = wall
    return await panel.html(stage.person(handle))


@pytest.mark.parametrize("handle", ["carl", "bea", "otto"])
async def test_it_is_for_nobody_outside_the_team(wall: Wall, handle: str) -> None:
    stage, panel = wall
    assert not panel.is_for(stage.person(handle))


@pytest.mark.parametrize("handle", ["ana", "omar", "lena", "tess", "olly"])
async def test_the_team_sees_every_running_clock(wall: Wall, handle: str) -> None:
    stage, panel = wall
    await stage.types("ana", URGENT)
    assert panel.is_for(stage.person(handle))
    assert "SSO login fails for everyone" in await shown(wall, handle)


async def test_each_reader_has_it_in_their_own_zone(wall: Wall) -> None:
    await wall[0].types("ana", URGENT)
    assert "America/Los_Angeles" in await shown(wall, "ana")
    assert "Europe/Amsterdam" in await shown(wall, "omar")


async def test_what_happens_and_what_time_it_is_show_at_once(wall: Wall) -> None:
    stage, _ = wall
    await stage.pace.settle()
    before = await shown(wall, "ana")
    assert await shown(wall, "ana") is before, "nothing has happened, so nothing is drawn again"
    assert await shown(wall, "lena") is before, "nor for somebody else in the same zone"
    await stage.types("ana", URGENT)
    opened = await shown(wall, "ana")
    assert "T-1" in opened
    await stage.waits_for_deadline()
    assert await shown(wall, "ana") != opened


async def test_each_reader_chooses_how_much_time_they_see(wall: Wall) -> None:
    stage, panel = wall
    assert await panel.act(stage.person("ana"), {"span": "1w"}) == {}
    assert 'aria-pressed="true">1 week<' in await shown(wall, "ana")
    assert 'aria-pressed="true">Everything<' in await shown(wall, "omar")


@pytest.mark.parametrize("span", [None, "", "3 days", 12, ["1w"]])
async def test_a_span_that_there_is_not_is_refused(wall: Wall, span: object) -> None:
    stage, panel = wall
    with pytest.raises(NotPossible, match="The wall cannot show"):
        await panel.act(stage.person("ana"), {"span": span})
