"""What the desk refuses about duty, as values; the words are `bot.slack.duty_wording`'s."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.desk.duty_notices import StandIn
from bot.desk.refusals import RefusedError


class SpanFault(StrEnum):
    """What is wrong with the time for which somebody is to stand in."""

    PAST = "past"
    """It is over already."""
    EMPTY = "empty"
    """It ends before it begins."""
    TOO_LONG = "too long"
    """It lasts longer than anybody can stand in."""
    TOO_FAR = "too far"
    """It ends later than schedules are looked at."""


@dataclass(eq=False)
class NoSuchScheduleError(RefusedError):
    """No on-call schedule has that name, or several may be meant where `text` is empty; `schedules` are those known."""

    text: str
    schedules: Sequence[str]


@dataclass(eq=False)
class SpanError(RefusedError):
    """Nobody can stand in for that time."""

    fault: SpanFault


@dataclass(eq=False)
class StrangerOnCallError(RefusedError):
    """Only people of the team can be on call; `person` is none of them."""

    person: str


@dataclass(eq=False)
class OnCallAnywayError(RefusedError):
    """An override would change nothing: `person` is on call on the schedule all that time without it."""

    person: str
    schedule: str


@dataclass(eq=False)
class NoOverrideError(RefusedError):
    """There is no such override to take back, neither now nor later; `schedule` is empty where any was meant."""

    schedule: str


@dataclass(eq=False)
class SeveralOverridesError(RefusedError):
    """Several overrides may be meant; `standing` has them in order, by number, both halves of an exchange as one."""

    standing: Mapping[int, Sequence[StandIn]]


@dataclass(eq=False)
class NoShiftError(RefusedError):
    """`person` has no shift of their own on the schedule that could be exchanged."""

    person: str
    schedule: str


@dataclass(eq=False)
class SwapWithYourselfError(RefusedError):
    """Somebody asks themselves to exchange shifts."""


@dataclass(eq=False)
class AskedAlreadyError(RefusedError):
    """`person` was asked for this exchange before and has not answered yet."""

    person: str


@dataclass(eq=False)
class NotYourSwapError(RefusedError):
    """Only who was asked for an exchange answers it, and only who asked withdraws it; or there is none of the kind."""


@dataclass(eq=False)
class SwapAnsweredError(RefusedError):
    """The exchange waits for no answer any more; `answer` is what became of it, `by` whom."""

    answer: str
    by: str


@dataclass(eq=False)
class SwapOverError(RefusedError):
    """One of the shifts of an exchange was over at `ended`."""

    ended: datetime


@dataclass(eq=False)
class DrillRunsError(RefusedError):
    """Another drill on the schedule, which `by` has started, waits for its answer until then."""

    schedule: str
    by: str
    until: datetime


@dataclass(eq=False)
class NobodyToDrillError(RefusedError):
    """Nobody is on call on the schedule, and there are no leads who would be called instead."""

    schedule: str


@dataclass(eq=False)
class NoDrillError(RefusedError):
    """There is no drill of that number."""

    number: int


@dataclass(eq=False)
class DrillAnsweredError(RefusedError):
    """Somebody else was faster: `by` has answered the drill `after` that time."""

    by: str
    after: timedelta


@dataclass(eq=False)
class DrillOverError(RefusedError):
    """Nobody has answered the drill until it was `over`."""

    over: datetime


@dataclass(eq=False)
class ScheduleChangedError(RefusedError):
    """The schedule says something else by now than when the exchange was asked for."""

    schedule: str
