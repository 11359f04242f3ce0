"""Many tickets at once: what lists are sorted by, those that have certain words in them, those that changed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Customer, LedgerEntry, Ticket, TicketState
from storage.tickets import TicketFilter, TicketPage, count

MOST_WORDS = 10
"""Words that are looked for at most; of more the first count."""
LONGEST_WORD = 100
"""Characters of a word that are looked for at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """What a list is sorted by: when something is next due on a ticket, and what the time until then counts in.

    `next_calendar` is None where every second counts; a calendar is one of that contract version.
    """

    number: int
    contract_version_id: int
    next_due: datetime | None
    next_calendar: str | None
    overdue: bool


async def due(session: AsyncSession, wanted: TicketFilter) -> Sequence[Due]:
    """What is next due on each wanted ticket, in no order."""
    query = select(  # type: ignore[call-overload]
        Ticket.id, Ticket.contract_version_id, Ticket.next_due, Ticket.next_calendar, Ticket.overdue
    ).where(*wanted.conditions())
    found = await session.exec(query)
    return [
        Due(number=number, contract_version_id=version, next_due=at, next_calendar=calendar, overdue=overdue)
        for number, version, at, calendar, overdue in found
    ]


async def by_number(session: AsyncSession, numbers: Sequence[int]) -> Sequence[Ticket]:
    """The tickets of these numbers, in the order given."""
    query = select(Ticket).where(col(Ticket.id).in_(numbers))
    found = {ticket.id: ticket for ticket in (await session.exec(query)).all()}
    return [found[number] for number in numbers if number in found]


async def newest(session: AsyncSession, wanted: TicketFilter, *, limit: int, offset: int = 0) -> TicketPage:
    """A page of the wanted tickets, the one that changed last first."""
    query = (
        select(Ticket)
        .where(*wanted.conditions())
        .order_by(col(Ticket.changed_at).desc(), col(Ticket.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return TicketPage(tickets=(await session.exec(query)).all(), total=await count(session, wanted))


async def changed(session: AsyncSession, since: datetime, *, limit: int) -> TicketPage:
    """The tickets to which something has happened at or after an instant, whatever their state, the latest first."""
    condition = col(Ticket.changed_at) >= since
    query = select(Ticket).where(condition).order_by(col(Ticket.changed_at).desc()).limit(limit)
    total = (await session.exec(select(func.count()).select_from(Ticket).where(condition))).one()
    return TicketPage(tickets=(await session.exec(query)).all(), total=total)


async def search(
    session: AsyncSession, words: Sequence[str], *, customer_ids: Collection[int] | None, limit: int, offset: int = 0
) -> TicketPage:
    """A page of the tickets, closed ones too, that have every word in their number, title, description or customer.

    The newest come first. Capitals make no difference, as far as each letter has one small form; a part of a word is
    enough. `customer_ids` narrows it to these customers' tickets.
    """
    conditions = [_has(word[:LONGEST_WORD].lower()) for word in words[:MOST_WORDS]]
    if customer_ids is not None:
        conditions.append(col(Ticket.customer_id).in_(customer_ids))
    query = select(Ticket).where(*conditions).order_by(col(Ticket.id).desc()).limit(limit).offset(offset)
    counting = select(func.count()).select_from(Ticket).where(*conditions)
    return TicketPage(tickets=(await session.exec(query)).all(), total=(await session.exec(counting)).one())


def _has(word: str) -> ColumnElement[bool]:
    named = select(Customer.id).where(func.lower(col(Customer.name)).contains(word, autoescape=True))
    places = [
        func.lower(col(Ticket.title)).contains(word, autoescape=True),
        func.lower(col(Ticket.description)).contains(word, autoescape=True),
        col(Ticket.customer_id).in_(named),
    ]
    number = word.removeprefix("t-").removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 10:
        places.append(col(Ticket.id) == int(number))
    return or_(*places)


async def ledgers(session: AsyncSession, numbers: Collection[int]) -> dict[int, list[LedgerEntry]]:
    """The ledger of each of these tickets, in order."""
    query = (
        select(LedgerEntry)
        .where(col(LedgerEntry.ticket_id).in_(numbers))
        .order_by(col(LedgerEntry.ticket_id), col(LedgerEntry.seq))
    )
    found: dict[int, list[LedgerEntry]] = {number: [] for number in numbers}
    for entry in await session.exec(query):
        found[entry.ticket_id].append(entry)
    return found


async def longest(session: AsyncSession, state: TicketState, since: str, *, limit: int) -> TicketPage:
    """The tickets of one state, the longest in it first; `since` is the kind of entry that began it."""
    query = (
        select(Ticket)
        .join(LedgerEntry, col(LedgerEntry.ticket_id) == col(Ticket.id))
        .where(col(Ticket.state) == state, col(LedgerEntry.kind) == since)
        .group_by(col(Ticket.id))
        .order_by(func.max(col(LedgerEntry.at)), col(Ticket.id))
        .limit(limit)
    )
    return TicketPage(
        tickets=(await session.exec(query)).all(), total=await count(session, TicketFilter(states={state}))
    )
