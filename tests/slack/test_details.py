from datetime import date

import pytest

from bot.clocks.contract import PauseReason
from bot.clocks.entries import Attempted, Closed, Heard, Opened, Paused, Regraded, Resolved, Updated
from bot.desk.facts import DutyStanding, DutyState
from bot.slack.details import (
    attempts_made,
    by_name,
    eta_words,
    etas,
    further_lines,
    severity_words,
    state_words,
    subscription,
    without_promises,
)
from bot.slack.mrkdwn import when
from tests.slack.tickets import (
    ANA,
    CARA,
    FRIDAY,
    LENA,
    MINUTE,
    OLLY,
    TRIAGE,
    acme,
    critical,
    email_enterprise,
    names,
    ticket,
    with_rules,
)

TRIAGED = Opened(at=FRIDAY, by=CARA, severity="critical", triage="all_calls")
ASKED = with_rules(email_enterprise(), triage=TRIAGE)


def paused(**more: object) -> Paused:
    values: dict[str, object] = {"reason": PauseReason.WAITING_ON_CUSTOMER, "text": "the log files"} | more
    return Paused(at=FRIDAY + MINUTE, by=ANA, **values)  # type: ignore[arg-type]


def test_a_severity_that_a_question_decided_says_why() -> None:
    assert severity_words(critical(first=TRIAGED, terms=ASKED)) == "P1 Critical, because of “All API calls fail.” (B11)"
    assert severity_words(critical(terms=ASKED)) == "P1 Critical"


def test_after_a_regrade_the_first_answer_no_longer_explains_the_severity() -> None:
    lower = Regraded(at=FRIDAY + MINUTE, by=ANA, severity="non_critical", impact="Some calls fail.")
    assert severity_words(critical(lower, first=TRIAGED, terms=ASKED, at=lower.at)) == "P2 Non-critical"


def test_a_waiting_ticket_says_for_whom_since_when_until_when_and_what_for() -> None:
    until = FRIDAY + 600 * MINUTE
    waits = ticket(paused(until=until, duty="V25"), at=FRIDAY + MINUTE, terms=with_rules())
    assert state_words(waits) == (
        f"waiting on customer since {when(FRIDAY + MINUTE)} until {when(until)}"
        " · technical representative (V25) · the log files"
    )
    assert state_words(ticket(paused(text=""), at=FRIDAY + MINUTE)).endswith(when(FRIDAY + MINUTE))


def test_a_proposed_resolution_waits_for_the_customers_agreement() -> None:
    proposed = Resolved(at=FRIDAY, by=ANA, text="Renewed.")
    assert state_words(ticket(proposed)) == "waits for the customer's agreement"
    assert state_words(ticket()) == "open"


def test_a_ticket_taken_without_promises_says_why() -> None:
    uncovered = Opened(at=FRIDAY, by=CARA, severity="urgent", covered=False)
    of = ticket(first=uncovered, terms=with_rules(), customer=acme(ends=date(2026, 5, 3)))
    assert without_promises(of) == "*Taken without SLA* the subscription ended on 3 May 2026 (V22)"
    assert further_lines(of) == [without_promises(of)]
    assert further_lines(ticket()) == []


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"ends": date(2026, 5, 3)}, "the subscription ended on 3 May 2026"),
        ({"starts": date(2026, 7, 1)}, "the subscription begins on 1 July 2026"),
        ({}, "the subscription did not cover that day"),
    ],
)
def test_a_subscription_that_covers_nothing_says_how_it_stands(dates: dict[str, date], said: str) -> None:
    assert subscription(acme(**dates), date(2026, 6, 5)) == said


def test_earlier_expectations_stay_visible() -> None:
    first, later = FRIDAY + 60 * MINUTE, FRIDAY + 120 * MINUTE
    updates = [Updated(at=FRIDAY, by=ANA, text="x", eta=eta) for eta in (first, None, first, later)]
    assert etas(updates) == [first, later]
    assert eta_words(later, [first]) == f"{when(later)}; before that ~{when(first)}~"
    assert further_lines(ticket(*updates)) == [f"*Expected to be over* by {when(later)}; before that ~{when(first)}~"]


def test_the_agreed_cadence_is_shown() -> None:
    agreed = Updated(at=FRIDAY, by=ANA, text="x", cadence="2 hours")
    assert further_lines(ticket(agreed)) == ["*Updates* every 2 hours, as agreed"]


def test_what_was_to_be_expected_is_not_shown_once_the_work_is_done() -> None:
    update = Updated(at=FRIDAY, by=ANA, text="x", eta=FRIDAY + 60 * MINUTE, cadence="2 hours")
    assert len(further_lines(ticket(update))) == 2
    proposed = Resolved(at=FRIDAY, by=ANA, text="Renewed.")
    assert further_lines(ticket(update, proposed)) == []
    assert further_lines(ticket(update, Closed(at=FRIDAY, by=ANA, reason="resolved"))) == []


def test_a_duty_that_holds_the_ticket_up_is_shown_and_one_that_is_done_is_not() -> None:
    standings = {
        "V25": DutyStanding(state=DutyState.MISSING),
        "V27": DutyStanding(state=DutyState.DONE),
        "V24": DutyStanding(state=DutyState.MISSING),
    }
    of = ticket(terms=with_rules(), customer=acme(duties=standings))
    assert further_lines(of) == ["*Acme still owes* technical representative (V25)"]
    assert further_lines(ticket(terms=with_rules())) == [], "nobody has asked yet"


def test_attempts_are_counted_against_what_the_contract_wants() -> None:
    tried = [Attempted(at=FRIDAY, by=ANA, text="Called.") for _ in range(2)]
    of = ticket(*tried, terms=with_rules())
    assert further_lines(of) == ["*Attempts to reach them* 2 of 3 (V29)"]
    assert attempts_made(of) == "Attempts to reach them since they were heard last: 2 of 3 (V29)."
    heard = ticket(*tried, Heard(at=FRIDAY, by=CARA, text="Sorry!"), terms=with_rules())
    assert further_lines(heard) == []
    assert attempts_made(ticket(*tried, terms=with_rules(close_reasons=()))).endswith(": 2.")


def test_people_are_named_and_of_very_many_the_first() -> None:
    assert by_name([OLLY, LENA], names) == "Olly Oncall, Lena Lead"
    assert by_name([OLLY] * 25, names).endswith("Olly Oncall and 5 more")
