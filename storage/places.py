"""Places: which channel or person is written to just now, until when it is to be left alone, and whether it storms.

A place is taken for as long as the claim on its notice holds, by one worker of all, so that workers keep to Slack's
limits together. What holds from a later instant on was written before the clock was set back, and holds nothing up.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import Notice, Place
from storage.upsert import insert


def is_taken(now: datetime) -> ColumnElement[bool]:
    """Whether nothing may be sent to a notice's place at `now`."""
    return exists().where(col(Place.place) == col(Notice.place), _in_force(now))


def _in_force(now: datetime) -> ColumnElement[bool]:
    return and_(col(Place.taken_at) <= now, col(Place.free_at) > now)


async def take(session: AsyncSession, places: Collection[str], now: datetime, until: datetime) -> set[str]:
    """Take these places until then; those that were had. Another worker may have been quicker with the others."""
    if not places:
        return set()
    # In one order, so that two workers wait for each other in one direction only.
    rows = [{"place": place, "taken_at": now, "free_at": until, "told": []} for place in sorted(places)]
    statement = insert(session, Place).values(rows)
    taken = statement.on_conflict_do_update(
        index_elements=[col(Place.place)],
        set_={"taken_at": now, "free_at": until},
        where=~_in_force(now),
    ).returning(col(Place.place))
    return set((await session.exec(taken)).scalars())


async def leave_alone(session: AsyncSession, place: str, now: datetime, until: datetime) -> None:
    """Send nothing more to a place from now until then, whether anybody has it or not."""
    statement = insert(session, Place).values(place=place, taken_at=now, free_at=until, told=[])
    await session.exec(
        statement.on_conflict_do_update(index_elements=[col(Place.place)], set_={"taken_at": now, "free_at": until})
    )


async def renew(session: AsyncSession, places: Collection[str], until: datetime) -> None:
    """Keep places that are taken for longer."""
    statement = update(Place).where(col(Place.place).in_(places), col(Place.free_at) < until).values(free_at=until)
    await session.exec(statement, execution_options={"synchronize_session": False})


async def get(session: AsyncSession, place: str) -> Place:
    """A place that has been taken, as it is now."""
    query = select(Place).where(Place.place == place)
    return (await session.exec(query, execution_options={"populate_existing": True})).one()
