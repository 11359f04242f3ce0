"""How time goes by in the demo: it stands, it runs, it jumps. The real loops run meanwhile, and nothing is skipped."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum

import structlog

from bot.demo.trial import TICK, Trial
from bot.playground.refusals import NotPossible
from storage import outbox

log = structlog.get_logger(__name__)

BEAT = 0.1
"""Real seconds between two steps while time goes by itself."""
LONGEST_BEAT = 1.0
"""Real seconds that count at most for one step: a machine that slept does not make the demo's night pass."""
UNTIL_TRIED_AGAIN = timedelta(minutes=1)
"""How far the clock goes at a time while there are notices that Slack does not take."""


class Speed(IntEnum):
    """How many seconds pass in a real one."""

    PAUSED = 0
    """None, except those that waiting notices need: Slack takes one message a second in a channel."""
    REAL = 1
    """As many as on the wall."""
    FAST = 60
    """An hour takes a minute."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Jump:
    """A jump under way, from one instant to another."""

    since: datetime
    until: datetime


@dataclass(kw_only=True, slots=True)
class Pace:
    """The time of a trial whose loops make their rounds. `monotonic` tells real seconds; `jumping` is for showing."""

    trial: Trial
    monotonic: Callable[[], float]
    speed: Speed = Speed.REAL
    jumping: Jump | None = None
    _last: float | None = field(default=None, repr=False)
    _is_over: bool = field(default=False, repr=False)
    _left: int = field(default=0, repr=False)
    _settling: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    _moving: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    @property
    def now(self) -> datetime:
        """What time it is in the demo."""
        return self.trial.clock()

    def set_speed(self, speed: Speed) -> None:
        """Let time go by at this speed from now on. A jump under way ends where it is."""
        self.speed = speed
        self.jumping = None
        self._tell()

    async def stop(self) -> None:
        """Let time stand for good, and wait until a jump under way has ended."""
        self.set_speed(Speed.PAUSED)
        self._is_over = True
        async with self._moving, self._settling:
            return

    async def run(self) -> None:
        """Let time go by until it is stopped. A step that fails is logged, and the next one is made all the same."""
        while not self._is_over:
            try:
                await self.beat()
            except Exception:
                log.exception("time has stumbled")
            await asyncio.sleep(BEAT)

    async def beat(self) -> None:
        """Let as much time pass as the speed makes of the real time since the last step; none during a jump."""
        at = self.monotonic()
        real, self._last = min(at - (at if self._last is None else self._last), LONGEST_BEAT), at
        if self.jumping is None:
            await self._pass_until(self.now + timedelta(seconds=real * self.speed))

    async def jump(self, until: datetime) -> None:
        """Let all the time until an instant pass at once: every deadline on the way comes when it is due.

        Raises:
            NotPossible: while another jump is under way, and once time stands for good.
        """
        if self._is_over:
            raise NotPossible("This scenario has ended.")
        if self.jumping is not None:
            raise NotPossible("Time is moving already. Wait until it has arrived, or pause it.")
        jump = self.jumping = Jump(since=self.now, until=until)
        async with self._moving:
            self._tell()
            try:
                await self._pass_until(until, jump)
            finally:
                if self.jumping is jump:
                    self.jumping = None
                self._tell()

    async def settle(self) -> None:
        """Let the loops make their passes, and seconds go by for as long as that lets notices out."""
        async with self._settling:
            await asyncio.gather(*(each.a_pass() for each in self.trial.bot.further))
            in_vain = 0
            while True:
                await self.trial.bot.sweep.a_pass()
                before = await self._waiting()
                while await self.trial.bot.delivery.a_pass():
                    pass
                self._left = await self._waiting()
                in_vain = 0 if self._left < before else in_vain + 1
                # A place rests for a second after each message, so that a second without any says it is not that.
                if self._left == 0 or in_vain > 1:
                    return
                self.trial.clock.forward(TICK)

    async def _pass_until(self, until: datetime, jump: Jump | None = None) -> None:
        """Stand at every deadline and at the last instant, and settle there; a jump that was ended goes no further.

        A deadline that has come and was not dealt with does not hold time up.
        """
        await self._settle_what_has_come()
        while self.now < until:
            due = await self.trial.next_deadline()
            # Slack opens a window within three seconds of a press, and here they would be over at once.
            await self.trial.answered()
            if self.jumping is not jump:
                return
            stops = [until] if due is None else [until, max(due, self.now + TICK)]
            self.trial.clock.move_to(min([*stops, self.now + UNTIL_TRIED_AGAIN] if self._left else stops))
            if due is not None and due <= self.now:
                await self.settle()
            else:
                await self._settle_what_has_come()

    async def _settle_what_has_come(self) -> None:
        if await self._waiting() != self._left:
            await self.settle()

    def _tell(self) -> None:
        """Have whoever looks at the local Slack look again, because the time is another."""
        self.trial.slack.records.tell()

    async def _waiting(self) -> int:
        async with self.trial.bot.desk.database.reading() as session:
            return await outbox.owed(session, self.now)
