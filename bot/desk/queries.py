"""Answers that change nothing: what stands, why, and what would happen if. A customer sees their own only."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.contract import Terms
from bot.desk import naming, previews
from bot.desk.access import Role, Verb, check, concerned, must_follow, role
from bot.desk.admission import covered, graded
from bot.desk.desk import Desk
from bot.desk.discretion import for_role, promised
from bot.desk.escalation import Overrides
from bot.desk.facts import Customer, Ticket
from bot.desk.previews import OpeningPreview, RegradePreview
from bot.desk.records import TicketUnreadableError, customer_of, overrides_from, ticket_of
from bot.desk.refusals import NoSuchTicketError
from bot.desk.requests import Asker
from storage import customers, tables, tickets

log = structlog.get_logger(__name__)


async def show(desk: Desk, asker: Asker, number: int, at: datetime, *, verb: Verb = Verb.SHOW) -> Ticket:
    """A ticket as it stands at `at`, for whoever may use `verb` on it.

    Raises NoSuchTicketError where there is none, that or NotAContactError where it is none of the asker's business, and
    NotAllowedError where their role does not permit the verb.
    """
    async with desk.database.reading() as session:
        return await _visible(session, desk, asker, number, at, verb)


async def readable(session: AsyncSession, desk: Desk, row: tables.Ticket, at: datetime) -> Ticket | None:
    """The ticket of a row as it stands at `at`; None, and a line in the log, where it cannot be read."""
    try:
        return await ticket_of(session, desk, row, at)
    except TicketUnreadableError as wrong:
        log.error("a ticket cannot be listed", ticket=row.id, cause=repr(wrong.__cause__))
        return None


async def asker_role(desk: Desk, asker: Asker) -> Role:
    """What the asker is to the installation as a whole: whoever is anything to any customer is that.

    A technical account manager who is a contact as well counts as the former.
    """
    found = role(desk.roster, asker)
    if found is Role.OTHER:
        async with desk.database.reading() as session:
            if await customers.of_tam(session, asker.person):
                return Role.TAM
            if await customers.of_contact(session, asker.person):
                return Role.CUSTOMER
    return found


async def customers_for(desk: Desk, asker: Asker, typed: str) -> Sequence[Customer]:
    """The customers that the asker may open tickets for and whose name starts with what was typed."""
    async with desk.database.reading() as session:
        if role(desk.roster, asker) is not Role.OTHER:
            found = await customers.search(session, typed)
        else:
            own = await customers.of_person(session, asker.person)
            found = [row for row in own if typed.strip().casefold() in row.name.casefold()]
        return [customer_of(row) for row in found]


async def customer_in(desk: Desk, asker: Asker) -> Customer | None:
    """The one customer whom the asker speaks for, or may open tickets for and whose channel they are in.

    None where it is not clear.
    """
    is_of_house = role(desk.roster, asker) is not Role.OTHER
    async with desk.database.reading() as session:
        found = await customers.of_contact(session, asker.person)
        if not found and asker.channel is not None:
            here = await customers.in_channel(session, asker.channel)
            found = [row for row in here if is_of_house or row.tam == asker.person]
        return customer_of(found[0]) if len(found) == 1 else None


async def customers_in(desk: Desk, channel: str) -> Sequence[Customer]:
    """The customers whom a channel belongs to; none for a channel of the team's own."""
    async with desk.database.reading() as session:
        return [customer_of(row) for row in await customers.in_channel(session, channel)]


async def sold_to(desk: Desk, asker: Asker, customer: str, at: datetime) -> tuple[Customer, Terms]:
    """What a customer named by id, key or name has bought, for whoever may open their tickets."""
    async with desk.database.reading() as session:
        row = await naming.customer_for(session, desk.roster, asker, customer)
    return customer_of(row), naming.sold_to(desk.shelf, row, at)


async def preview_opening(
    desk: Desk, asker: Asker, customer: str, severity: str, at: datetime, *, triage: str | None = None
) -> OpeningPreview:
    """What opening a ticket at `at` would promise, with the severity that is named or that the triage's answer decides.

    A contact sees the contract's promises only, and nobody who is paged. Raises as `sold_to`, `admission.covered` and
    `admission.graded` do.
    """
    found, sold = await sold_to(desk, asker, customer, at)
    is_covered = covered(found, sold.contract, at)
    chosen, answer = graded(sold.contract, severity, triage)
    return previews.opening(
        desk.roster,
        found,
        promised(sold) if role(desk.roster, asker, found) is Role.CUSTOMER else sold,
        chosen.id,
        at,
        answer=answer,
        covered=is_covered,
        overrides=await _overrides(desk, at),
    )


async def preview_regrade(desk: Desk, asker: Asker, number: int, severity: str | None, at: datetime) -> RegradePreview:
    """What regrading a ticket at `at` would change; without a severity, how it stands.

    Raises NotNowError where a regrade cannot follow, as on a closed ticket.
    """
    ticket = await show(desk, asker, number, at, verb=Verb.REGRADE)
    must_follow(Verb.REGRADE, ticket)
    chosen = naming.severity(ticket.terms.contract, severity).id if severity else ticket.severity.id
    return previews.regrade(desk.roster, ticket, chosen, overrides=await _overrides(desk, ticket.at))


async def _overrides(desk: Desk, at: datetime) -> Overrides:
    async with desk.database.reading() as session:
        return await overrides_from(session, desk, at)


async def _visible(session: AsyncSession, desk: Desk, asker: Asker, number: int, at: datetime, verb: Verb) -> Ticket:
    row = await tickets.get(session, number)
    customer = await customers.get(session, row.customer_id) if row else None
    if row is None or customer is None:
        raise NoSuchTicketError(number=number)
    found = concerned(desk.roster, asker, customer_of(customer), number, row.origin_channel)
    check(verb, found)
    return for_role(await ticket_of(session, desk, row, at), found)
