"""The day's digest: what is late, what is due until the next one, what nobody has, who keeps us waiting."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.ledger import State
from bot.desk import queries
from bot.desk.access import Verb, check, role
from bot.desk.desk import Desk
from bot.desk.digest_facts import Digest, DigestTicket, Part
from bot.desk.facts import Ticket
from bot.desk.lists import most_urgent
from bot.desk.requests import Asker
from bot.desk.tally import tally
from storage import ticket_lists
from storage.tables import TicketState
from storage.tickets import TicketFilter, TicketPage

MOST_EACH = 8
"""Tickets of each sort that are named; of the others there is the number."""
MOST_COUNTED = 10_000
"""Tickets whose promises are counted at most for the day's digest."""
MOST_COUNTED_NOW = 500
"""The same where somebody is waiting for it."""
A_DAY = timedelta(days=1)


async def digest_now(desk: Desk, asker: Asker, at: datetime) -> Digest:
    """The digest as it would come at `at`, for the team; NotAllowedError for anybody else."""
    check(Verb.DIGEST, role(desk.roster, asker))
    since, until = at - A_DAY, at + A_DAY
    if desk.digest is not None:
        last = desk.digest.last(at)
        since, until = desk.digest.instant(last), desk.digest.instant(desk.digest.after(last))
    async with desk.database.reading() as session:
        return await composed(session, desk, at, since=since, until=until, most=MOST_COUNTED_NOW)


async def composed(
    session: AsyncSession,
    desk: Desk,
    at: datetime,
    *,
    since: datetime,
    until: datetime,
    over: datetime | None = None,
    most: int = MOST_COUNTED,
) -> Digest:
    """How all tickets stand at `at`, what came of promises after `since`, and what is due by `until`.

    Promises are counted on the `most` tickets that changed last.
    """
    overdue = await most_urgent(session, desk, TicketFilter(overdue=True), at)
    late = frozenset(overdue)
    due = [number for number in await most_urgent(session, desk, TicketFilter(due_by=until), at) if number not in late]
    unassigned = await most_urgent(session, desk, TicketFilter(unassigned=True), at)
    waiting = await ticket_lists.longest(session, TicketState.WAITING, "paused", limit=MOST_EACH)
    resolved = await ticket_lists.longest(session, TicketState.RESOLVED, "resolved", limit=MOST_EACH)
    counted = await tally(session, desk, since, at, most=most)
    return Digest(
        at=at,
        since=since,
        until=until,
        over=over,
        overdue=await _named(session, desk, overdue, at),
        due=await _named(session, desk, due, at),
        unassigned=await _named(session, desk, unassigned, at),
        waiting=await _part(session, desk, waiting, at),
        resolved=await _part(session, desk, resolved, at),
        kept=counted.kept,
        broken=counted.broken,
        left_out=counted.left_out,
    )


async def _named(session: AsyncSession, desk: Desk, numbers: list[int], at: datetime) -> Part:
    rows = await ticket_lists.by_number(session, numbers[:MOST_EACH])
    return await _part(session, desk, TicketPage(tickets=rows, total=len(numbers)), at)


async def _part(session: AsyncSession, desk: Desk, found: TicketPage, at: datetime) -> Part:
    read = [await queries.readable(session, desk, row, at) for row in found.tickets]
    return Part(tickets=tuple(in_a_line(ticket) for ticket in read if ticket is not None), total=found.total)


def in_a_line(ticket: Ticket) -> DigestTicket:
    """What is said of a ticket where many are told of."""
    clock = next(iter(ticket.live_clocks), None)
    pause = ticket.history.pauses[-1].began if ticket.state is State.WAITING else None
    proposal = ticket.history.proposal
    began = pause or proposal
    return DigestTicket(
        number=ticket.number,
        title=ticket.title,
        customer=ticket.customer.name,
        rank=ticket.rank,
        assignee=ticket.history.assignee,
        since=None if began is None else began.at,
        reason=None if pause is None else pause.reason,
        clock=None if clock is None else clock.kind,
        due=None if clock is None else clock.breached or clock.aim,
        contractual=clock is None or clock.promise.target is not None,
        zone="UTC" if clock is None else ticket.terms.zone(clock.promise.calendar),
    )
