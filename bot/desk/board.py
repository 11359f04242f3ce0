"""The board: every clock that runs on an open ticket, for the team to have before its eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clocks.clock import Clock
from bot.desk import queries
from bot.desk.access import Verb, check, role
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.lists import most_urgent
from bot.desk.requests import Asker
from bot.desk.urgency import Urgency, urgency
from storage import ticket_lists
from storage.tickets import TicketFilter

MOST_TICKETS = 100
"""How many open tickets are looked at, those that are due next; of the others there is only a count."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Running:
    """One clock that somebody still has to stop, and the ticket it runs on."""

    ticket: Ticket
    clock: Clock

    @property
    def aim(self) -> datetime | None:
        """What it runs towards, or ran towards when it was broken; None while a pause keeps that open."""
        return self.clock.breached or self.clock.aim


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """What runs at an instant: broken promises first, then the least staffed time left, what is paused last."""

    at: datetime
    running: Sequence[Running]
    idle: int = 0
    """Open tickets on which no clock runs."""
    unreadable: int = 0
    """Open tickets that cannot be read; the log says why."""
    left_out: int = 0
    """Open tickets that were not looked at, because nothing on them is due as soon."""


async def board(desk: Desk, asker: Asker, at: datetime) -> Board:
    """Everything that runs at `at`, for the team; NotAllowedError for anybody else."""
    check(Verb.BOARD, role(desk.roster, asker))
    return await board_for_whoever_was_let_in(desk, at)


async def board_for_whoever_was_let_in(desk: Desk, at: datetime) -> Board:
    """The same without asking who looks: for an installation whose own proxy has asked them already."""
    async with desk.database.reading() as session:
        numbers = await most_urgent(session, desk, TicketFilter(), at)
        rows = await ticket_lists.by_number(session, numbers[:MOST_TICKETS])
        read = [await queries.readable(session, desk, row, at) for row in rows]
    shown = [ticket for ticket in read if ticket is not None]
    running = [Running(ticket=ticket, clock=clock) for ticket in shown for clock in ticket.live_clocks]
    return Board(
        at=at,
        running=sorted(running, key=_urgency),
        idle=sum(not ticket.live_clocks for ticket in shown),
        unreadable=len(read) - len(shown),
        left_out=len(numbers) - len(read),
    )


def _urgency(running: Running) -> Urgency:
    clock = running.clock
    return urgency(overdue=clock.overdue, left=clock.left, due=clock.aim)
