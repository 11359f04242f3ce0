"""How many promises were kept and how many were broken in a while, counted anew from the ledgers."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.clock import Clock, ClockState, evaluate
from bot.clocks.contract import ClockKind, terms
from bot.clocks.ledger import History
from bot.desk.desk import Desk
from bot.desk.records import TicketUnreadableError, entry_of, faults_named
from storage import tables, ticket_lists

log = structlog.get_logger(__name__)

_AT_ONCE = 50
"""Tickets that are read and counted before others may have their turn."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """The contractual promises that were kept and broken from `since` on, by kind; the team's own goals are none.

    `left_out` is how many tickets were not looked at, because there are so many: those that changed longest ago.
    """

    since: datetime
    kept: Mapping[ClockKind, int]
    broken: Mapping[ClockKind, int]
    left_out: int = 0


async def tally(session: AsyncSession, desk: Desk, since: datetime, at: datetime, *, most: int) -> Tally:
    """What was kept and broken after `since` and until `at`, on the `most` tickets that changed last."""
    found = await ticket_lists.changed(session, since, limit=most)
    kept: Counter[ClockKind] = Counter()
    broken: Counter[ClockKind] = Counter()
    for start in range(0, len(found.tickets), _AT_ONCE):
        rows = found.tickets[start : start + _AT_ONCE]
        for clock in await _clocks(session, desk, rows, at):
            if clock.breached is not None and since < clock.breached <= at:
                broken[clock.kind] += 1
            elif clock.state is ClockState.MET and clock.stopped is not None and since < clock.stopped.at:
                kept[clock.kind] += 1
        await asyncio.sleep(0)
    return Tally(since=since, kept=dict(kept), broken=dict(broken), left_out=found.total - len(found.tickets))


async def _clocks(session: AsyncSession, desk: Desk, rows: Sequence[tables.Ticket], at: datetime) -> list[Clock]:
    """The contractual clocks of these tickets; one that cannot be read has none, and the log says so."""
    ledgers = await ticket_lists.ledgers(session, [row.id for row in rows])
    clocks: list[Clock] = []
    for row in rows:
        try:
            with faults_named(row.id):
                sold = terms(await desk.contract(session, row.contract_version_id), row.plan)
                history = History.of(entry_of(entry) for entry in ledgers[row.id])
                clocks += evaluate(sold, history, at)
        except TicketUnreadableError as wrong:
            log.error("a ticket cannot be counted", ticket=row.id, cause=repr(wrong.__cause__))
    return [clock for clock in clocks if clock.promise.target is not None]
