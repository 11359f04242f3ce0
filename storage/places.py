"""Places: which channel or person is written to just now, until when it is to be left alone, and whether it storms.

A place is taken for as long as the claim on its notice holds, by one worker of all, so that workers keep to Slack's
limits together. What holds from a later instant on was written before the clock was set back, and holds nothing up.

Slack limits posts in each channel, and edits by themselves and everywhere together (`chat.update` is of its third
tier). So each place has two queues, one of posts and one of edits, and no post ever waits for an edit.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, case, exists, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Notice, Place
from storage.upsert import insert

Instant = datetime | BindParameter[datetime]
"""An instant, or the place of one in a question that is made once and asked often."""
EDITS_EVERYWHERE = "edits"
"""What is left alone in order that nothing is edited anywhere."""
_EDIT = " edit"


def queue_of(place: str, kind: str) -> str:
    """The queue in which a notice of a kind waits for its place."""
    return f"{place}{_EDIT}" if kind.endswith(_EDIT) else place


def is_edit(notices: type[Notice] = Notice) -> ColumnElement[bool]:
    """Whether a notice changes a message, which calls nobody."""
    return col(notices.kind).endswith(_EDIT)


def is_taken(now: Instant) -> ColumnElement[bool]:
    """Whether nothing may be sent at `now` of the queue that a notice is in."""
    queue = case((is_edit(), col(Notice.place) + _EDIT), else_=col(Notice.place))
    # Asked once for all notices: thousands of edits may be waiting.
    nothing_is_edited = exists().where(col(Place.place) == EDITS_EVERYWHERE, _in_force(now))
    return or_(and_(is_edit(), nothing_is_edited), exists().where(col(Place.place) == queue, _in_force(now)))


def _in_force(now: Instant) -> ColumnElement[bool]:
    return and_(col(Place.taken_at) <= now, col(Place.free_at) > now)


async def take(session: AsyncSession, queues: Collection[str], now: datetime, until: datetime) -> set[str]:
    """Take these queues until then; those that were had. Another worker may have been quicker with the others."""
    if not queues:
        return set()
    statement = insert(session, Place)
    taken = statement.on_conflict_do_update(
        index_elements=[col(Place.place)],
        set_={"taken_at": statement.excluded.taken_at, "free_at": statement.excluded.free_at},
        where=~_in_force(now),
    )
    return set((await session.exec(taken.returning(col(Place.place)), params=_rows(queues, now, until))).scalars())


async def leave_alone(session: AsyncSession, queue: str, now: datetime, until: datetime) -> None:
    """Send nothing more of a queue from now until then, whether anybody has it or not."""
    await leave_all_alone(session, [queue], now, until)


async def leave_all_alone(session: AsyncSession, queues: Collection[str], now: datetime, until: datetime) -> None:
    """The same for several queues."""
    if not queues:
        return
    statement = insert(session, Place)
    changes = {"taken_at": statement.excluded.taken_at, "free_at": statement.excluded.free_at}
    await session.exec(
        statement.on_conflict_do_update(index_elements=[col(Place.place)], set_=changes),
        params=_rows(queues, now, until),
    )


def _rows(queues: Collection[str], now: datetime, until: datetime) -> list[dict[str, Any]]:
    """In one order, so that two workers wait for each other in one direction only."""
    return [{"place": queue, "taken_at": now, "free_at": until, "told": []} for queue in sorted(queues)]


async def renew(session: AsyncSession, queues: Collection[str], until: datetime) -> None:
    """Keep queues that are taken for longer."""
    statement = update(Place).where(col(Place.place).in_(queues), col(Place.free_at) < until).values(free_at=until)
    await session.exec(statement, execution_options={"synchronize_session": False})


async def get(session: AsyncSession, place: str) -> Place:
    """A place that has been taken, as it is now."""
    query = select(Place).where(Place.place == place)
    return (await session.exec(query, execution_options={"populate_existing": True})).one()
