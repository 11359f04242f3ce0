from datetime import datetime

import pytest

from bot.clocks.cadence import next_by_cadence
from bot.clocks.calendar import Calendar
from bot.clocks.contract import ClockKind, terms
from bot.contracts.reader import load
from tests.clocks.samples import monday, plan_terms, promise, tuesday

SOLD = plan_terms(
    urgent=[promise("1 hour", kind=ClockKind.NEXT_UPDATE)],
    high=[promise("4 business hours", kind=ClockKind.NEXT_UPDATE, calendar="desk")],
)


@pytest.mark.parametrize("severity", ["urgent", "high", "low"])
@pytest.mark.parametrize(
    ("cadence", "owed"),
    [
        ("2 hours", monday("18:00")),
        ("2 business hours", tuesday("10:00")),
        ("1 business day", tuesday("16:00")),
        ("1 day", tuesday("16:00")),
    ],
)
@pytest.mark.clause("B23")
def test_the_next_update_is_owed_after_the_agreed_time_in_its_own_kind_of_hours(
    severity: str, cadence: str, owed: datetime
) -> None:
    assert next_by_cadence(SOLD, severity, cadence, monday("16:00")) == owed


def test_bird_counts_business_hours_in_its_office_hours_even_for_what_is_critical() -> None:
    sold = terms(load("bird"), "email_enterprise")
    assert next_by_cadence(sold, "critical", "1 business hour", monday("15:00")) == tuesday("07:30")


def test_no_update_is_owed_in_a_calendar_that_never_opens_again() -> None:
    sold = plan_terms(calendar=Calendar(name="desk", zone="UTC", weekly={}))
    assert next_by_cadence(sold, "low", "2 business hours", monday("16:00")) is None


@pytest.mark.parametrize("cadence", ["often", "2", "2.5 hours", ""])
def test_a_cadence_is_a_length_with_its_unit(cadence: str) -> None:
    with pytest.raises(ValueError, match="one whole number and one unit"):
        next_by_cadence(SOLD, "urgent", cadence, monday("16:00"))
