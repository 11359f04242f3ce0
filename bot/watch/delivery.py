"""Notices are carried to their places, each in a task of its own, so that one place's trouble delays no other.

A claim is a lease that is renewed as long as the worker lives. When it dies between posting and settling, the lease
runs out, another worker claims the notice as ambiguous, and the sender looks for it in Slack before it posts. A worker
that cannot renew gives its sends up before anybody else may take them over. Slack takes about one message a second in
a channel, so a place gets one post at a time, and is left alone for a while after it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from bot.desk.desk import Desk
from bot.desk.facts import Posted
from bot.desk.notice_kinds import NoticeKind
from bot.desk.sending import Outcome, Refused, Sender, Sent, Unknown
from bot.watch.claims import LEASE, Claimed, claim
from bot.watch.gathering import Gathering
from bot.watch.settling import is_plain, settle, settle_plain
from storage import outbox

log = structlog.get_logger(__name__)

RENEWED_EVERY = timedelta(seconds=3)
"""How often a worker says of its claims that it is alive."""
GIVEN_UP_AFTER = timedelta(seconds=8)
"""After so long without a renewal a send is given up as ambiguous: before its lease ends and another takes it over."""
LONGEST_SEND = timedelta(seconds=45)
"""When a send is given up as ambiguous, however alive the worker is."""
AT_ONCE = 50
"""How many places are written to at the same time."""
KEPT_FREE = 10
"""How many more may be written to for the most urgent, so that fifty places that hang do not keep these back."""
CLAIMED_TOGETHER = 10
"""How many notices are claimed in one transaction: on a slow database fifty would not be read before it is given up."""
SETTLED_WITHIN = 5.0
"""Seconds for writing down what has arrived: what is not written down has to be looked for in Slack."""
MOST_FAILURES = 5
"""After so many attempts a notice that makes the sender itself fail is given up, so that those behind it can go."""

Told = Callable[[Claimed, Outcome, datetime], None]
"""What is called with each notice and what became of it, at the instant at which that was known."""


@dataclass(kw_only=True, slots=True)
class _Sending:
    """A send under way: until when it may go on, in seconds of the event loop."""

    claimed: Claimed
    limit: asyncio.Timeout
    longest: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Arrival:
    """A plain notice that is in Slack, there; and when it was claimed."""

    claimed: Claimed
    sent: Sent
    claimed_at: datetime


@dataclass(kw_only=True, slots=True)
class Delivery:
    """One worker's deliveries. `rest` is how long a place is left alone after each message.

    Without `now`, time stands still at the instant of the last pass. `ended` is called whenever a notice is done with,
    because its place may have another one waiting; `told` with what became of it.
    """

    desk: Desk
    sender: Sender
    rest: timedelta = timedelta(seconds=1)
    now: Callable[[], Awaitable[datetime]] | None = None
    ended: Callable[[], None] = field(default=lambda: None)
    told: Told = field(default=lambda _claimed, _outcome, _at: None)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _failed: list[BaseException] = field(default_factory=list)
    _sending: dict[str, _Sending] = field(default_factory=dict)
    _renewing: asyncio.Task[None] | None = None
    _arrivals: Gathering[_Arrival, datetime] = field(init=False)

    def __post_init__(self) -> None:
        self._arrivals = Gathering(work=self._settle_plain)

    async def once(self, at: datetime) -> int:
        """Send what may be sent at `at`, and wait for everything under way; how much was settled or put off."""
        begun = await self._begin(at)
        if self._under_way:
            await asyncio.wait(self._under_way)
        self._raise_failures()
        return begun

    async def begin(self, at: datetime) -> int:
        """Begin to send what may be sent at `at`, and wait for nothing; how many notices were claimed.

        Raises what has ended other sends since, which are looked for when their leases have run out.
        """
        begun = await self._begin(at)
        self._raise_failures()
        return begun

    async def drained(self, seconds: float) -> None:
        """Wait so long for what is under way, and then give it up: it is looked for at the next start."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)
        left = [*self._under_way, *([] if self._renewing is None else [self._renewing])]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _begin(self, at: datetime) -> int:
        """Begin as many sends as may be under way, a few at a time; how many notices were claimed."""
        begun = 0
        while True:
            room = AT_ONCE - len(self._under_way)
            full = room <= 0
            most = min(room + KEPT_FREE if full else room, CLAIMED_TOGETHER)
            if most <= 0:
                return begun
            # A lease counts from the instant of its claim, so that instant is asked for anew each time, and after the
            # moment from which the sends count: they are given up before the lease ends, never after it.
            since = asyncio.get_running_loop().time()
            count = await self._begin_some(await self._at(at), since, most, most_urgent_only=full)
            begun += count
            if count < most:
                return begun

    async def _begin_some(self, at: datetime, since: float, most: int, *, most_urgent_only: bool) -> int:
        claimed, others = await claim(self.desk, at, most, uuid4().hex, most_urgent_only=most_urgent_only)
        for each in claimed:
            task = asyncio.create_task(self._carry(each, at, since))
            self._under_way.add(task)
            task.add_done_callback(self._done)
        if claimed and (self._renewing is None or self._renewing.done()):
            self._renewing = asyncio.create_task(self._renew(at))
        return len(claimed) + others

    def _done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            self._failed.append(failure)
        self.ended()

    def _raise_failures(self) -> None:
        failed, self._failed = self._failed, []
        if failed:
            raise BaseExceptionGroup("notices could not be settled", failed)

    async def _carry(self, claimed: Claimed, at: datetime, since: float) -> None:
        outcome = await self._outcome(claimed, since)
        if isinstance(outcome, Sent) and is_plain(claimed.outgoing):
            settled = await self._arrivals.add(_Arrival(claimed=claimed, sent=outcome, claimed_at=at))
        else:
            settled = await self._at(at)
            async with self.desk.database.transaction(patience=SETTLED_WITHIN) as session:
                await settle(session, self.desk, claimed, outcome, settled, self.rest)
        self.told(claimed, outcome, settled)

    async def _settle_plain(self, arrived: Sequence[_Arrival]) -> datetime:
        settled = await self._at(max(each.claimed_at for each in arrived))
        async with self.desk.database.transaction(patience=SETTLED_WITHIN) as session:
            await settle_plain(session, [(each.claimed, each.sent) for each in arrived], settled, self.rest)
        return settled

    async def _at(self, claimed_at: datetime) -> datetime:
        """What time it is; while time stands still, the instant at which something was claimed."""
        return claimed_at if self.now is None else await self.now()

    async def _outcome(self, claimed: Claimed, since: float) -> Outcome:
        """Look for the notice where it may have arrived before, and send it otherwise."""
        key, longest = claimed.outgoing.key, since + LONGEST_SEND.total_seconds()
        until = min(since + GIVEN_UP_AFTER.total_seconds(), longest)
        try:
            async with asyncio.timeout_at(until) as limit:
                self._sending[key] = _Sending(claimed=claimed, limit=limit, longest=longest)
                return await self._found_or_sent(claimed)
        except TimeoutError:
            return Unknown(error="no answer in time")
        except Exception as failure:
            log.exception("the sender has failed with a notice", notice=key)
            given_up = claimed.attempts >= MOST_FAILURES
            return Refused(error=repr(failure)) if given_up else Unknown(error=repr(failure))
        finally:
            self._sending.pop(key, None)

    async def _found_or_sent(self, claimed: Claimed) -> Outcome:
        outgoing = claimed.outgoing
        # An edit shows the same however often it is made, so only posts are looked for.
        if claimed.ambiguous and outgoing.edits is None:
            found = await self.sender.find(outgoing)
            if isinstance(found, Sent) and outgoing.kind is NoticeKind.STORM:
                # It may have arrived before some of its lines were written.
                outgoing = replace(outgoing, edits=Posted(channel=found.channel, ts=found.ts))
            elif not isinstance(found, Refused):
                return found
        return await self.sender.send(outgoing)

    async def _renew(self, at: datetime) -> None:
        """Hold the claims on what is being sent, as long as anything is."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(RENEWED_EVERY.total_seconds())
            since, claims = loop.time(), {key: each.claimed.token for key, each in self._sending.items()}
            if not self._under_way:
                return
            try:
                now = await self._at(at)
                async with self.desk.database.transaction() as session:
                    held = await outbox.renew(session, claims, now + LEASE)
            except Exception as failure:
                log.warning("claims could not be renewed", error=repr(failure))
                continue
            for key in held & self._sending.keys():
                sending = self._sending[key]
                if not sending.limit.expired() and sending.claimed.token == claims[key]:
                    sending.limit.reschedule(min(since + GIVEN_UP_AFTER.total_seconds(), sending.longest))
