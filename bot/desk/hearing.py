"""What people write in the channels: the customer is heard, and what we write in their thread is an answer to them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.contract import PauseReason
from bot.clocks.entries import Entry, Heard, Replied, Resumed, Source
from bot.clocks.ledger import State
from bot.desk.access import Verb, follows
from bot.desk.appending import append, caught_up
from bot.desk.desk import Desk
from bot.desk.facts import Customer, Ticket
from bot.desk.records import customer_of
from bot.desk.requests import Hear
from bot.desk.sides import Side, side, side_in
from bot.desk.speaking import agreed
from bot.desk.threads import ThreadNotKnownYetError, Where, thread_of
from storage import customers, inbox, outbox, tickets

MACRO = "?"
"""What a message begins with that is meant for the desk: typed in the customer's thread, it is no answer to them."""
MOST_NAMED = 5
"""How many tickets one message can be about."""

_NAMED = re.compile(r"(?<![\w&/#-])T-(\d{1,9})(?!\w)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Concern:
    """The tickets that a message may be about, by number, and the customers that its channel belongs to.

    `where` is whose thread it is in, None outside of every ticket's.
    """

    tickets: tuple[int, ...]
    where: Where | None
    here: tuple[Customer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class HeardOutcome:
    """Who wrote, which ticket it concerns, and whether that is now in the ledger because of this delivery."""

    side: Side
    ticket: int | None = None
    recorded: bool = False


async def concern(desk: Desk, message: Hear) -> Concern | None:
    """What a message may be about; None for most of what is said. It reads, and changes nothing.

    Raises ThreadNotKnownYetError where it cannot be known yet whose thread it is in.
    """
    if message.author.automatic:
        return None
    found = await _concern(desk, message)
    return found if found.tickets else None


async def hear(desk: Desk, message: Hear, at: datetime, about: Concern | None = None) -> HeardOutcome:
    """Take a message in, in one transaction with its key, so that a second delivery changes nothing.

    `about` is its `concern` where that has been asked for already; without it, it is asked for here.

    In the customer's thread their message is heard, and ours is an answer. Elsewhere in their channel they are heard
    where they name tickets of theirs (`T-12`, `#12`). Everything else leaves no trace. Raises ThreadNotKnownYetError
    where it cannot be known yet whose thread it is in, and `storage.database.Unavailable` as `open_ticket` does.
    """
    if message.author.automatic:
        return HeardOutcome(side=Side.NEITHER)
    found = about or await _concern(desk, message)
    numbers, here = found.tickets, found.here
    if not numbers or found.where is Where.TRIAGE:
        wrote = side_in(desk.roster, message.author, home=message.home, here=here)
        return HeardOutcome(side=wrote, ticket=next(iter(numbers), None))
    async with desk.database.transaction() as session:
        is_new = await inbox.record(session, message.key, at)
        outcomes = [await _on_ticket(session, desk, message, here, number, at, is_new=is_new) for number in numbers]
        if is_new:
            await inbox.answer(session, message.key, ticket_id=numbers[0], answer=None)
    recorded = any(outcome.recorded for outcome in outcomes)
    return HeardOutcome(side=outcomes[0].side, ticket=numbers[0], recorded=recorded)


async def _concern(desk: Desk, message: Hear) -> Concern:
    async with desk.database.reading() as session:
        here = tuple(customer_of(row) for row in await customers.in_channel(session, message.channel))
        thread = None if message.thread is None else await thread_of(session, message.channel, message.thread)
        if thread is not None:
            return Concern(tickets=(thread.ticket,), where=thread.where, here=here)
        if await _may_be_of_ticket(session, message, here):
            raise ThreadNotKnownYetError(message.channel, message.ts)
        return Concern(tickets=await _named(session, message, here), where=None, here=here)


async def _may_be_of_ticket(session: AsyncSession, message: Hear, here: Sequence[Customer]) -> bool:
    """Whether somebody may be answering a first message of ours that has got to Slack without our knowing."""
    concerns_us = bool(here) or message.text.lstrip().startswith(MACRO)
    return concerns_us and message.thread is not None and await outbox.may_begin_thread(session, message.channel)


async def _named(session: AsyncSession, message: Hear, here: Sequence[Customer]) -> tuple[int, ...]:
    """The tickets that a message in a customer's channel names, of that channel's customers only, by number."""
    owners = {customer.id for customer in here}
    numbers = sorted({int(number) for number in _NAMED.findall(message.text)}) if owners else []
    found = [await tickets.get(session, number) for number in numbers[:MOST_NAMED]]
    return tuple(row.id for row in found if row is not None and row.customer_id in owners)


async def _on_ticket(
    session: AsyncSession,
    desk: Desk,
    message: Hear,
    here: Sequence[Customer],
    number: int,
    at: datetime,
    *,
    is_new: bool,
) -> HeardOutcome:
    """What a message means for one of the tickets that it concerns, written down and told if it is new."""
    row = await tickets.load_for_change(session, number)
    if row is None:
        raise LookupError(f"ticket {number} is not in the database")
    ticket = await caught_up(session, desk, row, at)
    wrote = side(desk.roster, ticket.customer, message.author, home=message.home, here=here)
    match wrote:
        case Side.THEM if is_new:
            entries = _heard(ticket, message)
        case Side.US if is_new and _is_answer(ticket, message, here):
            entries = [_answered(ticket, message)]
        case _:
            entries = []
    if entries:
        await append(session, desk, row, ticket, entries, ticket.at)
    return HeardOutcome(side=wrote, ticket=number, recorded=bool(entries))


def _heard(ticket: Ticket, message: Hear) -> list[Entry]:
    """That the customer wrote, and where the ticket waits for them, that the wait is over."""
    by, source = message.author.person, _source(message)
    heard = Heard(at=ticket.at, by=by, text=message.text, source=source, files=message.files)
    waits = ticket.state is State.WAITING and ticket.history.pauses[-1].reason is PauseReason.WAITING_ON_CUSTOMER
    return [heard, Resumed(at=ticket.at, by=by, source=source)] if waits else [heard]


def _is_answer(ticket: Ticket, message: Hear, here: Sequence[Customer]) -> bool:
    """Whether a message of ours answers the customer: in the ticket's own thread, where they read it."""
    origin = ticket.origin
    in_their_thread = origin is not None and (origin.channel, origin.ts) == (message.channel, message.thread)
    in_their_channel = any(customer.id == ticket.customer.id for customer in here)
    is_for_desk = message.to_app or message.text.lstrip().startswith(MACRO)
    return in_their_thread and in_their_channel and not is_for_desk and follows(Verb.REPLY, ticket)


def _answered(ticket: Ticket, message: Hear) -> Replied:
    told = agreed(ticket)
    return Replied(
        at=ticket.at,
        by=message.author.person,
        text=message.text or ", ".join(message.files),
        next_update=told.next_update,
        cadence=told.cadence,
        source=_source(message),
    )


def _source(message: Hear) -> Source:
    return Source(channel=message.channel, ts=message.ts)
