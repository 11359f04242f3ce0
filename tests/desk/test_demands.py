from datetime import datetime

import pytest

from bot.desk.demands import ahead, words
from bot.desk.refusals import PastInstantError, TextMissingError
from tests.desk.office import MONDAY, SECOND


def test_words_lose_the_blanks_around_them() -> None:
    assert words("  We are on it.\n") == "We are on it."


@pytest.mark.parametrize("empty", ["", "   ", "\n\t"])
def test_blanks_are_no_words(empty: str) -> None:
    with pytest.raises(TextMissingError) as refusal:
        words(empty, "impact")
    assert refusal.value.what == "impact"


def test_an_instant_that_lies_ahead_is_taken_and_so_is_none() -> None:
    assert ahead(MONDAY + SECOND, MONDAY, "ETA") == MONDAY + SECOND
    assert ahead(None, MONDAY, "ETA") is None


@pytest.mark.parametrize("past", [MONDAY, MONDAY - SECOND])
def test_an_instant_that_has_come_is_refused_by_its_name(past: datetime) -> None:
    with pytest.raises(PastInstantError) as refusal:
        ahead(past, MONDAY, "ETA")
    assert refusal.value.what == "ETA"
