"""What a customer sees of their own ticket: what is promised to them and what was said to them, nothing internal."""

from dataclasses import replace

from bot.clocks.clock import evaluate
from bot.clocks.contract import Contract, Promise, Terms
from bot.clocks.entries import (
    Attempted,
    CalledBack,
    Closed,
    Confirmed,
    Entry,
    Objected,
    Paged,
    Paused,
    Regraded,
    Reopened,
    Resumed,
)
from bot.clocks.ledger import History
from bot.desk.access import Role
from bot.desk.facts import Ticket

_HOUSE_RULE = "house rule"
"""The clause of what the team has added to the contract."""


def for_role(ticket: Ticket, role: Role) -> Ticket:
    """A ticket as somebody of that role may see it."""
    return for_customer(ticket) if role is Role.CUSTOMER else ticket


def for_customer(ticket: Ticket) -> Ticket:
    """A ticket as the customer's contacts see it.

    Contractual clocks only; no goals, no warnings, nobody who is paged, no phone number or address, and no words that
    were written for the team: what changed stays, why the team says it did does not.
    """
    terms = promised(ticket.terms)
    own = frozenset(ticket.customer.contacts)
    history = History.of(
        entry if entry.by in own else _without_internal_words(entry) for entry in ticket.history.entries
    )
    return replace(
        ticket,
        terms=terms,
        history=history,
        clocks=evaluate(terms, history, ticket.at),
        chains=(),
        contact={},
        card=None,
    )


def promised(terms: Terms) -> Terms:
    """The terms with what the contract promises, without what the team has set itself and without whom it calls.

    What the team has added to the contract still holds, but names no clause.
    """
    promises = {
        priority: tuple(_bare(promise) for promise in made if promise.target is not None)
        for priority, made in terms.plan.promises.items()
    }
    return Terms(contract=_agreed(terms.contract), plan=replace(terms.plan, promises=promises, paging={}))


def clause_for_customer(clause: str) -> str:
    """A clause of the contract as the customer reads it: a rule of the house is none to them."""
    return "" if clause == _HOUSE_RULE else clause


def _bare(promise: Promise) -> Promise:
    return replace(promise, goal=None, warnings=(), clause=clause_for_customer(promise.clause))


def _agreed(contract: Contract) -> Contract:
    agreement = contract.agreement
    reasons = contract.close_reasons
    return replace(
        contract,
        regrade_clause=clause_for_customer(contract.regrade_clause),
        reopen_clause=clause_for_customer(contract.reopen_clause),
        lapsed_clause=clause_for_customer(contract.lapsed_clause),
        calendar_clauses={name: clause_for_customer(clause) for name, clause in contract.calendar_clauses.items()},
        close_reasons=tuple(replace(each, clause=clause_for_customer(each.clause)) for each in reasons),
        agreement=agreement and replace(agreement, clause=clause_for_customer(agreement.clause)),
    )


def _without_internal_words(entry: Entry) -> Entry:
    match entry:
        case Regraded():
            return replace(entry, impact="")
        case Attempted():
            return replace(entry, text="", link="")
        case Paged():
            return replace(entry, person=None, way="", error="")
        case CalledBack() | Paused() | Resumed() | Confirmed() | Objected() | Closed() | Reopened():
            return replace(entry, text="")
        case _:
            return entry
