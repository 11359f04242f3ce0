"""The inbox: which requests were taken in, so that one that Slack delivers again changes nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import ReceivedRequest
from storage.upsert import insert


async def record(session: AsyncSession, key: str, at: datetime) -> bool:
    """Take a request in, first thing in its transaction. False when it was there already, even if only just now."""
    statement = insert(session, ReceivedRequest).values(key=key, received_at=at)
    recorded = await session.exec(
        statement.on_conflict_do_nothing(index_elements=[col(ReceivedRequest.key)]).returning(col(ReceivedRequest.key))
    )
    return recorded.one_or_none() is not None


async def answer(session: AsyncSession, key: str, *, ticket_id: int | None, answer: dict[str, Any] | None) -> None:
    """Keep what a recorded request led to, to be answered again when it is delivered again."""
    statement = update(ReceivedRequest).where(col(ReceivedRequest.key) == key)
    await session.exec(
        statement.values(ticket_id=ticket_id, answer=answer),
        execution_options={"synchronize_session": False},
    )


async def received(session: AsyncSession, key: str) -> ReceivedRequest | None:
    """The request with that key, if it was taken in."""
    return await session.get(ReceivedRequest, key, populate_existing=True)
