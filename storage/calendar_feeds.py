"""Imported calendars as they were last read: shared by all workers, and in force while their address is away."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, null, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.duty_tables import CalendarFeed
from storage.upsert import insert


async def claim(session: AsyncSession, schedule: str, source: str, at: datetime, again_after: timedelta) -> bool:
    """Whether a schedule's calendar is to be read by the caller now, which others then leave to them.

    It is where nobody has tried for so long, or ever, or where it comes from another source than before. What was read
    from that is forgotten.
    """
    moved = col(CalendarFeed.source) != source
    trial = insert(session, CalendarFeed).values(schedule=schedule, source=source, text="", read_at=at, tried_at=at)
    claimed = trial.on_conflict_do_update(
        index_elements=["schedule"],
        set_={
            "source": source,
            "tried_at": at,
            "text": case((moved, ""), else_=CalendarFeed.text),
            "read_at": case((moved, at), else_=CalendarFeed.read_at),
            "error": case((moved, null()), else_=CalendarFeed.error),
        },
        where=or_(moved, col(CalendarFeed.tried_at) <= at - again_after),
    ).returning(col(CalendarFeed.schedule))
    return (await session.exec(claimed)).first() is not None


async def keep(session: AsyncSession, schedule: str, source: str, text: str, at: datetime) -> None:
    """Store what a schedule's calendar says, unless it comes from another source by now."""
    await session.exec(
        update(CalendarFeed)
        .where(col(CalendarFeed.schedule) == schedule, col(CalendarFeed.source) == source)
        .values(text=text, read_at=at, error=None)
    )


async def fail(session: AsyncSession, schedule: str, source: str, error: str) -> None:
    """Note why a schedule's calendar could not be read; what was read last stays in force."""
    await session.exec(
        update(CalendarFeed)
        .where(col(CalendarFeed.schedule) == schedule, col(CalendarFeed.source) == source)
        .values(error=error)
    )


async def kept(session: AsyncSession, schedules: Sequence[str]) -> Sequence[CalendarFeed]:
    """The calendars of these schedules. One that was never read has no text, and was first tried at `read_at`."""
    query = select(CalendarFeed).where(col(CalendarFeed.schedule).in_(schedules))
    return (await session.exec(query)).all()
