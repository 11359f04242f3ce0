"""A slip in what was typed is said with what was expected, what was meant, and the line as it could go."""

import pytest
from hypothesis import given

from bot.slack import slips
from bot.slack.slips import Slip, mended
from tests.slack.nasty import TEXTS


@pytest.mark.parametrize(
    ("after", "got", "instead", "nearest"),
    [
        ("friday primary", "friday", "friday 09:00", ""),
        ("fryday 09:00 primary", "fryday 09:00", "friday 09:00", "friday 09:00"),
        ("tommorow 9am", "tommorow 9am", "tomorrow 9am", "tomorrow 9am"),
        ("Wendesday primary", "Wendesday", "wednesday 09:00", "wednesday"),
        ("soon primary", "soon", "friday 09:00", ""),
        ("", "until", "until friday 09:00", ""),
    ],
)
def test_where_a_time_is_missing_or_misspelt_one_is_shown(after: str, got: str, instead: str, nearest: str) -> None:
    slip = slips.no_moment("until", after.split())
    assert (slip.got, slip.instead, slip.nearest) == (got, instead, nearest)
    assert slip.expected == "a time after “until”, with or without a day, such as “18:00” or “friday 09:00”"


@pytest.mark.parametrize(
    ("after", "got", "instead", "nearest"),
    [
        ("4 huors primary", "4 huors", "4 hours", "4 hours"),
        ("4 primary", "4", "4 hours", ""),
        ("ever", "ever", "4 hours", ""),
        ("", "for", "for 4 hours", ""),
    ],
)
def test_where_a_length_is_missing_or_misspelt_one_is_shown(after: str, got: str, instead: str, nearest: str) -> None:
    slip = slips.no_length("for", after.split())
    assert (slip.got, slip.instead, slip.nearest) == (got, instead, nearest)
    assert "a length of time after “for”" in slip.expected


def test_a_week_is_named_by_a_day() -> None:
    assert (slips.no_day("fridya").nearest, slips.no_day("soon").instead) == ("friday", "friday")


@pytest.mark.parametrize(
    ("got", "with_person", "instead", "nearest"),
    [
        ("primry", True, "primary", "primary"),
        ("primry", False, "primary", "primary"),
        ("tertiary", True, "primary", ""),
        ("olly", False, "@olly", ""),
    ],
)
def test_what_names_no_schedule_may_be_one_misspelt_or_somebody(
    got: str, with_person: bool, instead: str, nearest: str
) -> None:
    slip = slips.no_schedule(got, ("primary", "second line"), with_person=with_person)
    assert (slip.got, slip.instead, slip.nearest) == (got, instead, nearest)
    assert "one of “primary”, “second line”" in slip.expected
    assert ("@" in slip.expected) is (not with_person and not nearest)


def test_of_very_many_schedules_the_first_are_named() -> None:
    slip = slips.no_schedule("tertiary", [f"line {number}" for number in range(40)], with_person=True)
    assert "“line 9” …" in slip.expected
    assert "line 10" not in slip.expected


def test_a_word_that_is_near_a_known_one_is_meant_for_it() -> None:
    found = slips.misspelt("primary untill friday", ("from", "until"), "“until”")
    assert found == Slip(got="untill", expected="“until”", instead="until", nearest="until")
    assert slips.misspelt("primary until friday", ("from", "until"), "“until”") is None


@pytest.mark.parametrize(
    ("typed", "slip", "line"),
    [
        (
            "oncall  override @olly until friday primary",
            Slip(got="friday", expected="", instead="friday 09:00"),
            "oncall override @olly until friday 09:00 primary",
        ),
        (
            "oncall override @four for 4 hours until 18:00",
            Slip(got="for 4 hours", expected="", instead=""),
            "oncall override @four until 18:00",
        ),
        ("oncall override", Slip(got="not there", expected="", instead="x"), "oncall override"),
    ],
)
def test_the_line_is_mended_where_the_slip_is_and_the_rest_of_it_kept(typed: str, slip: Slip, line: str) -> None:
    assert mended(typed, slip) == line


@given(text=TEXTS)
def test_whatever_was_typed_a_slip_can_be_told(text: str) -> None:
    for slip in (slips.no_moment("until", text.split()), slips.no_length("for", text.split())):
        assert slip.got
        assert mended(text, slip) is not None
