"""What became of each notice of a ticket, and whether somebody has shown that they saw it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Notice


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticePage:
    """Some of the notices that were asked for, and how many there are in all."""

    notices: Sequence[Notice]
    total: int


async def of_ticket(
    session: AsyncSession, ticket_id: int, *, but: Collection[str], limit: int, offset: int = 0
) -> NoticePage:
    """A page of the notices of a ticket in the order in which they were put, without those of some kinds."""
    wanted = (Notice.ticket_id == ticket_id, col(Notice.kind).not_in(but))
    query = select(Notice).where(*wanted).order_by(col(Notice.id)).limit(limit).offset(offset)
    counting = select(func.count()).select_from(Notice).where(*wanted)
    return NoticePage(notices=(await session.exec(query)).all(), total=(await session.exec(counting)).one())


async def unseen(session: AsyncSession, channel: str, ts: str) -> bool:
    """Whether a message of ours is there that nobody has shown to have seen yet."""
    query = select(Notice.id).where(*_unseen(channel, ts)).limit(1)
    return (await session.exec(query)).one_or_none() is not None


async def see(session: AsyncSession, channel: str, ts: str, person: str, at: datetime) -> None:
    """Keep who was the first to show that they saw a message of ours, and when."""
    statement = update(Notice).where(*_unseen(channel, ts)).values(seen_at=at, seen_by=person)
    await session.exec(statement, execution_options={"synchronize_session": False})


def _unseen(channel: str, ts: str) -> tuple[ColumnElement[bool], ...]:
    return col(Notice.ts) == ts, col(Notice.channel) == channel, col(Notice.seen_at).is_(None)
