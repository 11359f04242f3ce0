"""Places and instants stand in a sentence as marks, and everything else in it is words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import marks
from bot.desk.marks import Place, pieces, unmarked
from tests.desk.office import MONDAY, OLLY

SENTENCE = f"Not sent to {marks.place(OLLY.person)} since {marks.instant(MONDAY)}: ratelimited"
INSTANTS = st.datetimes(timezones=st.just(UTC)).map(lambda at: at.replace(microsecond=0))


def test_the_marks_are_found_between_the_words() -> None:
    said = ["Not sent to ", Place(id=OLLY.person), " since ", MONDAY, ": ratelimited"]
    assert list(pieces(SENTENCE)) == said


def test_where_nobody_is_known_by_name_it_is_ids_and_times_in_utc() -> None:
    assert unmarked(SENTENCE) == "Not sent to U0OLLY since Mon 1 Jun 17:00 UTC: ratelimited"


@pytest.mark.parametrize("words", ["", "{}", "{place olly}", "{at noon}", "{at 2026-13-01T00:00:00Z}", "{at {place"])
def test_what_is_no_mark_stays_words(words: str) -> None:
    assert list(pieces(words)) == ([words] if words else [])
    assert unmarked(f"{words}{marks.place('C0ACME')}") == f"{words}C0ACME"


@given(at=INSTANTS, ahead=st.integers(0, 999_999))
def test_every_instant_comes_back_to_the_second(at: datetime, ahead: int) -> None:
    assert list(pieces(marks.instant(at + timedelta(microseconds=ahead)))) == [at]
