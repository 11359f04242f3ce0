"""What a contract says about a ticket besides its clocks: how it is taken, whom it is escalated to, how it may end."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.clocks.durations import Target


class LapsedMode(StrEnum):
    """What becomes of a ticket for a customer whose subscription is over or has not begun (V22)."""

    REFUSE = "refuse"
    """It is not taken."""
    WITHOUT_SLA = "without sla"
    """It is taken, but nothing is promised: no clock runs and nobody is paged."""


class Silence(StrEnum):
    """What it means when the customer does not answer a proposed resolution for as long as the contract waits."""

    REMINDS = "reminds"
    """Nothing is agreed; whoever has the ticket is reminded to ask again."""
    AGREES = "agrees"
    """They agree, and the ticket is closed."""


class CloseNeed(StrEnum):
    """What must be there before a ticket may be closed for a reason."""

    AGREEMENT = "agreement"
    """The customer's agreement: the words of the closing say who agreed, and when (B17, B24)."""
    ATTEMPTS = "attempts"
    """So many attempts to reach the customer since they were heard last (V29)."""
    SCOPE_LINE = "scope line"
    """The line of the contract's scope that the request falls under (V28, B10)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A line of the contract that is not a clock: a service, a scope line, a duty; with the clause it comes from."""

    text: str
    clause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty(Term):
    """What the customer must do. One with a `name` can hold a ticket up, so it is kept for each customer (V24-V27)."""

    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseReason:
    """A reason for which a ticket may be closed, what it needs, and whether the customer may have it reopened.

    `attempts` is how many attempts to reach the customer it needs, 0 where it needs none.
    """

    id: str
    text: str
    reopens: bool
    clause: str
    needs: frozenset[CloseNeed] = frozenset()
    attempts: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class TriageAnswer:
    """One answer to the question that decides a severity, and the severity it decides."""

    id: str
    text: str
    severity: str
    clause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Triage:
    """The question, from the contract's definitions, whose answer decides the severity of a new ticket."""

    question: str
    answers: tuple[TriageAnswer, ...]

    def answer(self, answer_id: str) -> TriageAnswer | None:
        """The answer of that id; None where there is none."""
        return next((each for each in self.answers if each.id == answer_id), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """The ways by which a customer on a plan turns to support, in words by their ids (V02, B13, B19)."""

    ways: Mapping[str, str]
    clause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """What the customer's silence on a proposed resolution means, after so much of the named calendar's time."""

    after: Target
    calendar: str | None
    silence: Silence
    clause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EscalationPoint:
    """Whom an escalation calls: the customer's TAM while `calendar` is open, else the `otherwise` of the configuration.

    A `calendar` of None is always open (B01, B04).
    """

    calendar: str | None
    otherwise: str
    clause: str
