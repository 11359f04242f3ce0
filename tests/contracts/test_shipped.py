"""The two shipped contracts, held against the clauses they come from and the reference cases."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clocks.conduct import CloseNeed, LapsedMode, Silence
from bot.clocks.contract import ClockKind, IntakeField, PauseReason, terms
from bot.clocks.timeline import Interval
from bot.contracts.reader import load, shipped
from tests.conftest import SHARED, shared_path

PLANS = {"Basic": "basic", "Valicare": "valicare", "Valicare+": "valicare_plus"}


def cases() -> list[Any]:
    path = SHARED / "oracle" / "contract_cases.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = [case for case in map(json.loads, lines) if case["op"] == "add" and case.get("priority")]
    return [pytest.param(case, id=case["id"]) for case in found]


@pytest.mark.parametrize("case", cases())
def test_a_reference_case_comes_out_of_the_shipped_contract(case: dict[str, Any]) -> None:
    if case["policy"] == "Bird":
        sold, severity, kind = terms(load("bird"), "email_enterprise"), "critical", ClockKind.CALL_BACK
    else:
        sold, kind = terms(load("valimail"), PLANS[case["plan"]]), ClockKind.FIRST_RESPONSE
        severity = {"P1": "urgent", "P2": "medium", "P3": "low"}[case["priority"]]
    promise = sold.promise(kind, severity)
    assert promise is not None
    assert promise.target is not None
    pauses = [
        Interval(datetime.fromisoformat(begin), datetime.fromisoformat(end) if end else None)
        for begin, end in case.get("pauses", ())
    ]
    length = sold.length(promise.target, promise.calendar)
    due = sold.timeline(promise.calendar).add(datetime.fromisoformat(case["start"]), length, pauses)

    assert length == timedelta(seconds=case["seconds"])
    assert due == (datetime.fromisoformat(case["expected"]) if case["expected"] else None)


@pytest.mark.parametrize(
    ("plan", "clause", "targets"),
    [
        ("basic", "V04", ("24 business hours", "24 business hours", "24 business hours", "24 business hours")),
        ("valicare", "V06", ("1 business hour", "4 business hours", "4 business hours", "24 business hours")),
        ("valicare_plus", "V10", ("1 business hour", "4 business hours", "4 business hours", "24 business hours")),
    ],
)
@pytest.mark.clause("V04", "V06", "V10", "V17")
def test_valimail_promises_a_first_response_by_severity(plan: str, clause: str, targets: tuple[str, ...]) -> None:
    sold = terms(load("valimail"), plan)
    promises = [sold.promise(ClockKind.FIRST_RESPONSE, each) for each in ("urgent", "high", "medium", "low")]

    assert [str(promise.target) for promise in promises if promise] == list(targets)
    assert {(promise.clause, promise.calendar) for promise in promises if promise} == {(clause, "business_hours")}
    assert {promise.paused_by for promise in promises if promise} == {frozenset({PauseReason.WAITING_ON_CUSTOMER})}


@pytest.mark.clause("V05")
def test_valicare_pages_around_the_clock_and_basic_in_business_hours() -> None:
    valimail = load("valimail")
    paging = {plan: terms(valimail, plan).paging("urgent") for plan in valimail.plans}

    assert {plan: each.coverage for plan, each in paging.items() if each} == {
        "basic": "business_hours",
        "valicare": None,
        "valicare_plus": None,
    }
    assert not any(terms(valimail, plan).paging("high") for plan in valimail.plans)


@pytest.mark.clause("V01")
def test_each_valimail_package_has_everything_of_the_one_before() -> None:
    basic, valicare, plus = (plan.services for plan in load("valimail").plans.values())

    assert set(basic) < set(valicare) < set(plus)
    assert [term.clause for term in plus][-6:] == ["V11", "V12", "V13", "V14", "V15", "V16"]


def test_a_ticket_closed_unanswered_may_be_reopened_and_one_out_of_scope_may_not() -> None:
    reasons = {reason.id: reason for reason in load("valimail").close_reasons}

    assert (reasons["no_answer"].reopens, reasons["no_answer"].clause) == (True, "V29, V30")
    assert (reasons["out_of_scope"].reopens, reasons["out_of_scope"].clause) == (False, "V28")


def test_bird_calls_back_in_fifteen_minutes_and_keeps_the_customer_told() -> None:
    sold = terms(load("bird"), "email_enterprise")
    call_back, update = (sold.promise(kind, "critical") for kind in (ClockKind.CALL_BACK, ClockKind.NEXT_UPDATE))
    assert call_back is not None
    assert update is not None

    assert (str(call_back.target), call_back.calendar, call_back.clause) == ("15 minutes", None, "B21")
    assert (str(update.target), update.calendar, update.clause) == ("1 hour", None, "B23")
    assert set(sold.contract.severity("critical").asks) == set(IntakeField)


@pytest.mark.clause("V24", "V25", "V26", "V27")
def test_valimail_keeps_what_each_customer_must_have_done() -> None:
    assert {duty.clause: duty.name for duty in load("valimail").duties} == {
        "V24": "DNS records",
        "V25": "technical representative",
        "V26": "SAML/SSO",
        "V27": "sending services",
    }


@pytest.mark.clause("V28", "V29")
def test_valimail_closes_unanswered_tickets_after_three_attempts_and_others_by_their_scope_line() -> None:
    valimail = load("valimail")
    needs = {reason.id: (set(reason.needs), reason.attempts) for reason in valimail.close_reasons}

    assert needs == {
        "resolved": (set(), 0),
        "out_of_scope": ({CloseNeed.SCOPE_LINE}, 0),
        "no_answer": ({CloseNeed.ATTEMPTS}, 3),
    }
    assert {"V22", "V26"} <= {line.clause for line in valimail.excluded}


@pytest.mark.clause("V22")
def test_valimail_takes_no_ticket_of_who_is_no_subscriber() -> None:
    assert (load("valimail").lapsed, load("valimail").lapsed_clause) == (LapsedMode.REFUSE, "V22")


def test_silence_agrees_with_valimail_by_the_house_rule_and_never_with_bird() -> None:
    valimail, bird = load("valimail").agreement, load("bird").agreement
    assert valimail is not None
    assert bird is not None

    assert (valimail.silence, str(valimail.after), valimail.clause) == (
        Silence.AGREES,
        "24 business hours",
        "house rule",
    )
    assert (bird.silence, str(bird.after), bird.clause) == (Silence.REMINDS, "1 business day", "B17, B24")


@pytest.mark.clause("B17", "B22", "B24")
def test_bird_closes_only_what_both_sides_agree_on() -> None:
    reasons = {reason.id: reason.needs for reason in load("bird").close_reasons}

    assert reasons["resolved"] == reasons["workaround"] == {CloseNeed.AGREEMENT}


@pytest.mark.clause("B11", "B12", "B18")
@pytest.mark.parametrize(
    ("answer", "severity"),
    [
        ("api", "critical"),
        ("smtp", "critical"),
        ("both", "critical"),
        ("some", "non_critical"),
        ("over", "non_critical"),
        ("request", "non_critical"),
    ],
)
def test_bird_decides_by_what_fails_now(answer: str, severity: str) -> None:
    triage = load("bird").triage
    assert triage is not None
    assert len(triage.answers) == 6
    found = triage.answer(answer)

    assert found is not None
    assert found.severity == severity


@pytest.mark.clause("B01", "B04")
def test_bird_escalates_to_the_account_manager_in_office_hours_and_else_to_whoever_is_on_call() -> None:
    tam = load("bird").routing.tam
    assert tam is not None

    assert (tam.calendar, tam.otherwise, tam.clause) == ("office_hours", "primary", "B01, B04")


@pytest.mark.clause("B12")
def test_bird_has_only_goals_for_what_is_not_critical() -> None:
    sold = terms(load("bird"), "email_enterprise")
    answer, update = (sold.promise(kind, "non_critical") for kind in (ClockKind.FIRST_RESPONSE, ClockKind.NEXT_UPDATE))
    assert answer is not None
    assert update is not None

    assert (answer.target, str(answer.goal), answer.calendar) == (None, "1 business day", "office_hours")
    assert (update.target, str(update.goal), update.calendar) == (None, "3 business days", "office_hours")
    assert sold.length(answer.aim, answer.calendar) == timedelta(hours=8, minutes=30)


def test_every_clause_of_both_contracts_stands_in_a_file() -> None:
    listed = set(
        re.findall(r"^\| ([VB]\d\d) \|", shared_path("contracts", "CLAUSES.md").read_text(encoding="utf-8"), re.M)
    )
    named: set[str] = set()
    for path in shipped().values():
        named |= set(re.findall(r"\b[VB]\d\d\b", path.read_text(encoding="utf-8")))

    assert listed <= named
    assert named <= listed
