"""The facts of each notice that the desk owes to a place. Words are made of them elsewhere.

They are kept with the notice until it is delivered, so they say what was true when it was put.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.clocks.entries import Entry, Outcome
from bot.desk.digest_facts import Digest
from bot.desk.duty_notices import DutyFacts
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import About, PromiseLine
from bot.desk.page_notices import PageFacts
from bot.desk.storm_notices import Storm


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """An entry of the ledger, for the thread. `before` is the severity that a regrade replaced.

    `closed` is whether the ticket was finished already, so that somebody may want to reopen it.
    """

    kind: Literal[NoticeKind.EVENT] = NoticeKind.EVENT
    about: About
    entry: Annotated[Entry, Field(discriminator="kind")]
    before: str | None = None
    closed: bool = False
    promises: tuple[PromiseLine, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What the customer is told of their new ticket: who has it, and what happens by when.

    `covered` is False where nothing is promised because the subscription is over.
    """

    kind: Literal[NoticeKind.RECEIPT] = NoticeKind.RECEIPT
    about: About
    promises: tuple[PromiseLine, ...] = ()
    covered: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What was said to the customer, and by whom; empty where a notice was put before that was kept.

    An update says besides when it should be over, what was said of that before, and when the customer hears again.
    """

    kind: Literal[NoticeKind.ANSWER] = NoticeKind.ANSWER
    about: About
    text: str
    by: str = ""
    update: bool = False
    eta: datetime | None = None
    earlier: tuple[datetime, ...] = ()
    next_update: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """The resolution that the customer may confirm or object to, and what their silence means by when, if anything.

    `since` is when it was proposed, `number` its number in the ledger, `answer` the wordless entry that ended it.
    """

    kind: Literal[NoticeKind.PROPOSAL, NoticeKind.PROPOSAL_EDIT] = NoticeKind.PROPOSAL
    about: About
    number: int
    since: datetime
    text: str
    by: str
    outcome: Outcome
    agreed_at: datetime | None = None
    clause: str = ""
    answer: Annotated[Entry, Field(discriminator="kind")] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What happened to the customer's ticket, and what happens by when from now on; `before` as for an event.

    The entry is without its words, which may be meant for the team only.
    `reason` is the text of the close reason or of the scope line, `reopens` whether they may have it reopened.
    """

    kind: Literal[NoticeKind.NEWS] = NoticeKind.NEWS
    about: About
    entry: Annotated[Entry, Field(discriminator="kind")]
    before: str | None = None
    reason: str = ""
    reopens: bool = True
    promises: tuple[PromiseLine, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """The customer has not answered a proposed resolution since `since`, so nothing is agreed (B17, B24).

    `asked` is whether they were asked in Slack at all.
    """

    kind: Literal[NoticeKind.REMINDER] = NoticeKind.REMINDER
    about: About
    since: datetime
    asked: bool = True
    clause: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AtRisk:
    """A promise is in danger: which warning it is (`75%`, `30 minutes before`), and who should know."""

    kind: Literal[NoticeKind.WARNING] = NoticeKind.WARNING
    about: About
    promise: PromiseLine
    warn: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class GoalMissed:
    """The team's own goal has passed; the contract is not broken."""

    kind: Literal[NoticeKind.GOAL] = NoticeKind.GOAL
    about: About
    promise: PromiseLine
    people: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    """A promise is broken. `done` is when the promised thing was done after all, if it was before this was put."""

    kind: Literal[NoticeKind.BREACH] = NoticeKind.BREACH
    about: About
    promise: PromiseLine
    done: datetime | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalation:
    """A promise has stayed broken for `after` (`1 hour`)."""

    kind: Literal[NoticeKind.ESCALATION] = NoticeKind.ESCALATION
    about: About
    promise: PromiseLine
    after: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Undelivered:
    """A notice that Slack refuses for good: what it was, where it was to go, and Slack's word for why not."""

    kind: Literal[NoticeKind.UNDELIVERED] = NoticeKind.UNDELIVERED
    about: About
    what: NoticeKind
    place: str
    error: str


Facts = (
    Event
    | Digest
    | Receipt
    | Answer
    | Proposal
    | News
    | AtRisk
    | GoalMissed
    | Breach
    | Escalation
    | PageFacts
    | DutyFacts
    | Storm
    | Reminder
    | Undelivered
)
"""The facts of every notice but the card's, which always shows the ticket as it stands."""

_FACTS: TypeAdapter[Facts] = TypeAdapter(Annotated[Facts, Field(discriminator="kind")])


def to_json(facts: Facts) -> dict[str, object]:
    """The facts as plain data that JSON can carry."""
    return _FACTS.dump_python(facts, mode="json")  # type: ignore[no-any-return]


def from_json(data: Mapping[str, object]) -> Facts:
    """The facts again; raises pydantic's ValidationError where the data are none."""
    return _FACTS.validate_python(data)
