"""One pass over the deadlines that have come."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.desk.alarms import postpone, ring_next
from bot.desk.desk import Desk
from bot.desk.records import TicketUnreadableError

log = structlog.get_logger(__name__)

MOST_IN_A_PASS = 500
"""After so many tickets a pass ends, so that a flood of deadlines does not keep the loop from being seen alive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Swept:
    """How many tickets a pass looked at, on how many there was something to tell, and how many it had to put off."""

    looked_at: int = 0
    told: int = 0
    put_off: int = 0


async def sweep(desk: Desk, at: datetime) -> Swept:
    """Look at every ticket with a deadline at `at` or before, the longest overdue first, each in its own transaction.

    A ticket that cannot be read is logged and put off for a minute; it does not keep the others waiting.
    """
    looked_at = told = put_off = 0
    while looked_at + put_off < MOST_IN_A_PASS:
        try:
            rung = await ring_next(desk, at)
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
