from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.clocks.conduct import Silence
from bot.clocks.contract import ClockKind, PauseReason, terms
from bot.clocks.entries import (
    Acknowledged,
    CalledBack,
    Closed,
    Entry,
    Heard,
    Paused,
    Regraded,
    Replied,
    Resolved,
    Taken,
)
from bot.clocks.milestones import Milestone, MilestoneKind, passed, upcoming
from bot.contracts.reader import load
from bot.desk.composing import (
    about,
    alert_facts,
    event_facts,
    goal_line,
    held_facts,
    page_facts,
    promise_line,
    promise_lines,
    reminder_facts,
)
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import AtRisk, Breach, Escalation, GoalMissed
from tests.desk.contracts import agreement, with_agreement
from tests.slack.tickets import (
    ANA,
    CARA,
    CONTACT,
    FRIDAY,
    LENA,
    MINUTE,
    OLLY,
    TESS,
    clock,
    critical,
    globex,
    opened,
    ticket,
    valicare,
)

HOURS = 60 * MINUTE
WEEK = 7 * 24 * HOURS


def milestone(of: Ticket, kind: MilestoneKind) -> Milestone:
    """The first milestone of a kind that has been reached or comes next."""
    told = passed(of.terms, of.history, of.clocks, of.chains, of.at)
    found = [*told, *upcoming(of.terms, of.history, of.clocks, of.chains, of.at)]
    return next(each for each in found if each.kind is kind)


def last_page(of: Ticket) -> Milestone:
    """The newest call that has been reached."""
    return [each for each in passed(of.terms, of.history, of.clocks, of.chains, of.at) if each.page][-1]


def nobody(_whom: str, _at: datetime) -> tuple[str, ...]:
    return ()


def tess(whom: str, _at: datetime) -> tuple[str, ...]:
    return (TESS,) if whom == "tam" else ()


def non_critical(*later: Entry, at: datetime) -> Ticket:
    return ticket(*later, at=at, severity="non_critical", terms=critical().terms, customer=globex())


def test_a_ticket_is_named_with_all_that_a_reader_needs() -> None:
    named = about(ticket(Taken(at=FRIDAY, by=ANA, to=ANA)))
    assert (named.number, named.customer, named.plan) == (12, "Acme", "Valicare")
    assert (named.severity, named.priority, named.rank, named.assignee) == ("Urgent", "P1", 0, ANA)


def test_a_promise_is_named_in_the_contracts_words() -> None:
    line = promise_line(ticket().terms, clock(ticket()))
    assert (line.target, line.calendar, line.clause) == ("1 business hour", "business_hours", "V06")
    assert (line.aim, line.contractual) == (FRIDAY + HOURS, True)


def test_an_instant_that_was_agreed_on_is_not_named_by_the_contracts_length() -> None:
    called = CalledBack(at=FRIDAY, by=ANA, next_update=FRIDAY + 30 * MINUTE)
    of = critical(called, at=FRIDAY)
    line = promise_line(of.terms, clock(of, ClockKind.NEXT_UPDATE))
    assert (line.target, line.aim) == ("as agreed", FRIDAY + 30 * MINUTE)


def test_a_broken_promise_keeps_the_due_time_that_was_broken() -> None:
    regraded = Regraded(at=FRIDAY + 70 * MINUTE, by=ANA, severity="low", impact="One of them.")
    late = ticket(regraded, at=FRIDAY + 80 * MINUTE)
    assert promise_line(late.terms, clock(late)).aim == FRIDAY + HOURS


def test_a_goal_is_not_contractual() -> None:
    late = non_critical(at=FRIDAY + WEEK)
    line = goal_line(late.terms, clock(late))
    assert not line.contractual
    assert not promise_line(late.terms, clock(late)).contractual
    with pytest.raises(ValueError, match="no goal"):
        goal_line(ticket().terms, clock(ticket()))


def test_the_promises_of_a_ticket_are_those_somebody_has_to_keep() -> None:
    assert [line.kind for line in promise_lines(ticket())] == ["first_response"]
    assert promise_lines(ticket(Replied(at=FRIDAY, by=ANA, text="On it."))) == ()


@pytest.mark.parametrize(
    ("minutes", "kind", "facts"),
    [
        (30, MilestoneKind.WARNING, AtRisk),
        (61, MilestoneKind.BREACH, Breach),
        (90, MilestoneKind.ESCALATION, Escalation),
    ],
)
def test_each_milestone_has_facts_of_its_own_and_names_the_owner(
    minutes: int, kind: MilestoneKind, facts: type[Any]
) -> None:
    late = ticket(Taken(at=FRIDAY, by=ANA, to=ANA), at=FRIDAY + minutes * MINUTE)
    told = alert_facts(late, milestone(late, kind), nobody)
    assert isinstance(told, facts)
    assert told.people == (ANA,)


def test_a_missed_goal_has_facts_of_its_own() -> None:
    late = non_critical(at=FRIDAY + WEEK)
    told = alert_facts(late, milestone(late, MilestoneKind.GOAL), nobody)
    assert isinstance(told, GoalMissed)
    assert told.people == ()


@pytest.mark.clause("V11", "B01", "B04")
def test_an_escalation_names_the_customers_escalation_point_too_and_nobody_twice() -> None:
    late = critical(Taken(at=FRIDAY, by=ANA, to=ANA), at=FRIDAY + HOURS)
    assert alert_facts(late, milestone(late, MilestoneKind.ESCALATION), tess).people == (ANA, TESS)
    own = critical(Taken(at=FRIDAY, by=TESS, to=TESS), at=FRIDAY + HOURS)
    assert alert_facts(own, milestone(own, MilestoneKind.ESCALATION), tess).people == (TESS,)


def test_without_a_tam_and_without_a_rule_an_escalation_calls_its_owner_only() -> None:
    late = ticket(Taken(at=FRIDAY, by=ANA, to=ANA), at=FRIDAY + 2 * HOURS)
    assert alert_facts(late, milestone(late, MilestoneKind.ESCALATION), tess).people == (ANA,)


def test_after_a_hand_over_only_the_new_owner_is_named() -> None:
    given = (Taken(at=FRIDAY, by=ANA, to=ANA), Taken(at=FRIDAY, by=ANA, to=OLLY))
    late = ticket(*given, at=FRIDAY + 61 * MINUTE)
    assert alert_facts(late, milestone(late, MilestoneKind.BREACH), nobody).people == (OLLY,)


def test_a_breach_that_was_made_good_says_when() -> None:
    late = ticket(Replied(at=FRIDAY + 70 * MINUTE, by=ANA, text="Sorry."), at=FRIDAY + 70 * MINUTE)
    told = alert_facts(late, milestone(late, MilestoneKind.BREACH), nobody)
    assert isinstance(told, Breach)
    assert told.done == FRIDAY + 70 * MINUTE


def test_what_a_paging_tells_is_not_what_a_clock_tells() -> None:
    paged = ticket()
    with pytest.raises(ValueError, match="no milestone of a clock"):
        alert_facts(paged, milestone(paged, MilestoneKind.PAGE), nobody)
    with pytest.raises(ValueError, match="no milestone of a paging"):
        page_facts(paged, milestone(paged, MilestoneKind.WARNING), nobody)


@pytest.mark.parametrize(("direct", "kind"), [(False, NoticeKind.PAGE), (True, NoticeKind.PAGE_DIRECT)])
def test_a_page_asks_for_duty_now_and_for_the_next_step_then(direct: bool, kind: NoticeKind) -> None:
    asked: list[tuple[str, datetime]] = []

    def on_duty(whom: str, at: datetime) -> tuple[str, ...]:
        asked.append((whom, at))
        return (OLLY,) if whom == "primary" else (LENA,)

    paged = critical(at=FRIDAY + MINUTE)
    told = page_facts(paged, milestone(paged, MilestoneKind.PAGE), on_duty, direct=direct)
    assert (told.kind, told.people, told.cycle, told.step, told.contact) == (kind, (OLLY,), 1, 0, CONTACT)
    assert told.following is not None
    assert (told.following.people, told.following.at) == ((LENA,), FRIDAY + 5 * MINUTE)
    assert asked == [("primary", FRIDAY + MINUTE), ("secondary", FRIDAY + 5 * MINUTE)]


def test_after_the_last_step_the_first_comes_again_until_the_last_round() -> None:
    paged = ticket(at=FRIDAY + 20 * MINUTE)
    told = page_facts(paged, last_page(paged), lambda _whom, _at: (LENA,))
    assert (told.whom, told.round) == ("leads", 1)
    assert told.following is not None
    assert (told.following.whom, told.following.at) == ("primary", FRIDAY + 35 * MINUTE)
    late = ticket(at=FRIDAY + 195 * MINUTE)
    told = page_facts(late, last_page(late), lambda _whom, _at: (LENA,))
    assert (told.whom, told.round, told.following) == ("leads", 6, None)


def test_where_it_takes_two_people_the_one_who_has_it_is_not_called_again() -> None:
    sold = valicare()
    chain = replace(sold.plan.paging["P1"], needs=2)
    needs_two = replace(sold, plan=replace(sold.plan, paging={"P1": chain}))
    has_it = Acknowledged(at=FRIDAY, by=OLLY)
    paged = ticket(has_it, at=FRIDAY + 10 * MINUTE, terms=needs_two)
    told = page_facts(paged, last_page(paged), lambda _whom, _at: (OLLY, LENA))
    assert (told.whom, told.people) == ("secondary", (LENA,))


def test_a_paging_outside_its_coverage_says_whom_it_calls_when_that_opens() -> None:
    basic = terms(load("valimail"), "basic")
    saturday = FRIDAY + 24 * HOURS
    held = ticket(first=opened(at=saturday), at=saturday, terms=basic)
    told = held_facts(held, milestone(held, MilestoneKind.HELD), lambda whom, _at: (OLLY,) if whom == "primary" else ())
    assert (told.whom, told.people, told.coverage, told.clause) == ("primary", (OLLY,), "business_hours", "V03")
    assert (told.until, told.zone) == (held.chains[0].called_from, "America/Los_Angeles")
    with pytest.raises(ValueError, match="no milestone of a paging that can be held"):
        held_facts(ticket(), milestone(ticket(), MilestoneKind.PAGE), nobody)


def test_a_regrade_says_what_it_replaced_and_what_holds_from_now_on() -> None:
    regraded = Regraded(at=FRIDAY + MINUTE, by=ANA, severity="high", impact="Half of them.")
    told = event_facts(ticket(regraded, at=FRIDAY + MINUTE), regraded)
    assert told.before == "Urgent"
    assert [line.target for line in told.promises] == ["4 business hours"]


def test_of_two_regrades_in_one_instant_each_says_what_it_replaced() -> None:
    """Where a worker's clock is behind, two entries carry the same instant."""
    first = Regraded(at=FRIDAY, by=ANA, severity="high", impact="Half of them.")
    second = Regraded(at=FRIDAY, by=ANA, severity="low", impact="One of them.")
    both = ticket(first, second)
    assert [event_facts(both, entry).before for entry in (first, second)] == ["Urgent", "High"]


def test_any_other_entry_is_told_as_it_is() -> None:
    reply = Replied(at=FRIDAY, by=ANA, text="On it.")
    told = event_facts(ticket(reply), reply)
    assert (told.entry, told.before, told.promises) == (reply, None, ())


def test_what_the_customer_is_asked_with_a_wait_is_said_once() -> None:
    asked = Replied(at=FRIDAY, by=ANA, text="Please send the logs.")
    waits = Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="Please send the logs.")
    alone = event_facts(ticket(waits), waits)
    with_it = event_facts(ticket(asked, waits), waits)
    assert isinstance(alone.entry, Paused)
    assert isinstance(with_it.entry, Paused)
    assert (alone.entry.text, with_it.entry.text) == ("Please send the logs.", "")


def test_what_the_customer_writes_on_a_closed_ticket_is_told_as_such() -> None:
    closed = Closed(at=FRIDAY, by=ANA, reason="resolved")
    heard = Heard(at=FRIDAY, by=CARA, text="It is back.")
    assert event_facts(ticket(closed, heard), heard).closed
    assert not event_facts(ticket(heard), heard).closed


@pytest.mark.clause("B17", "B24")
def test_a_reminder_says_since_when_and_calls_whoever_has_the_ticket() -> None:
    proposed = Resolved(at=FRIDAY + MINUTE, by=ANA, text="Please log in again.")
    terms = with_agreement(agreement(Silence.REMINDS))
    silent = ticket(Taken(at=FRIDAY, by=ANA, to=ANA), proposed, at=FRIDAY + WEEK, terms=terms)
    told = reminder_facts(silent, milestone(silent, MilestoneKind.REMINDER), asked=True)
    assert (told.since, told.asked, told.clause, told.people) == (FRIDAY + MINUTE, True, "X1", (ANA,))
    orphan = ticket(proposed, at=FRIDAY + WEEK, terms=terms)
    assert reminder_facts(orphan, milestone(orphan, MilestoneKind.REMINDER), asked=True).people == ()


def test_only_a_proposal_is_reminded_of() -> None:
    late = ticket(at=FRIDAY + 61 * MINUTE)
    with pytest.raises(ValueError, match="no milestone of a proposal"):
        reminder_facts(late, milestone(late, MilestoneKind.BREACH), asked=True)
