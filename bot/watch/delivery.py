"""One pass over the outbox: claim what may go out, send each notice once, and settle what became of it.

A claim is a lease. When a worker dies between posting and settling, the lease runs out, the notice is claimed again as
ambiguous, and the sender looks for it in Slack before it posts. Slack takes about one message a second in a channel,
so a pass takes at most one notice for each place and then lets the place rest.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk.desk import Desk
from bot.desk.outgoing import Outgoing
from bot.desk.records import TicketUnreadableError
from bot.desk.sending import NoticeUnreadableError, NotSent, Outcome, Refused, Sender, Sent, Unknown, prepare
from bot.desk.telling import tell_undelivered
from bot.desk.threads import remember
from storage import outbox, tables

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
"""How long a worker may take over one pass."""
LONGEST_SEND = timedelta(seconds=45)
"""When a send is given up as ambiguous: before the lease ends and another worker takes the notice."""
SETTLING = timedelta(seconds=5)
"""How long an ambiguous post is given to appear in Slack before it is looked for."""
LONGEST_WAIT = timedelta(minutes=5)
"""The longest pause between two attempts for one notice."""
CLOSED = timedelta(minutes=1)
"""How long to wait before a channel of the team that the bot was removed from is tried again."""
AT_ONCE = 20
"""How many places are written to at the same time."""
MOST_FAILURES = 5
"""After so many attempts a notice that makes the sender itself fail is given up, so that those behind it can go."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Claimed:
    outgoing: Outgoing
    attempts: int
    ambiguous: bool


@dataclass(kw_only=True, slots=True)
class Delivery:
    """One worker's deliveries. `rest` is how long a place is left alone after each message."""

    desk: Desk
    sender: Sender
    rest: timedelta = timedelta(seconds=1)
    _resting: dict[str, datetime] = field(default_factory=dict)
    _last: datetime | None = None

    async def once(self, at: datetime) -> int:
        """Send what may be sent at `at`; returns how many notices were settled or put off."""
        if self._last is not None and at < self._last:
            # The clock was set back, and nobody is to rest until it has caught up with itself.
            self._resting.clear()
        self._last = at
        self._resting = {place: until for place, until in self._resting.items() if until > at}
        token = uuid4().hex
        claimed, others = await self._claim(at, token)
        carried = await asyncio.gather(*(self._carry(each, token, at) for each in claimed), return_exceptions=True)
        # One that failed has not stopped the others; its lease runs out and it is looked for then.
        failures = [failure for failure in carried if failure is not None]
        if failures:
            raise BaseExceptionGroup("notices could not be settled", failures)
        return len(claimed) + others

    async def _claim(self, at: datetime, token: str) -> tuple[list[_Claimed], int]:
        """The notices that are to be sent now, and how many others were claimed only to be settled or put off."""
        claimed: list[_Claimed] = []
        async with self.desk.database.transaction() as session:
            notices = await outbox.claim(
                session, at, AT_ONCE, lease=LEASE, token=token, resting=frozenset(self._resting)
            )
            for notice in notices:
                outgoing = await self._prepared(session, notice, token, at)
                if outgoing is not None:
                    claimed.append(_Claimed(outgoing=outgoing, attempts=notice.attempts, ambiguous=notice.ambiguous))
        return claimed, len(notices) - len(claimed)

    async def _prepared(
        self, session: AsyncSession, notice: tables.Notice, token: str, at: datetime
    ) -> Outgoing | None:
        """The notice as it is to be sent; None when it was settled or put off, because it is not to be sent now."""
        try:
            outgoing = await prepare(session, self.desk, notice, at)
        except NoticeUnreadableError as wrong:
            log.error("a notice cannot be read", notice=notice.key, cause=repr(wrong.__cause__))
            await outbox.settle_dead(session, notice.key, token, error=str(wrong), at=at)
            return None
        except TicketUnreadableError as wrong:
            log.error("a notice waits for its ticket", notice=notice.key, cause=repr(wrong.__cause__))
            until = at + _patience(notice.attempts)
            await outbox.retry_at(
                session, notice.key, token, not_before=until, error=str(wrong), ambiguous=notice.ambiguous
            )
            return None
        if isinstance(outgoing, Outgoing):
            return outgoing
        await outbox.settle_dropped(session, notice.key, token, reason=outgoing, at=at)
        return None

    async def _carry(self, claimed: _Claimed, token: str, at: datetime) -> None:
        await self._settle(claimed, await self._outcome(claimed, at), token, at)

    async def _outcome(self, claimed: _Claimed, at: datetime) -> Outcome:
        """Look for the notice where it may have arrived before, and send it otherwise."""
        outgoing = claimed.outgoing
        try:
            async with asyncio.timeout(LONGEST_SEND.total_seconds()):
                # An edit shows the same however often it is made, so only posts are looked for.
                if claimed.ambiguous and outgoing.edits is None:
                    found = await self.sender.find(outgoing)
                    if not isinstance(found, Refused):
                        return found
                self._resting[outgoing.place] = at + self.rest
                return await self.sender.send(outgoing)
        except TimeoutError:
            return Unknown(error=f"no answer within {LONGEST_SEND.seconds} seconds")
        except Exception as failure:
            log.exception("the sender has failed with a notice", notice=outgoing.key)
            given_up = claimed.attempts >= MOST_FAILURES
            return Refused(error=repr(failure)) if given_up else Unknown(error=repr(failure))

    async def _settle(self, claimed: _Claimed, outcome: Outcome, token: str, at: datetime) -> None:
        outgoing = claimed.outgoing
        async with self.desk.database.transaction() as session:
            match outcome:
                case Sent():
                    held = await outbox.settle_sent(
                        session, outgoing.key, token, channel=outcome.channel, ts=outcome.ts, at=at
                    )
                    if held:
                        await remember(session, outgoing, outcome)
                case NotSent():
                    until = at + (outcome.after or _patience(claimed.attempts))
                    log.warning("a notice must wait", notice=outgoing.key, until=str(until), error=outcome.error)
                    # What is refused for a while again and again may have been stored all the same.
                    ambiguous = claimed.ambiguous or claimed.attempts > 1
                    await outbox.retry_at(
                        session, outgoing.key, token, not_before=until, error=outcome.error, ambiguous=ambiguous
                    )
                    if outcome.whole_place:
                        await self._hold(session, outgoing.place, until)
                case Unknown():
                    until = at + max(SETTLING, _patience(claimed.attempts))
                    await outbox.retry_at(
                        session, outgoing.key, token, not_before=until, error=outcome.error, ambiguous=True
                    )
                case Refused(of_place=True) if outgoing.place in self.desk.roster.channels.values():
                    log.error("a channel of ours is closed to us", place=outgoing.place, error=outcome.error)
                    until = at + CLOSED
                    ambiguous = claimed.ambiguous
                    await outbox.retry_at(
                        session, outgoing.key, token, not_before=until, error=outcome.error, ambiguous=ambiguous
                    )
                    await self._hold(session, outgoing.place, until)
                case Refused():
                    log.error("Slack refuses a notice", notice=outgoing.key, place=outgoing.place, error=outcome.error)
                    if await outbox.settle_dead(session, outgoing.key, token, error=outcome.error, at=at):
                        await tell_undelivered(session, self.desk, outgoing, outcome.error, at)

    async def _hold(self, session: AsyncSession, place: str, until: datetime) -> None:
        """Send nothing more to a place before `until`, neither by this worker nor by another."""
        await outbox.hold(session, place, until)
        self._resting[place] = until


def _patience(attempts: int) -> timedelta:
    """How long to wait after so many attempts in vain: 2, 4, 8 … seconds, at most five minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 9)), LONGEST_WAIT)
