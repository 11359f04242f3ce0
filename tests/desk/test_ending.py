from dataclasses import replace
from typing import Any

import pytest

from bot.clocks.conduct import CloseNeed, CloseReason, Term
from bot.clocks.contract import ClockKind, Terms
from bot.clocks.entries import Attempted, Closed, Entry, Heard, Outcome
from bot.clocks.ledger import State
from bot.desk import ending
from bot.desk.access import Role
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.refusals import (
    AgreementMissingError,
    AttemptsMissingError,
    NoSuchReasonError,
    NoSuchTicketError,
    NotAllowedError,
    NotNowError,
    ProposalAnsweredError,
    ScopeLineMissingError,
    TextMissingError,
)
from bot.desk.requests import Close, Confirm, Object, Reopen, Resolve
from tests.desk.office import ANA, BEA, CARL, HOUR, MINUTE, MONDAY, critical, done, opened
from tests.slack import tickets
from tests.slack.tickets import FRIDAY

LATER = MONDAY + 5 * MINUTE
LINES = (Term(text="Planning a migration.", clause="B03"), Term(text="Tier 2 mediation.", clause="B10"))
NEEDS = {
    "agreed": CloseReason(
        id="agreed", text="Both agree.", reopens=True, clause="B17", needs=frozenset({CloseNeed.AGREEMENT})
    ),
    "no_answer": CloseReason(
        id="no_answer",
        text="Nobody answers.",
        reopens=True,
        clause="V29",
        needs=frozenset({CloseNeed.ATTEMPTS}),
        attempts=2,
    ),
    "out_of_scope": CloseReason(
        id="out_of_scope", text="Excluded.", reopens=False, clause="V28", needs=frozenset({CloseNeed.SCOPE_LINE})
    ),
}


def strict_terms() -> Terms:
    """Valicare, with a close reason for each thing that one can need."""
    sold = tickets.valicare()
    return replace(sold, contract=replace(sold.contract, close_reasons=tuple(NEEDS.values()), excluded=LINES))


def strict(*later: Entry) -> Ticket:
    """A ticket under those terms, an hour later."""
    return tickets.ticket(*later, at=FRIDAY + HOUR, terms=strict_terms())


def closing(reason: str, **what: Any) -> Close:
    return Close(key="k", asker=ANA, ticket=12, reason=reason, **what)


def attempts(count: int) -> list[Attempted]:
    return [Attempted(at=FRIDAY + turn * MINUTE, by=ANA.person, text="Called.") for turn in range(count)]


@pytest.mark.clause("B22")
@pytest.mark.parametrize("outcome", list(Outcome))
async def test_a_resolution_is_proposed_and_the_clocks_stop(desk: Desk, outcome: Outcome) -> None:
    after = await done(desk, Resolve, await critical(desk), LATER, text=" It answers again. ", outcome=outcome)
    assert after.state is State.RESOLVED
    assert after.history.proposal is not None
    assert (after.history.proposal.text, after.history.proposal.outcome) == ("It answers again.", outcome)
    assert after.live_clocks == ()


@pytest.mark.clause("B17", "B24")
async def test_the_customer_agrees_with_a_button_and_the_ticket_is_closed(desk: Desk) -> None:
    ticket = await done(desk, Resolve, await critical(desk), LATER, text="It answers again.")
    after = await done(desk, Confirm, ticket, LATER + MINUTE, asker=BEA)
    assert (after.state, after.last.kind, after.last.by) == (State.CLOSED, "confirmed", BEA.person)
    with pytest.raises(NotNowError):
        await done(desk, Confirm, ticket, LATER + MINUTE, asker=BEA)


@pytest.mark.clause("B17", "B24")
async def test_the_customer_disagrees_and_it_is_worked_on_again(desk: Desk) -> None:
    ticket = await done(desk, Resolve, await critical(desk), LATER, text="It answers again.")
    with pytest.raises(TextMissingError):
        await done(desk, Object, ticket, LATER + HOUR, asker=BEA, text=" ")
    after = await done(desk, Object, ticket, LATER + HOUR, asker=BEA, text="Every tenth call fails.")
    assert after.state is State.OPEN
    assert [clock.due for clock in after.live_clocks if clock.kind is ClockKind.CALL_BACK] == [
        LATER + HOUR + 15 * MINUTE
    ]


async def test_an_answer_to_a_proposal_that_stands_no_more_is_refused_and_changes_nothing(desk: Desk) -> None:
    ticket = await done(desk, Resolve, await critical(desk), LATER, text="It answers again.")
    first = ticket.history.proposal_number
    await done(desk, Object, ticket, LATER, asker=BEA, text="Every tenth call fails.", proposal=first)
    answers: list[tuple[type[Confirm | Object], str]] = [(Confirm, ""), (Object, "Again.")]
    for verb, text in answers:
        with pytest.raises(ProposalAnsweredError) as refused:
            await done(desk, verb, ticket, LATER, asker=BEA, text=text, proposal=first)
        assert (refused.value.number, refused.value.state) == (ticket.number, State.OPEN)

    again = await done(desk, Resolve, ticket, LATER, text="Now every call answers.")
    for verb, text in answers:
        with pytest.raises(ProposalAnsweredError):
            await done(desk, verb, ticket, LATER, asker=BEA, text=text, proposal=first)
    after = await done(desk, Confirm, ticket, LATER, asker=BEA, proposal=again.history.proposal_number)
    assert after.state is State.CLOSED


async def test_nobody_learns_from_an_old_proposal_how_anothers_ticket_stands(desk: Desk) -> None:
    ticket = await done(desk, Resolve, await critical(desk), LATER, text="It answers again.")
    with pytest.raises(NoSuchTicketError):
        await done(desk, Confirm, ticket, LATER, asker=CARL, proposal=1)


@pytest.mark.clause("B17", "B24")
async def test_the_team_agrees_for_the_customer_only_with_the_words_that_say_how_they_did(desk: Desk) -> None:
    ticket = await done(desk, Resolve, await critical(desk), LATER, text="It answers again.")
    with pytest.raises(AgreementMissingError):
        await done(desk, Confirm, ticket, LATER, text="  ")
    after = await done(desk, Confirm, ticket, LATER, text="Bea said so on the phone.")
    assert after.state is State.CLOSED


@pytest.mark.clause("B17", "B22", "B24")
def test_a_reason_that_needs_agreement_is_refused_without_the_words_that_say_who_agreed() -> None:
    with pytest.raises(AgreementMissingError) as refused:
        ending.close(closing("agreed", text=" "), strict())
    assert refused.value.clause == "B17"
    assert ending.close(closing("agreed", text="Carl, on the phone."), strict()).text == "Carl, on the phone."


@pytest.mark.clause("V29")
@pytest.mark.parametrize("made", [0, 1, 2, 3])
def test_an_unresponsive_customers_ticket_is_closed_after_the_contracts_number_of_attempts(made: int) -> None:
    ticket = strict(*attempts(made))
    if made < 2:
        with pytest.raises(AttemptsMissingError) as refused:
            ending.close(closing("no_answer"), ticket)
        assert (refused.value.made, refused.value.reason.attempts) == (made, 2)
        return
    assert ending.close(closing("no_answer"), ticket).reason == "no_answer"


@pytest.mark.clause("V29")
def test_once_the_customer_has_written_the_attempts_count_from_none() -> None:
    heard = Heard(at=FRIDAY + 5 * MINUTE, by=CARL.person, text="I am back.")
    with pytest.raises(AttemptsMissingError) as refused:
        ending.close(closing("no_answer"), strict(*attempts(2), heard))
    assert refused.value.made == 0


@pytest.mark.clause("V28", "B10")
def test_what_is_out_of_scope_names_the_line_that_excludes_it() -> None:
    assert ending.close(closing("out_of_scope", line=" b10 "), strict()).line == "B10"


@pytest.mark.clause("V28", "B10")
@pytest.mark.parametrize("line", [None, "", "B11", "V28"])
def test_without_such_a_line_nothing_is_out_of_scope(line: str | None) -> None:
    with pytest.raises(ScopeLineMissingError) as refused:
        ending.close(closing("out_of_scope", line=line), strict())
    assert refused.value.lines == LINES


def test_a_line_that_the_reason_does_not_need_is_left_out() -> None:
    assert ending.close(closing("agreed", text="Carl agreed.", line="B10"), strict()).line is None


async def test_an_unknown_reason_is_refused_with_those_that_there_are(desk: Desk) -> None:
    with pytest.raises(NoSuchReasonError) as refused:
        await done(desk, Close, await opened(desk), LATER, reason="bored")
    assert refused.value.reasons == ["resolved", "out_of_scope", "no_answer"]


@pytest.mark.clause("V30")
@pytest.mark.parametrize("reason", list(NEEDS))
def test_a_customer_reopens_what_was_closed_for_a_reason_that_lets_them(reason: str) -> None:
    """V30: after attempts that went unanswered; not what is out of scope (V28)."""
    ticket = strict(Closed(at=FRIDAY, by=ANA.person, reason=reason))
    request = Reopen(key="k", asker=CARL, ticket=12, text="It is back.")
    assert ending.customer_may_reopen(ticket) == NEEDS[reason].reopens
    assert ending.reopen(request, ticket, Role.AGENT).text == "It is back."
    if NEEDS[reason].reopens:
        assert ending.reopen(request, ticket, Role.CUSTOMER).text == "It is back."
        return
    with pytest.raises(NotAllowedError):
        ending.reopen(request, ticket, Role.CUSTOMER)


async def test_a_customer_reopens_what_they_agreed_to(desk: Desk) -> None:
    ticket = await done(desk, Resolve, await critical(desk), LATER, text="It answers again.")
    await done(desk, Confirm, ticket, LATER, asker=BEA)
    assert (await done(desk, Reopen, ticket, LATER, asker=BEA, text="It is back.")).state is State.OPEN


def test_the_last_closing_decides_whether_a_customer_may_reopen() -> None:
    closed = strict(Closed(at=FRIDAY, by=ANA.person, reason="agreed"))
    again = closed.history.then(ending.reopen(Reopen(key="k", asker=ANA, ticket=12, text="Again."), closed, Role.AGENT))
    after = replace(closed, history=again.then(Closed(at=closed.at, by=ANA.person, reason="out_of_scope")))
    assert not ending.customer_may_reopen(after)


@pytest.mark.complaint(25)
async def test_a_reopened_ticket_promises_anew(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Close, ticket, LATER, reason="resolved", text="Carl agreed.")
    after = await done(desk, Reopen, ticket, MONDAY + HOUR, text="It is back.")
    assert [(clock.cycle, clock.due) for clock in after.live_clocks] == [(2, MONDAY + 2 * HOUR)]


async def test_a_reopening_says_why(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Close, ticket, LATER, reason="resolved", text="Carl agreed.")
    with pytest.raises(TextMissingError):
        await done(desk, Reopen, ticket, LATER, text="\n")
