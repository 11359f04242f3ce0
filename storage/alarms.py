"""The notices of the outbox by which somebody is called: those that may have gone out, and those that should have."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import case, func, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Notice, NoticeState, is_open


async def may_have_gone(session: AsyncSession, ticket: int, kind: str) -> Sequence[Notice]:
    """The notices of a kind about a ticket that are in their places, on their way, or may have arrived, in order."""
    gone = or_(col(Notice.state).in_([NoticeState.SENT, NoticeState.SENDING]), col(Notice.ambiguous).is_(True))
    query = select(Notice).where(Notice.ticket_id == ticket, Notice.kind == kind, gone).order_by(col(Notice.id))
    return (await session.exec(query)).all()


async def hasten(session: AsyncSession, keys: Collection[str], at: datetime) -> set[str]:
    """Let notices that were planned for later be due at `at`; the keys of those for which that made a difference."""
    statement = (
        update(Notice)
        .where(
            is_open(),
            col(Notice.state) == NoticeState.PENDING,
            col(Notice.key).in_(keys),
            col(Notice.planned_at) > at,
        )
        .values(planned_at=at, not_before=at)
        .returning(col(Notice.key))
    )
    hastened = await session.exec(statement, execution_options={"synchronize_session": False})
    return set(hastened.scalars())


async def overdue(session: AsyncSession, kinds: Collection[str], due_by: datetime, limit: int) -> Sequence[Notice]:
    """Up to `limit` notices of these kinds that were there and due by an instant and are still to be sent.

    The highest priority comes first, the newest first among equals: the old ones were looked at when they were new.
    """
    query = (
        select(Notice)
        .where(
            is_open(),
            col(Notice.kind).in_(kinds),
            col(Notice.planned_at) <= due_by,
            col(Notice.put_at) <= due_by,
        )
        .order_by(col(Notice.priority_rank), col(Notice.id).desc())
        .limit(limit)
    )
    return (await session.exec(query)).all()


async def next_due(session: AsyncSession, kinds: Collection[str], after: datetime) -> datetime | None:
    """When the first of the notices of these kinds was there and due that are still to be sent, later than `after`."""
    due = case((col(Notice.planned_at) > col(Notice.put_at), Notice.planned_at), else_=Notice.put_at)
    query = select(func.min(due)).where(is_open(), col(Notice.kind).in_(kinds), due > after)
    earliest: datetime | None = (await session.exec(query)).one()
    return earliest
