"""Lists of tickets: those that fit all that was asked for, what is due next first; and those with certain words.

A customer's contact sees their own tickets only, a technical account manager those of their customers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.timeline import ALWAYS, Timeline
from bot.contracts.faults import Faults
from bot.desk import naming, queries
from bot.desk.access import Role, Verb, role
from bot.desk.desk import Desk
from bot.desk.discretion import for_role
from bot.desk.facts import Ticket
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker
from bot.desk.urgency import Urgency, urgency
from storage import customers, tables, ticket_lists, tickets
from storage.tables import TicketState
from storage.ticket_lists import Due
from storage.tickets import UNSETTLED, TicketFilter, TicketPage

log = structlog.get_logger(__name__)

PAGE = 10
"""How many tickets one page of a list shows."""


class Which(StrEnum):
    """What can be asked of the tickets of a list, in a word each; several narrow it further."""

    MINE = "mine"
    """Those that the asker has."""
    OPEN = "open"
    """Those that somebody still has to work on, waiting ones too; so it is where nothing is said of the state."""
    BREACHING = "breaching"
    """Those with a promise that is broken and still not done."""
    UNASSIGNED = "unassigned"
    """Those that nobody has."""
    WAITING = "waiting"
    """Those that wait for somebody else."""
    RESOLVED = "resolved"
    """Those whose resolution waits for the customer's agreement."""
    CLOSED = "closed"
    """Those that are finished."""


_STATES = {
    Which.OPEN: UNSETTLED,
    Which.WAITING: frozenset({TicketState.WAITING}),
    Which.RESOLVED: frozenset({TicketState.RESOLVED}),
    Which.CLOSED: frozenset({TicketState.CLOSED}),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which tickets a list is to show: those for which all of it holds; what is None is not asked about.

    `priority` counts from 1 for P1, `severity` is an id or a name, `customer` a key or a name, `owner` a Slack user id.
    """

    which: frozenset[Which] = frozenset()
    priority: int | None = None
    severity: str | None = None
    customer: str | None = None
    owner: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A page of tickets in their order; `page` counts from 1."""

    tickets: Sequence[Ticket]
    page: int
    pages: int
    total: int


async def listed(desk: Desk, asker: Asker, wanted: Wanted, at: datetime, *, page: int = 1) -> Listed:
    """A page of the wanted tickets that the asker may see, the most urgent first, of finished ones the newest first.

    One that cannot be read is counted but not shown. Raises NotAllowedError for whoever may see no ticket at all, and
    NoSuchCustomerError for a customer whose tickets they may not see.
    """
    async with desk.database.reading() as session:
        narrowed = await _narrowed(session, desk, asker, wanted)
        offset = (page - 1) * PAGE
        if UNSETTLED.issuperset(narrowed.states or TicketState):
            numbers = await most_urgent(session, desk, narrowed, at)
            rows = await ticket_lists.by_number(session, numbers[offset : offset + PAGE])
            found = TicketPage(tickets=rows, total=len(numbers))
        else:
            found = await ticket_lists.newest(session, narrowed, limit=PAGE, offset=offset)
        return await _page(session, desk, asker, found, at, page)


async def searched(desk: Desk, asker: Asker, words: str, at: datetime, *, page: int = 1) -> Listed:
    """A page of the tickets, closed ones too, that have all these words, the newest first.

    Only those that the asker may see; raises NotAllowedError for whoever may see none.
    """
    async with desk.database.reading() as session:
        own = await _own(session, desk, asker, Verb.SEARCH)
        offset = (page - 1) * PAGE
        found = await ticket_lists.search(session, words.split(), customer_ids=own, limit=PAGE, offset=offset)
        return await _page(session, desk, asker, found, at, page)


async def counted(desk: Desk, asker: Asker) -> dict[Which, int]:
    """How many tickets a list of each sort would have for the asker; of closed ones nobody asks how many."""
    async with desk.database.reading() as session:
        return {
            which: await tickets.count(session, await _narrowed(session, desk, asker, Wanted(which=frozenset({which}))))
            for which in Which
            if which is not Which.CLOSED
        }


async def most_urgent(session: AsyncSession, desk: Desk, wanted: TicketFilter, at: datetime) -> list[int]:
    """The numbers of all these tickets, by the least staffed time left at `at`; of equal ones the oldest first."""
    found = await ticket_lists.due(session, wanted)
    timelines = {
        kept: await _timeline(session, desk, *kept)
        for kept in {(each.contract_version_id, each.next_calendar) for each in found}
    }

    def order(each: Due) -> tuple[Urgency, int]:
        timeline = timelines[each.contract_version_id, each.next_calendar]
        left = None if each.next_due is None else timeline.elapsed(at, each.next_due)
        return urgency(overdue=each.overdue, left=left, due=each.next_due), each.number

    return [each.number for each in sorted(found, key=order)]


async def _timeline(session: AsyncSession, desk: Desk, version: int, calendar: str | None) -> Timeline:
    """What the time of a ticket counts in; where its contract cannot be read, every second, so that it has a place."""
    if calendar is None:
        return ALWAYS
    try:
        return (await desk.contract(session, version)).calendars[calendar].timeline
    except (LookupError, ValueError, Faults) as wrong:
        log.error("a ticket's calendar cannot be read", version=version, calendar=calendar, cause=repr(wrong))
        return ALWAYS


async def _narrowed(session: AsyncSession, desk: Desk, asker: Asker, wanted: Wanted) -> TicketFilter:
    states = UNSETTLED if wanted.which.isdisjoint(_STATES) else frozenset(TicketState)
    for which in wanted.which & _STATES.keys():
        states = states & _STATES[which]
    narrowed = TicketFilter(
        states=states,
        customer_ids=await _own(session, desk, asker, Verb.LIST),
        assignee=wanted.owner,
        priority_rank=None if wanted.priority is None else wanted.priority - 1,
        unassigned=Which.UNASSIGNED in wanted.which,
        overdue=Which.BREACHING in wanted.which,
    )
    if Which.MINE in wanted.which:
        narrowed = replace(narrowed, assignee=asker.person)
    if wanted.severity is not None:
        narrowed = replace(narrowed, severities=naming.severity_ids(desk.shelf.contracts, wanted.severity))
    if wanted.customer is not None:
        row = await naming.customer_for(session, desk.roster, asker, wanted.customer)
        narrowed = replace(narrowed, customer_ids=[row.id])
    return narrowed


async def _own(session: AsyncSession, desk: Desk, asker: Asker, verb: Verb) -> list[int] | None:
    """The customers whose tickets the asker may see; None for all. Raises NotAllowedError where there is none."""
    if role(desk.roster, asker) is not Role.OTHER:
        return None
    rows = await customers.of_person(session, asker.person)
    if not rows:
        raise NotAllowedError(verb=verb, role=Role.OTHER)
    return [row.id for row in rows]


async def _page(session: AsyncSession, desk: Desk, asker: Asker, found: TicketPage, at: datetime, page: int) -> Listed:
    read = [await _seen(session, desk, asker, row, at) for row in found.tickets]
    return Listed(
        tickets=[ticket for ticket in read if ticket is not None],
        page=page,
        pages=max(1, -(-found.total // PAGE)),
        total=found.total,
    )


async def _seen(session: AsyncSession, desk: Desk, asker: Asker, row: tables.Ticket, at: datetime) -> Ticket | None:
    ticket = await queries.readable(session, desk, row, at)
    return None if ticket is None else for_role(ticket, role(desk.roster, asker, ticket.customer))
