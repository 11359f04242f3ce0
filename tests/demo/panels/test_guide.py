"""The guide: it says what to do next and as whom, ticks off what is done, and shows what one would rather watch."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog
from markupsafe import escape

from bot.demo.panels.guide import Guide
from bot.demo.scenarios import scenarios
from bot.demo.stage import Stage
from bot.playground.refusals import NotPossible
from tests.demo.playing import URGENT, playing

NAME = "weekend-breach"
STEPS = scenarios()[NAME].steps
Desk = tuple[Stage, Guide]


async def begin(scenario: str) -> str:
    return f"/begun/{scenario}"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with playing("2026-07-10 17:40-07:00", tmp_path) as (stage, _):
        yield stage, Guide(NAME, stage, begin)


async def shown(desk: Desk, handle: str = "ana") -> str:
    stage, guide = desk
    return await guide.html(stage.person(handle))


async def show(desk: Desk, step: object) -> object:
    stage, guide = desk
    answer = await guide.act(stage.person("otto"), {"show": step})
    await guide.shown()
    return answer.get("go")


async def test_the_first_step_is_open_with_what_to_type_and_whom_to_be(desk: Desk) -> None:
    html = await shown(desk, "carl")
    assert "<h2>A weekend breach</h2>" in html
    assert f"<code>{URGENT}</code>" in html
    assert '<a href="/as/ana/triage">Be Ana Agent in #triage</a>' in html
    assert html.count("Show me") == 1
    assert html.count('aria-current="step"') == 1
    assert STEPS[1].title in html
    assert STEPS[1].task not in html


async def test_who_is_the_right_person_already_is_told_where_to_go(desk: Desk) -> None:
    assert 'You are Ana Agent. <a href="/as/ana/triage">Go to #triage</a>' in await shown(desk, "ana")


async def test_a_step_that_somebody_takes_is_ticked_and_says_what_there_is_to_see(desk: Desk) -> None:
    stage, guide = desk
    await stage.types("omar", URGENT)
    html = await shown(desk)
    assert guide.reached == 1
    assert STEPS[0].notice in html
    assert html.count('aria-label="done"') == 1
    assert '<a href="/as/olly/app">Be Olly Oncall in the messages with Belltower</a>' in html


async def test_a_step_once_done_stays_done_whatever_happens_after_it(desk: Desk) -> None:
    stage, guide = desk
    await stage.types("ana", URGENT)
    assert guide.reached == 1
    stage.pace.trial.office.workspace.messages.delete(stage.card())
    assert not STEPS[0].done(stage)
    assert guide.reached == 1


async def test_each_step_is_shown_where_it_happens_and_at_the_end_the_next_scenario_is_offered(desk: Desk) -> None:
    for number, step in enumerate(STEPS):
        assert await show(desk, number) == f"/as/{step.who}/{step.place}"
    html = await shown(desk)
    assert scenarios()[NAME].ending in html
    assert "Show me" not in html
    assert "Next: A call in the night" in html


async def test_the_last_scenario_offers_no_next_one(desk: Desk) -> None:
    stage, _ = desk
    last = list(scenarios())[-1]
    assert "Next: " not in await Guide(last, stage, begin).html(stage.person("ana"))


async def test_a_place_that_is_no_channel_is_called_by_its_name(desk: Desk) -> None:
    stage, _ = desk
    guide = Guide("week-away", stage, begin)
    for number in range(len(scenarios()["week-away"].steps) - 1):
        await guide.act(stage.person("otto"), {"show": number})
        await guide.shown()
    html = await guide.html(stage.person("lena"))
    assert '<a href="/as/ana/home">Be Ana Agent in the Home tab of Belltower</a>' in html


@pytest.mark.parametrize("step", [1, -1, "0", None, [0]])
async def test_only_the_step_that_is_next_can_be_shown(desk: Desk, step: object) -> None:
    with pytest.raises(NotPossible, match="This step is done, or not yet to be done"):
        await show(desk, step)


async def test_a_step_is_shown_once_however_often_it_is_asked_for(desk: Desk) -> None:
    stage, guide = desk
    ana = stage.person("ana")
    first, second = await asyncio.gather(*(guide.act(ana, {"show": 0}) for _ in range(2)), return_exceptions=True)
    assert first == {"go": "/as/ana/triage"}
    assert isinstance(second, NotPossible)
    assert str(second) == "This step is being shown already."
    assert len(stage.person("olly").direct_messages()) == 1


async def test_a_window_is_shown_filled_in_before_it_is_sent(desk: Desk) -> None:
    stage, _ = desk
    guide = Guide("promise-kept", stage, begin, linger=3600.0)
    ana = stage.person("ana")
    assert await guide.act(ana, {"show": 0}) == {"go": "/as/ana/triage"}
    assert stage.shows("ana", "SSO login fails for everyone", "Urgent", "First response due")
    html = await guide.html(ana)
    assert "Watch" in html
    assert "Show me" not in html
    async with asyncio.timeout(5):
        await guide.close()
    assert not stage.card_says()


async def test_what_cannot_be_shown_says_why_and_can_be_tried_again(desk: Desk) -> None:
    stage, _ = desk
    await stage.types("ana", URGENT)
    stage.pace.trial.office.workspace.messages.delete(stage.page("olly"))
    await show(desk, 1)
    html = await shown(desk)
    assert "Olly Oncall has not been paged." in html
    assert "Show me" in html


async def test_a_fault_in_a_step_is_logged_and_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def types(handle: str, line: str) -> None:
        raise RuntimeError(f"{handle} cannot type {line}")

    monkeypatch.setattr(desk[0], "types", types)
    with structlog.testing.capture_logs() as logs:
        await show(desk, 0)
    assert [entry["step"] for entry in logs if entry["log_level"] == "error"] == [STEPS[0].title]
    assert "It could not be shown." in await shown(desk)


async def test_any_scenario_can_be_begun_and_this_one_again(desk: Desk) -> None:
    stage, guide = desk
    html = await shown(desk)
    for name, scenario in scenarios().items():
        assert f"{{&#34;begin&#34;: &#34;{name}&#34;}}" in html
        assert escape(scenario.summary) in html
        assert await guide.act(stage.person("ana"), {"begin": name}) == {"go": f"/begun/{name}"}


@pytest.mark.parametrize("name", ["", "weekend", None, ["weekend-breach"], {}])
async def test_a_scenario_that_is_none_is_not_begun(desk: Desk, name: object) -> None:
    stage, guide = desk
    with pytest.raises(NotPossible, match="There is no scenario"):
        await guide.act(stage.person("ana"), {"begin": name})
