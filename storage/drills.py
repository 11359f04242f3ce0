"""Drills: test calls of whoever was on call, and who answered them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.duty_tables import Drill


async def alone(session: AsyncSession) -> None:
    """Let nobody else begin a drill until the transaction ends; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.exec(text("LOCK TABLE drill IN SHARE ROW EXCLUSIVE MODE"))  # type: ignore[call-overload]


async def add(session: AsyncSession, drill: Drill) -> Drill:
    """Store a drill that begins; it has its number afterwards."""
    session.add(drill)
    await session.flush()
    return drill


async def get(session: AsyncSession, number: int) -> Drill | None:
    """The drill of that number."""
    return await session.get(Drill, number, populate_existing=True)


async def load_for_change(session: AsyncSession, number: int) -> Drill | None:
    """The drill of that number as it is now, held until the transaction ends: whoever else wants it waits."""
    query = select(Drill).where(Drill.id == number).with_for_update()
    return (await session.exec(query, execution_options={"populate_existing": True})).one_or_none()


async def unanswered(session: AsyncSession, schedule: str, since: datetime) -> Drill | None:
    """The newest drill on a schedule that began after an instant and that nobody has answered."""
    query = (
        select(Drill)
        .where(Drill.schedule == schedule, Drill.started_at > since, col(Drill.answered_at).is_(None))
        .order_by(col(Drill.id).desc())
        .limit(1)
    )
    return (await session.exec(query)).one_or_none()


async def latest(session: AsyncSession, limit: int) -> Sequence[Drill]:
    """The last drills on all schedules, the newest first."""
    return (await session.exec(select(Drill).order_by(col(Drill.id).desc()).limit(limit))).all()


async def settle(session: AsyncSession, drill: Drill, *, by: str, at: datetime) -> None:
    """Write down who has answered a drill, and when."""
    drill.answered_by, drill.answered_at = by, at
    session.add(drill)
    await session.flush()
