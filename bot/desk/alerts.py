"""The proof of alerting: what became of each notice of a ticket, when, by which way, and who saw or answered it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import queries
from bot.desk.access import Verb
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.moot import why_moot
from bot.desk.notice_kinds import EDITS, NoticeKind
from bot.desk.notices import Facts, from_json
from bot.desk.page_notices import Page, PageAnswer
from bot.desk.requests import Asker
from storage import alerts as kept
from storage import tables
from storage.tables import NoticeState

PAGE = 12
"""What one page shows."""
LATE = timedelta(seconds=5)
"""A notice that was sent later than this after its time was late."""


class Fate(StrEnum):
    """What became of a notice."""

    SENT = "sent"
    """It arrived."""
    WAITING = "waiting"
    """It is on its way, or its time has not come."""
    NOT_NEEDED = "not needed"
    """Its time has not come, and when it comes nothing will be sent, because it would tell nobody anything any more."""
    LET_GO = "let go"
    """It was not sent, because it would have told nobody anything any more."""
    REFUSED = "refused"
    """It was given up."""


_FATES = {
    NoticeState.PENDING: Fate.WAITING,
    NoticeState.SENDING: Fate.WAITING,
    NoticeState.SENT: Fate.SENT,
    NoticeState.DROPPED: Fate.LET_GO,
    NoticeState.DEAD: Fate.REFUSED,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """One notice: what it told, None for a card; where; and what became of it.

    `settled` is when that was known, `late` how much after its time it was sent where that was more than `LATE`,
    `reason` why it waits or was not sent. `together` is whether it was told in one message with others. `answered` is
    given for a call that somebody answered.
    """

    kind: NoticeKind
    told: Facts | None
    place: str
    planned: datetime
    fate: Fate
    settled: datetime | None
    late: timedelta | None
    reason: str
    together: bool
    seen_at: datetime | None
    seen_by: str | None
    answered: PageAnswer | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Alerts:
    """A page of the notices of a ticket, in order; pages count from 1."""

    ticket: Ticket
    shown: Sequence[Alert]
    total: int
    page: int
    pages: int


async def alerts(desk: Desk, asker: Asker, number: int, at: datetime, *, page: int = 1) -> Alerts:
    """A page of everything that was told of a ticket, or is to be; the last one where there are not so many.

    Changes of messages that were there already are left out. Raises as `queries.show` does.
    """
    ticket = await queries.show(desk, asker, number, at, verb=Verb.ALERTS)
    async with desk.database.reading() as session:
        found = await kept.of_ticket(session, number, but=EDITS, limit=PAGE, offset=(page - 1) * PAGE)
        pages = max(1, -(-found.total // PAGE))
        if page > pages:
            page = pages
            found = await kept.of_ticket(session, number, but=EDITS, limit=PAGE, offset=(page - 1) * PAGE)
        shown = [await _alert(session, desk, ticket, notice) for notice in found.notices]
    return Alerts(ticket=ticket, shown=shown, total=found.total, page=page, pages=pages)


async def _alert(session: AsyncSession, desk: Desk, ticket: Ticket, notice: tables.Notice) -> Alert:
    told = _told(notice)
    moot = None
    if notice.state is NoticeState.PENDING and told is not None:
        moot = await why_moot(session, desk, ticket, notice, told)
    fate = _FATES[notice.state] if moot is None else Fate.NOT_NEEDED
    late = notice.settled_at - notice.planned_at if fate is Fate.SENT and notice.settled_at else timedelta()
    return Alert(
        kind=NoticeKind(notice.kind),
        told=told,
        place=notice.place,
        planned=notice.planned_at,
        fate=fate,
        settled=notice.settled_at,
        late=late if late > LATE else None,
        reason=moot or notice.error or "" if fate is not Fate.SENT else "",
        together=notice.bundle is not None,
        seen_at=notice.seen_at,
        seen_by=notice.seen_by,
        answered=_answered(ticket, told),
    )


def _told(notice: tables.Notice) -> Facts | None:
    """What a notice tells; None for a card, and for one that an earlier version of the program has put."""
    try:
        return from_json(notice.body) if notice.body else None
    except ValueError:
        return None


def _answered(ticket: Ticket, told: Facts | None) -> PageAnswer | None:
    chain = ticket.chain(told.cycle) if isinstance(told, Page) else None
    answer = None if chain is None else chain.answered
    return None if answer is None else PageAnswer(by=answer.by, how=answer.kind, at=answer.at)
