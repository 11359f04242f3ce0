"""Finding what a person meant: a customer and what they bought, a severity, a close reason, by id or by name."""

from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.conduct import CloseReason, Duty
from bot.clocks.contract import Contract, PauseReason, Plan, Severity, Terms, terms
from bot.contracts.shelf import Shelf
from bot.desk.access import Role, role
from bot.desk.refusals import (
    NoSuchCustomerError,
    NoSuchDutyError,
    NoSuchPauseReasonError,
    NoSuchReasonError,
    NoSuchSeverityError,
    NoSuchWayError,
    NotInForceError,
)
from bot.desk.requests import Asker
from bot.desk.roster import Roster
from storage import customers, tables


async def customer(session: AsyncSession, text: str) -> tables.Customer:
    """The customer with that key or name; NoSuchCustomerError with names like it where there is none.

    Nothing less will do: a ticket starts clocks and calls people, and a wrong guess would do so for somebody else.
    """
    if (row := await customers.find(session, text)) is not None:
        return row
    similar = [row.name for row in await customers.search(session, text)]
    everybody = [row.name for row in await customers.search(session, "")]
    nearest = [*similar[:3], *get_close_matches(text.strip(), everybody, n=3, cutoff=0.5)]
    raise NoSuchCustomerError(text=text, nearest=list(dict.fromkeys(nearest))[:3])


async def customer_for(session: AsyncSession, roster: Roster, asker: Asker, text: str) -> tables.Customer:
    """The customer that an asker means: any for the team, for others one that they are the TAM or a contact of.

    NoSuchCustomerError where there is none; a customer who is none of the asker's is answered as if there were none,
    and no name of one is given away.
    """
    if role(roster, asker) is not Role.OTHER:
        return await customer(session, text)
    own = await customers.of_person(session, asker.person)
    wanted = text.strip().casefold()
    for row in own:
        if wanted in (row.key.casefold(), row.name.casefold()):
            return row
    raise NoSuchCustomerError(text=text, nearest=[row.name for row in own])


def sold_to(shelf: Shelf, row: tables.Customer, at: datetime) -> Terms:
    """What a customer has bought, as it is in force at an instant; NotInForceError where nothing is."""
    try:
        return terms(shelf.in_force(row.contract, at), row.plan)
    except KeyError:
        raise NotInForceError(customer=row.name) from None


def severity(contract: Contract, text: str) -> Severity:
    """The severity with that id or name, or the only one of that priority; NoSuchSeverityError where there is none."""
    wanted = _plain(text)
    for each in contract.severities:
        if wanted in (_plain(each.id), _plain(each.name)):
            return each
    of_priority = [each for each in contract.severities if _plain(each.priority) == wanted]
    if len(of_priority) == 1:
        return of_priority[0]
    raise NoSuchSeverityError(text=text, severities=of_priority or contract.severities)


def severity_ids(contracts: Iterable[Contract], text: str) -> frozenset[str]:
    """The ids of all severities of these contracts that have that id, name or priority."""
    wanted = _plain(text)
    severities = (severity for contract in contracts for severity in contract.severities)
    return frozenset(each.id for each in severities if wanted in map(_plain, (each.id, each.name, each.priority)))


def way(plan: Plan, text: str | None) -> str | None:
    """The way by which a customer on that plan turned to support, by its id; None where that was not said.

    NoSuchWayError where their plan knows of no such way.
    """
    ways = plan.reached_by.ways if plan.reached_by else {}
    if text is None or text in ways:
        return text
    raise NoSuchWayError(text=text, ways=tuple(ways.values()))


def close_reason(contract: Contract, text: str) -> CloseReason:
    """The close reason with that id; NoSuchReasonError where there is none."""
    for reason in contract.close_reasons:
        if _plain(reason.id) == _plain(text):
            return reason
    raise NoSuchReasonError(text=text, reasons=_ids(contract.close_reasons))


def pause_reason(text: str) -> PauseReason:
    """The reason to wait that a text names, whole or by its last words (`customer`, `third party`).

    NoSuchPauseReasonError where it names none.
    """
    wanted = text.casefold().replace("_", " ").split()
    for reason in PauseReason:
        if wanted and reason.split()[-len(wanted) :] == wanted:
            return reason
    raise NoSuchPauseReasonError(text=text, reasons=tuple(PauseReason))


def duty(contract: Contract, clause: str) -> Duty:
    """The customer's duty of that clause (V24-V27); NoSuchDutyError where the contract has none."""
    for each in contract.duties:
        if _plain(each.clause) == _plain(clause):
            return each
    raise NoSuchDutyError(text=clause, duties=contract.duties)


def _ids(reasons: Iterable[CloseReason]) -> list[str]:
    return [reason.id for reason in reasons]


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
