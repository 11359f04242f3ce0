"""What is done when Slack fails: calls go by the ways that are left, and what became of a call is written down.

A call goes by the ways of whoever is called, where they have none by those of the schedule, and else by those that the
installation has for such a case; so does a broken promise. A way that has been tried in vain counts as none. Nothing
goes twice by one way: the keys are the same.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.entries import BY_RULE, Paged
from bot.desk.appending import append, caught_up
from bot.desk.beyond_slack import at_once, direct_key, level_key, otherwise_key, own_key, page_by, step_key
from bot.desk.composing import about
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.moot import has_left
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import Breach, Escalation, Facts, Undelivered, from_json
from bot.desk.outgoing import Outgoing
from bot.desk.owed import owed
from bot.desk.page_notices import AlarmOutside, Page
from bot.desk.places import outside, way_of
from bot.desk.records import TicketUnreadableError, ticket_of
from bot.desk.sending import NotSent, Outcome, Refused, Sent
from storage import alarms, outbox, tables, tickets
from storage.tables import NoticeState

log = structlog.get_logger(__name__)

ALARMS = (NoticeKind.PAGE, NoticeKind.PAGE_DIRECT, NoticeKind.BREACH, NoticeKind.ESCALATION)
"""What goes another way where Slack does not take it."""
PATIENCE = timedelta(seconds=60)
"""How long after it was due an alarm may wait for Slack."""
IN_VAIN = 3
"""After so many attempts in vain another way is taken besides, where Slack has not taken the call."""
MOST_TRIES = 9
"""After so many attempts in vain, for about ten minutes, nothing more is sent by a way outside Slack."""
SLACK = "Slack"
"""The way of a call by direct message."""


def exhausted(outgoing: Outgoing, attempts: int) -> bool:
    """Whether a notice for a way outside Slack has been tried often enough; Slack's wait for as long as it takes."""
    return way_of(outgoing.place) is not None and attempts >= MOST_TRIES


async def after(
    session: AsyncSession, desk: Desk, outgoing: Outgoing, outcome: Outcome, at: datetime, *, final: bool
) -> None:
    """What follows from how an attempt to send a notice ended; `final` where it is not tried again.

    It belongs into the transaction that settles the notice.
    """
    if final:
        try:
            await _write_down(session, desk, outgoing, outcome, at)
        except TicketUnreadableError as wrong:
            # The call has gone out all the same, and must not go again because of its ledger.
            log.error("what became of a call is not in the ledger", notice=outgoing.key, cause=repr(wrong.__cause__))
    told = outgoing.facts
    if isinstance(told, Page) and outgoing.kind is NoticeKind.PAGE_OUTSIDE and not isinstance(outcome, Sent):
        await _call_otherwise(session, desk, told, outcome.error, at)
    if told is None or outgoing.kind not in ALARMS:
        return
    match outcome:
        case Refused(error=error) | NotSent(error=error, locked_out=True):
            await divert(session, desk, told, outgoing.key, outgoing.place, error, at)
            if isinstance(outcome, Refused) and outcome.of_place:
                await _say_closed(session, desk, outgoing, error, at)


async def divert(
    session: AsyncSession, desk: Desk, told: Facts, key: str, place: str, error: str, at: datetime
) -> bool:
    """Let what Slack has not taken go by the ways that are left; whether anything goes that would not have gone yet.

    `key` and `place` are those of the notice. A call is looked at again before it is sent, so that one that is over
    calls nobody.
    """
    match told:
        case Page(kind=NoticeKind.PAGE | NoticeKind.PAGE_DIRECT) | Breach() | Escalation():
            pass
        case _:
            return False
    row = await tickets.get(session, told.about.number)
    if row is None:
        return False
    ticket = await ticket_of(session, desk, row, at)
    if isinstance(told, Page):
        if ticket.has_ended(told.cycle):
            return False
        new = await _call(session, desk, row, ticket, told, place, at)
    else:
        new = await _alarm(session, desk, row, ticket, told, key, place, error)
    if new:
        log.error("Slack has not taken an alarm, so it goes another way", notice=key, place=place, error=error)
    return new


async def _call(
    session: AsyncSession,
    desk: Desk,
    row: tables.Ticket,
    ticket: Ticket,
    call: Page,
    place: str,
    at: datetime,
) -> bool:
    """Call whoever was called in Slack and not reached there, by the first sort of ways that there is for them."""
    roster, step = desk.roster, step_key(call.cycle, call.step)
    if call.kind is NoticeKind.PAGE_DIRECT:
        people = [place]
    else:
        people = [each for each in call.people if not await _reached(session, row, step, each)]
    here = [person for person in people if not await has_left(session, desk, person)]
    own = {own_key(step, person, way): (person, way) for person in here for way in roster.ways.get(person, ())}
    level = {level_key(step, way): way.name for way in roster.level_ways.get(call.whom, ())}
    in_vain = await _in_vain(session, row, [*own, *level])
    pages = [page_by(row, ticket, key, call, at_once(way.name), at, person) for key, (person, way) in own.items()]
    if not call.people or set(people) - {person for key, (person, _) in own.items() if key not in in_vain}:
        last = {otherwise_key(step, name): name for name in roster.otherwise}
        ways = level if level.keys() - in_vain else last
        pages += [page_by(row, ticket, key, call, at_once(name), at) for key, name in ways.items()]
    fresh = await outbox.put(session, pages)
    hastened = await alarms.hasten(session, [page.key for page in pages], at)
    return bool(fresh or hastened)


async def _call_otherwise(session: AsyncSession, desk: Desk, told: Page, error: str, at: datetime) -> None:
    """Let a call go by the ways that are left where one does not take it and Slack has not taken it either."""
    step = f"{told.about.number}:{step_key(told.cycle, told.step)}"
    in_channel = await outbox.get(session, step)
    call = None if in_channel is None else from_json(in_channel.body)
    if not isinstance(call, Page):
        return
    # A way of the schedule's, or of the installation's, is for everybody who is called.
    keys = [direct_key(step, person) for person in told.people or call.people]
    for notice in await outbox.with_keys(session, keys if told.people else [step, *keys]):
        if notice.state is NoticeState.DEAD or (
            notice.state in (NoticeState.PENDING, NoticeState.SENDING)
            and max(notice.planned_at, notice.put_at) <= at - PATIENCE
        ):
            await divert(session, desk, from_json(notice.body), notice.key, notice.place, notice.error or error, at)


async def _in_vain(session: AsyncSession, row: tables.Ticket, keys: Collection[str]) -> set[str]:
    """Those of the keys whose calls were given up, or were tried so often that another way is taken besides."""
    return {
        notice.key.removeprefix(f"{row.id}:")
        for notice in await outbox.with_keys(session, [f"{row.id}:{key}" for key in keys])
        if notice.state is NoticeState.DEAD or (notice.state is not NoticeState.SENT and notice.attempts >= IN_VAIN)
    }


async def _reached(session: AsyncSession, row: tables.Ticket, step: str, person: str) -> bool:
    """Whether somebody has the direct message of a call."""
    directly = await outbox.get(session, f"{row.id}:{direct_key(step, person)}")
    return directly is not None and directly.state is NoticeState.SENT


async def _alarm(
    session: AsyncSession,
    desk: Desk,
    row: tables.Ticket,
    ticket: Ticket,
    told: Breach | Escalation,
    key: str,
    place: str,
    error: str,
) -> bool:
    """Tell a broken promise by the ways that the installation has for the case that Slack fails."""
    alarm = AlarmOutside(about=about(ticket), what=told.kind, place=place, error=error, promises=(told.promise,))
    plain = key.removeprefix(f"{row.id}:")
    notices = [
        owed(row, ticket, f"outside {plain} via {way}", alarm, place=outside(way)) for way in desk.roster.otherwise
    ]
    return bool(await outbox.put(session, notices))


async def _write_down(session: AsyncSession, desk: Desk, outgoing: Outgoing, outcome: Outcome, at: datetime) -> None:
    """Put into the ledger what became of a call by another way than Slack, or of one that Slack refuses."""
    told, way = outgoing.facts, way_of(outgoing.place)
    match told:
        case Page(kind=NoticeKind.PAGE_OUTSIDE):
            person = next(iter(told.people), None)
        case Page(kind=NoticeKind.PAGE_DIRECT) if not isinstance(outcome, Sent):
            person = outgoing.place
        case _:
            return
    row = await tickets.load_for_change(session, told.about.number)
    if row is None:
        return
    ticket = await caught_up(session, desk, row, at)
    paged = Paged(
        at=ticket.at,
        by=BY_RULE,
        person=person,
        way=way or SLACK,
        cycle=told.cycle,
        step=told.step,
        delivered=isinstance(outcome, Sent),
        error="" if isinstance(outcome, Sent) else outcome.error,
    )
    await append(session, desk, row, ticket, [paged], ticket.at)


async def _say_closed(session: AsyncSession, desk: Desk, outgoing: Outgoing, error: str, at: datetime) -> None:
    """Tell the leads directly that a channel of ours is closed to us, once an hour: there nobody would read it."""
    told = outgoing.facts
    if outgoing.place not in desk.roster.channels.values() or not isinstance(told, Page | Breach | Escalation):
        return
    row = await tickets.get(session, told.about.number)
    if row is None:
        return
    ticket = await ticket_of(session, desk, row, at)
    closed = Undelivered(about=about(ticket), what=outgoing.kind, place=outgoing.place, error=error)
    notices = [owed(row, ticket, "closed", closed, place=lead) for lead in sorted(desk.roster.leads)]
    for notice in notices:
        # Once for all tickets, so it is not the ticket's key.
        notice.key = f"closed {outgoing.place} {notice.place} {at:%Y-%m-%dT%H}"
    await outbox.put(session, notices)
