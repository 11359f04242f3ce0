from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.clocks.conduct import Silence
from bot.clocks.contract import ClockKind, PauseReason
from bot.clocks.entries import (
    Acknowledged,
    Attempted,
    CalledBack,
    Closed,
    Confirmed,
    Entry,
    Heard,
    Objected,
    Opened,
    Outcome,
    Paused,
    Regraded,
    Released,
    Reopened,
    Replied,
    Resolved,
    Resumed,
    Source,
    Taken,
    Updated,
)
from bot.clocks.ledger import History
from bot.desk.customer_news import answered, contractual_lines, told_to_customer
from bot.desk.facts import Ticket
from bot.desk.notices import Answer, News, Proposal, Receipt
from tests.desk.contracts import agreement, with_agreement
from tests.slack.tickets import ANA, CARA, FRIDAY, MINUTE, critical, globex, ticket

HOUR, DAY = 60 * MINUTE, timedelta(days=1)
SECRET = "Between us: they broke it themselves."
RESOLVED = Resolved(at=FRIDAY + MINUTE, by=ANA, text="Please log in again.", outcome=Outcome.WORKAROUND)
CLOSED_LATER = Closed(at=FRIDAY + HOUR, by=ANA, reason="resolved")
CLOSED = Closed(at=FRIDAY + MINUTE, by=ANA, reason="resolved", text=SECRET)


def told(of: Ticket) -> Receipt | Answer | Proposal | News | None:
    """What the customer is told of the newest entry."""
    return told_to_customer(of, of.last)


@pytest.mark.clause("B20")
def test_a_receipt_says_what_was_promised_by_when() -> None:
    receipt = told(ticket())
    assert isinstance(receipt, Receipt)
    assert (receipt.about.number, receipt.about.severity, receipt.covered) == (12, "Urgent", True)
    assert [(line.kind, line.aim, line.clause) for line in receipt.promises] == [
        (ClockKind.FIRST_RESPONSE, FRIDAY + HOUR, "V06")
    ]


def test_the_teams_own_goals_are_no_affair_of_the_customers() -> None:
    with_goals = ticket(severity="non_critical", terms=critical().terms, customer=globex())
    assert with_goals.live_clocks
    receipt = told(with_goals)
    assert isinstance(receipt, Receipt)
    assert receipt.promises == ()


@pytest.mark.clause("V22")
def test_the_receipt_of_a_ticket_without_a_subscription_promises_nothing_and_says_so() -> None:
    history = History.of([Opened(at=FRIDAY, by=CARA, severity="urgent", covered=False)])
    receipt = told(ticket(history=history, clocks=()))
    assert isinstance(receipt, Receipt)
    assert (receipt.covered, receipt.promises) == (False, ())


def test_what_was_broken_is_not_promised_again() -> None:
    late = ticket(at=FRIDAY + 2 * HOUR)
    assert late.live_clocks
    assert contractual_lines(late) == ()


def test_an_answer_carries_the_words_and_when_the_customer_hears_again() -> None:
    answer = told(ticket(Replied(at=FRIDAY, by=ANA, text="We are on it.", next_update=FRIDAY + HOUR)))
    assert isinstance(answer, Answer)
    assert (answer.text, answer.by, answer.update, answer.next_update) == ("We are on it.", ANA, False, FRIDAY + HOUR)


def test_what_was_said_in_the_customers_own_thread_is_not_said_twice() -> None:
    source = Source(channel="C0ACME", ts="1.0")
    assert told(ticket(Replied(at=FRIDAY, by=ANA, text="We are on it.", source=source))) is None


@pytest.mark.clause("B16", "B23")
def test_an_update_keeps_in_sight_what_was_expected_before() -> None:
    etas = (FRIDAY + HOUR, None, FRIDAY + 2 * HOUR, FRIDAY + HOUR, FRIDAY + 3 * HOUR)
    updates = [
        Updated(at=FRIDAY + number * MINUTE, by=ANA, text="Working on it.", eta=eta, next_update=FRIDAY + DAY)
        for number, eta in enumerate(etas)
    ]
    answer = told(ticket(*updates, at=FRIDAY + 5 * MINUTE))
    assert isinstance(answer, Answer)
    assert (answer.update, answer.eta, answer.next_update) == (True, FRIDAY + 3 * HOUR, FRIDAY + DAY)
    assert answer.earlier == (FRIDAY + HOUR, FRIDAY + 2 * HOUR)


def test_an_eta_that_still_holds_is_not_an_earlier_one() -> None:
    updates = [Updated(at=FRIDAY + n * MINUTE, by=ANA, text="Still.", eta=FRIDAY + HOUR) for n in range(2)]
    answer = told(ticket(*updates))
    assert isinstance(answer, Answer)
    assert answer.earlier == ()


@pytest.mark.clause("B22")
def test_a_proposal_asks_for_agreement_to_what_was_done() -> None:
    proposal = told(ticket(RESOLVED, at=RESOLVED.at))
    assert isinstance(proposal, Proposal)
    assert (proposal.text, proposal.by, proposal.outcome, proposal.since) == (
        "Please log in again.",
        ANA,
        Outcome.WORKAROUND,
        RESOLVED.at,
    )


@pytest.mark.clause("B17", "B24")
@pytest.mark.parametrize(("silence", "agreed_at"), [(Silence.AGREES, RESOLVED.at + 2 * DAY), (Silence.REMINDS, None)])
def test_a_proposal_says_what_silence_means(silence: Silence, agreed_at: object) -> None:
    proposal = told(ticket(RESOLVED, at=RESOLVED.at, terms=with_agreement(agreement(silence))))
    assert isinstance(proposal, Proposal)
    assert (proposal.agreed_at, proposal.clause) == (agreed_at, "X1")


def test_a_rule_of_the_house_names_no_clause_to_the_customer() -> None:
    sold = with_agreement(replace(agreement(Silence.AGREES), clause="house rule"))
    stricter = {"P1": tuple(replace(each, clause="house rule") for each in sold.plan.promises["P1"])}
    sold = replace(sold, plan=replace(sold.plan, promises={**sold.plan.promises, **stricter}))
    proposal, receipt = told(ticket(RESOLVED, at=RESOLVED.at, terms=sold)), told(ticket(terms=sold))
    assert isinstance(proposal, Proposal)
    assert isinstance(receipt, Receipt)
    assert proposal.agreed_at is not None
    assert (proposal.clause, [line.clause for line in receipt.promises]) == ("", [""])


def test_where_the_contract_has_no_rule_silence_means_nothing() -> None:
    proposal = told(ticket(RESOLVED, at=RESOLVED.at, terms=with_agreement(None)))
    assert isinstance(proposal, Proposal)
    assert (proposal.agreed_at, proposal.clause) == (None, "")


@pytest.mark.clause("V31")
def test_a_regrade_is_told_with_the_due_times_from_now_on_and_without_the_impact() -> None:
    news = told(ticket(Regraded(at=FRIDAY + MINUTE, by=ANA, severity="high", impact=SECRET), at=FRIDAY + MINUTE))
    assert isinstance(news, News)
    assert (news.before, news.about.severity) == ("Urgent", "High")
    assert [line.target for line in news.promises] == ["4 business hours"]
    assert news.entry == Regraded(at=FRIDAY + MINUTE, by=ANA, severity="high", impact="")


def test_a_closing_is_told_with_the_contracts_own_words_for_it() -> None:
    news = told(ticket(CLOSED, at=CLOSED.at))
    contract = ticket().terms.contract
    [reason] = [each for each in contract.close_reasons if each.id == "resolved"]
    assert isinstance(news, News)
    assert (news.reason, news.reopens, news.promises) == (reason.text, reason.reopens, ())


@pytest.mark.clause("V28", "B10")
def test_what_is_out_of_scope_is_told_by_the_line_that_puts_it_there() -> None:
    scope_line = critical().terms.contract.excluded[0]
    closed = Closed(at=FRIDAY, by=ANA, reason="out_of_scope", line=scope_line.clause)
    news = told(critical(closed))
    assert isinstance(news, News)
    assert news.reason == scope_line.text


def test_a_reason_that_the_contract_no_longer_has_is_told_without_words() -> None:
    news = told(ticket(Closed(at=FRIDAY, by=ANA, reason="abolished")))
    assert isinstance(news, News)
    assert (news.reason, news.reopens) == ("", False)


@pytest.mark.parametrize(
    "then",
    [
        [CLOSED],
        [RESOLVED, Confirmed(at=FRIDAY + HOUR, by=CARA, text=SECRET)],
        [RESOLVED, Objected(at=FRIDAY + HOUR, by=CARA, text=SECRET)],
        [CLOSED, Reopened(at=FRIDAY + HOUR, by=ANA, text=SECRET)],
    ],
)
def test_what_ends_a_ticket_or_goes_on_with_it_is_told_without_the_teams_words(then: list[Entry]) -> None:
    news = told(ticket(*then, at=then[-1].at))
    assert isinstance(news, News)
    assert (news.entry.kind, news.entry.by) == (then[-1].kind, then[-1].by)
    assert SECRET not in [getattr(news.entry, each.name) for each in fields(news.entry)]


def test_whoever_goes_on_is_told_what_is_promised_from_now_on() -> None:
    news = told(ticket(RESOLVED, Objected(at=FRIDAY + 2 * MINUTE, by=CARA, text="No."), at=FRIDAY + 2 * MINUTE))
    assert isinstance(news, News)
    assert [line.kind for line in news.promises] == [ClockKind.FIRST_RESPONSE]


@pytest.mark.complaint(40)
@pytest.mark.parametrize(
    "entry",
    [
        Taken(at=FRIDAY, by=ANA, to=ANA),
        Released(at=FRIDAY, by=ANA),
        CalledBack(at=FRIDAY, by=ANA, text=SECRET),
        Heard(at=FRIDAY, by=CARA, text="Here they are."),
        Attempted(at=FRIDAY, by=ANA, text=SECRET),
        Acknowledged(at=FRIDAY, by=ANA),
        Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text=SECRET),
    ],
)
def test_what_is_the_teams_own_affair_is_not_told(entry: Entry) -> None:
    assert told(ticket(entry)) is None


def test_that_a_wait_is_over_is_the_teams_own_affair() -> None:
    paused = Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="The logs.")
    assert told(ticket(paused, Resumed(at=FRIDAY, by=ANA))) is None


@pytest.mark.parametrize(
    "answer",
    [
        Confirmed(at=FRIDAY + HOUR, by=CARA, text=SECRET),
        Objected(at=FRIDAY + HOUR, by=CARA, text=SECRET),
        Reopened(at=FRIDAY + HOUR, by=ANA, text=SECRET),
        Closed(at=FRIDAY + HOUR, by=ANA, reason="resolved", text=SECRET),
    ],
)
def test_a_proposal_says_what_became_of_it_without_the_words(answer: Confirmed | Objected | Reopened | Closed) -> None:
    heard = Heard(at=FRIDAY + 2 * MINUTE, by=CARA, text="Thanks.")
    over = answered(ticket(RESOLVED, heard, answer, at=FRIDAY + HOUR), 4)
    assert over is not None
    assert (over.kind, over.number, over.since, over.text) == ("proposal edit", 2, RESOLVED.at, RESOLVED.text)
    assert over.answer == replace(answer, text="")


def test_what_ends_no_proposal_says_nothing_of_one() -> None:
    of = ticket(RESOLVED, Objected(at=FRIDAY + HOUR, by=CARA, text="No."), CLOSED_LATER, at=FRIDAY + HOUR)
    assert [answered(of, number) is not None for number in (1, 2, 3, 4)] == [False, False, True, False]
