"""Tickets for the tests of the slack room: a Valimail customer's and a Bird customer's, with any history."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from bot.clocks.clock import Clock, evaluate
from bot.clocks.conduct import (
    Agreement,
    CloseNeed,
    CloseReason,
    Duty,
    LapsedMode,
    Silence,
    Term,
    Triage,
    TriageAnswer,
)
from bot.clocks.contract import ClockKind, IntakeField, Terms, terms
from bot.clocks.durations import parse_target
from bot.clocks.entries import Entry, Opened
from bot.clocks.ledger import History
from bot.clocks.paging import chains
from bot.contracts.reader import load
from bot.desk.composing import about, promise_line
from bot.desk.facts import Customer, Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import About, PromiseLine
from bot.desk.outgoing import Outgoing
from bot.desk.requests import Origin
from bot.desk.roster import Roster

FRIDAY = datetime(2026, 6, 5, 23, 30, tzinfo=UTC)
"""Half past four on a Friday afternoon in Los Angeles: the desk is open for another hour and a half."""
MINUTE = timedelta(minutes=1)
ANA, OLLY, LENA, TESS, CARA = "U0ANA", "U0OLLY", "U0LENA", "U0TESS", "U0CARA"
PEOPLE = {ANA: "Ana Agent", OLLY: "Olly Oncall", LENA: "Lena Lead", TESS: "Tess Tam", CARA: "Cara Customer"}
ORIGIN = Origin(channel="C0ACME", ts="1780000000.000100")
CONTACT = {
    IntakeField.COMPANY: "Globex",
    IntakeField.CONTACT: "Cara Customer",
    IntakeField.PHONE: "+31 20 555 0100",
    IntakeField.EMAIL: "cara@globex.example",
}
ROSTER = Roster(channels={"triage": "C0TRIAGE"}, leads=frozenset({LENA}), agents=frozenset({ANA, OLLY}))


TRIAGE = Triage(
    question="What fails?",
    answers=(
        TriageAnswer(id="all_calls", text="All API calls fail.", severity="critical", clause="B11"),
        TriageAnswer(id="some_calls", text="Some calls fail.", severity="non_critical", clause="B12"),
    ),
)
DUTIES = (
    Duty(text="Name a technical representative.", clause="V25", name="technical representative"),
    Duty(text="Grant access to the DNS.", clause="V27", name="DNS access"),
    Duty(text="Be courteous.", clause="V24"),
)
CLOSE_REASONS = (
    CloseReason(
        id="resolved",
        text="Both sides agree that it is resolved.",
        reopens=True,
        clause="B17",
        needs=frozenset({CloseNeed.AGREEMENT}),
    ),
    CloseReason(
        id="out_of_scope",
        text="The request is excluded.",
        reopens=False,
        clause="V28",
        needs=frozenset({CloseNeed.SCOPE_LINE}),
    ),
    CloseReason(
        id="no_answer",
        text="The customer does not answer.",
        reopens=True,
        clause="V29",
        needs=frozenset({CloseNeed.ATTEMPTS}),
        attempts=3,
    ),
)
REMINDS = Agreement(after=parse_target("2 days"), calendar=None, silence=Silence.REMINDS, clause="B24")
AGREES = Agreement(after=parse_target("5 days"), calendar=None, silence=Silence.AGREES, clause="B24")


def names(person: str) -> str:
    return PEOPLE.get(person, "Somebody")


@cache
def valicare() -> Terms:
    return terms(load("valimail"), "valicare")


@cache
def email_enterprise() -> Terms:
    return terms(load("bird"), "email_enterprise")


def with_rules(of: Terms | None = None, **changes: Any) -> Terms:
    """What was sold, under a contract with rules for how tickets are taken and how they end."""
    sold = valicare() if of is None else of
    rules: dict[str, Any] = {
        "duties": DUTIES,
        "close_reasons": CLOSE_REASONS,
        "excluded": (Term(text="Custom templates.", clause="B03"), Term(text="Migrations.", clause="B10")),
        "agreement": REMINDS,
        "lapsed": LapsedMode.WITHOUT_SLA,
        "lapsed_clause": "V22",
    }
    return replace(sold, contract=replace(sold.contract, **rules | changes))


def acme(**changes: Any) -> Customer:
    values: dict[str, Any] = {
        "id": 1,
        "key": "acme",
        "name": "Acme",
        "contract": "valimail",
        "plan": "valicare",
        "contacts": (CARA,),
    }
    return Customer(**values | changes)


def globex(**changes: Any) -> Customer:
    values: dict[str, Any] = {
        "id": 2,
        "key": "globex",
        "name": "Globex",
        "contract": "bird",
        "plan": "email_enterprise",
        "tam": TESS,
    }
    return Customer(**values | changes)


def opened(severity: str = "urgent", at: datetime = FRIDAY) -> Opened:
    return Opened(at=at, by=CARA, severity=severity)


def ticket(*later: Entry, at: datetime = FRIDAY, severity: str = "urgent", **changes: Any) -> Ticket:
    """A Valicare ticket opened on Friday, with what happened later, as it stands at `at`."""
    sold: Terms = changes.pop("terms", None) or valicare()
    history = History.of([changes.pop("first", None) or opened(severity), *later])
    values: dict[str, Any] = {
        "number": 12,
        "title": "SSO login fails for everyone",
        "description": "Since this morning nobody can log in.",
        "customer": acme(),
        "terms": sold,
        "history": history,
        "at": at,
        "clocks": evaluate(sold, history, at),
        "chains": chains(sold, history),
        "opened_by": CARA,
    }
    return Ticket(**values | changes)


def critical(*later: Entry, at: datetime = FRIDAY, **changes: Any) -> Ticket:
    """A critical ticket of Globex, whose contract is Bird's."""
    values = {"terms": email_enterprise(), "customer": globex(), "contact": CONTACT} | changes
    return ticket(*later, at=at, severity="critical", **values)


def non_critical(*later: Entry, at: datetime = FRIDAY, **changes: Any) -> Ticket:
    """A ticket of Globex for which nobody need be called, so that nobody has been named."""
    return ticket(*later, at=at, severity="non_critical", terms=email_enterprise(), customer=globex(), **changes)


def clock(of: Ticket, kind: ClockKind = ClockKind.FIRST_RESPONSE) -> Clock:
    return next(each for each in of.clocks if each.kind is kind)


def about_it(**changes: Any) -> About:
    of = about(ticket())
    return About(**{name: getattr(of, name) for name in About.__slots__} | changes)


def first_response() -> PromiseLine:
    return promise_line(ticket().terms, clock(ticket()))


def outgoing(told: Any, *, at: datetime, planned: datetime | None = None) -> Outgoing:
    """A notice with these facts, or the card where a ticket is given."""
    is_card = isinstance(told, Ticket)
    return Outgoing(
        key="1:it",
        kind=NoticeKind.CARD if is_card else told.kind,
        place="C0TRIAGE",
        at=at,
        planned=planned or at,
        ticket=told if is_card else None,
        facts=None if is_card else told,
        since=planned or at,
    )
