"""What can happen to a ticket, as values: each is one entry of its ledger, and none is ever changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from bot.clocks.contract import PauseReason

BY_RULE = ""
"""The `by` of an entry that a rule of the contract made at its time, and no person."""


class Outcome(StrEnum):
    """What is proposed as the end of an issue (B22)."""

    RESOLVED = "resolved"
    """The issue has ended."""
    WORKAROUND = "workaround"
    """A temporary solution is in place."""


class After(StrEnum):
    """What it was after which nobody has a ticket that somebody had, or had put off, so that people are paged again."""

    SILENCE = "silence"
    """Whoever acknowledged or took it gave no sign of life for as long as the contract waits."""
    SNOOZE = "snooze"
    """The snooze is over, and nobody has shown meanwhile that they have it."""
    RELEASE = "release"
    """It was given to nobody by the last of those who had it, or taken from them."""
    HAND_OVER = "hand-over"
    """It was given to somebody who has not shown in time that they know of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The message in Slack in which something was said: the evidence that an entry rests on."""

    channel: str
    ts: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Base:
    """What every entry says: when it happened, and the Slack user id of whoever did it."""

    at: datetime
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened(Base):
    """The ticket was taken.

    `covered` is False where the customer's subscription was over and the ticket was taken without promises (V22);
    `triage` is the answer that decided the severity, where the contract asks for one (B11, B12, B18), `via` the way by
    which the customer turned to support, if that was said (V02, B13, B19).
    """

    kind: Literal["opened"] = "opened"
    severity: str
    covered: bool = True
    triage: str | None = None
    via: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken(Base):
    """Somebody has the primary responsibility now (B16); `to` is their id."""

    kind: Literal["taken"] = "taken"
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Released(Base):
    """Nobody has the primary responsibility any more."""

    kind: Literal["released"] = "released"


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact(Base):
    """A person of the support team spoke to the customer: `text` is what was said.

    `next_update` is the instant at which the customer hears again (B23), if one was agreed on or follows from the
    ticket's cadence. `cadence` is how often from now on, as a target (`2 hours`), if that was agreed on.
    """

    text: str = ""
    next_update: datetime | None = None
    cadence: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Replied(Contact):
    """The customer was answered in writing; `source` is our message in their thread, where that was the answer."""

    kind: Literal["replied"] = "replied"
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Updated(Contact):
    """The customer was told the progress (B16, B23); `eta` is when the issue is expected to have ended."""

    kind: Literal["updated"] = "updated"
    eta: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CalledBack(Contact):
    """The customer was called back (B21)."""

    kind: Literal["called back"] = "called back"


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard(Base):
    """The customer wrote: in the ticket's thread, or anywhere else they can be heard. `files` are names."""

    kind: Literal["heard"] = "heard"
    text: str
    source: Source | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempted(Base):
    """The team tried to reach the customer (V29); `link` leads to where that can be seen."""

    kind: Literal["attempted"] = "attempted"
    text: str
    link: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Regraded(Base):
    """The severity was changed to the one that reflects the current impact (V31).

    `undo` takes the regrade before it back: the due times are again what they were before that one.
    """

    kind: Literal["regraded"] = "regraded"
    severity: str
    impact: str
    undo: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledged(Base):
    """Somebody who was paged said that they have it."""

    kind: Literal["acknowledged"] = "acknowledged"


@dataclass(frozen=True, kw_only=True, slots=True)
class Snoozed(Base):
    """Nobody is to be paged before `until`; whoever snoozed it does not say that they have it."""

    kind: Literal["snoozed"] = "snoozed"
    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Unacknowledged(Base):
    """Nobody has the ticket any more, or the snooze is over, so that people are paged from the beginning again."""

    kind: Literal["unacknowledged"] = "unacknowledged"
    after: After


@dataclass(frozen=True, kw_only=True, slots=True)
class Paged(Base):
    """A page went out by another way than Slack, or could not go out.

    `person` is whom it was for, None where the way belongs to no single person; `way` is the way's name, `cycle` and
    `step` say which page it was, and `error` why it was not `delivered`. It changes nothing about who has the ticket.
    """

    kind: Literal["paged"] = "paged"
    person: str | None
    way: str
    cycle: int
    step: int
    delivered: bool
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paused(Base):
    """The ticket waits for somebody else, until an agreed moment if `until` is given.

    `duty` is the clause of the customer's duty that is waited for (V24-V27).
    """

    kind: Literal["paused"] = "paused"
    reason: PauseReason
    text: str
    until: datetime | None = None
    duty: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Resumed(Base):
    """The wait is over; `source` is the customer's message that ended it, where one did."""

    kind: Literal["resumed"] = "resumed"
    text: str = ""
    source: Source | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved(Base):
    """The team holds the issue to have ended, or to have a workaround (B22), and says so to the customer.

    Whether it is so is for both sides to agree (B17, B24): `Confirmed` or `Objected` follows.
    """

    kind: Literal["resolved"] = "resolved"
    text: str
    outcome: Outcome = Outcome.RESOLVED


@dataclass(frozen=True, kw_only=True, slots=True)
class NotAsked(Base):
    """The customer's silence on a proposal was to count from now on, but nobody had asked them, so it means nothing.

    Slack had not taken the proposal by then, or there is no thread in which they could have been asked.
    """

    kind: Literal["not asked"] = "not asked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmed(Base):
    """The customer agrees that the issue is resolved, or by the contract's rule their silence does."""

    kind: Literal["confirmed"] = "confirmed"
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Objected(Base):
    """The customer does not agree that the issue is resolved, so it is worked on again."""

    kind: Literal["objected"] = "objected"
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Closed(Base):
    """The ticket is finished, for one of the contract's close reasons.

    `line` is the clause of the scope line that puts the request out of scope (V28, B10).
    """

    kind: Literal["closed"] = "closed"
    reason: str
    text: str = ""
    line: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopened(Base):
    """The ticket is worked on again (V30)."""

    kind: Literal["reopened"] = "reopened"
    text: str


Entry = (
    Opened
    | Taken
    | Released
    | Replied
    | Updated
    | CalledBack
    | Heard
    | Attempted
    | Regraded
    | Acknowledged
    | Snoozed
    | Unacknowledged
    | Paged
    | Paused
    | Resumed
    | Resolved
    | NotAsked
    | Confirmed
    | Objected
    | Closed
    | Reopened
)
