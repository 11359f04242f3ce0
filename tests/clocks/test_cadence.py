from datetime import datetime

import pytest

from bot.clocks.cadence import next_by_cadence
from bot.clocks.calendar import Calendar
from bot.clocks.contract import ClockKind, terms
from bot.clocks.durations import parse_target
from bot.contracts.reader import load
from tests.clocks.samples import monday, plan_terms, promise, tuesday

SOLD = plan_terms(
    urgent=[promise("1 hour", kind=ClockKind.NEXT_UPDATE)],
    high=[promise("4 business hours", kind=ClockKind.NEXT_UPDATE, calendar="desk")],
)


@pytest.mark.parametrize(
    ("severity", "cadence", "owed"),
    [
        ("high", "2 business hours", tuesday("10:00")),
        ("high", "1 business day", tuesday("16:00")),
        ("high", "2 hours", monday("18:00")),
        ("urgent", "2 hours", monday("18:00")),
        ("low", "1 day", tuesday("16:00")),
    ],
)
@pytest.mark.clause("B23")
def test_the_next_update_is_owed_after_the_agreed_time_in_its_own_kind_of_hours(
    severity: str, cadence: str, owed: datetime
) -> None:
    assert next_by_cadence(SOLD, severity, parse_target(cadence), monday("16:00")) == owed


@pytest.mark.parametrize("severity", ["urgent", "low"])
def test_business_time_has_no_meaning_where_updates_are_not_promised_in_it(severity: str) -> None:
    assert next_by_cadence(SOLD, severity, parse_target("2 business hours"), monday("16:00")) is None


def test_bird_counts_business_days_in_its_office_hours() -> None:
    sold = terms(load("bird"), "email_enterprise")
    assert next_by_cadence(sold, "non_critical", parse_target("1 business day"), monday("15:00")) == tuesday("15:00")


def test_no_update_is_owed_in_a_calendar_that_never_opens_again() -> None:
    closed = Calendar(name="desk", zone="UTC", weekly={})
    sold = plan_terms(high=[promise("4 business hours", kind=ClockKind.NEXT_UPDATE, calendar="desk")], calendar=closed)
    assert next_by_cadence(sold, "high", parse_target("2 business hours"), monday("16:00")) is None
