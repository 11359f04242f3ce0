"""Tickets and their ledgers: take one for change, append what happened, find them again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import LedgerEntry, Ticket, TicketState

UNSETTLED = frozenset({TicketState.OPEN, TicketState.WAITING})


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketFilter:
    """Which tickets are wanted; what is None is not asked about."""

    states: Collection[TicketState] | None = UNSETTLED
    customer_ids: Collection[int] | None = None
    assignee: str | None = None
    severities: Collection[str] | None = None
    priority_rank: int | None = None
    unassigned: bool = False
    overdue: bool = False
    due_by: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as conditions on the ticket table."""
        conditions = [
            col(column) == wanted
            for column, wanted in (
                (Ticket.assignee, self.assignee),
                (Ticket.priority_rank, self.priority_rank),
            )
            if wanted is not None
        ]
        if self.states is not None:
            conditions.append(col(Ticket.state).in_(self.states))
        if self.customer_ids is not None:
            conditions.append(col(Ticket.customer_id).in_(self.customer_ids))
        if self.severities is not None:
            conditions.append(col(Ticket.severity).in_(self.severities))
        if self.unassigned:
            conditions.append(col(Ticket.assignee).is_(None))
        if self.overdue:
            conditions.append(col(Ticket.overdue).is_(True))
        if self.due_by is not None:
            conditions.append(col(Ticket.next_due) <= self.due_by)
        return conditions


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketPage:
    """Some of the tickets that were asked for, and how many there are in all."""

    tickets: Sequence[Ticket]
    total: int


async def insert(session: AsyncSession, ticket: Ticket) -> Ticket:
    """Store a new ticket; afterwards its `id` is the number that people see."""
    session.add(ticket)
    await session.flush()
    return ticket


async def get(session: AsyncSession, ticket_id: int) -> Ticket | None:
    """The ticket of that number, to be looked at only."""
    return await session.get(Ticket, ticket_id)


async def load_for_change(session: AsyncSession, ticket_id: int) -> Ticket | None:
    """The ticket of that number as it is now, held until the transaction ends: whoever else wants it waits."""
    query = select(Ticket).where(Ticket.id == ticket_id).with_for_update()
    return (await session.exec(query, execution_options={"populate_existing": True})).one_or_none()


async def with_card(session: AsyncSession, channel: str, ts: str) -> Ticket | None:
    """The ticket whose card is that message."""
    query = select(Ticket).where(Ticket.triage_channel == channel, Ticket.card_ts == ts)
    return (await session.exec(query)).one_or_none()


async def from_message(session: AsyncSession, channel: str, ts: str) -> Ticket | None:
    """The ticket that was opened from that message; of several the newest that is not closed, or else the newest."""
    query = (
        select(Ticket)
        .where(Ticket.origin_channel == channel, Ticket.origin_ts == ts)
        .order_by((col(Ticket.state) == TicketState.CLOSED).asc(), col(Ticket.id).desc())
        .limit(1)
    )
    return (await session.exec(query)).one_or_none()


async def save(session: AsyncSession, ticket: Ticket) -> None:
    """Write the changes of a ticket that was loaded for change."""
    session.add(ticket)
    await session.flush()


async def append(session: AsyncSession, entries: Sequence[LedgerEntry]) -> None:
    """Add to a ledger. Raises `IntegrityError` when an entry of the same ticket has the same `seq` already."""
    session.add_all(entries)
    await session.flush()


async def entries(session: AsyncSession, ticket_id: int) -> Sequence[LedgerEntry]:
    """Everything that happened to a ticket, in order."""
    query = select(LedgerEntry).where(LedgerEntry.ticket_id == ticket_id).order_by(col(LedgerEntry.seq))
    return (await session.exec(query)).all()


async def page(
    session: AsyncSession, wanted: TicketFilter | None = None, *, limit: int = 20, offset: int = 0
) -> TicketPage:
    """The wanted tickets (those that somebody still has to work on, if nothing is said), the next due first.

    Tickets on which nothing is due come last.
    """
    conditions = (wanted or TicketFilter()).conditions()
    query = (
        select(Ticket)
        .where(*conditions)
        .order_by(col(Ticket.next_due).asc().nulls_last(), col(Ticket.id))
        .limit(limit)
        .offset(offset)
    )
    return TicketPage(tickets=(await session.exec(query)).all(), total=await count(session, wanted))


async def count(session: AsyncSession, wanted: TicketFilter | None = None) -> int:
    """How many tickets are wanted."""
    conditions = (wanted or TicketFilter()).conditions()
    return (await session.exec(select(func.count()).select_from(Ticket).where(*conditions))).one()


async def numbers(session: AsyncSession, wanted: TicketFilter) -> Sequence[int]:
    """The numbers of all wanted tickets, in order."""
    query = select(col(Ticket.id)).where(*wanted.conditions()).order_by(col(Ticket.id))
    return (await session.exec(query)).all()
