"""The one way in which a ledger grows: entries are added to a locked ticket, and what follows from them is told."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.entries import BY_RULE, Confirmed, Entry, NotAsked
from bot.clocks.lapses import upcoming_lapse
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.records import entry_row, ticket_of
from bot.desk.telling import tell, was_asked
from storage import tables, tickets


async def append(
    session: AsyncSession, desk: Desk, row: tables.Ticket, ticket: Ticket, entries: Sequence[Entry], at: datetime
) -> Ticket:
    """The ticket as it stands at `at` with these entries in its ledger; everything that is owed for them is put.

    `row` must be locked, and `ticket` be what it keeps; raises CannotFollowError where an entry cannot follow.
    """
    history = ticket.history
    for entry in entries:
        history = history.then(entry)
    added = list(enumerate(entries, start=len(ticket.history.entries) + 1))
    await tickets.append(session, [entry_row(row.id, seq, entry) for seq, entry in added])
    ticket = await ticket_of(session, desk, row, at)
    await tell(session, desk, row, ticket, added)
    return ticket


async def caught_up(session: AsyncSession, desk: Desk, row: tables.Ticket, at: datetime) -> Ticket:
    """The ticket of a locked row as it stands at `at`, with all in its ledger that has happened by a rule until then.

    Nothing that a person does may come before it: a wait that ended at noon had ended when they wrote at one. Only
    whoever was asked can agree by silence, and whether they were is written down when it matters, once and for all.
    """
    ticket = await ticket_of(session, desk, row, at)
    while (lapse := upcoming_lapse(ticket.terms, ticket.history)) is not None and lapse.at <= ticket.at:
        entry: Entry = lapse.entry
        if isinstance(entry, Confirmed) and not await was_asked(session, ticket):
            entry = NotAsked(at=lapse.at, by=BY_RULE)
        ticket = await append(session, desk, row, ticket, [entry], at)
    return ticket
