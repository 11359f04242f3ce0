"""Storms: notices that one message tells together. They are open until it is there, and nobody claims them singly."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.outbox import is_blocked, may_be_sent
from storage.tables import Notice, NoticeState, Ticket, is_open


async def waiting(
    session: AsyncSession,
    place: str,
    now: datetime,
    *,
    token: str,
    kinds: Collection[str],
    shown: Collection[str],
    limit: int,
) -> Sequence[Notice]:
    """The notices that may be told together in a place at `now`, the most urgent first, and the oldest among equals.

    They are of these `kinds`, below the highest priority, never tried before, and seen in the channel itself: in no
    thread, or of a kind that is `shown` there all the same. The one that was just claimed with `token` is among them.
    All are locked, and their tickets too.
    """
    fresh = and_(col(Notice.state) == NoticeState.PENDING, col(Notice.attempts) == 0, may_be_sent(now))
    claimed = and_(col(Notice.claim) == token, col(Notice.attempts) == 1, col(Notice.ambiguous).is_(False))
    in_no_thread = or_(col(Ticket.card_ts).is_(None), col(Ticket.triage_channel) != place)
    query = (
        select(Notice)
        .join(Ticket, col(Ticket.id) == col(Notice.ticket_id))
        .where(
            is_open(),
            col(Notice.place) == place,
            col(Notice.kind).in_(kinds),
            col(Notice.priority_rank) > 0,
            or_(fresh, claimed),
            ~is_blocked(Notice, now),
            or_(in_no_thread, col(Notice.kind).in_(shown)),
        )
        .order_by(col(Notice.priority_rank), col(Notice.id))
        .limit(limit)
        .with_for_update(of=[Notice, Ticket], skip_locked=True)
    )
    return (await session.exec(query, execution_options={"populate_existing": True})).all()


async def is_followed(session: AsyncSession, notice: Notice, besides: Collection[str]) -> bool:
    """Whether anything waits behind a notice in its lane, besides notices of some kinds."""
    later = aliased(Notice)
    behind = and_(col(later.lane) == notice.lane, col(later.id) > notice.id, col(later.kind).not_in(besides))
    return bool((await session.exec(select(exists().where(behind, is_open(later))))).one())


async def untold(session: AsyncSession, storm: str) -> Sequence[Notice]:
    """The notices that a storm's message is still to tell, the most urgent first."""
    query = (
        select(Notice).where(col(Notice.bundle) == storm, is_open()).order_by(col(Notice.priority_rank), col(Notice.id))
    )
    return (await session.exec(query, execution_options={"populate_existing": True})).all()


async def settle(session: AsyncSession, storm: str, *, channel: str, ts: str, at: datetime) -> None:
    """All that the message was to tell is told in it."""
    values = {"state": NoticeState.SENT, "channel": channel, "ts": ts, "settled_at": at}
    statement = update(Notice).where(col(Notice.bundle) == storm, is_open()).values(**values)
    await session.exec(statement, execution_options={"synchronize_session": False})


async def dissolve(session: AsyncSession, storm: str) -> None:
    """The message cannot be told: each notice is told by itself, and in no other storm."""
    statement = update(Notice).where(col(Notice.bundle) == storm, is_open()).values(bundle=None, attempts=1)
    await session.exec(statement, execution_options={"synchronize_session": False})
