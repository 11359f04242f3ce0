"""A stage on which time goes by as a test wants it, with the real bot's loops making their rounds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.app import making_rounds
from bot.demo.office import AROUND_THE_CLOCK, office
from bot.demo.pace import Pace
from bot.demo.stage import Stage
from bot.demo.trial import trial

URGENT = "/ticket new urgent Acme: SSO login fails for everyone"


class Seconds:
    """Real seconds, as they would pass."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


def at(text: str) -> datetime:
    """An instant as it is written by hand, with its offset: `2026-07-02 17:30-07:00`."""
    return datetime.fromisoformat(text).astimezone(UTC)


@asynccontextmanager
async def playing(when: str, folder: Path) -> AsyncIterator[tuple[Stage, Seconds]]:
    """A stage at an instant; time passes when a beat is made or a jump, and seconds as they are set."""
    seconds = Seconds()
    async with (
        trial(office(AROUND_THE_CLOCK), at(when), f"sqlite:///{folder / 'demo.db'}") as running,
        making_rounds(running.bot),
    ):
        yield Stage(Pace(trial=running, monotonic=seconds)), seconds
