"""The real bot against a local Slack, with the time in our hands."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import Belltower, connected
from bot.demo.clock import MovableClock
from bot.demo.office import Office
from bot.playground.manifest import Manifest
from bot.playground.people import Person
from bot.playground.server import LocalSlack
from bot.settings import Settings
from storage import deadlines, outbox

_PACKAGED = Path(__file__).parents[1] / "manifest.yml"
MANIFEST = _PACKAGED if _PACKAGED.exists() else Path(__file__).parents[2] / "manifest.yml"
"""The app's manifest: a wheel carries it inside, a checkout has it at its top."""
TICK = timedelta(seconds=1)
LONGEST_SETTLING = 600
"""Ticks after which a trial whose outbox does not empty gives up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """A bot on trial. Nothing happens by itself: `settle` and `move_to` let the loops make their passes."""

    slack: LocalSlack
    bot: Belltower
    office: Office
    clock: MovableClock

    def person(self, handle: str) -> Person:
        """Somebody of the office, by the first part of their name: `ana`."""
        return self.slack.person(getattr(self.office.people, handle).id)

    async def settle(self) -> None:
        """Tick the clock, a second at a time, until everything that may be sent by then has been sent.

        Raises TimeoutError when something is still waiting after ten minutes of the trial's time.
        """
        for _ in range(LONGEST_SETTLING):
            await self.bot.sweep.once(self.clock())
            while await self.bot.delivery.once(self.clock()):
                pass
            async with self.bot.desk.database.reading() as session:
                if await outbox.open_count(session) == 0:
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
        """When a clock next has a milestone; None when nothing is armed."""
        async with self.bot.desk.database.reading() as session:
            return await deadlines.next_due(session)


@asynccontextmanager
async def trial(
    office: Office, at: datetime, database_url: str, *, one_message_per_second: bool = True
) -> AsyncIterator[Trial]:
    """A trial in an office that begins at `at`, with its state in the given database."""
    clock = MovableClock(at)
    async with LocalSlack(
        manifest=Manifest.load(MANIFEST),
        workspace=office.workspace,
        now=clock,
        one_message_per_second=one_message_per_second,
    ) as slack:
        settings = Settings(
            bot_token=slack.bot_token,
            app_token=slack.app_token,
            signing_secret=slack.signing_secret,
            api_url=slack.api_url,
            database_url=database_url,
            configuration=office.configuration,
        )
        rest = TICK if one_message_per_second else timedelta(0)
        async with connected(settings, now=clock.now, rest=rest) as bot:
            await slack.connected()
            yield Trial(slack=slack, bot=bot, office=office, clock=clock)
