from datetime import date, timedelta

import pytest

from bot.clocks.calendar import Calendar, Span
from bot.contracts.reader import read_contract
from tests.contracts.sample import changed, faults, messages

HOURS = "      mon-fri: 09:00-17:00\n"


def desk(*edits: tuple[str, str]) -> Calendar:
    return read_contract(changed(*edits), "acme.yaml").calendars["desk"]


def with_lines(*lines: str) -> tuple[str, str]:
    return "    clause: A1\n", "    clause: A1\n" + "".join(f"    {line}\n" for line in lines)


def test_a_calendar_is_what_the_file_says() -> None:
    calendar = desk()

    assert calendar.zone == "Europe/Amsterdam"
    assert calendar.day(date(2026, 6, 1)).spans == (Span(9 * 3600, 17 * 3600),)
    assert calendar.day(date(2026, 4, 27)).reason == "King's Day"
    assert calendar.business_day == timedelta(hours=8)


def test_split_shifts_and_nights_are_open_hours() -> None:
    calendar = desk((HOURS, "      mon: 09:00-12:00, 13:00-17:00\n      fri: 22:00-06:00\n"))

    assert len(calendar.day(date(2026, 6, 1)).spans) == 2
    assert calendar.day(date(2026, 6, 6)).spans == (Span(0, 6 * 3600),)


def test_dates_may_be_added_removed_and_have_hours_of_their_own() -> None:
    calendar = desk(
        with_lines(
            "closed: {2026-06-02: Company day}", "not_closed: [2026-04-27]", "special: {2026-12-24: 09:00-12:00}"
        )
    )

    assert calendar.day(date(2026, 6, 2)).reason == "Company day"
    assert calendar.day(date(2026, 4, 27)).spans == (Span(9 * 3600, 17 * 3600),)
    assert calendar.day(date(2026, 12, 24)).spans == (Span(9 * 3600, 12 * 3600),)


def test_office_hours_may_be_extended_from_a_date_on() -> None:
    calendar = desk(with_lines("versions: [{effective: 2026-07-01, hours: {mon-fri: 08:00-18:00}}]"))

    assert calendar.day(date(2026, 6, 30)).spans == (Span(9 * 3600, 17 * 3600),)
    assert calendar.day(date(2026, 7, 1)).spans == (Span(8 * 3600, 18 * 3600),)


def test_observed_days_can_be_switched_off() -> None:
    observed = desk(("country: NL", "country: US"))
    statutory = desk(("country: NL", "country: US\n      observed: false"))

    assert observed.day(date(2026, 7, 3)).reason == "Independence Day (observed)"
    assert statutory.day(date(2026, 7, 3)).spans


@pytest.mark.parametrize(
    ("edit", "path", "nearest"),
    [
        (("country: NL", "country: NLL"), "calendars.desk.holidays.country", "NL"),
        (("country: NL", "country: US\n      subdivision: CAA"), "calendars.desk.holidays.subdivision", "CA"),
        (("country: NL", "country: NL\n      categories: [pubic]"), "calendars.desk.holidays.categories", "public"),
    ],
)
def test_a_holiday_set_that_is_not_known_is_told_where_it_stands(
    edit: tuple[str, str], path: str, nearest: str
) -> None:
    (fault,) = faults(changed(edit))

    assert fault.path == path
    assert nearest in fault.got


def test_an_unknown_zone_is_told_with_the_nearest() -> None:
    assert messages(changed(("Europe/Amsterdam", "Europe/Amsterdm"))) == [
        "acme.yaml:5:11: calendars.desk.zone: expected a zone of the IANA database, such as “Europe/Amsterdam”, "
        "got “Europe/Amsterdm”; did you mean “Europe/Amsterdam”?"
    ]


def test_a_weekday_is_given_its_hours_once() -> None:
    assert messages(changed((HOURS, HOURS + "      fri: 09:00-12:00\n"))) == [
        "acme.yaml:8:7: calendars.desk.hours.fri: expected each weekday once, got fri again"
    ]


def test_contradictions_about_dates_are_told() -> None:
    (both,) = faults(changed(with_lines("closed: {2026-06-02: Company day}", "not_closed: [2026-06-02]")))
    version = "{effective: 2026-07-01, hours: {mon-fri: 08:00-18:00}}"
    (twice,) = faults(changed(with_lines(f"versions: [{version}, {version}]")))

    assert both.path == "calendars.desk.not_closed[0]"
    assert twice.path == "calendars.desk.versions"


def test_the_length_of_a_business_day_is_a_plain_length() -> None:
    (fault,) = faults(changed(with_lines("business_day: 8 business hours")))

    assert fault.path == "calendars.desk.business_day"


def test_no_calendar_may_be_called_always() -> None:
    (fault,) = faults(changed(("  desk:\n", "  always:\n"), ("calendar: desk", "calendar: always")))[:1]

    assert fault.path == "calendars.always"
