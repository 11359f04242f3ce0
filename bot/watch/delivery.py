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
from bot.desk.facts import NoticeKind, Outgoing
from bot.desk.sending import NotSent, Outcome, Refused, Sender, Sent, Unknown, prepare
from storage import outbox, tickets

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
"""How long a worker may take over one pass; longer than any send may last."""
SETTLING = timedelta(seconds=5)
"""How long an ambiguous post is given to appear in Slack before it is looked for."""
LONGEST_WAIT = timedelta(minutes=5)
"""The longest pause between two attempts for one notice."""
AT_ONCE = 20
"""How many places are written to at the same time."""


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

    async def once(self, at: datetime) -> int:
        """Send what may be sent at `at`; returns how many notices were settled or put off."""
        self._resting = {place: until for place, until in self._resting.items() if until > at}
        token = uuid4().hex
        claimed, dropped = await self._claim(at, token)
        carried = await asyncio.gather(*(self._carry(each, token, at) for each in claimed), return_exceptions=True)
        # One that failed has not stopped the others; its lease runs out and it is looked for then.
        failures = [failure for failure in carried if isinstance(failure, Exception)]
        if failures:
            raise ExceptionGroup("notices could not be settled", failures)
        return len(claimed) + dropped

    async def _claim(self, at: datetime, token: str) -> tuple[list[_Claimed], int]:
        claimed: list[_Claimed] = []
        dropped = 0
        async with self.desk.database.transaction() as session:
            notices = await outbox.claim(
                session, at, AT_ONCE, lease=LEASE, token=token, resting=frozenset(self._resting)
            )
            for notice in notices:
                try:
                    outgoing = await prepare(session, self.desk, notice, at)
                except (LookupError, ValueError) as wrong:
                    log.exception("a notice cannot be read", notice=notice.key)
                    await outbox.settle_dead(session, notice.key, token, error=str(wrong), at=at)
                    dropped += 1
                    continue
                if isinstance(outgoing, str):
                    await outbox.settle_dropped(session, notice.key, token, reason=outgoing, at=at)
                    dropped += 1
                else:
                    claimed.append(_Claimed(outgoing=outgoing, attempts=notice.attempts, ambiguous=notice.ambiguous))
        return claimed, dropped

    async def _carry(self, claimed: _Claimed, token: str, at: datetime) -> None:
        outgoing = claimed.outgoing
        outcome: Outcome = Refused(error="not looked for")
        # An edit shows the same however often it is made, so only posts are looked for.
        if claimed.ambiguous and outgoing.edits is None:
            outcome = await self.sender.find(outgoing)
        if isinstance(outcome, Refused):
            outcome = await self.sender.send(outgoing)
            self._resting[outgoing.place] = at + self.rest
        await self._settle(claimed, outcome, token, at)

    async def _settle(self, claimed: _Claimed, outcome: Outcome, token: str, at: datetime) -> None:
        outgoing = claimed.outgoing
        async with self.desk.database.transaction() as session:
            match outcome:
                case Sent():
                    held = await outbox.settle_sent(
                        session, outgoing.key, token, channel=outcome.channel, ts=outcome.ts, at=at
                    )
                    if held and outgoing.kind is NoticeKind.CARD and outgoing.ticket is not None:
                        await _remember_card(session, outgoing.ticket.number, outcome)
                case NotSent():
                    until = at + (outcome.after or _patience(claimed.attempts))
                    await outbox.retry_at(
                        session,
                        outgoing.key,
                        token,
                        not_before=until,
                        error=outcome.error,
                        ambiguous=claimed.ambiguous,
                    )
                    if outcome.whole_place:
                        await outbox.hold(session, outgoing.place, until)
                        self._resting[outgoing.place] = until
                case Unknown():
                    await outbox.retry_at(
                        session, outgoing.key, token, not_before=at + SETTLING, error=outcome.error, ambiguous=True
                    )
                case Refused():
                    log.error("Slack refuses a notice", notice=outgoing.key, place=outgoing.place, error=outcome.error)
                    await outbox.settle_dead(session, outgoing.key, token, error=outcome.error, at=at)


async def _remember_card(session: AsyncSession, number: int, sent: Sent) -> None:
    row = await tickets.load_for_change(session, number)
    if row is not None:
        row.triage_channel, row.card_ts = sent.channel, sent.ts
        await tickets.save(session, row)


def _patience(attempts: int) -> timedelta:
    """How long to wait after so many attempts in vain: 2, 4, 8 … seconds, at most five minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 9)), LONGEST_WAIT)
