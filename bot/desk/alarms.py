"""A deadline has come: look at the ticket as it is now, tell what is true and let go of what is not.

Where a rule makes something happen by itself, that is first written down.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.appending import caught_up
from bot.desk.desk import Desk
from bot.desk.records import faults_named
from bot.desk.telling import tell
from storage import deadlines, tickets

POSTPONED = timedelta(minutes=1)
"""How long a ticket that cannot be looked at is left alone, so that the others need not wait for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """The ticket whose deadline came, and whether there was anything to tell."""

    ticket: int
    told: bool


async def due_tickets(desk: Desk, at: datetime, most: int) -> Sequence[int]:
    """The numbers of tickets with a deadline at `at` or before: P1 first, and the longest overdue first of equals."""
    async with desk.database.reading() as session:
        return await deadlines.due_tickets(session, at, most)


async def ring_next(desk: Desk, at: datetime, among: Collection[int]) -> Rung | None:
    """Take the first of the tickets `due_tickets` told that is still due at `at`, and tell whatever it owes.

    None when none of them is. One transaction. Several workers may call it at once: none gets a ticket that another is
    looking at. Raises `records.TicketUnreadableError`, with nothing changed, when something about that ticket is wrong.
    """
    async with desk.database.transaction() as session:
        claimed = await deadlines.claim_due(session, at, 1, among)
        if not claimed:
            return None
        number = claimed[0].ticket_id
        with faults_named(number):
            row = await tickets.load_for_change(session, number)
            if row is None:
                raise LookupError(f"ticket {number} is not in the database")
            before = row.last_seq
            ticket = await caught_up(session, desk, row, at)
            told = await tell(session, desk, row, ticket)
        return Rung(ticket=number, told=told or row.last_seq > before)


async def postpone(desk: Desk, ticket: int, at: datetime) -> None:
    """Look at a ticket again a minute from `at`, because looking at it has failed."""
    async with desk.database.transaction() as session:
        await deadlines.postpone(session, ticket, at + POSTPONED)
