"""Whether what should have happened did: an audit looks by other ways than those that make it happen.

It asks what is late and what was lost, and works out for single tickets what must have been told by now and what must
be armed. What is missing is made good, and said all the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.milestones import passed, upcoming
from bot.desk import marks
from bot.desk.appending import caught_up
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import EDITS, NoticeKind
from bot.desk.places import way_of
from bot.desk.records import TicketUnreadableError, faults_named, ticket_of
from bot.desk.telling import tell
from bot.desk.unheard import told_otherwise, unheard
from storage import audits, deadlines, outbox, tables, tickets

GRACE = timedelta(seconds=60)
"""How long after its instant a deadline may stay untouched, and what it tells unwritten."""
PATIENCE = timedelta(seconds=120)
"""How long after its time a notice may wait: Slack takes one a second in a channel."""
LOST_SINCE = timedelta(hours=1)
MOST_LOOKED_AT = 200
"""Late deadlines and notices, and lost ones, that are looked at in one audit; of more the first."""
MOST_NAMED = 5
"""Tickets that a finding names besides its words, and places within them."""
SAID_ELSEWHERE = EDITS | {NoticeKind.AUDIT, NoticeKind.DRILL_OUTSIDE, NoticeKind.DRILL_OVER}
"""What may be given up: an edit repeats what is said elsewhere, and a drill's result names the ways that failed."""
HIGHEST_RANK = 0
"""The rank of the highest priority."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that should have happened: `key` is the same as long as it is the same, `words` say what it is.

    Places and instants are marked in the words, so that in Slack people have names and times are the reader's own.
    `places` are those to which something does not get through. `alarm` is the first alarm of which nobody has learned,
    so that it must be told another way than by Slack. It is `grave` where something of the highest priority is overdue.
    """

    key: str
    words: str
    tickets: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    alarm: str = ""
    grave: bool = False


async def late(session: AsyncSession, desk: Desk, at: datetime) -> list[Finding]:
    """What is late: alarms that nobody has heard of, deadlines that nobody has looked at, notices that wait too long.

    That an alarm waits for Slack is no more than that, once it went another way.
    """
    waiting = await audits.late_notices(session, at - PATIENCE, MOST_LOOKED_AT)
    waiting = [notice for notice in waiting if notice.kind != NoticeKind.AUDIT]
    alarms = await unheard(session, desk, waiting, at)
    keys = {notice.key for notice in alarms}
    others = [notice for notice in waiting if notice.key not in keys]
    due = await audits.late_deadlines(session, at - GRACE, MOST_LOOKED_AT)
    return [
        *([_unheard(desk, alarms)] if alarms else []),
        *([await _not_looked_at(session, due)] if due else []),
        *([_waiting(desk, others)] if others else []),
    ]


async def lost(session: AsyncSession, desk: Desk, at: datetime) -> list[Finding]:
    """The notices that were given up within the last hour without anybody's being told."""
    given_up = await audits.dead_notices(session, at - LOST_SINCE, MOST_LOOKED_AT)
    given_up = [notice for notice in given_up if notice.kind not in SAID_ELSEWHERE]
    told = {notice.key for notice in await told_otherwise(session, desk, given_up)}
    alarms = {notice.key for notice in await unheard(session, desk, given_up, at)}
    return [
        Finding(
            key=f"lost {notice.key}",
            words=f"The {notice.kind} for {_named(desk, notice.place)} of {marks.instant(notice.planned_at)} "
            f"was given up ({notice.error}), and nobody was told",
            tickets=_tickets([notice.ticket_id]),
            places=(notice.place,),
            alarm=notice.key if notice.key in alarms else "",
        )
        for notice in given_up
        if notice.key not in told
    ]


async def doubtful(session: AsyncSession, desk: Desk, numbers: Sequence[int], at: datetime) -> Sequence[int]:
    """Those of these tickets for which something is missing, or that cannot be read, in order."""
    owed: dict[str, int] = {}
    found: set[int] = set()
    for row in [await tickets.get(session, number) for number in numbers]:
        if row is None:
            continue
        try:
            ticket = await ticket_of(session, desk, row, at)
            with faults_named(row.id):
                owed |= dict.fromkeys(_owed(ticket), row.id)
                if await _unarmed(session, ticket):
                    found.add(row.id)
        except TicketUnreadableError:
            found.add(row.id)
    there = await outbox.put_already(session, list(owed))
    found |= {number for key, number in owed.items() if key not in there}
    found |= {number for number in await _without_bundle(session, numbers) if number is not None}
    return sorted(found)


async def made_good(desk: Desk, number: int, at: datetime) -> Finding | None:
    """What is missing for a ticket, looked at again while nobody else changes it, and put or armed; None if nothing.

    A ticket that cannot be read is a finding, because nothing of it is told.
    """
    try:
        async with desk.database.transaction() as session:
            row = await tickets.load_for_change(session, number)
            if row is None:
                return None
            with faults_named(number):
                ticket = await ticket_of(session, desk, row, at)
                wrong = await _missing(session, ticket)
                if not wrong:
                    return None
                await tell(session, desk, row, await caught_up(session, desk, row, at))
    except TicketUnreadableError as fault:
        words = f"T-{number} cannot be read, so that nothing of it is told: {fault.__cause__!r}"
        return Finding(key=f"unreadable {number}", words=words, tickets=(number,))
    return Finding(key=f"missing {number}", words=f"T-{number}: {'; '.join(wrong)}", tickets=(number,))


async def _missing(session: AsyncSession, ticket: Ticket) -> list[str]:
    """In words, what is missing for a ticket."""
    there = await outbox.put_already(session, list(_owed(ticket)))
    wrong = [f"{words} was not put; it is now" for key, words in _owed(ticket).items() if key not in there]
    wrong += [f"nothing was armed for {clock}; it is now" for clock in await _unarmed(session, ticket)]
    if await _without_bundle(session, [ticket.number]):
        wrong.append("a notice counts as told together with others, and the message of all of them is not in Slack")
    return wrong


def _owed(ticket: Ticket) -> dict[str, str]:
    """The notices that must have been put for a ticket by now, by their keys, in words."""
    reached = passed(ticket.terms, ticket.history, ticket.clocks, ticket.chains, ticket.at)
    return {
        f"{ticket.number}:{each.key}": f"the {each.kind} of {marks.instant(each.at)} ({each.key})"
        for each in reached
        if each.at <= ticket.at - GRACE
    }


async def _unarmed(session: AsyncSession, ticket: Ticket) -> list[str]:
    """What a ticket waits for without being woken up in time for it."""
    armed = {each.clock: each.due for each in await deadlines.of_ticket(session, ticket.number)}
    coming = upcoming(ticket.terms, ticket.history, ticket.clocks, ticket.chains, ticket.at)
    return [each.runs_on for each in coming if each.runs_on not in armed or armed[each.runs_on] > each.at]


async def _without_bundle(session: AsyncSession, numbers: Sequence[int]) -> set[int | None]:
    return {notice.ticket_id for notice in await audits.lost_bundles(session, numbers)}


def _unheard(desk: Desk, alarms: Sequence[tables.Notice]) -> Finding:
    """Alarms that nobody has heard of, the highest priority first."""
    first = alarms[0]
    return Finding(
        key="alarms",
        words=f"Nobody has heard of {_counted(alarms, 'alarm')}, the first the {first.kind} for "
        f"{_named(desk, first.place)} of {marks.instant(first.planned_at)}: {_why(alarms)}",
        tickets=_tickets(notice.ticket_id for notice in alarms),
        places=tuple(dict.fromkeys(notice.place for notice in alarms)),
        alarm=first.key,
        grave=first.priority_rank <= HIGHEST_RANK,
    )


async def _not_looked_at(session: AsyncSession, due: Sequence[tables.Deadline]) -> Finding:
    first, numbers = due[0], {each.ticket_id for each in due}
    rank = await audits.highest_rank(session, numbers)
    return Finding(
        key="deadlines",
        words=f"Not looked at: {_counted(due, 'deadline')}, the first of {marks.instant(first.due)} "
        f"({first.clock} of T-{first.ticket_id})",
        tickets=_tickets(each.ticket_id for each in due),
        grave=rank is not None and rank <= HIGHEST_RANK,
    )


def _waiting(desk: Desk, notices: Sequence[tables.Notice]) -> Finding:
    """Notices that have waited too long, in one finding for all their places: what holds up one often holds up many."""
    by_place: dict[str, list[tables.Notice]] = defaultdict(list)
    for notice in notices:
        by_place[notice.place].append(notice)
    told = [
        f"to {_named(desk, place)}: {_counted(there, 'notice')}, "
        f"the first of {marks.instant(min(notice.planned_at for notice in there))}: {_why(there)}"
        for place, there in list(by_place.items())[:MOST_NAMED]
    ]
    more = len(by_place) - MOST_NAMED
    told += [f"and to {more} more places"] if more > 0 else []
    return Finding(
        key="notices",
        words=f"Not sent {'; '.join(told)}",
        tickets=_tickets(notice.ticket_id for notice in notices),
        places=tuple(by_place),
    )


def _why(notices: Iterable[tables.Notice]) -> str:
    return next((notice.error for notice in notices if notice.error), "nobody has tried to send them")


def _named(desk: Desk, place: str) -> str:
    """A place as the configuration calls it; one of which it knows no name is marked."""
    if (way := way_of(place)) is not None:
        return f"the way {way}"
    named = (f"#{name}" for name, channel in desk.roster.channels.items() if channel == place)
    return next(named, marks.place(place))


def _counted(found: Sequence[object], what: str) -> str:
    if len(found) == 1:
        return f"1 {what}"
    return f"{len(found)} {what}s{' or more' if len(found) == MOST_LOOKED_AT else ''}"


def _tickets(numbers: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for number in numbers if number is not None))[:MOST_NAMED]
