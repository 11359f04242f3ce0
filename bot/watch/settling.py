"""What became of a notice is written down, in one transaction with whatever follows from it.

Only who holds the claim still may say so: a worker that was frozen past its lease changes nothing any more.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import fallback
from bot.desk.desk import Desk
from bot.desk.notice_kinds import NoticeKind
from bot.desk.outgoing import Outgoing
from bot.desk.places import way_of
from bot.desk.sending import NotSent, Outcome, Refused, Sent, Unknown
from bot.desk.telling import tell_undelivered
from bot.desk.threads import remember
from bot.watch.claims import Claimed, patience
from storage import outbox, places, storms

log = structlog.get_logger(__name__)

SETTLING = timedelta(seconds=5)
"""How long an ambiguous post is given to appear in Slack before it is looked for."""
CLOSED = timedelta(minutes=1)
"""How long to wait before a channel of the team that the bot was removed from is tried again."""


async def settle(
    session: AsyncSession, desk: Desk, claimed: Claimed, outcome: Outcome, at: datetime, rest: timedelta
) -> None:
    """Write down at `at` what became of a notice, and leave its place alone for `rest` or as long as Slack asks."""
    outgoing, final = claimed.outgoing, True
    if isinstance(outcome, NotSent | Unknown) and fallback.exhausted(outgoing, claimed.attempts):
        outcome = Refused(error=outcome.error)
    match outcome:
        case Sent():
            held, until = await _sent(session, claimed, outcome, at), at + rest
        case Refused() if not _is_closed(desk, claimed, outcome):
            held, until = await _given_up(session, desk, claimed, outcome, at), at + rest
        case _:
            final = False
            held, until = await _put_off(session, claimed, outcome, at, rest)
    if held:
        await places.leave_alone(session, places.queue_of(outgoing.place, outgoing.kind), at, until)
        await fallback.after(session, desk, outgoing, outcome, at, final=final)


def is_plain(outgoing: Outgoing) -> bool:
    """Whether nothing follows for its ticket once a notice has arrived: it began no thread, and tells no others."""
    return (
        outgoing.kind is not NoticeKind.STORM
        and (outgoing.thread is not None or outgoing.edits is not None)
        and way_of(outgoing.place) is None
    )


async def settle_plain(
    session: AsyncSession, arrived: Sequence[tuple[Claimed, Sent]], at: datetime, rest: timedelta
) -> None:
    """Write down at `at` that plain notices have arrived, and leave their places alone for `rest`.

    No ticket is locked, and rows are locked in the order in which claims lock them, so that nobody waits in a circle.
    """
    sent = {(claimed.outgoing.key, claimed.token): (sent.channel, sent.ts) for claimed, sent in arrived}
    held = await outbox.settle_all_sent(session, sent, at)
    queues = {places.queue_of(notice.place, notice.kind) for notice in held}
    await places.leave_all_alone(session, queues, at, at + rest)


async def _sent(session: AsyncSession, claimed: Claimed, sent: Sent, at: datetime) -> bool:
    outgoing = claimed.outgoing
    held = await outbox.settle_sent(session, outgoing.key, claimed.token, channel=sent.channel, ts=sent.ts, at=at)
    if held and outgoing.kind is NoticeKind.STORM:
        await storms.settle(session, outgoing.key, channel=sent.channel, ts=sent.ts, at=at)
    elif held:
        await remember(session, outgoing, sent)
    return held


async def _given_up(session: AsyncSession, desk: Desk, claimed: Claimed, refused: Refused, at: datetime) -> bool:
    outgoing = claimed.outgoing
    log.error("Slack refuses a notice", notice=outgoing.key, place=outgoing.place, error=refused.error)
    held = await outbox.settle_dead(session, outgoing.key, claimed.token, error=refused.error, at=at)
    if held and outgoing.kind is NoticeKind.STORM:
        await storms.dissolve(session, outgoing.key)
    elif held:
        await tell_undelivered(session, desk, outgoing, refused.error, at)
    return held


async def _put_off(
    session: AsyncSession, claimed: Claimed, outcome: NotSent | Unknown | Refused, at: datetime, rest: timedelta
) -> tuple[bool, datetime]:
    """Whether the claim was held, and until when the place is to be left alone."""
    outgoing = claimed.outgoing
    wait, free_after, ambiguous = patience(claimed.attempts, claimed.longest_wait), rest, claimed.ambiguous
    match outcome:
        case NotSent(whole_place=True, after=after) if outgoing.edits is not None:
            # Slack counts the edits of all places together, and apart from posts.
            wait = after or wait
            await places.leave_alone(session, places.EDITS_EVERYWHERE, at, at + wait)
        case NotSent(whole_place=True, after=after):
            wait = free_after = after or wait
            # Slack has been seen to keep a message although it said that there were too many: one look is cheap.
            ambiguous = True
        case NotSent(after=after):
            wait = after or wait
        case Unknown():
            wait, ambiguous = max(SETTLING, wait), True
        case Refused():
            log.error("a channel of ours is closed to us", place=outgoing.place, error=outcome.error)
            wait = free_after = CLOSED
    log.warning("a notice must wait", notice=outgoing.key, until=str(at + wait), error=outcome.error)
    held = await outbox.retry_at(
        session, outgoing.key, claimed.token, not_before=at + wait, error=outcome.error, ambiguous=ambiguous
    )
    return held, at + free_after


def _is_closed(desk: Desk, claimed: Claimed, refused: Refused) -> bool:
    """Whether a channel of the team is closed to us, which somebody will notice and mend."""
    return refused.of_place and claimed.outgoing.place in desk.roster.channels.values()
