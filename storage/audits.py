"""What an audit asks of the database, by other ways than the claims: what is late, what was lost, whose turn it is."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Deadline, Notice, NoticeState, Ticket, TicketState, is_dead, is_open


async def late_deadlines(session: AsyncSession, before: datetime, limit: int) -> Sequence[Deadline]:
    """The first deadlines that were due before an instant and are still there, the one that is due longest first."""
    query = select(Deadline).where(Deadline.due < before).order_by(col(Deadline.due), col(Deadline.id)).limit(limit)
    return (await session.exec(query)).all()


async def late_notices(session: AsyncSession, before: datetime, limit: int) -> Sequence[Notice]:
    """The first notices, by priority, that were put and planned for before an instant and are still to be sent."""
    query = (
        select(Notice)
        .where(is_open(), Notice.planned_at < before, Notice.put_at < before)
        .order_by(col(Notice.priority_rank), col(Notice.id))
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def dead_notices(session: AsyncSession, since: datetime, limit: int) -> Sequence[Notice]:
    """The notices that were given up since an instant, the newest first."""
    query = (
        select(Notice)
        .where(is_dead(), col(Notice.settled_at) >= since)
        .order_by(col(Notice.settled_at).desc())
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def of_keys(session: AsyncSession, keys: Collection[str]) -> Sequence[Notice]:
    """The notices of those of these keys that belong to one, in the order in which they were put."""
    query = select(Notice).where(col(Notice.key).in_(keys)).order_by(col(Notice.id))
    return (await session.exec(query)).all() if keys else ()


async def highest_rank(session: AsyncSession, numbers: Collection[int]) -> int | None:
    """The rank of the highest priority among these tickets; None where there are none."""
    query = select(func.min(Ticket.priority_rank)).where(col(Ticket.id).in_(numbers))
    rank: int | None = (await session.exec(query)).one()
    return rank


async def open_after(session: AsyncSession, number: int, limit: int) -> Sequence[int]:
    """The numbers of the next tickets after one that are not closed, in order."""
    query = (
        select(Ticket.id)
        .where(col(Ticket.id) > number, Ticket.state != TicketState.CLOSED)
        .order_by(col(Ticket.id))
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def changed_lately(session: AsyncSession, since: datetime, limit: int) -> Sequence[int]:
    """The numbers of tickets that are open and have changed since an instant, the highest priority first."""
    query = (
        select(Ticket.id)
        .where(Ticket.changed_at >= since, Ticket.state == TicketState.OPEN)
        .order_by(col(Ticket.priority_rank), col(Ticket.changed_at).desc())
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def lost_bundles(session: AsyncSession, numbers: Collection[int]) -> Sequence[Notice]:
    """The notices of these tickets that count as told by a message for several, where that one is not in Slack."""
    told = aliased(Notice)
    is_there = exists().where(col(told.key) == col(Notice.bundle), col(told.ts).is_not(None))
    query = select(Notice).where(
        col(Notice.ticket_id).in_(numbers),
        col(Notice.bundle).is_not(None),
        Notice.state == NoticeState.SENT,
        ~is_there,
    )
    return (await session.exec(query)).all()
