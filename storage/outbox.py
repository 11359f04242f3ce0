"""The outbox: notices put in the transaction of the fact they tell, and taken out by whoever sends them.

A worker claims notices for the time of a lease and settles each under its claim. When the lease runs out the notice can
be claimed again, marked as ambiguous, because the first worker may have sent it before it died; what that worker still
says about it is refused from then on.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Notice, NoticeState, Ticket, is_dead, is_open
from storage.upsert import insert


async def put(session: AsyncSession, notices: Sequence[Notice]) -> Sequence[str]:
    """Store the notices whose key is new; returns the keys of those, in the order given."""
    if not notices:
        return []
    statement = insert(session, Notice).values([notice.model_dump(exclude={"id"}) for notice in notices])
    stored = await session.exec(
        statement.on_conflict_do_nothing(index_elements=[col(Notice.key)]).returning(col(Notice.key))
    )
    new = set(stored.scalars())
    return [notice.key for notice in notices if notice.key in new]


async def claim(
    session: AsyncSession,
    now: datetime,
    limit: int,
    *,
    lease: timedelta,
    token: str,
    resting: Collection[str] = (),
) -> Sequence[Notice]:
    """Take up to `limit` notices that may be sent at `now`, the highest priority first, the oldest first among equals.

    At most one is taken for each place, none for a `resting` place, and within a lane only the oldest open one. On
    PostgreSQL notices that another worker is about to take are passed over. Until `now + lease` they are settled with
    this `token` only.
    """
    ready = and_(is_open(), _may_be_sent(now))
    rank = func.row_number().over(partition_by=col(Notice.place), order_by=(col(Notice.priority_rank), col(Notice.id)))
    waiting = (
        select(col(Notice.id).label("id"), rank.label("rank"))
        .where(ready, ~_blocked(Notice), col(Notice.place).not_in(resting))
        .subquery()
    )
    first_of_each_place = select(waiting.c.id).where(waiting.c.rank == 1)
    query = (
        select(Notice)
        # What is asked here again may have changed while PostgreSQL waited for the row.
        .where(col(Notice.id).in_(first_of_each_place), ready)
        .order_by(col(Notice.priority_rank), col(Notice.id))
        .limit(limit)
        .with_for_update(of=Notice, skip_locked=True)
    )
    claimed = (await session.exec(query, execution_options={"populate_existing": True})).all()
    for notice in claimed:
        notice.ambiguous = notice.ambiguous or notice.state is NoticeState.SENDING
        notice.state = NoticeState.SENDING
        notice.claim = token
        notice.lease_until = now + lease
        notice.attempts += 1
    await session.flush()
    return claimed


def _may_be_sent(now: datetime) -> ColumnElement[bool]:
    """Pending and its time has come, or left behind by a worker whose lease has run out."""
    pending = and_(col(Notice.state) == NoticeState.PENDING, col(Notice.not_before) <= now)
    abandoned = and_(col(Notice.state) == NoticeState.SENDING, col(Notice.lease_until) <= now)
    return or_(pending, abandoned)


def _blocked(notices: type[Notice]) -> ColumnElement[bool]:
    """Whether an earlier notice of the same lane is still to be sent."""
    earlier = aliased(Notice)
    return exists().where(col(earlier.lane) == col(notices.lane), col(earlier.id) < col(notices.id), is_open(earlier))


async def has_later(session: AsyncSession, notice: Notice) -> bool:
    """Whether a later notice of the same kind and lane is still to be sent."""
    later = aliased(Notice)
    same = and_(col(later.lane) == notice.lane, col(later.kind) == notice.kind, col(later.id) > notice.id)
    query = select(exists().where(same, is_open(later)))
    return bool((await session.exec(query)).one())


async def may_begin_thread(session: AsyncSession, place: str) -> bool:
    """Whether the first message of a ticket's thread may be in a place already, without our knowing where it stands."""
    team = and_(col(Ticket.triage_channel) == place, col(Ticket.card_ts).is_(None))
    customer = and_(col(Ticket.origin_channel) == place, col(Ticket.origin_ts).is_(None))
    on_its_way = or_(col(Notice.state) == NoticeState.SENDING, col(Notice.ambiguous).is_(True))
    query = (
        select(Notice.id)
        .join(Ticket, col(Ticket.id) == col(Notice.ticket_id))
        .where(is_open(), on_its_way, col(Notice.place) == place, or_(team, customer))
        .limit(1)
    )
    return (await session.exec(query)).one_or_none() is not None


async def settle_sent(session: AsyncSession, key: str, token: str, *, channel: str, ts: str, at: datetime) -> bool:
    """The notice is in its place. False when the claim is no longer held."""
    return await _settle(session, key, token, state=NoticeState.SENT, channel=channel, ts=ts, settled_at=at)


async def settle_dropped(session: AsyncSession, key: str, token: str, *, reason: str, at: datetime) -> bool:
    """The notice need not be sent any more. False when the claim is no longer held."""
    return await _settle(session, key, token, state=NoticeState.DROPPED, error=reason, settled_at=at)


async def settle_dead(session: AsyncSession, key: str, token: str, *, error: str, at: datetime) -> bool:
    """The notice is given up. False when the claim is no longer held."""
    return await _settle(session, key, token, state=NoticeState.DEAD, error=error, settled_at=at)


async def retry_at(
    session: AsyncSession, key: str, token: str, *, not_before: datetime, error: str, ambiguous: bool
) -> bool:
    """Try again from `not_before` on; `ambiguous` when it may have arrived. False when the claim is no longer held."""
    return await _settle(
        session,
        key,
        token,
        state=NoticeState.PENDING,
        not_before=not_before,
        error=error,
        ambiguous=ambiguous,
    )


async def _settle(session: AsyncSession, key: str, token: str, **changes: Any) -> bool:
    statement = (
        update(Notice)
        .where(col(Notice.key) == key, col(Notice.claim) == token)
        .values(claim=None, lease_until=None, **changes)
        .returning(col(Notice.key))
    )
    settled = await session.exec(statement, execution_options={"synchronize_session": False})
    return settled.one_or_none() is not None


async def hold(session: AsyncSession, place: str, until: datetime) -> None:
    """Send nothing more to a place before `until`: Slack asked for patience there."""
    statement = (
        update(Notice)
        .where(
            is_open(),
            col(Notice.state) == NoticeState.PENDING,
            col(Notice.place) == place,
            col(Notice.not_before) < until,
        )
        .values(not_before=until)
    )
    await session.exec(statement, execution_options={"synchronize_session": False})


async def get(session: AsyncSession, key: str) -> Notice | None:
    """The notice with that key, as it is now."""
    query = select(Notice).where(Notice.key == key)
    return (await session.exec(query, execution_options={"populate_existing": True})).one_or_none()


async def next_not_before(session: AsyncSession) -> datetime | None:
    """The earliest instant at which an open notice may be claimed; None when none is open."""
    ready = case((col(Notice.state) == NoticeState.SENDING, Notice.lease_until), else_=Notice.not_before)
    earliest: datetime | None = (await session.exec(select(func.min(ready)).where(is_open()))).one()
    return earliest


async def open_count(session: AsyncSession) -> int:
    """How many notices are still to be sent."""
    return (await session.exec(select(func.count()).select_from(Notice).where(is_open()))).one()


async def dead_count(session: AsyncSession, since: datetime) -> int:
    """How many notices have been given up since an instant."""
    query = select(func.count()).select_from(Notice).where(is_dead(), col(Notice.settled_at) >= since)
    return (await session.exec(query)).one()


async def put_already(session: AsyncSession, keys: Collection[str]) -> set[str]:
    """Which of these keys belong to a notice, whatever has become of it."""
    return set((await session.exec(select(Notice.key).where(col(Notice.key).in_(keys)))).all())
