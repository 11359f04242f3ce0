"""The outbox: notices put in the transaction of the fact they tell, and taken out by whoever sends them.

A worker claims notices for the time of a lease and settles each under its claim. When the lease runs out the notice can
be claimed again, marked as ambiguous, because the first worker may have sent it before it died; what that worker still
says about it is refused from then on.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, exists, func, or_, true, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar
from sqlmodel.sql.sqltypes import UTCDateTime

from storage import places
from storage.places import Instant
from storage.tables import Notice, NoticeState, Ticket, is_dead, is_open
from storage.upsert import insert
from storage.wake_ups import wake


async def put(session: AsyncSession, notices: Sequence[Notice]) -> Sequence[str]:
    """Store the notices whose key is new; returns the keys of those, in the order given."""
    if not notices:
        return []
    statement = insert(session, Notice).on_conflict_do_nothing(index_elements=[col(Notice.key)])
    rows = [notice.model_dump(exclude={"id"}) for notice in notices]
    new = set((await session.exec(statement.returning(col(Notice.key)), params=rows)).scalars())
    if new:
        await wake(session)
    return [notice.key for notice in notices if notice.key in new]


async def claim(
    session: AsyncSession,
    now: datetime,
    limit: int,
    *,
    lease: timedelta,
    token: str,
    most_urgent_only: bool = False,
) -> Sequence[Notice]:
    """Take up to `limit` notices that may be sent at `now`, the highest priority first, the oldest first among equals.

    At most one post and one edit are taken for each place, whose queue is taken with each, and within a lane only the
    oldest open one. On PostgreSQL notices that another worker is about to take are passed over. Until `now + lease`
    they are settled with this `token` only, and nothing else of their queues is sent, unless these are let go before.
    """
    query = _sendable(most_urgent_only=most_urgent_only)
    found = (
        await session.exec(query, params={"now": now, "limit": limit}, execution_options={"populate_existing": True})
    ).all()
    queues = {notice.key: places.queue_of(notice.place, notice.kind) for notice in found}
    had = await places.take(session, set(queues.values()), now, now + lease)
    claimed = [notice for notice in found if queues[notice.key] in had]
    for notice in claimed:
        take(notice, token, now + lease)
    await session.flush()
    return claimed


@cache
def _sendable(*, most_urgent_only: bool) -> SelectOfScalar[Notice]:
    """What `claim` asks for, with `now` and `limit` left open: made once, because making it costs more than asking."""
    now = bindparam("now", type_=UTCDateTime())
    ranks = col(Notice.priority_rank) <= 0 if most_urgent_only else true()
    ready = and_(is_open(), may_be_sent(now), ranks)
    rank = func.row_number().over(
        partition_by=(col(Notice.place), places.is_edit()), order_by=(col(Notice.priority_rank), col(Notice.id))
    )
    waiting = (
        select(col(Notice.id).label("id"), rank.label("rank"))
        .where(ready, ~is_blocked(Notice, now), ~places.is_taken(now))
        .subquery()
    )
    first_of_each_queue = select(waiting.c.id).where(waiting.c.rank == 1)
    return (
        select(Notice)
        # What is asked here again may have changed while PostgreSQL waited for the row.
        .where(col(Notice.id).in_(first_of_each_queue), ready)
        .order_by(col(Notice.priority_rank), places.is_edit(), col(Notice.id))
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(of=Notice, skip_locked=True)
    )


def take(notice: Notice, token: str, until: datetime) -> None:
    """Claim one notice, whose row is locked, until then."""
    notice.ambiguous = notice.ambiguous or notice.state is NoticeState.SENDING
    notice.state = NoticeState.SENDING
    notice.claim = token
    notice.lease_until = until
    notice.attempts += 1


async def renew(session: AsyncSession, claims: Mapping[str, str], until: datetime) -> set[str]:
    """Hold claims (key to token), and their places, for longer; the keys of those that are held still.

    What is being settled at this moment is passed over, so that the two never wait for each other in a circle.
    """
    query = (
        select(Notice)
        .where(
            col(Notice.key).in_(claims),
            col(Notice.claim).in_(set(claims.values())),
            col(Notice.state) == NoticeState.SENDING,
        )
        .with_for_update(skip_locked=True)
    )
    held = (await session.exec(query, execution_options={"populate_existing": True})).all()
    for notice in held:
        notice.lease_until = until
    await session.flush()
    if held:
        await places.renew(session, {places.queue_of(notice.place, notice.kind) for notice in held}, until)
    return {notice.key for notice in held}


def may_be_sent(now: Instant) -> ColumnElement[bool]:
    """Pending and its time has come, or left behind by a worker whose lease has run out; and not told by another."""
    pending = and_(col(Notice.state) == NoticeState.PENDING, col(Notice.not_before) <= now)
    abandoned = and_(col(Notice.state) == NoticeState.SENDING, col(Notice.lease_until) <= now)
    return and_(col(Notice.bundle).is_(None), or_(pending, abandoned))


def is_blocked(notices: type[Notice], now: Instant) -> ColumnElement[bool]:
    """Whether an earlier notice of the same lane is still to be sent; one that is planned for later blocks nobody.

    An edit of a message waits for whatever was before it, but what is to be posted does not wait for an edit.
    """
    earlier = aliased(Notice)
    return exists().where(
        col(earlier.lane) == col(notices.lane),
        col(earlier.id) < col(notices.id),
        # What was put before the clock was set back is in the future too, and blocks all the same.
        or_(col(earlier.planned_at) <= now, col(earlier.planned_at) <= col(earlier.put_at)),
        or_(places.is_edit(notices), ~places.is_edit(earlier)),
        is_open(earlier),
    )


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


async def settle_all_sent(
    session: AsyncSession, sent: Mapping[tuple[str, str], tuple[str, str]], at: datetime
) -> Sequence[Notice]:
    """Notices, by key and token, are in their places, each in that channel at that ts; those whose claim is held."""
    query = (
        select(Notice).where(col(Notice.key).in_([key for key, _ in sent])).order_by(col(Notice.id)).with_for_update()
    )
    found = (await session.exec(query, execution_options={"populate_existing": True})).all()
    held = [notice for notice in found if (notice.key, notice.claim) in sent]
    for notice in held:
        notice.channel, notice.ts = sent[notice.key, notice.claim or ""]
        notice.state, notice.settled_at, notice.claim, notice.lease_until = NoticeState.SENT, at, None, None
    await session.flush()
    return held


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


async def get(session: AsyncSession, key: str) -> Notice | None:
    """The notice with that key, as it is now."""
    query = select(Notice).where(Notice.key == key)
    return (await session.exec(query, execution_options={"populate_existing": True})).one_or_none()


async def owed(session: AsyncSession, at: datetime) -> int:
    """How many of the notices that were planned for `at` or before are still to be sent."""
    query = select(func.count()).select_from(Notice).where(is_open(), col(Notice.planned_at) <= at)
    return (await session.exec(query)).one()


async def next_planned(session: AsyncSession, at: datetime) -> datetime | None:
    """For when the next of the notices is planned that are still to be sent but not yet at `at`; None without any."""
    query = select(func.min(Notice.planned_at)).where(is_open(), col(Notice.planned_at) > at)
    earliest: datetime | None = (await session.exec(query)).one()
    return earliest


async def dead_count(session: AsyncSession, since: datetime) -> int:
    """How many notices have been given up since an instant."""
    query = select(func.count()).select_from(Notice).where(is_dead(), col(Notice.settled_at) >= since)
    return (await session.exec(query)).one()


async def with_keys(session: AsyncSession, keys: Collection[str]) -> Sequence[Notice]:
    """The notices with these keys, whatever has become of them, in the order in which they were put."""
    query = select(Notice).where(col(Notice.key).in_(keys)).order_by(col(Notice.id))
    return (await session.exec(query, execution_options={"populate_existing": True})).all()


async def put_already(session: AsyncSession, keys: Collection[str]) -> set[str]:
    """Which of these keys belong to a notice, whatever has become of it."""
    return set((await session.exec(select(Notice.key).where(col(Notice.key).in_(keys)))).all())
