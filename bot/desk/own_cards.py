"""A ticket whose card was only a line in a storm gets a card of its own as soon as there is more to tell of it."""

from collections.abc import Collection

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.milestones import Milestone, MilestoneKind
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.owed import owed
from storage import outbox, tables

_NEEDS_A_CARD = (MilestoneKind.PAGE, MilestoneKind.HELD)


async def put_own_card(
    session: AsyncSession, row: tables.Ticket, ticket: Ticket, *, acted: bool, reached: Collection[Milestone]
) -> None:
    """Put the card before whatever else is told: something was done, or a milestone that calls people has come anew.

    Warnings and broken promises need none. Each could be a line of the next storm, and cards would make it a flood.
    """
    if row.card_ts is not None:
        return
    card = await outbox.get(session, f"{row.id}:{NoticeKind.CARD}")
    if card is None or card.bundle is None:
        return
    keys = {f"{row.id}:{each.key}" for each in reached if each.kind in _NEEDS_A_CARD}
    if acted or keys - await outbox.put_already(session, keys):
        await outbox.put(session, [owed(row, ticket, f"{NoticeKind.CARD} own", NoticeKind.CARD)])
