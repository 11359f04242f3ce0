"""How a ticket ends: by agreement with the customer, or for another of the contract's reasons. And that it may not."""

from bot.clocks.conduct import CloseNeed, CloseReason
from bot.clocks.entries import Closed, Confirmed, Objected, Reopened, Resolved
from bot.desk import naming
from bot.desk.access import Role, Verb
from bot.desk.demands import words
from bot.desk.facts import Ticket
from bot.desk.refusals import (
    AgreementMissingError,
    AttemptsMissingError,
    NotAllowedError,
    ProposalAnsweredError,
    ScopeLineMissingError,
)
from bot.desk.requests import Close, Confirm, Object, Reopen, Resolve


def resolve(request: Resolve, ticket: Ticket) -> Resolved:
    """The entry of a proposal to the customer that the issue has ended, or has a workaround (B22)."""
    return Resolved(at=ticket.at, by=request.asker.person, text=words(request.text), outcome=request.outcome)


def standing(proposal: int | None, ticket: Ticket) -> None:
    """Raise ProposalAnsweredError where a proposal, by its number in the ledger, is not the one that stands.

    It may have been agreed or objected to, or withdrawn; with None whichever stands is meant.
    """
    if proposal not in (None, ticket.history.proposal_number):
        raise ProposalAnsweredError(number=ticket.number, state=ticket.state)


def confirm(request: Confirm, ticket: Ticket, role: Role) -> Confirmed:
    """The entry of the customer's agreement (B17, B24).

    Whoever says it for them must say how they agreed: AgreementMissingError.
    """
    text = request.text.strip()
    if not text and role is not Role.CUSTOMER:
        agreement = ticket.terms.contract.agreement
        raise AgreementMissingError(clause=agreement.clause if agreement else "")
    return Confirmed(at=ticket.at, by=request.asker.person, text=text)


def objection(request: Object, ticket: Ticket) -> Objected:
    """The entry of the customer's disagreement."""
    return Objected(at=ticket.at, by=request.asker.person, text=words(request.text))


def close(request: Close, ticket: Ticket) -> Closed:
    """The entry of a closing, with all that its reason needs.

    Raises NoSuchReasonError, AgreementMissingError, AttemptsMissingError and ScopeLineMissingError.
    """
    reason, text = naming.close_reason(ticket.terms.contract, request.reason), request.text.strip()
    if CloseNeed.AGREEMENT in reason.needs and not text:
        raise AgreementMissingError(clause=reason.clause)
    if CloseNeed.ATTEMPTS in reason.needs and (made := len(ticket.history.attempts)) < reason.attempts:
        raise AttemptsMissingError(reason=reason, made=made, number=ticket.number)
    line = _scope_line(request, ticket, reason) if CloseNeed.SCOPE_LINE in reason.needs else None
    return Closed(at=ticket.at, by=request.asker.person, reason=reason.id, text=text, line=line)


def reopen(request: Reopen, ticket: Ticket, role: Role) -> Reopened:
    """The entry of a reopening; a customer may ask for one unless the closing was final for them (V30)."""
    if role is Role.CUSTOMER and not customer_may_reopen(ticket):
        raise NotAllowedError(verb=Verb.REOPEN, role=role)
    return Reopened(at=ticket.at, by=request.asker.person, text=words(request.text))


def customer_may_reopen(ticket: Ticket) -> bool:
    """Whether the customer may have a ticket worked on again, by the reason for which it ended last (V30)."""
    ended = ticket.history.last(Closed, Confirmed, Resolved)
    if not isinstance(ended, Closed):
        return ended is not None
    reasons = {reason.id: reason.reopens for reason in ticket.terms.contract.close_reasons}
    return reasons.get(ended.reason, False)


def _scope_line(request: Close, ticket: Ticket, reason: CloseReason) -> str:
    """The clause of the scope line that puts the request out of scope (V28, B10)."""
    wanted, lines = (request.line or "").strip(), ticket.terms.contract.excluded
    for line in lines:
        if line.clause.casefold() == wanted.casefold():
            return line.clause
    raise ScopeLineMissingError(reason=reason, text=wanted, lines=lines)
