"""The time bar: what it says to whom, and what its buttons do."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.pace import Speed
from bot.demo.panels.time_bar import TimeBar
from bot.demo.stage import Stage
from bot.playground.refusals import NotPossible
from tests.demo.playing import URGENT, at, playing

FRIDAY = "2026-07-10 17:40-07:00"
Bar = tuple[Stage, TimeBar]


@pytest.fixture
async def bar(tmp_path: Path) -> AsyncIterator[Bar]:
    async with playing(FRIDAY, tmp_path) as (stage, _):
        yield stage, TimeBar(stage.pace)


async def shown(bar: Bar, handle: str) -> str:
    """What somebody reads in the bar, without the tags."""
    stage, panel = bar
    html = await panel.html(stage.person(handle))
    return " ".join(re.sub("<[^>]+>", " ", html).split())


async def button(bar: Bar, words: str) -> str:
    """The tag of a button."""
    stage, panel = bar
    [tag] = re.findall(rf"<button ([^>]+)>{re.escape(words)}<", await panel.html(stage.person("ana")))
    return str(tag)


async def press(bar: Bar, **wanted: object) -> None:
    """Press a button of the bar."""
    stage, panel = bar
    assert await panel.act(stage.person("ana"), wanted) == {}


async def test_everybody_reads_the_time_in_their_own_zone_and_then_in_the_others(bar: Bar) -> None:
    assert "Fri 10 Jul 2026 17:40 :00 PDT Sat 00:40 UTC Amsterdam Sat 02:40 CEST" in await shown(bar, "ana")
    assert "Sat 11 Jul 2026 02:40 :00 CEST Los Angeles Fri 17:40 PDT Sat 00:40 UTC" in await shown(bar, "bea")


async def test_it_says_of_each_desk_whether_it_is_open_until_when_and_why_not(bar: Bar) -> None:
    assert "Valimail Customer Support: open until 18:00 PDT" in await shown(bar, "ana")
    assert "Bird Email Enterprise: closed until Mon 09:00 CEST (weekend)" in await shown(bar, "ana")
    await press(bar, jump="quarter")
    await press(bar, jump="quarter")
    assert "Valimail Customer Support: closed until Mon 06:00 PDT (weekend)" in await shown(bar, "ana")


@pytest.mark.parametrize(("speed", "words"), [(0, "Pause"), (1, "×1"), (60, "×60")])
async def test_the_pressed_speed_is_the_one_that_time_has(bar: Bar, speed: int, words: str) -> None:
    assert bar[0].pace.speed is Speed.REAL
    await press(bar, speed=speed)
    assert bar[0].pace.speed == speed
    for each in ("Pause", "×1", "×60"):
        assert f'aria-pressed="{"true" if each == words else "false"}"' in await button(bar, each)


@pytest.mark.parametrize(
    ("jump", "until"),
    [
        ("quarter", "2026-07-10 17:55-07:00"),
        ("day", "2026-07-11 17:40-07:00"),
        ("change", "2026-10-25 02:00+01:00"),
    ],
)
async def test_a_jump_leads_where_its_button_says(bar: Bar, jump: str, until: str) -> None:
    await press(bar, jump=jump)
    assert bar[0].pace.now == at(until)


async def test_the_clock_change_is_announced_with_its_zone(bar: Bar) -> None:
    title = 'title="Amsterdam puts its clocks back by 60 minutes, after Sun 25 Oct 02:59 CEST"'
    assert title in await button(bar, "Next clock change")


async def test_without_a_running_clock_there_is_no_next_deadline_and_the_button_says_so(bar: Bar) -> None:
    tag = await button(bar, "Next deadline")
    assert 'aria-disabled="true"' in tag
    assert "No clock is running" in tag
    with pytest.raises(NotPossible, match="No clock is running"):
        await press(bar, jump="deadline")


async def test_the_next_deadline_is_named_and_time_is_moved_there(bar: Bar) -> None:
    await bar[0].types("ana", URGENT)
    tag = await button(bar, "Next deadline")
    assert 'title="T-1 page to secondary, at 17:50 PDT"' in tag
    assert "aria-disabled" not in tag
    await press(bar, jump="deadline")
    assert at("2026-07-10 17:50-07:00") <= bar[0].pace.now < at("2026-07-10 17:51-07:00")
    assert 'title="T-1 page to the leads, at 18:00 PDT"' in await button(bar, "Next deadline")


async def test_while_time_moves_it_says_where_to_and_takes_no_second_jump(bar: Bar) -> None:
    stage, _ = bar
    jumping = asyncio.create_task(stage.pace.jump(stage.pace.now + timedelta(days=3)))
    await asyncio.sleep(0)
    assert "Moving to Mon 17:40 PDT …" in await shown(bar, "ana")
    with pytest.raises(NotPossible, match="moving already"):
        await press(bar, jump="day")
    await jumping
    assert "Moving" not in await shown(bar, "ana")


@pytest.mark.parametrize("wanted", [{}, {"jump": "tomorrow"}, {"jump": ["day"]}, {"speed": 3}, {"speed": "fast"}])
async def test_what_no_button_asks_for_is_refused_in_a_sentence(bar: Bar, wanted: dict[str, object]) -> None:
    with pytest.raises(NotPossible, match="cannot be moved"):
        await press(bar, **wanted)
