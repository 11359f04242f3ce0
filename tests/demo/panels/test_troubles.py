"""The switches for what goes wrong: how they stand, and what turning one does."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.panels.troubles import Troubles
from bot.demo.stage import Stage
from bot.demo.trouble import Trouble
from bot.playground.refusals import NotPossible
from tests.demo.playing import playing

Switches = tuple[Stage, Troubles]


@pytest.fixture
async def switches(tmp_path: Path) -> AsyncIterator[Switches]:
    async with playing("2026-07-10 17:40-07:00", tmp_path) as (stage, _):
        yield stage, Troubles(stage)


async def pressed(switches: Switches) -> list[str]:
    """The switches that are on, by their words."""
    stage, panel = switches
    html = await panel.html(stage.person("carl"))
    found = re.findall(r'aria-pressed="(true|false)">([^<]+)<', html)
    assert [words for _, words in found] == [each.value for each in Trouble]
    return [words for state, words in found if state == "true"]


@pytest.mark.parametrize("trouble", Trouble)
async def test_a_switch_is_turned_on_and_off_again(switches: Switches, trouble: Trouble) -> None:
    stage, panel = switches
    assert await pressed(switches) == []
    assert await panel.act(stage.person("ana"), {"switch": trouble.value}) == {}
    assert await pressed(switches) == [trouble.value]
    assert await panel.act(stage.person("piet"), {"switch": trouble.value}) == {}
    assert await pressed(switches) == []


@pytest.mark.parametrize("wanted", [{}, {"switch": "everything"}, {"switch": None}])
async def test_there_is_no_other_switch(switches: Switches, wanted: dict[str, object]) -> None:
    stage, panel = switches
    with pytest.raises(NotPossible, match="There is no switch"):
        await panel.act(stage.person("ana"), wanted)
    assert await pressed(switches) == []
