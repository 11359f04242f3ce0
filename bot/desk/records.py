"""Rows to values and back: the only place that knows how a ticket's facts are kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

from pydantic import Field, TypeAdapter
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.clock import evaluate
from bot.clocks.contract import IntakeField, terms
from bot.clocks.entries import Entry
from bot.clocks.ledger import History
from bot.clocks.paging import chains
from bot.clocks.schedule import REACH, Override
from bot.desk.desk import Desk
from bot.desk.facts import Customer, DutyStanding, Posted, Ticket
from bot.desk.requests import Origin
from storage import customers, overrides, tables, tickets

_DUTIES: TypeAdapter[dict[str, DutyStanding]] = TypeAdapter(dict[str, DutyStanding])
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])


class TicketUnreadableError(Exception):
    """Something about one ticket is wrong, so that it cannot be looked at; the cause is chained."""

    def __init__(self, ticket: int) -> None:
        self.ticket = ticket
        super().__init__(f"ticket {ticket} cannot be read")


@contextmanager
def faults_named(ticket: int) -> Iterator[None]:
    """Turn whatever goes wrong with a ticket into TicketUnreadableError, so that whoever has others can go on.

    When the database is away no ticket is to blame, and what it raises is let through.
    """
    try:
        yield
    except (OperationalError, InterfaceError, TicketUnreadableError):
        raise
    except Exception as wrong:
        raise TicketUnreadableError(ticket) from wrong


def entry_row(ticket_id: int, seq: int, entry: Entry) -> tables.LedgerEntry:
    """The row that keeps an entry as the `seq`th of its ticket."""
    body = _ENTRY.dump_python(entry, mode="json", exclude={"at", "by", "kind"})
    return tables.LedgerEntry(ticket_id=ticket_id, seq=seq, at=entry.at, by=entry.by, kind=entry.kind, body=body)


def entry_of(row: tables.LedgerEntry) -> Entry:
    """The entry that a row keeps; raises pydantic's ValidationError where it keeps none."""
    return _ENTRY.validate_python({**row.body, "at": row.at, "by": row.by, "kind": row.kind})


def contact_row(contact: Mapping[IntakeField, str]) -> dict[str, str]:
    """What a ticket's row keeps of whom to reach; what was left blank is nothing."""
    return {name.value: text.strip() for name, text in contact.items() if text.strip()}


def customer_of(row: tables.Customer) -> Customer:
    """The customer that a row keeps."""
    return Customer(
        id=row.id,
        key=row.key,
        name=row.name,
        contract=row.contract,
        plan=row.plan,
        tam=row.tam,
        channels=tuple(row.channels),
        contacts=tuple(row.contacts),
        starts=row.term_starts,
        ends=row.term_ends,
        duties=_DUTIES.validate_python(row.duties),
    )


async def ticket_of(session: AsyncSession, desk: Desk, row: tables.Ticket, at: datetime) -> Ticket:
    """The ticket that a row and its ledger keep, with every clock as it stands at `at`.

    It never stands before its last entry: two machines' clocks may differ by a little, and what comes later in the
    ledger was not earlier. Raises TicketUnreadableError where the rows do not add up to a ticket.
    """
    with faults_named(row.id):
        return await _ticket(session, desk, row, at)


async def _ticket(session: AsyncSession, desk: Desk, row: tables.Ticket, at: datetime) -> Ticket:
    customer = await customers.get(session, row.customer_id)
    if customer is None:
        raise LookupError(f"ticket {row.id} belongs to customer {row.customer_id}, who is not in the database")
    sold = terms(await desk.contract(session, row.contract_version_id), row.plan)
    history = History.of([entry_of(entry) for entry in await tickets.entries(session, row.id)])
    at = max(at, history.entries[-1].at)
    return Ticket(
        number=row.id,
        title=row.title,
        description=row.description,
        customer=customer_of(customer),
        terms=sold,
        history=history,
        at=at,
        clocks=evaluate(sold, history, at),
        chains=chains(sold, history),
        opened_by=row.opened_by,
        contact={IntakeField(name): text for name, text in row.contact.items()},
        origin=Origin(channel=row.origin_channel, ts=row.origin_ts) if row.origin_channel else None,
        card=Posted(channel=row.triage_channel, ts=row.card_ts) if row.triage_channel and row.card_ts else None,
    )


async def overrides_from(session: AsyncSession, desk: Desk, at: datetime) -> dict[str, list[Override]]:
    """The on-call overrides that a question about an instant can depend on, by schedule."""
    agreed: dict[str, list[Override]] = {name: [] for name in desk.roster.schedules}
    for row in await overrides.overlapping(session, agreed, at - REACH, at + REACH):
        agreed[row.schedule].append(Override(person=row.person, starts=row.starts, ends=row.ends))
    return agreed
