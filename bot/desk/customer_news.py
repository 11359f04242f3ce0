"""From an entry of the ledger to what the customer is told of it: what was promised, and no internal word."""

from dataclasses import replace

from bot.clocks.entries import (
    Closed,
    Confirmed,
    Entry,
    Objected,
    Opened,
    Regraded,
    Reopened,
    Replied,
    Resolved,
    Updated,
)
from bot.clocks.lapses import upcoming_lapse
from bot.clocks.ledger import History
from bot.desk.composing import about, promise_line, replaced_severity
from bot.desk.discretion import clause_for_customer
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import PromiseLine
from bot.desk.notices import Answer, News, Proposal, Receipt


def told_to_customer(ticket: Ticket, entry: Entry) -> Receipt | Answer | Proposal | News | None:
    """The facts of an entry for the customer; None for one that is the team's own affair.

    What they can read in Slack already is not told again.
    """
    match entry:
        case Opened(covered=covered):
            return Receipt(about=about(ticket), promises=contractual_lines(ticket), covered=covered)
        case Replied(source=None, text=text, by=by, next_update=next_update):
            return Answer(about=about(ticket), text=text, by=by, next_update=next_update)
        case Updated():
            return _update(ticket, entry)
        case Resolved():
            return _proposal(ticket, entry)
        case Regraded():
            return _news(ticket, replace(entry, impact=""), before=replaced_severity(ticket, entry))
        case Closed():
            return _closed(ticket, entry)
        case Confirmed() | Objected() | Reopened():
            return _news(ticket, replace(entry, text=""))
        case _:
            return None


def answered(ticket: Ticket, number: int) -> Proposal | None:
    """The proposal that an entry of the ledger, by its number, answers or withdraws, with what became of it.

    None for an entry that does neither.
    """
    entry = ticket.history.entries[number - 1]
    if not isinstance(entry, Confirmed | Objected | Reopened | Closed):
        return None
    before = History.of(ticket.history.entries[: number - 1])
    if before.proposal is None or before.proposal_number is None:
        return None
    return Proposal(
        kind=NoticeKind.PROPOSAL_EDIT,
        about=about(ticket),
        number=before.proposal_number,
        since=before.proposal.at,
        text=before.proposal.text,
        by=before.proposal.by,
        outcome=before.proposal.outcome,
        answer=replace(entry, text=""),
    )


def contractual_lines(ticket: Ticket) -> tuple[PromiseLine, ...]:
    """What the customer may count on from now on, the earliest first: never the team's own goals."""
    promised = (clock for clock in ticket.live_clocks if clock.due is not None and clock.breached is None)
    lines = (promise_line(ticket.terms, clock) for clock in promised)
    return tuple(replace(line, clause=clause_for_customer(line.clause)) for line in lines if line.contractual)


def _news(ticket: Ticket, wordless: Entry, before: str | None = None) -> News:
    return News(about=about(ticket), entry=wordless, before=before, promises=contractual_lines(ticket))


def _update(ticket: Ticket, entry: Updated) -> Answer:
    updates = ticket.history.updates
    said_before = (update.eta for update in updates[: updates.index(entry)] if update.eta is not None)
    return Answer(
        about=about(ticket),
        text=entry.text,
        by=entry.by,
        update=True,
        eta=entry.eta,
        earlier=tuple(eta for eta in dict.fromkeys(said_before) if eta != entry.eta),
        next_update=entry.next_update,
    )


def _proposal(ticket: Ticket, entry: Resolved) -> Proposal:
    agreement = ticket.terms.contract.agreement
    lapse = upcoming_lapse(ticket.terms, ticket.history)
    return Proposal(
        about=about(ticket),
        number=ticket.history.entries.index(entry) + 1,
        since=entry.at,
        text=entry.text,
        by=entry.by,
        outcome=entry.outcome,
        agreed_at=None if lapse is None else lapse.at,
        clause="" if agreement is None else clause_for_customer(agreement.clause),
    )


def _closed(ticket: Ticket, entry: Closed) -> News:
    contract = ticket.terms.contract
    reason = next((each for each in contract.close_reasons if each.id == entry.reason), None)
    line = next((each for each in contract.excluded if each.clause == entry.line), None)
    named = line or reason
    return News(
        about=about(ticket),
        entry=replace(entry, text=""),
        reason="" if named is None else named.text,
        reopens=reason is not None and reason.reopens,
    )
