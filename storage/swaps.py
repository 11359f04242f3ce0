"""Exchanges of shifts: who asked whom for what, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.duty_tables import OnCallSwap, SwapState


async def add(session: AsyncSession, swap: OnCallSwap) -> OnCallSwap:
    """Store an exchange that was asked for; it has its number afterwards."""
    session.add(swap)
    await session.flush()
    return swap


async def get(session: AsyncSession, number: int) -> OnCallSwap | None:
    """The exchange of that number."""
    return await session.get(OnCallSwap, number, populate_existing=True)


async def load_for_change(session: AsyncSession, number: int) -> OnCallSwap | None:
    """The exchange of that number as it is now, held until the transaction ends: whoever else wants it waits."""
    query = select(OnCallSwap).where(OnCallSwap.id == number).with_for_update()
    return (await session.exec(query, execution_options={"populate_existing": True})).one_or_none()


async def settle(session: AsyncSession, swap: OnCallSwap, state: SwapState, *, by: str, at: datetime) -> None:
    """Let an exchange wait for no answer any more."""
    swap.state, swap.answered_by, swap.answered_at = state, by, at
    session.add(swap)
    await session.flush()


async def waiting(session: AsyncSession, person: str, at: datetime) -> Sequence[OnCallSwap]:
    """The exchanges that wait for an answer and that a person has asked for or is asked for, the oldest first.

    One whose first stretch to end is over at `at` waits no more.
    """
    query = (
        select(OnCallSwap)
        .where(
            OnCallSwap.state == SwapState.ASKED,
            or_(OnCallSwap.asker == person, OnCallSwap.asked == person),
            OnCallSwap.gives_ends > at,
            or_(col(OnCallSwap.takes_ends).is_(None), col(OnCallSwap.takes_ends) > at),
        )
        .order_by(col(OnCallSwap.id))
    )
    return (await session.exec(query)).all()
