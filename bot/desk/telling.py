"""What follows from a ledger: the notices owed by now, the next deadlines, the ticket's row brought up to date.

Every decision ends here, inside its transaction. Doing it twice changes nothing, because a notice's key is unique.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.entries import Entry, NotAsked, Opened, Paged
from bot.clocks.milestones import Milestone, MilestoneKind, passed, upcoming
from bot.desk.beyond_slack import direct_key, ends, outside_pages
from bot.desk.composing import OnDuty, about, alert_facts, event_facts, held_facts, page_facts, reminder_facts
from bot.desk.customer_news import answered, told_to_customer
from bot.desk.desk import Desk
from bot.desk.digest_facts import Digest
from bot.desk.duty_notices import DutyFacts
from bot.desk.escalation import called
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import Undelivered
from bot.desk.outgoing import Outgoing
from bot.desk.owed import owed
from bot.desk.own_cards import put_own_card
from bot.desk.page_ends import page_edits
from bot.desk.records import overrides_from, ticket_of
from bot.desk.storm_notices import Storm
from storage import deadlines, outbox, tables, tickets

Appended = tuple[int, Entry]
"""An entry and its number in the ledger."""


async def tell(
    session: AsyncSession, desk: Desk, row: tables.Ticket, ticket: Ticket, new: Iterable[Appended] = ()
) -> bool:
    """Put every notice owed at `ticket.at`, arm the next deadlines, refresh the row. Whether there was news to tell.

    `new` are the entries that this transaction has appended.
    """
    new = list(new)
    reached = passed(ticket.terms, ticket.history, ticket.clocks, ticket.chains, ticket.at)
    await put_own_card(session, row, ticket, acted=bool(new), reached=reached)
    entries = [notice for seq, entry in new for notice in _of_entry(row, ticket, seq, entry)]
    fresh = list(await outbox.put(session, entries))
    fresh += await _tell_milestones(session, desk, row, ticket, reached)
    await outbox.put(session, [*await ends(session, desk, row, ticket)])
    await outbox.put(session, await page_edits(session, row, ticket, [entry for _, entry in new]))
    if fresh and not any(isinstance(entry, Opened) for _, entry in new):
        await outbox.put(session, [owed(row, ticket, f"card after {fresh[-1]}", NoticeKind.CARD_EDIT)])
    following = upcoming(ticket.terms, ticket.history, ticket.clocks, ticket.chains, ticket.at)
    _refresh(row, ticket)
    await deadlines.replace(session, row.id, {each.runs_on: each.at for each in following}, rank=row.priority_rank)
    await tickets.save(session, row)
    return bool(fresh)


async def was_asked(session: AsyncSession, ticket: Ticket) -> bool:
    """Whether the proposal that stands is in Slack, where the customer can answer it."""
    asked = await outbox.get(session, f"{ticket.number}:{NoticeKind.PROPOSAL} {ticket.history.proposal_number}")
    return asked is not None and asked.state is tables.NoticeState.SENT


async def tell_undelivered(session: AsyncSession, desk: Desk, outgoing: Outgoing, error: str, at: datetime) -> None:
    """Say in the triage channel that Slack refuses a notice, unless it is the triage channel that is refused.

    An edit that is refused takes nothing from anybody: what it would have changed is said elsewhere too.
    """
    if (
        outgoing.facts is None
        or outgoing.edits is not None
        or isinstance(outgoing.facts, Undelivered | Digest | DutyFacts | Storm)
    ):
        return
    row = await tickets.get(session, outgoing.facts.about.number)
    if row is None or row.triage_channel == outgoing.place:
        return
    ticket = await ticket_of(session, desk, row, at)
    undelivered = Undelivered(about=about(ticket), what=outgoing.kind, place=outgoing.place, error=error)
    key = outgoing.key.removeprefix(f"{row.id}:")
    await outbox.put(session, [owed(row, ticket, f"undelivered {key}", undelivered)])


def _of_entry(row: tables.Ticket, ticket: Ticket, seq: int, entry: Entry) -> Iterator[tables.Notice]:
    """What an entry has to tell: to the team in the card's thread, and to the customer where the ticket came from."""
    if isinstance(entry, Opened):
        yield owed(row, ticket, "card", NoticeKind.CARD)
    # The reminder that comes with the one says so, and the other is told where it could not be delivered.
    elif not isinstance(entry, NotAsked | Paged):
        yield owed(row, ticket, f"entry {seq}", event_facts(ticket, entry), planned=entry.at)
    if ticket.origin is None:
        return
    told = told_to_customer(ticket, entry)
    if told is not None:
        yield owed(row, ticket, f"{told.kind} {seq}", told, place=ticket.origin.channel, planned=entry.at)
    over = answered(ticket, seq)
    if over is not None:
        yield owed(row, ticket, f"{over.kind} {over.number}", over, place=ticket.origin.channel)


async def _tell_milestones(
    session: AsyncSession, desk: Desk, row: tables.Ticket, ticket: Ticket, reached: Sequence[Milestone]
) -> list[str]:
    """Put what the milestones that have passed have to tell; the keys of what is new."""
    if not reached:
        return []
    overrides = await overrides_from(session, desk, ticket.at)

    def on_duty(whom: str, at: datetime) -> tuple[str, ...]:
        return called(ticket.terms, desk.roster, ticket.customer, whom, at, overrides)

    fresh: list[str] = []
    for milestone in reached:
        match milestone.kind:
            case MilestoneKind.PAGE:
                fresh += await _page(session, desk, row, ticket, milestone, on_duty)
            case MilestoneKind.HELD:
                held = held_facts(ticket, milestone, on_duty)
                fresh += await outbox.put(session, [owed(row, ticket, milestone.key, held, planned=milestone.at)])
            case MilestoneKind.REMINDER:
                told = reminder_facts(ticket, milestone, asked=await was_asked(session, ticket))
                reminder = owed(row, ticket, milestone.key, told, planned=milestone.at)
                fresh += await outbox.put(session, [reminder])
            case _:
                fresh += await outbox.put(session, [_of_milestone(desk, row, ticket, milestone, on_duty)])
    return fresh


def _of_milestone(
    desk: Desk, row: tables.Ticket, ticket: Ticket, milestone: Milestone, on_duty: OnDuty
) -> tables.Notice:
    """The notice of a milestone of a clock, in the channel that the contract routes it to."""
    routing = ticket.terms.contract.routing
    match milestone.kind:
        case MilestoneKind.BREACH:
            channel = routing.breaches
        case MilestoneKind.ESCALATION if milestone.escalation is not None:
            channel = milestone.escalation.to
        case _:
            channel = routing.warnings
    place = desk.roster.channels.get(channel)
    told = alert_facts(ticket, milestone, on_duty)
    return owed(row, ticket, milestone.key, told, place=place, planned=milestone.at)


async def _page(
    session: AsyncSession, desk: Desk, row: tables.Ticket, ticket: Ticket, milestone: Milestone, on_duty: OnDuty
) -> Sequence[str]:
    """Call whoever is on duty now, in the triage channel, directly and by their ways; nobody if it was called before.

    The step as a whole is what is told once: who is on duty may have changed since, and must not be called for it.
    """
    call = page_facts(ticket, milestone, on_duty)
    fresh = await outbox.put(session, [owed(row, ticket, milestone.key, call, planned=milestone.at)])
    if not fresh:
        return []
    directly = page_facts(ticket, milestone, on_duty, direct=True)
    return await outbox.put(
        session,
        [
            *(
                owed(row, ticket, direct_key(milestone.key, person), directly, place=person, planned=milestone.at)
                for person in call.people
            ),
            *outside_pages(desk.roster, row, ticket, milestone.key, call, milestone.at),
        ],
    )


def _refresh(row: tables.Ticket, ticket: Ticket) -> None:
    """Copy into the row what lists are filtered and sorted by."""
    row.state = tables.TicketState(ticket.state)
    row.severity = ticket.severity.id
    row.priority_rank = ticket.rank
    row.assignee = ticket.history.assignee
    row.last_seq = len(ticket.history.entries)
    first = next(iter(ticket.live_clocks), None)
    row.next_due = None if first is None else first.aim
    row.next_calendar = None if first is None or first.anchor.agreed is not None else first.promise.calendar
    row.overdue = any(clock.overdue for clock in ticket.clocks)
    row.changed_at = ticket.at
