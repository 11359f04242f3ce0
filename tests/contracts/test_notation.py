from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from bot.clocks.calendar import Span
from bot.clocks.contract import Warn
from bot.clocks.durations import Target, Unit
from bot.contracts import notation


def refusal(read: Callable[[Any], Any], value: object) -> tuple[str, str | None]:
    with pytest.raises(PydanticCustomError) as caught:
        read(value)
    context = caught.value.context or {}
    return context["expected"], context["nearest"]


def test_lengths_have_one_amount_and_one_unit() -> None:
    assert notation.read_target("24 business hours") == Target(amount=24, unit=Unit.BUSINESS_HOUR)
    assert notation.read_length("0 minutes") == Target(amount=0, unit=Unit.MINUTE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("24 hourz", "24 hours"),
        ("24 busines hours", "24 business hours"),
        ("4h", None),
        ("1.5 hours", None),
        ("1 hour 30 minutes", None),
        (24, None),
        ("", None),
    ],
)
def test_other_lengths_are_refused_with_the_length_that_was_meant(written: object, meant: str | None) -> None:
    assert refusal(notation.read_target, written) == (
        "one whole number and one unit, such as “24 business hours”",
        meant,
    )


def test_a_promise_of_no_time_is_refused() -> None:
    assert refusal(notation.read_target, "0 hours")[0] == "a length of at least one minute"


def test_warnings_come_at_a_share_or_some_time_before() -> None:
    assert notation.read_warning("75%") == Warn(share=Fraction(3, 4))
    assert notation.read_warning("12.5 %") == Warn(share=Fraction(1, 8))
    assert notation.read_warning("10 minutes before") == Warn(before=Target(amount=10, unit=Unit.MINUTE))


@pytest.mark.parametrize("written", ["100%", "150%", "0%"])
def test_a_warning_at_or_after_the_due_time_is_refused(written: str) -> None:
    assert "before the due time" in refusal(notation.read_warning, written)[0]


@pytest.mark.parametrize("written", ["soon", "75", 75, "10 minutes after"])
def test_other_warnings_are_refused(written: object) -> None:
    assert refusal(notation.read_warning, written)[0].startswith("a share such as “75%”")


def test_weekdays_are_single_days_ranges_and_lists() -> None:
    assert notation.read_weekdays("mon-fri") == (0, 1, 2, 3, 4)
    assert notation.read_weekdays("Sat") == (5,)
    assert notation.read_weekdays("mon, wed-thu") == (0, 2, 3)
    assert notation.read_weekdays("sat-mon") == (5, 6, 0)


@pytest.mark.parametrize(("written", "meant"), [("mom", "mon"), ("mon-frii", "fri"), ("mon-wed-fri", None), ("", None)])
def test_other_weekdays_are_refused(written: str, meant: str | None) -> None:
    assert refusal(notation.read_weekdays, written)[1] == meant


def test_hours_are_one_span_or_several() -> None:
    assert notation.read_hours("09:00-12:00, 13:00-17:00") == ("09:00-12:00", "13:00-17:00")
    assert notation.read_hours("22:00-06:00") == ("22:00-06:00",)


@pytest.mark.parametrize("written", ["9-17", "09:00", "09:00-09:00", "09:00-25:00", 900])
def test_other_hours_are_refused(written: object) -> None:
    assert refusal(notation.read_hours, written)[0].startswith("opening hours such as")


def test_the_hours_of_a_date_stay_inside_it() -> None:
    assert notation.read_date_hours("09:00-13:00") == (Span(9 * 3600, 13 * 3600),)
    assert refusal(notation.read_date_hours, "22:00-06:00")[0].startswith("hours inside this date")


def test_dates_are_written_in_full() -> None:
    assert notation.read_date("2026-12-24") == date(2026, 12, 24)


@pytest.mark.parametrize("written", ["2026-02-30", "24-12-2026", "20261224", 20261224, None])
def test_other_dates_are_refused(written: object) -> None:
    assert refusal(notation.read_date, written) == ("a date such as “2026-12-24”", None)


def test_instants_keep_the_offset_they_are_written_with() -> None:
    assert notation.read_instant("2026-07-02 17:30-07:00").utcoffset() == timedelta(hours=-7)


@pytest.mark.parametrize("written", ["2026-07-02 17:30", "Thursday", 1783038600])
def test_an_instant_without_an_offset_is_refused(written: object) -> None:
    assert refusal(notation.read_instant, written)[0].startswith("an instant with its offset")


def test_zones_are_known_by_name() -> None:
    assert notation.read_zone("Europe/Amsterdam") == "Europe/Amsterdam"
    assert refusal(notation.read_zone, "Europe/Amsterdan")[1] == "Europe/Amsterdam"
    assert refusal(notation.read_zone, 7)[1] is None
    for odd in (7, ["Europe/Amsterdam"], {"Europe/Amsterdam": None}):
        assert refusal(notation.read_zone, odd)[0].startswith("a zone")
