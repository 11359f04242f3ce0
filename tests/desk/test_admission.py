from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.clocks.conduct import LapsedMode, Triage, TriageAnswer
from bot.clocks.contract import Contract, IntakeField
from bot.desk.admission import complete, covered, graded, lacking
from bot.desk.refusals import (
    ContactDoubtfulError,
    FieldsMissingError,
    NoSuchAnswerError,
    NoSuchSeverityError,
    NotSubscribedError,
    TriageContradictsError,
)
from tests.slack.tickets import CONTACT, FRIDAY, acme, email_enterprise, valicare

ALL_CALLS = TriageAnswer(id="all_calls", text="All API calls fail.", severity="critical", clause="B11")
SOME_CALLS = TriageAnswer(id="some_calls", text="Some API calls fail.", severity="non_critical", clause="B12")
TRIAGE = Triage(question="What fails?", answers=(ALL_CALLS, SOME_CALLS))
WORDS = "Every call since nine."
CRITICAL, NON_CRITICAL = email_enterprise().contract.severities


def bird() -> Contract:
    return replace(email_enterprise().contract, triage=TRIAGE)


def valimail(lapsed: LapsedMode) -> Contract:
    return replace(valicare().contract, lapsed=lapsed, lapsed_clause="V22")


@pytest.mark.clause("V22")
@pytest.mark.parametrize("mode", list(LapsedMode))
@pytest.mark.parametrize(
    ("local", "subscribed"),
    [
        ("2025-02-28T23:59:59-08:00", False),
        ("2025-03-01T00:00:00-08:00", True),
        ("2025-12-31T23:59:59-08:00", True),
        ("2026-01-01T00:00:00-08:00", False),
    ],
)
def test_the_first_and_the_last_day_of_the_subscription_are_covered(
    mode: LapsedMode, local: str, subscribed: bool
) -> None:
    """By the calendar of the contract's people; outside of it the contract says what becomes of the ticket."""
    customer = acme(starts=date(2025, 3, 1), ends=date(2025, 12, 31))
    at = datetime.fromisoformat(local).astimezone(UTC)
    if not subscribed and mode is LapsedMode.REFUSE:
        with pytest.raises(NotSubscribedError) as refused:
            covered(customer, valimail(mode), at)
        assert (refused.value.starts, refused.value.ends) == (date(2025, 3, 1), date(2025, 12, 31))
        assert refused.value.clause == "V22"
        return
    assert covered(customer, valimail(mode), at) is subscribed


def test_a_rule_of_the_house_is_not_named_to_whoever_has_no_subscription() -> None:
    contract = replace(valimail(LapsedMode.REFUSE), lapsed_clause="house rule")
    with pytest.raises(NotSubscribedError) as refused:
        covered(acme(ends=date(2025, 12, 31)), contract, FRIDAY)
    assert refused.value.clause == ""


@pytest.mark.clause("B11", "B12", "B18")
@pytest.mark.parametrize(("answer", "severity"), [(ALL_CALLS, CRITICAL), (SOME_CALLS, NON_CRITICAL)])
@pytest.mark.parametrize("named", ["", " ", "the same"])
def test_what_fails_decides_the_severity(answer: TriageAnswer, severity: object, named: str) -> None:
    word = answer.severity if named == "the same" else named
    assert graded(bird(), word, answer.id) == (severity, answer)


def test_a_severity_may_be_named_without_an_answer() -> None:
    assert graded(bird(), "P1", None) == (CRITICAL, None)
    assert graded(bird(), "P1", "") == (CRITICAL, None)


def test_without_an_answer_and_without_a_severity_there_is_none() -> None:
    with pytest.raises(NoSuchSeverityError):
        graded(bird(), "", None)


@pytest.mark.clause("B11", "B12", "B18")
def test_an_answer_that_contradicts_the_severity_is_refused_and_says_what_it_decides() -> None:
    with pytest.raises(TriageContradictsError) as refused:
        graded(bird(), "critical", "some_calls")
    assert (refused.value.decided, refused.value.named) == (NON_CRITICAL, CRITICAL)


def test_an_answer_that_the_contract_does_not_know_is_refused_with_those_it_does() -> None:
    with pytest.raises(NoSuchAnswerError) as refused:
        graded(bird(), "", "nothing")
    assert refused.value.answers == (ALL_CALLS, SOME_CALLS)
    with pytest.raises(NoSuchAnswerError) as refused:
        graded(valicare().contract, "urgent", "all_calls")
    assert refused.value.answers == ()


@pytest.mark.clause("B20")
@pytest.mark.parametrize("missing", list(IntakeField))
def test_a_critical_issue_needs_everything_that_the_contract_asks(missing: IntakeField) -> None:
    with pytest.raises(FieldsMissingError) as refused:
        complete(CRITICAL, {**CONTACT, missing: "  "}, " " if missing is IntakeField.DESCRIPTION else WORDS)
    assert refused.value.missing == [missing]


def test_a_severity_that_asks_for_nothing_needs_nobody_to_call() -> None:
    complete(NON_CRITICAL, {}, WORDS)


@pytest.mark.clause("B20", "B21")
@pytest.mark.parametrize(
    "phone",
    [
        "+31 20 555 0100",
        "(020) 555-0100",
        "020.555.0100 ext. 12",
        "tel:+1-415-555-0100",
        "٠٢٠٥٥٥٠١٠٠",
        "112233, ask for Bea",
    ],
)
def test_a_number_is_taken_as_people_write_it(phone: str) -> None:
    complete(CRITICAL, {**CONTACT, IntakeField.PHONE: phone}, WORDS)


@pytest.mark.clause("B20", "B21")
@pytest.mark.parametrize("phone", ["call me", "-", "12345", "see profile"])
def test_a_number_that_nobody_could_call_back_is_refused(phone: str) -> None:
    with pytest.raises(ContactDoubtfulError) as refused:
        complete(CRITICAL, {**CONTACT, IntakeField.PHONE: phone}, WORDS)
    assert (refused.value.asked, refused.value.text) == (IntakeField.PHONE, phone)


def test_what_a_ticket_lacks_at_a_severity_is_what_is_missing_or_reaches_nobody() -> None:
    assert lacking(CRITICAL, CONTACT) == ()
    assert lacking(NON_CRITICAL, {}) == ()
    assert lacking(CRITICAL, {}) == tuple(CONTACT)
    assert lacking(CRITICAL, {**CONTACT, IntakeField.PHONE: "call me"}) == (IntakeField.PHONE,)


@pytest.mark.clause("B20")
@pytest.mark.parametrize(
    "email", ["bea", "bea@birdsong", "bea@@birdsong.example", "bea @birdsong.example", "@b.example"]
)
def test_an_address_that_reaches_nobody_is_refused_even_where_none_is_asked_for(email: str) -> None:
    for severity in (CRITICAL, NON_CRITICAL):
        with pytest.raises(ContactDoubtfulError) as refused:
            complete(severity, {**CONTACT, IntakeField.EMAIL: email}, WORDS)
        assert refused.value.asked is IntakeField.EMAIL
