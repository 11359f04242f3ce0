"""Storms: when more than a few messages come to one channel within a minute, one message tells the others together.

It is posted when the storm begins and edited while it lasts. Nobody is told of an edit, so whatever calls people goes
out in a new message, with all that has come meanwhile; such messages are some seconds apart. A notice for the highest
priority is always told by itself and before them, and whatever does not stand in the channel itself is never part of a
storm.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk.composing import about, promise_lines
from bot.desk.desk import Desk
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import AtRisk, Breach, Escalation, GoalMissed, Reminder, from_json, to_json
from bot.desk.outgoing import Outgoing
from bot.desk.owed import ANY_TIME
from bot.desk.records import TicketUnreadableError
from bot.desk.sending import NoticeUnreadableError, prepare
from bot.desk.storm_notices import Storm, StormLine
from storage import outbox, places, storms, tables
from storage.tables import NoticeState

log = structlog.get_logger(__name__)

FEW = 5
"""How many messages a channel gets within `WITHIN` before a storm begins."""
WITHIN = timedelta(minutes=1)
"""After so long without another message a storm is over."""
MOST_LINES = 40
"""Lines of one message; those after them begin another."""
LONGEST = timedelta(minutes=10)
"""After so long a storm goes on in a new message, because nobody sees that an old one was edited."""
APART = timedelta(seconds=15)
"""How long after a message the next one that calls people may come: what comes meanwhile waits for it."""
PUT_OFF = timedelta(minutes=1)
"""How long a notice is left alone whose ticket cannot be read."""

_FOLDABLE = (
    NoticeKind.CARD,
    NoticeKind.WARNING,
    NoticeKind.GOAL,
    NoticeKind.BREACH,
    NoticeKind.ESCALATION,
    NoticeKind.REMINDER,
)
_NEED_NO_CARD = (*_FOLDABLE, NoticeKind.CARD_EDIT)
_SHOWN = (NoticeKind.BREACH, NoticeKind.ESCALATION)
"""What is seen in the channel even where it stands in a ticket's thread."""


async def gathered(
    session: AsyncSession, notice: tables.Notice, token: str, at: datetime, until: datetime
) -> tables.Notice | None:
    """What is to be sent in place of a notice that was just claimed with `token`, and is to be held until `until`.

    That is the notice itself; or in a storm the one that tells it with all others that wait for its place, claimed in
    its stead; or None where that one waits to be tried again and tells this one then.
    """
    if notice.kind not in _FOLDABLE or notice.priority_rank == 0 or notice.ticket_id is None:
        return notice
    waiting = await storms.waiting(
        session,
        notice.place,
        at,
        token=token,
        kinds=_FOLDABLE,
        shown=_SHOWN,
        limit=MOST_LINES,
    )
    waiting = [each for each in waiting if not await _has_a_thread_to_begin(session, each)]
    if notice not in waiting:
        return notice
    place = await places.get(session, notice.place)
    lately = [told for told in place.told if at - WITHIN < datetime.fromisoformat(told) <= at]
    storming = len(lately) + len(waiting) > FEW
    place.told = [*lately, *[at.isoformat()] * (len(waiting) if storming else 1)][-FEW:]
    if not storming:
        return notice
    going_on = None if place.storm is None else await outbox.get(session, place.storm)
    room = 0 if going_on is None else await _room(session, going_on, at)
    if going_on is not None and room > 0 and _may_stand(going_on) and (calling := [*filter(_calls, waiting)]):
        soonest = going_on.put_at + APART
        if at < soonest:
            for each in calling:
                _left(each, until=soonest)
            waiting = [each for each in waiting if each not in calling]
        else:
            room = 0
    if notice not in waiting:
        return None
    if going_on is None or room == 0:
        going_on, room = await _begun(session, notice, at), MOST_LINES
    place.storm = going_on.key
    for each in waiting[:room]:
        each.bundle = going_on.key
        each.state, each.claim, each.lease_until = NoticeState.PENDING, None, None
    if notice.bundle is None:
        # More urgent ones have filled the message, and this one waits for the next.
        _left(notice)
    if going_on.state is not NoticeState.SENT and going_on.attempts:
        return None
    outbox.take(going_on, token, until)
    await session.flush()
    return going_on


async def written(session: AsyncSession, desk: Desk, storm: tables.Notice, at: datetime) -> bool:
    """Write a line for each notice that a claimed storm is still to tell; whether there is any.

    What need not be told any more is let go, and what cannot be read now is told by itself later.
    """
    untold = await storms.untold(session, storm.key)
    still_to_tell = {each.key for each in untold}
    lines = [line for line in _lines(storm) if line.key not in still_to_tell]
    fresh = [(each, line) for each in untold if (line := await _line(session, desk, each, at)) is not None]
    storm.body = to_json(Storm(lines=(*lines, *(line for _, line in fresh))))
    storm.planned_at = min((each.planned_at for each, _ in fresh), default=storm.planned_at)
    await session.flush()
    return bool(fresh)


async def _has_a_thread_to_begin(session: AsyncSession, notice: tables.Notice) -> bool:
    """Whether something waits to be told in the thread of a card. Its ticket is locked: nobody acts on it just now."""
    return notice.kind == NoticeKind.CARD and await storms.is_followed(session, notice, _NEED_NO_CARD)


async def _room(session: AsyncSession, storm: tables.Notice, at: datetime) -> int:
    """How many lines a message still takes; none when its storm is over, or was given up."""
    if storm.state in (NoticeState.DEAD, NoticeState.DROPPED) or storm.put_at <= at - LONGEST:
        return 0
    if storm.state is NoticeState.SENT and storm.settled_at is not None and storm.settled_at <= at - WITHIN:
        return 0
    untold = {each.key for each in await storms.untold(session, storm.key)}
    return max(0, MOST_LINES - len(untold | {line.key for line in _lines(storm)}))


def _may_stand(storm: tables.Notice) -> bool:
    """Whether a message is in Slack, or may be, so that another line only edits it."""
    return storm.ts is not None or storm.ambiguous or storm.state is NoticeState.SENDING


def _calls(notice: tables.Notice) -> bool:
    """Whether somebody is to notice it: it is told aloud wherever it stands, or it mentions people."""
    return notice.kind in _SHOWN or bool(notice.body.get("people"))


def _left(notice: tables.Notice, *, until: datetime | None = None) -> None:
    """Let go of a notice as if nobody had claimed it, and leave it alone until then."""
    notice.state, notice.claim, notice.lease_until, notice.attempts = NoticeState.PENDING, None, None, 0
    notice.not_before = until or notice.not_before


async def _begun(session: AsyncSession, first: tables.Notice, at: datetime) -> tables.Notice:
    storm = tables.Notice(
        key=f"{first.key} storm",
        kind=NoticeKind.STORM,
        place=first.place,
        lane=f"{first.key} storm",
        priority_rank=first.priority_rank,
        body=to_json(Storm()),
        put_at=at,
        planned_at=first.planned_at,
        not_before=ANY_TIME,
    )
    session.add(storm)
    await session.flush()
    return storm


def _lines(storm: tables.Notice) -> Sequence[StormLine]:
    facts = from_json(storm.body)
    return facts.lines if isinstance(facts, Storm) else ()


async def _line(session: AsyncSession, desk: Desk, notice: tables.Notice, at: datetime) -> StormLine | None:
    """The line of a notice as it stands at `at`; None where it is let go or put off instead."""
    try:
        outgoing = await prepare(session, desk, notice, at)
    except NoticeUnreadableError as wrong:
        log.error("a notice cannot be read", notice=notice.key, cause=repr(wrong.__cause__))
        _settled(notice, NoticeState.DEAD, str(wrong), at)
    except TicketUnreadableError as wrong:
        log.error("a notice waits for its ticket", notice=notice.key, cause=repr(wrong.__cause__))
        notice.bundle, notice.attempts, notice.not_before, notice.error = None, 1, at + PUT_OFF, str(wrong)
    else:
        if isinstance(outgoing, Outgoing):
            return _told(outgoing)
        _settled(notice, NoticeState.DROPPED, outgoing, at)
    return None


def _settled(notice: tables.Notice, state: NoticeState, error: str, at: datetime) -> None:
    notice.bundle, notice.state, notice.error, notice.settled_at = None, state, error, at


def _told(outgoing: Outgoing) -> StormLine:
    match outgoing.facts:
        case AtRisk() | GoalMissed() | Breach() | Escalation() as facts:
            return StormLine(
                key=outgoing.key, what=outgoing.kind, about=facts.about, promise=facts.promise, people=facts.people
            )
        case Reminder() as facts:
            return StormLine(key=outgoing.key, what=outgoing.kind, about=facts.about, people=facts.people)
    if outgoing.ticket is None:
        raise ValueError(f"notice {outgoing.key} is no part of a storm")
    promise = next(iter(promise_lines(outgoing.ticket)), None)
    return StormLine(key=outgoing.key, what=outgoing.kind, about=about(outgoing.ticket), promise=promise)
