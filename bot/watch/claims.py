"""Which notices a worker may send now: claimed for the time of a lease, read, and looked at whether they still help."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import storms
from bot.desk.desk import Desk
from bot.desk.notice_kinds import NoticeKind
from bot.desk.outgoing import Outgoing
from bot.desk.places import way_of
from bot.desk.records import TicketUnreadableError
from bot.desk.sending import NoticeUnreadableError, prepare
from storage import outbox, places, tables

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=10)
"""How long a worker has a notice without saying that it is still alive."""
CLAIMED_WITHIN = 5.0
"""Seconds that a claim may take: half of the lease, so that there is time to send what was claimed."""
LONGEST_WAIT = timedelta(minutes=1)
"""The longest pause between two attempts for one notice: once Slack is back, nothing waits for long any more."""
LONGEST_URGENT_WAIT = timedelta(seconds=15)
"""The longest one for what is most urgent, and for whatever calls people."""
LONGEST_WAIT_OUTSIDE = timedelta(minutes=5)
"""The longest one for other ways, which are tried so many times only, and not all of them in the first minutes."""
_CALLS = (NoticeKind.PAGE, NoticeKind.PAGE_DIRECT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Claimed:
    """A notice that this worker is to send, and the token under which it may say what became of it."""

    outgoing: Outgoing
    token: str
    attempts: int
    ambiguous: bool
    longest_wait: timedelta
    """How long it may be until it is tried again."""


async def claim(
    desk: Desk, at: datetime, most: int, token: str, *, most_urgent_only: bool = False
) -> tuple[Sequence[Claimed], int]:
    """The notices that are to be sent now, and how many others were claimed only to be settled or put off.

    All in one transaction: the first of them wait until the last is read.
    """
    claimed: list[Claimed] = []
    async with desk.database.transaction(patience=CLAIMED_WITHIN) as session:
        notices = await outbox.claim(session, at, most, lease=LEASE, token=token, most_urgent_only=most_urgent_only)
        for notice in notices:
            to_send = await _to_send(session, desk, notice, token, at)
            if to_send is None:
                await places.leave_alone(session, places.queue_of(notice.place, notice.kind), at, at)
            else:
                claimed.append(to_send)
    return claimed, len(notices) - len(claimed)


def patience(attempts: int, longest: timedelta) -> timedelta:
    """How long to wait after so many attempts in vain: 2, 4, 8 … seconds, up to the longest wait."""
    return min(timedelta(seconds=2 ** min(attempts, 9)), longest)


async def _to_send(
    session: AsyncSession, desk: Desk, notice: tables.Notice, token: str, at: datetime
) -> Claimed | None:
    """The notice, or the storm that tells it with others; None when nothing is to be sent now."""
    gathered = await storms.gathered(session, notice, token, at, at + LEASE)
    if gathered is None:
        return None
    if gathered.kind == NoticeKind.STORM and not await storms.written(session, desk, gathered, at):
        await _let_go(session, gathered, token, at)
        return None
    outgoing = await _prepared(session, desk, gathered, token, at)
    if outgoing is None:
        return None
    return Claimed(
        outgoing=outgoing,
        token=token,
        attempts=gathered.attempts,
        ambiguous=gathered.ambiguous,
        longest_wait=_longest_wait(gathered),
    )


def _longest_wait(notice: tables.Notice) -> timedelta:
    if way_of(notice.place) is not None:
        return LONGEST_WAIT_OUTSIDE
    return LONGEST_URGENT_WAIT if notice.priority_rank <= 0 or notice.kind in _CALLS else LONGEST_WAIT


async def _let_go(session: AsyncSession, storm: tables.Notice, token: str, at: datetime) -> None:
    """A storm has nothing more to tell: its message, if there is one, stays as it is."""
    if storm.channel is not None and storm.ts is not None:
        await outbox.settle_sent(session, storm.key, token, channel=storm.channel, ts=storm.ts, at=at)
    else:
        await outbox.settle_dropped(session, storm.key, token, reason="nothing of it need be told any more", at=at)


async def _prepared(
    session: AsyncSession, desk: Desk, notice: tables.Notice, token: str, at: datetime
) -> Outgoing | None:
    """The notice as it is to be sent; None when it was settled or put off, because it is not to be sent now."""
    try:
        outgoing = await prepare(session, desk, notice, at)
    except NoticeUnreadableError as wrong:
        log.error("a notice cannot be read", notice=notice.key, cause=repr(wrong.__cause__))
        await outbox.settle_dead(session, notice.key, token, error=str(wrong), at=at)
        return None
    except TicketUnreadableError as wrong:
        log.error("a notice waits for its ticket", notice=notice.key, cause=repr(wrong.__cause__))
        until = at + patience(notice.attempts, _longest_wait(notice))
        await outbox.retry_at(
            session, notice.key, token, not_before=until, error=str(wrong), ambiguous=notice.ambiguous
        )
        return None
    if isinstance(outgoing, Outgoing):
        return outgoing
    await outbox.settle_dropped(session, notice.key, token, reason=outgoing, at=at)
    return None
