"""The real bot against a local Slack, with the time in our hands."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import connected
from bot.demo.clock import MovableClock
from bot.demo.office import Office
from bot.playground.manifest import Manifest
from bot.playground.people import Person
from bot.playground.server import LocalSlack
from bot.playground.telephones import Telephones
from bot.settings import Listen, Settings, WallSettings
from bot.slack.server import EVENTS_PATH
from bot.wiring import Belltower
from storage import deadlines, outbox

_PACKAGED = Path(__file__).parents[1] / "manifest.yml"
MANIFEST = _PACKAGED if _PACKAGED.exists() else Path(__file__).parents[2] / "manifest.yml"
"""The app's manifest: a wheel carries it inside, a checkout has it at its top."""
TICK = timedelta(seconds=1)
LONGEST_ANSWER = 3.0
"""Real seconds for which a person waits for the bot; after them Slack opens no window any more."""
LONGEST_SETTLING = 600
"""Ticks after which a trial whose outbox does not empty gives up."""


@dataclass(kw_only=True, slots=True)
class Trial:
    """A bot on trial. Nothing happens by itself: `settle` and `move_to` let the loops make their passes.

    Behind each way that the office's configuration names is a telephone of that name.
    """

    slack: LocalSlack
    telephones: Telephones
    office: Office
    clock: MovableClock
    settings: Settings
    rest: timedelta
    _running: tuple[Belltower, AsyncExitStack] | None = field(default=None, repr=False)

    @property
    def bot(self) -> Belltower:
        """The running bot; RuntimeError while it is down."""
        if self._running is None:
            raise RuntimeError("the bot is not running")
        return self._running[0]

    def person(self, handle: str) -> Person:
        """Somebody of the office, by the first part of their name: `ana`."""
        return self.slack.person(getattr(self.office.people, handle).id)

    async def start(self) -> None:
        """Start the bot on the trial's database and wait until Slack can reach it."""
        async with AsyncExitStack() as stack:
            bot = await stack.enter_async_context(connected(self.settings, now=self.clock.now, rest=self.rest))
            if self.settings.listen is None:
                await self.slack.connected()
            else:
                self.slack.deliver_to(f"http://{self.settings.listen.host}:{self.settings.listen.port}{EVENTS_PATH}")
            self._running = bot, stack.pop_all()

    async def stop(self) -> None:
        """End the bot as its process would end; Slack, the database and the time stay. Nothing if it is down."""
        if self._running is not None:
            _, stack = self._running
            self._running = None
            await stack.aclose()

    @asynccontextmanager
    async def down(self) -> AsyncIterator[None]:
        """The bot is down meanwhile, and starts again at the end."""
        await self.stop()
        yield
        await self.start()

    async def answered(self) -> None:
        """Wait until the bot is done with what people have asked it for, but no longer than a person would."""
        with suppress(TimeoutError):
            await self.slack.acknowledged(LONGEST_ANSWER)
        await self.bot.in_flight.drained(LONGEST_ANSWER)

    async def settle(self) -> None:
        """Tick the clock, a second at a time, until everything that may be sent by then has been sent.

        Raises TimeoutError when something is still waiting after ten minutes of the trial's time.
        """
        for _ in range(LONGEST_SETTLING):
            for each in self.bot.recurring:
                await each.once(self.clock())
            await self.bot.sweep.pass_at(self.clock())
            while await self.bot.delivery.pass_at(self.clock()):
                pass
            async with self.bot.desk.database.reading() as session:
                if await outbox.owed(session, self.clock()) == 0:
                    return
            self.clock.forward(TICK)
        raise TimeoutError("the outbox does not empty")

    async def move_to(self, at: datetime) -> None:
        """Let time pass until an instant: every deadline on the way comes when it is due."""
        while (due := await self.next_deadline()) is not None and due <= at:
            self.clock.move_to(due)
            await self.settle()
        self.clock.move_to(at)
        await self.settle()

    async def next_deadline(self) -> datetime | None:
        """When a clock next has a milestone, a notice is planned or something recurs; None when nothing is to come."""
        async with self.bot.desk.database.reading() as session:
            first, planned = await deadlines.first(session), await outbox.next_planned(session, self.clock())
        coming = [] if first is None else [first.due]
        coming += [] if planned is None else [planned]
        recurring = [await each.next(self.clock()) for each in self.bot.recurring]
        return min([*coming, *(at for at in recurring if at is not None)], default=None)


@asynccontextmanager
async def trial(
    office: Office,
    at: datetime,
    database_url: str,
    *,
    one_message_per_second: bool = True,
    listen: Listen | None = None,
    wall: WallSettings | None = None,
) -> AsyncIterator[Trial]:
    """A trial in an office that begins at `at`, with its state in the given database; with `listen` over HTTP.

    With `wall` it shows its deadline wall.
    """
    clock = MovableClock(at)
    slack = LocalSlack(
        manifest=Manifest.load(MANIFEST),
        workspace=office.workspace,
        now=clock,
        one_message_per_second=one_message_per_second,
    )
    async with slack, Telephones(now=clock, tell=slack.records.tell) as telephones:
        ways = office.configuration.roster.named_ways
        settings = Settings(
            bot_token=slack.bot_token,
            app_token=slack.app_token,
            signing_secret=slack.signing_secret,
            api_url=slack.api_url,
            database_url=database_url,
            listen=listen,
            wall=wall,
            ways={name: SecretStr(telephones.address(name)) for name in ways},
            configuration=office.configuration,
        )
        rest = TICK if one_message_per_second else timedelta(0)
        stage = Trial(slack=slack, telephones=telephones, office=office, clock=clock, settings=settings, rest=rest)
        await stage.start()
        try:
            yield stage
        finally:
            await stage.stop()
