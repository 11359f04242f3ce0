"""One notice on its way out: what may be sent now, whether it is still true, and what became of it.

The desk does not know Slack. It hands an `Outgoing` to a `Sender` and is told one of four outcomes.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.entries import Heard, Replied, Resumed
from bot.desk.beyond_slack import is_slack_silent
from bot.desk.desk import Desk
from bot.desk.digest_facts import Digest
from bot.desk.drill_notices import as_it_stands
from bot.desk.duty_notices import Drill, DrillResult, DutyFacts
from bot.desk.facts import Posted, Ticket
from bot.desk.moot import why_moot
from bot.desk.notice_kinds import EDITS, TO_CUSTOMER, NoticeKind
from bot.desk.notices import Event, Facts, Proposal, from_json
from bot.desk.outgoing import Outgoing, edited_key
from bot.desk.page_notices import Page
from bot.desk.records import faults_named, ticket_of
from bot.desk.storm_notices import Storm
from storage import outbox, tables, tickets

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """It is in Slack, there."""

    channel: str
    ts: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NotSent:
    """It is surely not in Slack; try again after a while. `whole_place` when nothing else may go there before.

    `locked_out` is whether Slack does not let us in at all, so that a person has to do something first.
    """

    error: str
    after: timedelta | None = None
    whole_place: bool = False
    locked_out: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """It may or may not be in Slack; look before it is sent again."""

    error: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """Slack does not take it; `error` is Slack's word. `of_place` when nothing is wrong with the notice itself."""

    error: str
    of_place: bool = False


Outcome = Sent | NotSent | Unknown | Refused


class Sender(Protocol):
    """Carries one notice to Slack. Neither method raises for what Slack or the network does."""

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Post or edit it once, without any retry."""

    async def find(self, outgoing: Outgoing) -> Outcome:
        """Look for it: Sent where it stands, Refused where it surely is not, NotSent when looking was not possible."""


class NoticeUnreadableError(Exception):
    """What is kept of a notice says nothing that could ever be sent; the cause is chained."""

    def __init__(self, key: str) -> None:
        super().__init__(f"notice {key} cannot be read")


_BROADCAST = (NoticeKind.BREACH, NoticeKind.ESCALATION, NoticeKind.PAGE)


async def prepare(session: AsyncSession, desk: Desk, notice: tables.Notice, at: datetime) -> Outgoing | str:
    """The notice as it is to be sent at `at`, or the reason for which it need not be told any more.

    Raises NoticeUnreadableError where the notice itself is at fault, TicketUnreadableError where its ticket is.
    """
    kind, told = _read(notice)
    if isinstance(told, Storm):
        return _of_storm(notice, told, at)
    if isinstance(told, Digest | DutyFacts):
        return await _about_no_ticket(session, desk, notice, kind, told, at)
    if notice.ticket_id is None:
        raise NoticeUnreadableError(notice.key)
    with faults_named(notice.ticket_id):
        row = await tickets.get(session, notice.ticket_id)
    if row is None:
        raise NoticeUnreadableError(notice.key)
    ticket = await ticket_of(session, desk, row, at)
    edits = await _edited(session, ticket, notice, kind, told)
    if kind in EDITS and edits is None:
        return "there is no message to edit"
    if kind is NoticeKind.CARD_EDIT and await outbox.has_later(session, notice):
        return "a later edit shows it too"
    if told is not None and (moot := await why_moot(session, desk, ticket, notice, told)):
        return moot
    if isinstance(told, Proposal) and told.agreed_at is not None and told.agreed_at <= at:
        # Asked only now, the customer has not been silent, and is not told that they were.
        told = replace(told, agreed_at=None)
    if isinstance(told, Page) and kind is NoticeKind.PAGE_OUTSIDE:
        told = replace(told, slack_silent=await is_slack_silent(session, told))
    thread = _thread(ticket, kind, notice.place)
    return Outgoing(
        key=notice.key,
        kind=kind,
        place=notice.place,
        at=at,
        planned=notice.planned_at,
        ticket=ticket if told is None else None,
        facts=told,
        thread=thread,
        broadcast=thread is not None
        and (
            kind in _BROADCAST
            or (kind in (NoticeKind.WARNING, NoticeKind.HELD) and notice.priority_rank == 0)
            # Nobody reads the thread of a ticket that is closed.
            or (isinstance(told, Event) and told.closed)
        ),
        card=ticket.card if thread is None and told is not None and kind not in TO_CUSTOMER else None,
        source=_source(told),
        edits=edits,
        repeat=notice.ambiguous,
        since=notice.put_at,
    )


async def _edited(
    session: AsyncSession, ticket: Ticket, notice: tables.Notice, kind: NoticeKind, told: Facts | None
) -> Posted | None:
    """The message that an edit changes, if it is in Slack."""
    if kind is NoticeKind.CARD_EDIT:
        return ticket.card
    if kind is NoticeKind.PROPOSAL_EDIT and isinstance(told, Proposal):
        return await _posted(session, f"{ticket.number}:{NoticeKind.PROPOSAL} {told.number}")
    return await _posted(session, edited_key(notice.key)) if kind in EDITS else None


async def _posted(session: AsyncSession, key: str) -> Posted | None:
    """Where the message of a notice stands, if it has one."""
    told = await outbox.get(session, key)
    return Posted(channel=told.channel, ts=told.ts) if told and told.channel and told.ts else None


async def _about_no_ticket(
    session: AsyncSession,
    desk: Desk,
    notice: tables.Notice,
    kind: NoticeKind,
    told: Digest | DutyFacts,
    at: datetime,
) -> Outgoing | str:
    """The day's digest, or what is told about duty: while it is of use, and in no thread."""
    if told.over is not None and told.over <= at:
        log.warning("a notice was let go, because its time is over", notice=notice.key)
        return "its time is over"
    if isinstance(told, Drill | DrillResult):
        standing = await as_it_stands(session, desk, told, notice.place)
        if isinstance(standing, str):
            return standing
        told = standing
    edits = await _posted(session, edited_key(notice.key)) if kind in EDITS else None
    if kind in EDITS and edits is None:
        return "there is no message to edit"
    return Outgoing(
        key=notice.key,
        kind=kind,
        place=notice.place,
        at=at,
        planned=notice.planned_at,
        facts=told,
        edits=edits,
        repeat=notice.ambiguous,
        since=notice.put_at,
    )


def _of_storm(notice: tables.Notice, told: Storm, at: datetime) -> Outgoing:
    """The message that tells several notices; once it is in Slack, further lines are added to it there."""
    return Outgoing(
        key=notice.key,
        kind=NoticeKind.STORM,
        place=notice.place,
        at=at,
        planned=notice.planned_at,
        facts=told,
        edits=Posted(channel=notice.channel, ts=notice.ts) if notice.channel and notice.ts else None,
        repeat=notice.ambiguous,
        since=notice.put_at,
    )


def _read(notice: tables.Notice) -> tuple[NoticeKind, Facts | None]:
    """What a notice is and what it tells; a card tells nothing of its own, it shows the ticket."""
    try:
        kind = NoticeKind(notice.kind)
        return kind, None if kind in (NoticeKind.CARD, NoticeKind.CARD_EDIT) else from_json(notice.body)
    except ValueError as wrong:
        raise NoticeUnreadableError(notice.key) from wrong


def _thread(ticket: Ticket, kind: NoticeKind, place: str) -> str | None:
    """The message to answer in: the ticket's origin for what is said to the customer, otherwise its card."""
    if kind in TO_CUSTOMER:
        return ticket.origin.ts if ticket.origin else None
    if kind not in (NoticeKind.CARD, NoticeKind.CARD_EDIT) and ticket.card and ticket.card.channel == place:
        return ticket.card.ts
    return None


def _source(told: Facts | None) -> Posted | None:
    """The message that an event rests on, where it rests on one."""
    match told:
        case Event(entry=Heard(source=source) | Resumed(source=source) | Replied(source=source)) if source is not None:
            return Posted(channel=source.channel, ts=source.ts)
    return None
