"""Answers that change nothing: what stands, why, and what would happen if. A customer sees their own only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.contract import Terms
from bot.clocks.ledger import CannotFollowError
from bot.desk import naming, previews
from bot.desk.access import Role, Verb, check, role
from bot.desk.desk import Desk
from bot.desk.facts import Customer, Ticket
from bot.desk.previews import OpeningPreview, RegradePreview
from bot.desk.records import TicketUnreadableError, customer_of, overrides_from, ticket_of
from bot.desk.refusals import NoSuchTicketError, NotAllowedError, NotNowError
from bot.desk.requests import Asker
from storage import customers, tables, tickets
from storage.tickets import TicketFilter

log = structlog.get_logger(__name__)

PAGE = 10
"""How many tickets one page of a list shows."""


class Which(StrEnum):
    """Which open tickets a list shows."""

    MINE = "mine"
    """Those that the asker has."""
    OPEN = "open"
    """All."""
    UNASSIGNED = "unassigned"
    """Those that nobody has."""
    BREACHING = "breaching"
    """Those with a promise that is broken and still not done."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A page of tickets, the next due first; `page` counts from 1."""

    tickets: Sequence[Ticket]
    page: int
    pages: int
    total: int


async def show(desk: Desk, asker: Asker, number: int, at: datetime, *, verb: Verb = Verb.SHOW) -> Ticket:
    """A ticket as it stands at `at`, for whoever may use `verb` on it.

    Raises NoSuchTicketError where there is none and where it is none of the asker's business, NotAllowedError where
    their role does not permit the verb.
    """
    async with desk.database.reading() as session:
        return await _visible(session, desk, asker, number, at, verb)


async def listed(desk: Desk, asker: Asker, which: Which, at: datetime, *, page: int = 1) -> Listed:
    """A page of the open tickets that the asker may see; one that cannot be read is counted but not shown."""
    async with desk.database.reading() as session:
        wanted = await _wanted(session, desk, asker, which)
        found = await tickets.page(session, wanted, limit=PAGE, offset=(page - 1) * PAGE)
        return Listed(
            tickets=[ticket for row in found.tickets if (ticket := await readable(session, desk, row, at)) is not None],
            page=page,
            pages=max(1, -(-found.total // PAGE)),
            total=found.total,
        )


async def counted(desk: Desk, asker: Asker) -> dict[Which, int]:
    """How many open tickets each list would have for the asker."""
    async with desk.database.reading() as session:
        return {which: await tickets.count(session, await _wanted(session, desk, asker, which)) for which in Which}


async def readable(session: AsyncSession, desk: Desk, row: tables.Ticket, at: datetime) -> Ticket | None:
    """The ticket of a row as it stands at `at`; None, and a line in the log, where it cannot be read."""
    try:
        return await ticket_of(session, desk, row, at)
    except TicketUnreadableError as wrong:
        log.error("a ticket cannot be listed", ticket=row.id, cause=repr(wrong.__cause__))
        return None


async def asker_role(desk: Desk, asker: Asker) -> Role:
    """What the asker is to the installation as a whole: a customer's contact counts as a customer."""
    found = role(desk.roster, asker)
    if found is Role.OTHER:
        async with desk.database.reading() as session:
            if await customers.of_contact(session, asker.person):
                return Role.CUSTOMER
    return found


async def customers_for(desk: Desk, asker: Asker, typed: str) -> Sequence[Customer]:
    """The customers that the asker may open tickets for and whose name starts with what was typed."""
    async with desk.database.reading() as session:
        if role(desk.roster, asker) is not Role.OTHER:
            found = await customers.search(session, typed)
        else:
            own = await customers.of_contact(session, asker.person)
            found = [row for row in own if typed.strip().casefold() in row.name.casefold()]
        return [customer_of(row) for row in found]


async def customer_in(desk: Desk, asker: Asker) -> Customer | None:
    """The one customer whom the asker speaks for or whose channel they are in; None where it is not clear."""
    async with desk.database.reading() as session:
        found = await customers.of_contact(session, asker.person)
        if not found and asker.channel is not None and role(desk.roster, asker) is not Role.OTHER:
            found = await customers.in_channel(session, asker.channel)
        return customer_of(found[0]) if len(found) == 1 else None


async def sold_to(desk: Desk, asker: Asker, customer: str, at: datetime) -> tuple[Customer, Terms]:
    """What a customer named by id, key or name has bought, for whoever may open their tickets."""
    async with desk.database.reading() as session:
        row = await naming.customer_for(session, desk.roster, asker, customer)
    return customer_of(row), naming.sold_to(desk.shelf, row, at)


async def preview_opening(desk: Desk, asker: Asker, customer: str, severity: str, at: datetime) -> OpeningPreview:
    """What opening a ticket at `at` would promise; raises as `sold_to`, and NoSuchSeverityError."""
    found, sold = await sold_to(desk, asker, customer, at)
    chosen = naming.severity(sold.contract, severity).id
    return previews.opening(desk.roster, found, sold, chosen, at, overrides=await _overrides(desk, at))


async def preview_regrade(desk: Desk, asker: Asker, number: int, severity: str | None, at: datetime) -> RegradePreview:
    """What regrading a ticket at `at` would change; without a severity, how it stands.

    Raises NotNowError where a regrade cannot follow, as on a closed ticket.
    """
    ticket = await show(desk, asker, number, at, verb=Verb.REGRADE)
    chosen = naming.severity(ticket.terms.contract, severity).id if severity else ticket.severity.id
    overrides = await _overrides(desk, ticket.at)
    try:
        return previews.regrade(desk.roster, ticket, chosen, overrides=overrides)
    except CannotFollowError as refusal:
        raise NotNowError(verb=Verb.REGRADE, number=number, state=ticket.state) from refusal


async def _overrides(desk: Desk, at: datetime) -> previews.Overrides:
    async with desk.database.reading() as session:
        return await overrides_from(session, desk, at)


async def _visible(session: AsyncSession, desk: Desk, asker: Asker, number: int, at: datetime, verb: Verb) -> Ticket:
    row = await tickets.get(session, number)
    customer = await customers.get(session, row.customer_id) if row else None
    if row is None or customer is None:
        raise NoSuchTicketError(number=number)
    found = role(desk.roster, asker, customer_of(customer))
    if found is Role.OTHER:
        raise NoSuchTicketError(number=number)
    check(verb, found)
    return await ticket_of(session, desk, row, at)


async def _wanted(session: AsyncSession, desk: Desk, asker: Asker, which: Which) -> TicketFilter:
    own: list[int] | None = None
    if role(desk.roster, asker) is Role.OTHER:
        own = [row.id for row in await customers.of_contact(session, asker.person)]
        if not own:
            raise NotAllowedError(verb=Verb.LIST, role=Role.OTHER)
    match which:
        case Which.MINE:
            return TicketFilter(customer_ids=own, assignee=asker.person)
        case Which.OPEN:
            return TicketFilter(customer_ids=own)
        case Which.UNASSIGNED:
            return TicketFilter(customer_ids=own, unassigned=True)
        case Which.BREACHING:
            return TicketFilter(customer_ids=own, overdue=True)
