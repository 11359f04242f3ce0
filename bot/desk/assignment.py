"""Who has a ticket: taken, given to somebody, or handed over with all the others that a person has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.entries import Released, Taken
from bot.desk.access import Role, Verb, check, follows, role
from bot.desk.appending import append, caught_up
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.refusals import (
    NotAllowedError,
    NothingToDoError,
    NothingToHandOverError,
    NotOfTheTeamError,
    TakenError,
)
from bot.desk.requests import Assign, HandOver, Take
from bot.desk.roster import Roster
from storage import customers, inbox, tickets
from storage.tables import TicketState
from storage.tickets import TicketFilter

MOST_AT_ONCE = 50
"""Tickets that are handed over while somebody waits for the answer."""
_UNFINISHED = frozenset({TicketState.OPEN, TicketState.WAITING, TicketState.RESOLVED})


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedOver:
    """The tickets that one person had and another has now, or nobody; `left` are still to be handed over."""

    of: str
    to: str | None
    tickets: tuple[int, ...]
    left: int = 0


def take(request: Take, ticket: Ticket) -> Taken:
    """The entry of somebody taking a ticket for themselves; TakenError where another has it, unless it is `over`."""
    by, assignee = request.asker.person, ticket.history.assignee
    if assignee == by:
        raise NothingToDoError(why="you have it already", number=ticket.number)
    if assignee is not None and not request.over:
        raise TakenError(number=ticket.number, person=assignee)
    return Taken(at=ticket.at, by=by, to=by)


def assign(request: Assign, ticket: Ticket, roster: Roster) -> Taken | Released:
    """The entry of a ticket being given to somebody, or to nobody.

    Raises NotOfTheTeamError for whoever may not have it, NothingToDoError where it is theirs already.
    """
    by, to, assignee = request.asker.person, request.to, ticket.history.assignee
    if to is None:
        if assignee is None:
            raise NothingToDoError(why="nobody has it", number=ticket.number)
        return Released(at=ticket.at, by=by)
    if to not in roster.team and to != ticket.customer.tam:
        raise NotOfTheTeamError(person=to)
    if to == assignee:
        raise NothingToDoError(why="it is theirs already", number=ticket.number)
    return Taken(at=ticket.at, by=by, to=to)


async def hand_over(desk: Desk, request: HandOver, at: datetime, *, most: int | None = None) -> HandedOver:
    """Give every ticket that a person has and that is not closed to another, or to nobody; with `most` the first ones.

    The tickets are kept with the request, and each is handed over in a transaction of its own, once: where the way
    breaks off in between, the same request again does the rest. Whoever has left the team can still be `of`.

    Raises NotAllowedError, NotOfTheTeamError, NothingToHandOverError, and `storage.database.Unavailable` as
    `open_ticket` does.
    """
    async with desk.database.transaction() as session:
        own = await _handled_by(session, desk, request)
        fresh = await inbox.record(session, request.key, at)
        numbers = await (_to_hand_over(session, desk, request, own) if fresh else _kept(session, request))
    first = numbers[:most]
    given = [number for number in first if await _give(desk, request, number, at)]
    return HandedOver(of=request.of, to=request.to, tickets=tuple(given), left=len(numbers) - len(first))


async def _handled_by(session: AsyncSession, desk: Desk, request: HandOver) -> list[int] | None:
    """The customers whose tickets the asker may hand over: None is all of them, a TAM only has their own."""
    asker_role = role(desk.roster, request.asker)
    if asker_role is not Role.OTHER:
        check(Verb.ASSIGN, asker_role)
        return None
    own = await customers.of_tam(session, request.asker.person)
    if not own:
        raise NotAllowedError(verb=Verb.ASSIGN, role=asker_role)
    return [row.id for row in own]


async def _to_hand_over(
    session: AsyncSession, desk: Desk, request: HandOver, customer_ids: list[int] | None
) -> Sequence[int]:
    """The tickets to hand over, which are kept with the request from now on; a TAM gets their own customers' only."""
    if request.to is not None and request.to not in desk.roster.team:
        theirs = {row.id for row in await customers.of_tam(session, request.to)}
        if not theirs:
            raise NotOfTheTeamError(person=request.to)
        customer_ids = sorted(theirs if customer_ids is None else theirs.intersection(customer_ids))
    wanted = TicketFilter(states=_UNFINISHED, assignee=request.of, customer_ids=customer_ids)
    numbers = [] if request.of == request.to else await tickets.numbers(session, wanted)
    if not numbers:
        raise NothingToHandOverError(of=request.of, to=request.to)
    await inbox.answer(session, request.key, ticket_id=None, answer={"tickets": list(numbers)})
    return numbers


async def _kept(session: AsyncSession, request: HandOver) -> Sequence[int]:
    received = await inbox.received(session, request.key)
    if received is None or received.answer is None:
        raise LookupError(f"request {request.key} was taken in, but not what it was to hand over")
    numbers: list[int] = received.answer["tickets"]
    return numbers


async def _give(desk: Desk, request: HandOver, number: int, at: datetime) -> bool:
    """Hand one ticket over; False where somebody else has it by now, or it was closed meanwhile."""
    key = f"{request.key} T-{number}"
    async with desk.database.transaction() as session:
        row = await tickets.load_for_change(session, number)
        if not await inbox.record(session, key, at):
            received = await inbox.received(session, key)
            return received is not None and received.ticket_id is not None
        if row is None:
            return False
        ticket = await caught_up(session, desk, row, at)
        if ticket.history.assignee != request.of or not follows(Verb.ASSIGN, ticket):
            return False
        by = request.asker.person
        entry = Released(at=ticket.at, by=by) if request.to is None else Taken(at=ticket.at, by=by, to=request.to)
        await append(session, desk, row, ticket, [entry], ticket.at)
        await inbox.answer(session, key, ticket_id=number, answer=None)
        return True
