"""What a scenario is: a few steps that a newcomer takes, or has shown, and what there is to see after each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.demo.stage import Stage


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing to do, by somebody of the office, somewhere on the page."""

    title: str
    """What is done, in three or four words."""
    who: str
    """The person's handle: `ana`."""
    place: str
    """Where on the page: a channel's name, `app` for the direct messages with the app, or a panel's name."""
    task: str
    """How to do it, in two lines at most; what stands between backquotes is typed exactly so."""
    notice: str
    """What there is to see once it is done."""
    done: Callable[[Stage], bool]
    """Whether it is done, by what can be seen in Slack and by the time; whoever did it, and however."""
    act: Callable[[Stage], Awaitable[None]]
    """Does it, through Slack, as that person."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """A story of two minutes. It begins where its first step is taken."""

    number: int
    """Its place in the list."""
    title: str
    summary: str
    """One sentence: what happens and what it shows."""
    begins: str
    """When, as a wall clock in `zone` shows it: `2026-07-10 17:40`."""
    zone: str
    steps: tuple[Step, ...]
    ending: str
    """One sentence: what has been seen."""

    @property
    def at(self) -> datetime:
        """The instant at which it begins."""
        return datetime.fromisoformat(self.begins).replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def start(self) -> str:
        """The address on the page where it begins."""
        return address(self.steps[0])


def address(step: Step) -> str:
    """Where on the page a step is taken, as whoever takes it."""
    return f"/as/{step.who}/{step.place}"
