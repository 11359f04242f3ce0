from datetime import date, timedelta

import pytest

from bot.clocks.calendar import Calendar, weekly_hours
from bot.clocks.contract import ClockKind, Paging, Terms, terms
from bot.clocks.durations import parse_target
from bot.clocks.timeline import ALWAYS
from tests.clocks.samples import DESK, before, monday, plan_terms, promise, share, usual_terms

CALL_BACK = promise("15 minutes", kind=ClockKind.CALL_BACK)
RESPONSE = promise("1 hour")


class TestTerms:
    def test_a_promise_is_found_by_its_kind_and_the_priority_of_the_severity(self) -> None:
        sold = plan_terms(urgent=[CALL_BACK, RESPONSE], low=[RESPONSE])
        assert sold.promise(ClockKind.CALL_BACK, "urgent") == CALL_BACK
        assert sold.promise(ClockKind.FIRST_RESPONSE, "urgent") == RESPONSE
        assert sold.promise(ClockKind.CALL_BACK, "low") is None
        assert sold.promise(ClockKind.FIRST_RESPONSE, "high") is None

    def test_paging_goes_by_priority(self) -> None:
        paging = Paging(steps=(), clause="A5")
        sold = plan_terms(paging={"P2": paging})
        assert [sold.paging(severity) for severity in ("urgent", "high", "low")] == [None, paging, None]

    def test_a_promise_without_a_calendar_counts_every_second(self) -> None:
        assert usual_terms().timeline(None) is ALWAYS
        assert usual_terms().timeline("desk") is DESK.timeline

    def test_a_business_day_is_the_open_time_of_one_working_day_of_its_calendar(self) -> None:
        target = parse_target("2 business days")
        assert usual_terms().length(target, "desk") == timedelta(hours=16)
        assert _with(business_day=timedelta(hours=6)).length(target, "desk") == timedelta(hours=12)

    def test_a_business_day_of_uneven_weekdays_is_refused_until_its_length_is_declared(self) -> None:
        uneven = weekly_hours({0: ["09:00-17:00"], 4: ["09:00-12:00"]})
        with pytest.raises(ValueError, match="declare how long its business day is"):
            _with(weekly=uneven).length(parse_target("1 business day"), "desk")
        assert _with(weekly=uneven).length(parse_target("5 business hours"), "desk") == timedelta(hours=5)

    def test_times_are_told_in_the_zone_of_the_calendar_or_of_the_contracts_first(self) -> None:
        sold = _with(zone="Europe/Amsterdam")
        assert [sold.zone("desk"), sold.zone(None)] == ["Europe/Amsterdam", "Europe/Amsterdam"]

    def test_a_plan_that_is_not_sold_is_not_found(self) -> None:
        contract = usual_terms().contract
        assert terms(contract, "gold") == usual_terms()
        with pytest.raises(KeyError, match="silver"):
            terms(contract, "silver")


class TestContract:
    def test_severities_are_ranked_as_the_contract_lists_them(self) -> None:
        contract = usual_terms().contract
        assert [contract.rank(severity) for severity in ("urgent", "high", "low")] == [0, 1, 2]
        assert contract.priorities == ("P1", "P2", "P3")

    def test_an_unknown_severity_is_not_found(self) -> None:
        with pytest.raises(KeyError, match="dire"):
            usual_terms().contract.severity("dire")


def test_a_goal_is_aimed_at_only_where_no_target_is_promised() -> None:
    assert str(promise("4 hours", goal="1 hour").aim) == "4 hours"
    assert str(promise(goal="1 hour").aim) == "1 hour"


def test_a_warning_reads_as_it_is_written() -> None:
    assert [str(share(75)), str(before("10 business minutes"))] == ["75%", "10 business minutes before"]


def _with(**values: object) -> Terms:
    calendar = Calendar(**{"name": "desk", "zone": "UTC", "weekly": DESK.weekly, **values})  # type: ignore[arg-type]
    return plan_terms(calendar=calendar)


def test_the_sample_monday_is_an_ordinary_working_day() -> None:
    assert monday("09:00").date() == date(2026, 6, 1)
    assert DESK.timeline.is_open(monday("09:00"))
