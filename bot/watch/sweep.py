"""One pass over the deadlines that have come."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.desk.alarms import due_tickets, postpone, ring_next
from bot.desk.desk import Desk
from bot.desk.records import TicketUnreadableError

log = structlog.get_logger(__name__)

MOST_IN_A_PASS = 50
"""After so many tickets a pass ends, so that in a flood of deadlines the most urgent of the new ones go first."""
SIDE_BY_SIDE = 4
"""How many tickets one worker looks at side by side, where the database can."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """How many tickets a pass looked at, on how many there was something to tell, and how many it had to put off."""

    looked_at: int = 0
    told: int = 0
    put_off: int = 0


async def sweep(desk: Desk, at: datetime) -> Swept:
    """Look at tickets with a deadline at `at` or before, P1 and then the longest overdue first.

    Each is looked at in its own transaction. One that cannot be read is logged and put off for a minute; it does not
    keep the others waiting.
    """
    due = await due_tickets(desk, at, MOST_IN_A_PASS)
    if not due:
        return Swept()
    # SQLite has one writer; PostgreSQL looks at several tickets while it waits for the disk.
    side_by_side = SIDE_BY_SIDE if desk.database.is_postgresql else 1
    turns = iter(range(len(due)))
    # Where one of them fails the others are ended with it, so that none outlives its pass.
    async with asyncio.TaskGroup() as group:
        under_way = [group.create_task(_sweep(desk, at, due, turns)) for _ in range(side_by_side)]
    swept = [each.result() for each in under_way]
    return Swept(
        looked_at=sum(each.looked_at for each in swept),
        told=sum(each.told for each in swept),
        put_off=sum(each.put_off for each in swept),
    )


async def _sweep(desk: Desk, at: datetime, due: Sequence[int], turns: Iterator[int]) -> Swept:
    """Look at one ticket in each turn that is left, until none is due any more."""
    looked_at = told = put_off = 0
    for _ in turns:
        try:
            rung = await ring_next(desk, at, due)
        except TicketUnreadableError as unreadable:
            log.exception("a ticket with a deadline cannot be read", ticket=unreadable.ticket)
            await postpone(desk, unreadable.ticket, at)
            put_off += 1
            continue
        if rung is None:
            break
        looked_at += 1
        told += rung.told
    return Swept(looked_at=looked_at, told=told, put_off=put_off)
