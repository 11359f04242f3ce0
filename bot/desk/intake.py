"""Open a ticket: one transaction from what a person asked to a running clock."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.contract import Severity, Terms
from bot.clocks.entries import Opened
from bot.desk import naming
from bot.desk.access import Verb, check, role
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.records import customer_of, entry_row, ticket_of
from bot.desk.refusals import FieldsMissingError, NotSubscribedError, OtherCustomersMessageError, TextMissingError
from bot.desk.requests import OpenTicket
from bot.desk.telling import tell
from storage import contracts, customers, inbox, tables, tickets


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """The ticket that a request led to; `repeated` when the same request had been carried out before."""

    ticket: Ticket
    repeated: bool = False


async def open_ticket(desk: Desk, request: OpenTicket, at: datetime) -> Receipt:
    """Take a ticket at `at` and start its clocks.

    Raises RefusedError, with nothing stored, when it cannot be taken, and `storage.database.Unavailable` when the
    database is too slow or away; a request whose key was carried out before gives the same ticket again.
    """
    async with desk.database.transaction() as session:
        if not await inbox.record(session, request.key, at):
            return Receipt(ticket=await _opened_before(session, desk, request, at), repeated=True)
        customer = await naming.customer_for(session, desk.roster, request.asker, request.customer)
        check(Verb.NEW, role(desk.roster, request.asker, customer_of(customer)))
        await _from_own_channel(session, request, customer)
        sold = naming.sold_to(desk.shelf, customer, at)
        _subscribed(customer, sold.contract.local_date(at))
        severity = naming.severity(sold.contract, request.severity)
        _complete(request, severity, customer)
        row = await tickets.insert(session, await _row(session, desk, request, customer, sold, severity, at))
        opened = Opened(at=at, by=request.asker.person, severity=severity.id)
        await tickets.append(session, [entry_row(row.id, 1, opened)])
        ticket = await ticket_of(session, desk, row, at)
        await tell(session, desk, row, ticket, [(1, opened)])
        await inbox.answer(session, request.key, ticket_id=row.id, answer=None)
        return Receipt(ticket=ticket)


async def _opened_before(session: AsyncSession, desk: Desk, request: OpenTicket, at: datetime) -> Ticket:
    received = await inbox.received(session, request.key)
    row = await tickets.get(session, received.ticket_id) if received and received.ticket_id else None
    if row is None:
        raise LookupError(f"request {request.key} was taken in, but its ticket is not there")
    return await ticket_of(session, desk, row, at)


async def _from_own_channel(session: AsyncSession, request: OpenTicket, customer: tables.Customer) -> None:
    """Refuse to answer one customer in another one's channel."""
    owners = [] if request.origin is None else await customers.in_channel(session, request.origin.channel)
    if owners and customer.id not in {owner.id for owner in owners}:
        raise OtherCustomersMessageError(customer=customer.name, owner=owners[0].name)


def _subscribed(customer: tables.Customer, today: date) -> None:
    """Refuse outside the subscription term, whose first and last day belong to it (V22)."""
    starts, ends = customer.term_starts, customer.term_ends
    if (starts is not None and today < starts) or (ends is not None and today > ends):
        raise NotSubscribedError(customer=customer.name, starts=starts, ends=ends)


def _complete(request: OpenTicket, severity: Severity, customer: tables.Customer) -> None:
    if not request.title.strip():
        raise TextMissingError(what="title")
    missing = [name for name in severity.asks if not request.contact.get(name, "").strip()]
    if missing:
        raise FieldsMissingError(severity=severity, missing=missing)


async def _row(
    session: AsyncSession,
    desk: Desk,
    request: OpenTicket,
    customer: tables.Customer,
    sold: Terms,
    severity: Severity,
    at: datetime,
) -> tables.Ticket:
    contract = sold.contract
    version = tables.ContractVersion(
        contract=contract.id,
        version=contract.version,
        digest=contract.digest,
        source=desk.shelf.text(contract.digest),
        stored_at=at,
    )
    return tables.Ticket(
        customer_id=customer.id,
        contract_version_id=await contracts.keep(session, version),
        plan=sold.plan.id,
        title=request.title.strip(),
        description=request.description.strip(),
        severity=severity.id,
        priority_rank=contract.priorities.index(severity.priority),
        opened_at=at,
        opened_by=request.asker.person,
        origin_channel=request.origin.channel if request.origin else None,
        origin_ts=request.origin.ts if request.origin else None,
        contact={name.value: text.strip() for name, text in request.contact.items() if text.strip()},
        triage_channel=desk.roster.channels[contract.routing.triage],
        last_seq=1,
        changed_at=at,
    )
