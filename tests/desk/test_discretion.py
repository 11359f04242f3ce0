from dataclasses import replace

import pytest

from bot.clocks.clock import evaluate
from bot.clocks.contract import ClockKind, PauseReason, Promise
from bot.clocks.durations import parse_target
from bot.clocks.entries import (
    BY_RULE,
    Acknowledged,
    Attempted,
    CalledBack,
    Closed,
    Confirmed,
    Entry,
    Heard,
    Objected,
    Paged,
    Paused,
    Regraded,
    Reopened,
    Replied,
    Resolved,
    Resumed,
    Taken,
    Updated,
)
from bot.clocks.ledger import History
from bot.desk.access import Role
from bot.desk.discretion import for_customer, for_role
from bot.desk.facts import Posted, Ticket
from tests.slack.tickets import ANA, CARA, FRIDAY, MINUTE, OLLY, acme, critical, email_enterprise, opened, ticket

SECRET = "They never answer."
TO_THEM = "We are on it."
INTERNAL: list[Entry] = [
    Regraded(at=FRIDAY, by=ANA, severity="high", impact=SECRET),
    Attempted(at=FRIDAY, by=ANA, text=SECRET, link="https://phone.example/7"),
    CalledBack(at=FRIDAY, by=ANA, text=SECRET),
    Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text=SECRET),
    Resumed(at=FRIDAY, by=ANA, text=SECRET),
    Resolved(at=FRIDAY, by=ANA, text=TO_THEM),
    Objected(at=FRIDAY, by=ANA, text=SECRET),
    Resolved(at=FRIDAY, by=ANA, text=TO_THEM),
    Confirmed(at=FRIDAY, by=ANA, text=SECRET),
    Reopened(at=FRIDAY, by=ANA, text=SECRET),
    Closed(at=FRIDAY, by=ANA, reason="resolved", text=SECRET),
    Reopened(at=FRIDAY, by=ANA, text=SECRET),
]
BY_A_WAY = Paged(
    at=FRIDAY, by=BY_RULE, person=OLLY, way="OLLY_SMS", cycle=1, step=0, delivered=False, error="no such number"
)
SAID: list[Entry] = [
    Taken(at=FRIDAY, by=ANA, to=ANA),
    Acknowledged(at=FRIDAY, by=ANA),
    Replied(at=FRIDAY, by=ANA, text=TO_THEM),
    Updated(at=FRIDAY, by=ANA, text=TO_THEM, eta=FRIDAY + MINUTE),
    Heard(at=FRIDAY, by=CARA, text="Thank you."),
    Resolved(at=FRIDAY, by=ANA, text=TO_THEM),
    Objected(at=FRIDAY, by=CARA, text="It still fails."),
    Closed(at=FRIDAY, by=ANA, reason="resolved"),
    Reopened(at=FRIDAY, by=CARA, text="It is back."),
]


def bird_with_goals() -> Ticket:
    """A critical ticket whose contract also has a goal for the call-back, and a goal alone for the first response."""
    sold = email_enterprise()
    five, ten = parse_target("5 minutes"), parse_target("10 minutes")
    made = tuple(replace(promise, goal=ten) for promise in sold.plan.promises["P1"])
    first = Promise(kind=ClockKind.FIRST_RESPONSE, target=None, goal=five, clause="house rule")
    plan = replace(sold.plan, promises={**sold.plan.promises, "P1": (*made, first)})
    return critical(at=FRIDAY + MINUTE, terms=replace(sold, plan=plan), card=Posted(channel="C0TRIAGE", ts="1.2"))


def test_a_customer_sees_what_is_promised_and_not_what_the_team_wants_besides() -> None:
    seen, whole = for_customer(bird_with_goals()), bird_with_goals()
    assert {clock.kind for clock in whole.clocks} == {ClockKind.FIRST_RESPONSE, ClockKind.CALL_BACK}
    [clock] = seen.clocks
    assert (clock.kind, clock.due, clock.goal) == (ClockKind.CALL_BACK, FRIDAY + 15 * MINUTE, None)
    assert clock.promise.goal is None
    assert clock.warnings == ()


def test_a_customer_sees_nobody_who_is_paged_no_number_and_no_way_to_the_card() -> None:
    seen = for_customer(bird_with_goals())
    assert (seen.chains, dict(seen.contact), seen.card) == ((), {}, None)
    assert seen.terms.plan.paging == {}


@pytest.mark.parametrize("whole", [ticket(), critical(), bird_with_goals()], ids=["valimail", "bird", "goals"])
def test_to_a_customer_a_rule_of_the_house_is_no_clause(whole: Ticket) -> None:
    assert "house rule" in str(whole)
    assert "house rule" not in str(for_customer(whole))


def test_the_due_times_are_the_same_for_both_sides_through_every_regrade() -> None:
    later: list[Entry] = [
        Regraded(at=FRIDAY + 2 * MINUTE, by=ANA, severity="non_critical", impact=SECRET),
        Regraded(at=FRIDAY + 9 * MINUTE, by=ANA, severity="critical", impact=SECRET),
        CalledBack(at=FRIDAY + 20 * MINUTE, by=ANA, text=SECRET),
    ]
    for count in range(len(later) + 1):
        whole = critical(*later[:count], at=FRIDAY + 30 * MINUTE)
        promised = [clock for clock in whole.clocks if clock.promise.target is not None]
        seen = for_customer(whole)
        assert [(clock.kind, clock.cycle, clock.due, clock.state, clock.breached) for clock in seen.clocks] == [
            (clock.kind, clock.cycle, clock.due, clock.state, clock.breached) for clock in promised
        ]


def test_words_that_were_written_for_the_team_stay_with_the_team() -> None:
    whole = ticket(*INTERNAL, at=FRIDAY)
    assert str(whole.history.entries).count(SECRET) == sum(not isinstance(entry, Resolved) for entry in INTERNAL)
    seen = for_customer(whole)
    assert SECRET not in str(seen)
    assert "phone.example" not in str(seen)
    assert [entry.kind for entry in seen.history.entries] == [entry.kind for entry in whole.history.entries]


def test_what_was_said_to_the_customer_and_by_them_stays() -> None:
    whole = ticket(*SAID, at=FRIDAY, customer=acme())
    assert for_customer(whole).history == whole.history


def test_a_ticket_without_promises_has_none_for_the_customer_either() -> None:
    whole = critical()
    history = History.of([replace(opened("critical"), covered=False)])
    assert for_customer(replace(whole, history=history, clocks=evaluate(whole.terms, history, whole.at))).clocks == ()


@pytest.mark.parametrize("role", list(Role))
def test_only_a_customer_is_kept_from_what_is_internal(role: Role) -> None:
    whole = bird_with_goals()
    assert (for_role(whole, role) == whole) == (role is not Role.CUSTOMER)


def test_a_customer_does_not_learn_by_which_ways_people_are_called() -> None:
    seen = for_customer(ticket(BY_A_WAY)).last
    assert isinstance(seen, Paged)
    assert (seen.person, seen.way, seen.error) == (None, "", "")
    assert for_role(ticket(BY_A_WAY), Role.AGENT).last == BY_A_WAY
