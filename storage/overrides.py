"""On-call overrides: who stands in for whom is decided elsewhere; here is what was agreed."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import OnCallOverride


async def add(session: AsyncSession, override: OnCallOverride) -> OnCallOverride:
    """Store a new override."""
    session.add(override)
    await session.flush()
    return override


async def overlapping(
    session: AsyncSession, schedule: str, starts: datetime, ends: datetime
) -> Sequence[OnCallOverride]:
    """The overrides of a schedule that hold anywhere in `[starts, ends)`, in the order they were agreed."""
    query = (
        select(OnCallOverride)
        .where(OnCallOverride.schedule == schedule, OnCallOverride.starts < ends, OnCallOverride.ends > starts)
        .order_by(col(OnCallOverride.id))
    )
    return (await session.exec(query)).all()
