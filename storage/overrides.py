"""On-call overrides: who stands in for whom is decided elsewhere; here is what was agreed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.duty_tables import OnCallOverride


async def alone(session: AsyncSession) -> None:
    """Let nobody else agree on an override until the transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.exec(text("LOCK TABLE on_call_override IN SHARE ROW EXCLUSIVE MODE"))  # type: ignore[call-overload]


async def add(session: AsyncSession, override: OnCallOverride) -> OnCallOverride:
    """Store a new override."""
    session.add(override)
    await session.flush()
    return override


async def overlapping(
    session: AsyncSession, schedules: Collection[str], starts: datetime, ends: datetime
) -> Sequence[OnCallOverride]:
    """The overrides of some schedules that hold anywhere in `[starts, ends)`, in the order they were agreed."""
    query = (
        select(OnCallOverride)
        .where(col(OnCallOverride.schedule).in_(schedules), OnCallOverride.starts < ends, OnCallOverride.ends > starts)
        .where(col(OnCallOverride.withdrawn_at).is_(None))
        .order_by(col(OnCallOverride.id))
    )
    return (await session.exec(query)).all()


async def of_swap(session: AsyncSession, swap_id: int, at: datetime) -> Sequence[OnCallOverride]:
    """The overrides that came of an exchange of shifts and are not over at `at`."""
    query = (
        select(OnCallOverride)
        .where(OnCallOverride.swap_id == swap_id, OnCallOverride.ends > at)
        .where(col(OnCallOverride.withdrawn_at).is_(None))
        .order_by(col(OnCallOverride.id))
    )
    return (await session.exec(query)).all()


async def withdraw(session: AsyncSession, override: OnCallOverride, at: datetime) -> None:
    """Let an override hold no more; that it was there is kept."""
    override.withdrawn_at = at
    session.add(override)
    await session.flush()
