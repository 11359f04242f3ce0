"""Whether a ticket is taken, and as what: what the subscription covers, what the triage decides, who can be reached."""

import re
from collections.abc import Mapping
from datetime import datetime

from bot.clocks.conduct import LapsedMode, TriageAnswer
from bot.clocks.contract import Contract, IntakeField, Severity
from bot.desk import naming
from bot.desk.discretion import clause_for_customer
from bot.desk.facts import Customer
from bot.desk.refusals import (
    ContactDoubtfulError,
    FieldsMissingError,
    NoSuchAnswerError,
    NotSubscribedError,
    TriageContradictsError,
)

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_FEWEST_DIGITS = 6
"""Of a telephone number that somebody outside the house can call."""


def covered(customer: Customer, contract: Contract, at: datetime) -> bool:
    """Whether a ticket that is opened at `at` has the contract's promises (V22).

    The first and the last day of the subscription belong to it. Outside of it the ticket is taken without promises
    where the contract says so; otherwise NotSubscribedError.
    """
    if customer.subscribed(contract.local_date(at)):
        return True
    if contract.lapsed is LapsedMode.WITHOUT_SLA:
        return False
    clause = clause_for_customer(contract.lapsed_clause)
    raise NotSubscribedError(customer=customer.name, starts=customer.starts, ends=customer.ends, clause=clause)


def graded(contract: Contract, severity: str, answer: str | None) -> tuple[Severity, TriageAnswer | None]:
    """The severity of a new ticket, and the answer to the triage that decided it (B11, B12, B18).

    An answer alone is enough; one that decides another severity than the one that is named is refused. Raises
    NoSuchSeverityError, NoSuchAnswerError and TriageContradictsError.
    """
    if not answer:
        return naming.severity(contract, severity), None
    found = contract.triage.answer(answer) if contract.triage else None
    if found is None:
        known = contract.triage.answers if contract.triage else ()
        raise NoSuchAnswerError(text=answer, answers=known)
    decided = contract.severity(found.severity)
    if severity.strip() and (named := naming.severity(contract, severity)) != decided:
        raise TriageContradictsError(answer=found, decided=decided, named=named)
    return decided, found


def complete(
    severity: Severity, contact: Mapping[IntakeField, str], description: str, *, ticket: int | None = None
) -> None:
    """Raise FieldsMissingError with all that the severity asks for and was not given (B20), and ContactDoubtfulError.

    A number or an address is looked at kindly: it need only be one at which somebody could be reached. `ticket` is the
    one that is regraded, if it is no new one.
    """
    given = {**contact, IntakeField.DESCRIPTION: description}
    missing = [name for name in severity.asks if not given.get(name, "").strip()]
    if missing:
        raise FieldsMissingError(severity=severity, missing=missing, ticket=ticket)
    for name in IntakeField:
        if _doubtful(name, contact):
            raise ContactDoubtfulError(asked=name, text=contact[name].strip())


def lacking(severity: Severity, contact: Mapping[IntakeField, str]) -> tuple[IntakeField, ...]:
    """What a severity asks for and a ticket does not have yet, or not so that anybody could be reached by it.

    A ticket that is there already is described by its impact.
    """
    of_contact = (name for name in severity.asks if name is not IntakeField.DESCRIPTION)
    return tuple(name for name in of_contact if not contact.get(name, "").strip() or _doubtful(name, contact))


def _doubtful(name: IntakeField, contact: Mapping[IntakeField, str]) -> bool:
    text = contact.get(name, "").strip()
    match name:
        case IntakeField.PHONE:
            return bool(text) and not _callable(text)
        case IntakeField.EMAIL:
            return bool(text) and not _addressable(text)
        case _:
            return False


def _callable(text: str) -> bool:
    return sum(character.isdecimal() for character in text) >= _FEWEST_DIGITS


def _addressable(text: str) -> bool:
    return _ADDRESS.fullmatch(text) is not None
