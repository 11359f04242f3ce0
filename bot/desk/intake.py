"""Open a ticket: one transaction from what a person asked to a running clock."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.contract import Severity, Terms
from bot.clocks.entries import Opened
from bot.desk import naming
from bot.desk.access import Role, Verb, check, role
from bot.desk.admission import complete, covered, graded
from bot.desk.demands import words
from bot.desk.desk import Desk
from bot.desk.discretion import for_role
from bot.desk.facts import Customer, Ticket
from bot.desk.records import contact_row, customer_of, entry_row, ticket_of
from bot.desk.refusals import OtherCustomersMessageError
from bot.desk.requests import OpenTicket, Origin
from bot.desk.telling import tell
from storage import contracts, customers, inbox, tables, tickets


async def open_ticket(desk: Desk, request: OpenTicket, at: datetime) -> Ticket:
    """Take a ticket at `at` and start its clocks: the ticket, as whoever asked may see it.

    Raises RefusedError, with nothing stored, when it cannot be taken, and `storage.database.Unavailable` when the
    database is too slow or away; a request whose key was carried out before gives the same ticket again.
    """
    async with desk.database.transaction() as session:
        if not await inbox.record(session, request.key, at):
            return await _opened_before(session, desk, request, at)
        row = await naming.customer_for(session, desk.roster, request.asker, request.customer)
        customer = customer_of(row)
        asker_role = role(desk.roster, request.asker, customer)
        check(Verb.NEW, asker_role)
        origin = await _origin(session, desk, request, customer)
        sold = naming.sold_to(desk.shelf, row, at)
        is_covered = covered(customer, sold.contract, at)
        severity, answer = graded(sold.contract, request.severity, request.triage)
        words(request.title, "title")
        complete(severity, request.contact, request.description)
        opened = Opened(
            at=at,
            by=request.asker.person,
            severity=severity.id,
            covered=is_covered,
            triage=answer.id if answer else None,
            via=naming.way(sold.plan, request.via),
        )
        stored = await tickets.insert(session, await _row(session, desk, request, customer, sold, severity, origin, at))
        await tickets.append(session, [entry_row(stored.id, 1, opened)])
        ticket = await ticket_of(session, desk, stored, at)
        await tell(session, desk, stored, ticket, [(1, opened)])
        await inbox.answer(session, request.key, ticket_id=stored.id, answer=None)
        return for_role(ticket, asker_role)


async def _opened_before(session: AsyncSession, desk: Desk, request: OpenTicket, at: datetime) -> Ticket:
    received = await inbox.received(session, request.key)
    row = await tickets.get(session, received.ticket_id) if received and received.ticket_id else None
    if row is None:
        raise LookupError(f"request {request.key} was taken in, but its ticket is not there")
    ticket = await ticket_of(session, desk, row, at)
    return for_role(ticket, role(desk.roster, request.asker, ticket.customer))


async def _origin(session: AsyncSession, desk: Desk, request: OpenTicket, customer: Customer) -> Origin | None:
    """Where the customer is answered: the message it came from, or without one the channel of theirs it was asked in.

    A message in a channel of ours is no place for that. Refuses to answer one customer in another one's channel:
    OtherCustomersMessageError.
    """
    if request.origin is None:
        asked_in = request.asker.channel
        return Origin(channel=asked_in) if asked_in in customer.channels else None
    if request.origin.channel in customer.channels:
        return request.origin
    owners = await customers.in_channel(session, request.origin.channel)
    if owners:
        is_of_team = role(desk.roster, request.asker) is not Role.OTHER
        raise OtherCustomersMessageError(customer=customer.name, owner=owners[0].name if is_of_team else None)
    return None


async def _row(
    session: AsyncSession,
    desk: Desk,
    request: OpenTicket,
    customer: Customer,
    sold: Terms,
    severity: Severity,
    origin: Origin | None,
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
        origin_channel=origin.channel if origin else None,
        origin_ts=origin.ts if origin else None,
        contact=contact_row(request.contact),
        triage_channel=desk.roster.channels[contract.routing.triage],
        last_seq=1,
        changed_at=at,
    )
