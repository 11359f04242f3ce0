"""What a customer sees of their own ticket: what is promised to them and what was said to them, nothing internal."""

from dataclasses import replace

from bot.clocks.clock import evaluate
from bot.clocks.contract import Promise, Terms
from bot.clocks.entries import (
    Attempted,
    CalledBack,
    Closed,
    Confirmed,
    Entry,
    Objected,
    Paused,
    Regraded,
    Reopened,
    Resumed,
)
from bot.clocks.ledger import History
from bot.desk.access import Role
from bot.desk.facts import Ticket


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
    """The terms with what the contract promises, without what the team has set itself and without whom it calls."""
    promises = {
        priority: tuple(_bare(promise) for promise in made if promise.target is not None)
        for priority, made in terms.plan.promises.items()
    }
    return replace(terms, plan=replace(terms.plan, promises=promises, paging={}))


def _bare(promise: Promise) -> Promise:
    return replace(promise, goal=None, warnings=())


def _without_internal_words(entry: Entry) -> Entry:
    match entry:
        case Regraded():
            return replace(entry, impact="")
        case Attempted():
            return replace(entry, text="", link="")
        case CalledBack() | Paused() | Resumed() | Confirmed() | Objected() | Closed() | Reopened():
            return replace(entry, text="")
        case _:
            return entry
