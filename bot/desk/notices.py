"""The facts of each notice that the desk owes to a place. Words are made of them elsewhere.

They are kept with the notice until it is delivered, so they say what was true when it was put.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.clocks.contract import ClockKind, IntakeField
from bot.clocks.entries import Entry, Outcome
from bot.desk.digest_facts import Digest


class NoticeKind(StrEnum):
    """The kinds of messages that the desk owes to a place."""

    CARD = "card"
    """The ticket's one card, posted once."""
    CARD_EDIT = "card edit"
    """The card brought up to date in place."""
    EVENT = "event"
    """What happened, in the card's thread."""
    RECEIPT = "receipt"
    """What the customer is told when their ticket was taken, in the thread that it came from."""
    ANSWER = "answer"
    """What was said to the customer, in the thread that the ticket came from."""
    PROPOSAL = "proposal"
    """The resolution that the customer is asked to agree to, in the same thread."""
    PROPOSAL_EDIT = "proposal edit"
    """The same message once it waits for no answer any more, without its buttons."""
    NEWS = "news"
    """What the customer is told of what happened to their ticket, in the same thread."""
    REMINDER = "reminder"
    """Somebody has to ask again, because the customer has not answered."""
    DIGEST = "digest"
    """The day's digest, which is about no single ticket."""
    WARNING = "warning"
    """A promise is in danger."""
    GOAL = "goal"
    """The team's own goal has passed."""
    BREACH = "breach"
    """A promise is broken."""
    ESCALATION = "escalation"
    """A promise has stayed broken."""
    PAGE = "page"
    """People are called, where the team can see it."""
    PAGE_DIRECT = "page direct"
    """A person is called, by a direct message."""
    UNDELIVERED = "undelivered"
    """Slack refuses another notice for good, so that somebody must tell it another way."""


TO_CUSTOMER = frozenset(
    {NoticeKind.RECEIPT, NoticeKind.ANSWER, NoticeKind.PROPOSAL, NoticeKind.PROPOSAL_EDIT, NoticeKind.NEWS}
)
"""What the customer reads, in the thread that the ticket came from."""


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """The ticket that a notice is about, as it was when the notice was put."""

    number: int
    title: str
    customer: str
    plan: str
    severity: str
    priority: str
    assignee: str | None
    rank: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PromiseLine:
    """The promise that a notice is about. `target` is in the contract's words, `calendar` what it counts in.

    `zone` is the calendar's, for places that cannot show an instant in the reader's own.
    """

    kind: ClockKind
    cycle: int
    target: str
    calendar: str | None
    zone: str = "UTC"
    aim: datetime
    contractual: bool
    clause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NextPage:
    """Who is paged next, and when, if nobody has the ticket by then."""

    whom: str
    people: tuple[str, ...]
    at: datetime


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
class Page:
    """People are called because of a severity; `following` comes if nobody answers.

    `cycle` counts the pagings of the ticket from 1, `step` the calls of one paging from 0.
    """

    kind: Literal[NoticeKind.PAGE, NoticeKind.PAGE_DIRECT]
    about: About
    whom: str
    people: tuple[str, ...]
    cycle: int
    step: int
    promises: tuple[PromiseLine, ...]
    contact: Mapping[IntakeField, str] = field(default_factory=dict)
    following: NextPage | None = None


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
    | Page
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
