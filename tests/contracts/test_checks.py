from datetime import timedelta

import pytest

from bot.clocks.calendar import Calendar, weekly_hours
from bot.clocks.durations import Target, parse_target
from bot.contracts.checks import Checks
from bot.contracts.document import Document

DESK = Calendar(name="desk", zone="UTC", weekly=weekly_hours({0: ["09:00-17:00"]}))
UNEVEN = Calendar(name="uneven", zone="UTC", weekly=weekly_hours({0: ["09:00-17:00"], 1: ["09:00-12:00"]}))


@pytest.fixture
def document() -> Document:
    return Document("{length: 2 business days, calendar: dsk}", "acme.yaml")


@pytest.fixture
def checks(document: Document) -> Checks:
    return Checks(document, {"desk": DESK, "uneven": UNEVEN})


def told(document: Document) -> list[tuple[str, str, str | None]]:
    return [(fault.path, fault.expected, fault.nearest) for fault in document.faults]


def test_always_is_no_calendar_and_a_misspelt_one_is_told(document: Document, checks: Checks) -> None:
    assert (checks.calendar(("calendar",), "always"), checks.calendar(("calendar",), "desk")) == (None, "desk")
    assert told(document) == []
    checks.calendar(("calendar",), "dsk")
    assert told(document) == [("calendar", "one of “desk”, “uneven”, “always”", "desk")]


@pytest.mark.parametrize(
    ("length", "calendar", "meant"),
    [
        ("2 business days", "desk", []),
        ("2 hours", "always", []),
        ("2 hours", "desk", ["2 business hours"]),
        ("2 business hours", "always", ["2 hours"]),
        ("2 business days", "uneven", [None]),
    ],
)
def test_a_length_is_measured_like_its_calendar(
    document: Document, checks: Checks, length: str, calendar: str, meant: list[str | None]
) -> None:
    checks.unit(("length",), parse_target(length), calendar)
    assert [fault.nearest for fault in document.faults] == meant


def test_business_time_has_no_length_around_the_clock(document: Document, checks: Checks) -> None:
    assert checks.elapsed(("length",), parse_target("2 hours")) == timedelta(hours=2)
    assert told(document) == []
    business: Target = parse_target("2 business days")
    checks.elapsed(("length",), business)
    assert told(document) == [("length", "a length around the clock", None)]


def test_each_id_that_stands_twice_is_told_where_it_is_repeated(document: Document, checks: Checks) -> None:
    checks.each_once(("answers",), ["a", "b", "a", "a"])
    assert [fault.path for fault in document.faults] == ["answers[2].id", "answers[3].id"]
