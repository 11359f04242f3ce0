"""A change of shift: who was on call, who is from then on, and the work that goes along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.schedule import REACH, Override, Schedule, end_in_sight, following, on_call, shifts
from bot.desk import queries
from bot.desk.desk import Desk
from bot.desk.digest import in_a_line
from bot.desk.digest_facts import Part
from bot.desk.duty_notices import HandOver
from bot.desk.facts import Ticket
from storage import tickets

MOST_NAMED = 8
"""Tickets of each sort that are named in a post; of the others there is the number."""
MOST_LOOKED_AT = 60
"""The tickets that are due next, among which those are looked for that somebody is being called for."""
_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class ShiftChange:
    """On a schedule other people are on call from `at` on than before; nobody, where there is a gap.

    `until` is when that ends, None where it is not in sight, and `following` who comes then.
    """

    schedule: Schedule
    at: datetime
    before: tuple[str, ...]
    now: tuple[str, ...]
    until: datetime | None
    following: tuple[str, ...]


def latest_change(schedule: Schedule, overrides: Sequence[Override], at: datetime) -> ShiftChange | None:
    """The change that made things as they are at an instant; None where none is in sight."""
    shift = on_call(schedule, overrides, at)
    if shift is None:
        earlier = shifts(schedule, overrides, at - REACH, at)
        changed = earlier[-1].ends if earlier else at - REACH
    else:
        changed = shift.starts
    if changed <= at - REACH:
        return None
    before = on_call(schedule, overrides, changed - _JUST_BEFORE)
    upcoming = following(schedule, overrides, at)
    until = next_change(schedule, overrides, at)
    return ShiftChange(
        schedule=schedule,
        at=changed,
        before=() if before is None else before.people,
        now=() if shift is None else shift.people,
        until=until,
        following=upcoming.people if upcoming is not None and upcoming.starts == until else (),
    )


def next_change(schedule: Schedule, overrides: Sequence[Override], at: datetime) -> datetime | None:
    """When somebody else is on call than at an instant, or nobody any more; None where that is not in sight."""
    shift = on_call(schedule, overrides, at)
    if shift is not None:
        return end_in_sight(shift, at)
    upcoming = following(schedule, overrides, at)
    return None if upcoming is None else upcoming.starts


async def handed_over(session: AsyncSession, desk: Desk, change: ShiftChange, at: datetime) -> HandOver:
    """What there is to tell of a change at `at`: it, the calls that nobody has answered, and the other open work.

    The tickets that are due next come first: whoever begins is not to wait until a great many are sorted.
    """
    found = await tickets.page(session, limit=MOST_LOOKED_AT)
    read = [await queries.readable(session, desk, row, at) for row in found.tickets]
    paging = [ticket for ticket in read if ticket is not None and _is_called_for(ticket)]
    others = [ticket for ticket in read if ticket is not None and not _is_called_for(ticket)]
    return HandOver(
        schedule=change.schedule.name,
        zone=change.schedule.zone,
        at=change.at,
        before=change.before,
        now=change.now,
        until=change.until,
        following=change.following,
        paging=tuple(in_a_line(ticket) for ticket in paging[:MOST_NAMED]),
        open=Part(
            tickets=tuple(in_a_line(ticket) for ticket in others[:MOST_NAMED]),
            total=found.total - len(paging),
        ),
        over=change.until,
    )


def _is_called_for(ticket: Ticket) -> bool:
    """Whether somebody has been called for a ticket and nobody has answered yet."""
    return any(chain.ended is None and any(page.at <= ticket.at for page in chain.pages) for chain in ticket.chains)
