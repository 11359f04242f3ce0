"""What would happen if: the due times that a form shows before it is sent. Nothing is stored."""

from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from bot.clocks.clock import Clock, evaluate
from bot.clocks.conduct import TriageAnswer
from bot.clocks.contract import IntakeField, Severity, Terms
from bot.clocks.entries import Opened, Regraded
from bot.clocks.ledger import History
from bot.clocks.paging import chains
from bot.desk.admission import lacking
from bot.desk.escalation import Overrides, called
from bot.desk.facts import Customer, Ticket
from bot.desk.roster import Roster

NO_OVERRIDES: Overrides = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class OpeningPreview:
    """What opening a ticket now would promise, and who would be paged at once.

    `answer` is what decided the severity, where the contract asks; without `covered` nothing is promised, because the
    subscription does not cover today (V22).
    """

    customer: Customer
    terms: Terms
    severity: Severity
    at: datetime
    clocks: tuple[Clock, ...]
    pages: tuple[str, ...]
    answer: TriageAnswer | None = None
    covered: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class RegradePreview:
    """What regrading a ticket now would change: its live clocks before and after, and who would be paged at once.

    `asks` is what the severity asks for and the ticket does not have (B20).
    """

    ticket: Ticket
    severity: Severity
    before: tuple[Clock, ...]
    after: tuple[Clock, ...]
    pages: tuple[str, ...]
    asks: tuple[IntakeField, ...] = ()


def opening(
    roster: Roster,
    customer: Customer,
    terms: Terms,
    severity_id: str,
    at: datetime,
    *,
    answer: TriageAnswer | None = None,
    covered: bool = True,
    overrides: Overrides = NO_OVERRIDES,
) -> OpeningPreview:
    """The promises of a ticket opened at `at`; KeyError for a severity the contract does not have."""
    severity = terms.contract.severity(severity_id)
    history = History.of([Opened(at=at, by="", severity=severity_id, covered=covered)])
    return OpeningPreview(
        customer=customer,
        terms=terms,
        severity=severity,
        at=at,
        clocks=evaluate(terms, history, at),
        pages=_paged_now(roster, overrides, customer, terms, history, at),
        answer=answer,
        covered=covered,
    )


def regrade(roster: Roster, ticket: Ticket, severity_id: str, *, overrides: Overrides = NO_OVERRIDES) -> RegradePreview:
    """The promises before and after a regrade at the instant the ticket was read; KeyError as for `opening`."""
    severity = ticket.terms.contract.severity(severity_id)
    history = ticket.history
    if severity_id != history.severity:
        history = history.then(Regraded(at=ticket.at, by="", severity=severity_id, impact=""))
    return RegradePreview(
        ticket=ticket,
        severity=severity,
        before=tuple(clock for clock in ticket.clocks if clock.live),
        after=tuple(clock for clock in evaluate(ticket.terms, history, ticket.at) if clock.live),
        pages=_paged_now(roster, overrides, ticket.customer, ticket.terms, history, ticket.at),
        asks=lacking(severity, ticket.contact) if severity_id != ticket.severity.id else (),
    )


def _paged_now(
    roster: Roster, overrides: Overrides, customer: Customer, terms: Terms, history: History, at: datetime
) -> tuple[str, ...]:
    names = (
        page.whom
        for chain in chains(terms, history)
        if chain.ended is None and chain.raised == at
        for page in chain.pages
        if page.at <= at
    )
    people = (person for whom in names for person in called(terms, roster, customer, whom, at, overrides))
    return tuple(dict.fromkeys(people))
