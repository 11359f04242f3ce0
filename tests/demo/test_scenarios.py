"""The scenarios: each is found by its file, reads well, and can be played to its end, step by step."""

import re
from pathlib import Path

import pytest

from bot.demo.office import Channels
from bot.demo.scenario import Scenario, address
from bot.demo.scenarios import scenarios
from tests.demo.playing import playing

FOLDER = Path(__file__).parents[2] / "bot" / "demo" / "scenarios"
EACH = pytest.mark.parametrize("scenario", scenarios().values(), ids=scenarios())
PLACES = {*Channels._fields, "app", "home", "wall", "phone"}
LONGEST = 300
"""Characters of a task or a notice: what can be read at a glance beside the messages."""


def test_every_file_is_a_scenario_and_they_stand_in_the_order_of_their_numbers() -> None:
    files = {path.stem.replace("_", "-") for path in FOLDER.glob("*.py") if path.stem != "__init__"}
    assert set(scenarios()) == files
    numbers = [scenario.number for scenario in scenarios().values()]
    assert numbers == list(range(1, len(files) + 1))


@EACH
async def test_it_can_be_played_to_its_end_and_no_step_is_ticked_before_it_is_taken(
    scenario: Scenario, tmp_path: Path
) -> None:
    async with playing(f"{scenario.at:%Y-%m-%d %H:%M%z}", tmp_path) as (stage, _):
        for step in scenario.steps:
            assert not step.done(stage), step.title
            await step.act(stage)
            assert step.done(stage), step.title


@EACH
def test_its_words_can_be_read_at_a_glance_and_say_exactly_what_to_type(scenario: Scenario) -> None:
    sentences = [scenario.summary, scenario.ending]
    for step in scenario.steps:
        assert step.place in PLACES
        assert len(step.title.split()) <= 6
        sentences += [step.task, step.notice]
    for each in sentences:
        assert 0 < len(each) <= LONGEST, each
        assert each.count("`") % 2 == 0, each
        assert "  " not in each
    typed = [code for step in scenario.steps for code in re.findall("`([^`]+)`", step.task)]
    assert all(code == code.strip() for code in typed)


@EACH
def test_it_begins_where_and_as_whom_its_first_step_is_taken(scenario: Scenario) -> None:
    assert scenario.start == address(scenario.steps[0])
    assert re.fullmatch(r"/as/[a-z]+/[a-z]+", scenario.start)


@EACH
def test_it_is_in_the_time_for_which_both_contracts_and_the_rotation_are_made(scenario: Scenario) -> None:
    assert scenario.at.year == 2026
    assert scenario.at.utcoffset() is not None
