"""Deadlines: the next milestone of every clock, found by index however many are armed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Deadline, Ticket
from storage.upsert import insert
from storage.wake_ups import wake


async def replace(session: AsyncSession, ticket_id: int, dues: Mapping[str, datetime], *, rank: int) -> None:
    """Make these (clock, instant) the only deadlines of a ticket of that priority, which has been loaded for change."""
    others = delete(Deadline).where(col(Deadline.ticket_id) == ticket_id, col(Deadline.clock).not_in(dues))
    await session.exec(others, execution_options={"synchronize_session": False})
    if not dues:
        return
    statement = insert(session, Deadline)
    await session.exec(
        statement.on_conflict_do_update(
            index_elements=[col(Deadline.ticket_id), col(Deadline.clock)],
            set_={"due": statement.excluded.due, "priority_rank": statement.excluded.priority_rank},
        ),
        params=[
            {"ticket_id": ticket_id, "clock": clock, "due": due, "priority_rank": rank} for clock, due in dues.items()
        ],
    )
    await wake(session)


async def due_tickets(session: AsyncSession, now: datetime, limit: int) -> Sequence[int]:
    """The numbers of tickets with a deadline at `now` or before, in the order of `claim_due`.

    At most `limit`, and fewer where some have several deadlines.
    """
    due = select(Deadline.ticket_id).where(Deadline.due <= now).order_by(col(Deadline.due), col(Deadline.id))
    found = (await session.exec(due.where(Deadline.priority_rank == 0).limit(limit))).all()
    if len(found) < limit:
        found = [*found, *(await session.exec(due.limit(limit))).all()]
    return [*dict.fromkeys(found)][:limit]


async def claim_due(session: AsyncSession, now: datetime, limit: int, among: Collection[int]) -> Sequence[Deadline]:
    """The deadlines of some tickets that are due at `now` or before, held until the transaction ends.

    Those of the highest priority come first, the longest overdue first among equals. On PostgreSQL the tickets are held
    too, and whatever another transaction holds is passed over: two workers never get the same deadline, and never wait
    for each other.
    """
    query = (
        select(Deadline)
        .join(Ticket, col(Ticket.id) == col(Deadline.ticket_id))
        # The tickets are named twice, so that PostgreSQL looks for none of the others however little it knows of them.
        .where(col(Deadline.ticket_id).in_(among), col(Ticket.id).in_(among), Deadline.due <= now)
        .order_by(col(Deadline.priority_rank) > 0, col(Deadline.due), col(Deadline.id))
        .limit(limit)
        .with_for_update(of=[Deadline, Ticket], skip_locked=True)
    )
    return (await session.exec(query, execution_options={"populate_existing": True})).all()


async def postpone(session: AsyncSession, ticket_id: int, until: datetime) -> None:
    """Move what a ticket has due before `until` to that instant."""
    statement = update(Deadline).where(col(Deadline.ticket_id) == ticket_id, col(Deadline.due) < until)
    await session.exec(statement.values(due=until), execution_options={"synchronize_session": False})


async def of_ticket(session: AsyncSession, ticket_id: int) -> Sequence[Deadline]:
    """The deadlines of a ticket, the next one first."""
    query = select(Deadline).where(Deadline.ticket_id == ticket_id).order_by(col(Deadline.due))
    return (await session.exec(query, execution_options={"populate_existing": True})).all()


async def first(session: AsyncSession) -> Deadline | None:
    """The deadline that comes next, or has been due longest; None when nothing is armed."""
    earliest = select(func.min(Deadline.due)).scalar_subquery()
    query = select(Deadline).where(col(Deadline.due) == earliest).order_by(col(Deadline.id)).limit(1)
    return (await session.exec(query, execution_options={"populate_existing": True})).one_or_none()


async def count(session: AsyncSession) -> int:
    """How many deadlines are armed."""
    return (await session.exec(select(func.count()).select_from(Deadline))).one()


async def overdue(session: AsyncSession, now: datetime) -> int:
    """How many deadlines are due at `now` or before."""
    return (await session.exec(select(func.count()).select_from(Deadline).where(Deadline.due <= now))).one()
