import pytest
from hypothesis import given

from bot.slack.drill_words import DrillOn, DrillWords, PastDrills, read_drill
from tests.slack.nasty import TEXTS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", DrillOn()),
        ("primary", DrillOn(schedule="primary")),
        (" second line ", DrillOn(schedule="second line")),
        ("list", PastDrills()),
        ("History", PastDrills()),
    ],
)
def test_a_drill_needs_a_schedule_at_most(typed: str, meant: DrillWords) -> None:
    assert read_drill(typed) == meant


@given(TEXTS)
def test_whatever_is_typed_means_something(typed: str) -> None:
    assert isinstance(read_drill(typed), DrillOn | PastDrills)
