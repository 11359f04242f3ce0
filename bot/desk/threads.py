"""The two threads of a ticket: the team's, under its card, and the customer's, where it came from."""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk.desk import Desk
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import Answer, News, Proposal, Receipt
from bot.desk.outgoing import Outgoing
from bot.desk.sending import Sent
from storage import tickets


class Where(StrEnum):
    """Whose thread it is."""

    TRIAGE = "triage"
    """The team's: what is written there stays internal."""
    CUSTOMER = "customer"
    """The customer's: they read what is written there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Thread:
    """The ticket that a thread belongs to, and whose thread it is."""

    ticket: int
    where: Where


class ThreadNotKnownYetError(Exception):
    """A message may be in a ticket's thread whose beginning we do not know of yet; a little later we do."""

    def __init__(self, channel: str, ts: str) -> None:
        super().__init__(f"it cannot be known yet whose thread the message {ts} in {channel} is in")


async def ticket_in(desk: Desk, channel: str, thread_ts: str) -> Thread | None:
    """The ticket whose thread begins with that message, or None where no ticket's does."""
    async with desk.database.reading() as session:
        return await thread_of(session, channel, thread_ts)


async def thread_of(session: AsyncSession, channel: str, thread_ts: str) -> Thread | None:
    """The same inside a transaction."""
    if (row := await tickets.with_card(session, channel, thread_ts)) is not None:
        return Thread(ticket=row.id, where=Where.TRIAGE)
    if (row := await tickets.from_message(session, channel, thread_ts)) is not None:
        return Thread(ticket=row.id, where=Where.CUSTOMER)
    return None


async def remember(session: AsyncSession, outgoing: Outgoing, sent: Sent) -> None:
    """Keep where a thread begins, once its first message is in Slack: the card, or the first one to the customer.

    The customer's thread begins with a message of ours where the ticket was opened without one of theirs.
    """
    if outgoing.kind is NoticeKind.CARD and outgoing.ticket is not None:
        row = await tickets.load_for_change(session, outgoing.ticket.number)
        if row is not None:
            row.triage_channel, row.card_ts = sent.channel, sent.ts
            await tickets.save(session, row)
    elif outgoing.thread is None and isinstance(outgoing.facts, Receipt | Answer | Proposal | News):
        row = await tickets.load_for_change(session, outgoing.facts.about.number)
        if row is not None:
            row.origin_channel, row.origin_ts = sent.channel, sent.ts
            await tickets.save(session, row)
