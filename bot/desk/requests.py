"""What people ask the desk for, as values. Each carries the key under which a redelivery is recognised."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.clocks.contract import IntakeField
from bot.clocks.entries import Outcome
from bot.desk.customer_details import Written


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Who asks, as Slack has verified it: the person, and the channel they asked in."""

    person: str
    channel: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where the customer is answered: the message that a ticket was opened from.

    `ts` is None for a ticket that was opened in the customer's channel without a message, until its receipt is posted.
    """

    channel: str
    ts: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What every request says: who asks."""

    key: str
    """Unique to one gesture of one person; a second request with the same key changes nothing."""
    asker: Asker


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenTicket(Request):
    """Take a ticket. `customer` is a key or a name, `severity` an id or a name."""

    customer: str
    severity: str
    title: str
    description: str = ""
    contact: Mapping[IntakeField, str] = field(default_factory=dict)
    origin: Origin | None = None
    triage: str | None = None
    """The answer that decided the severity, where the contract asks for one."""
    via: str | None = None
    """The way by which the customer turned to support, by its id in their plan."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _OnTicket(Request):
    ticket: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Take(_OnTicket):
    """Take the responsibility for a ticket; `over` also takes it from somebody who has it."""

    over: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Assign(_OnTicket):
    """Give the responsibility for a ticket to somebody, or with None to nobody."""

    to: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Acknowledge(_OnTicket):
    """Say that a page has been seen and is being dealt with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Snooze(_OnTicket):
    """Let nobody be called for a ticket before `until`; then whoever is on call is called again."""

    until: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply(_OnTicket):
    """Answer the customer; `next_update` is when they will hear again, if that was agreed."""

    text: str
    next_update: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Update(_OnTicket):
    """Tell the customer the progress: the status, when it should be over, and when they hear again (B16, B23).

    `cadence` is how often from now on, as a target (`2 hours`), if that was agreed on.
    """

    text: str
    eta: datetime | None = None
    next_update: datetime | None = None
    cadence: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CallBack(_OnTicket):
    """Record that the customer was called back; `next_update` and `cadence` as for an update."""

    text: str
    next_update: datetime | None = None
    cadence: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Regrade(_OnTicket):
    """Change the severity to the one that fits the current impact; `contact` is what that one asks for besides."""

    severity: str
    impact: str
    contact: Mapping[IntakeField, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Undo(_OnTicket):
    """Take the last regrade back, or that one by its number in the ledger, from 1, as long as it is the last."""

    regrade: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause(_OnTicket):
    """Let a ticket wait for somebody else: `reason` is a `PauseReason`, `text` what is waited for.

    `until` is the agreed moment, `duty` the clause of the customer's duty that is waited for; `ask` posts the text to
    the customer as a question.
    """

    reason: str
    text: str
    until: datetime | None = None
    duty: str | None = None
    ask: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Resume(_OnTicket):
    """End a wait."""

    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt(_OnTicket):
    """Record an attempt to reach the customer (V29); `ask` also posts the text where the customer can read it."""

    text: str
    link: str = ""
    ask: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolve(_OnTicket):
    """Propose to the customer that the issue is resolved, or that a workaround is in place."""

    text: str
    outcome: Outcome = Outcome.RESOLVED


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer(_OnTicket):
    proposal: int | None = None
    """The number in the ledger, from 1, of the proposal that is answered; None means the one that stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirm(_Answer):
    """Agree to a proposed resolution: as the customer, or for them with the words that say how they agreed."""

    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Object(_Answer):
    """Disagree with a proposed resolution, so that it is worked on again."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Close(_OnTicket):
    """Finish a ticket, for one of the contract's close reasons; `line` is the clause of a scope line."""

    reason: str
    text: str = ""
    line: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reopen(_OnTicket):
    """Work on a finished ticket again."""

    text: str


Change = (
    Take
    | Assign
    | Acknowledge
    | Snooze
    | Reply
    | Update
    | CallBack
    | Regrade
    | Undo
    | Pause
    | Resume
    | Attempt
    | Resolve
    | Confirm
    | Object
    | Close
    | Reopen
)
"""What may happen to a ticket that exists."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOver(Request):
    """Give every open ticket that one person has to another, or with None to nobody."""

    of: str
    to: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AddCustomer(Request):
    """Take an organisation in as a customer."""

    written: Written


@dataclass(frozen=True, kw_only=True, slots=True)
class EditCustomer(Request):
    """Change what is known of a customer, who is named by key."""

    customer: str
    written: Written


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """Who wrote a message: `team` is their workspace, `automatic` whether no person wrote it (a bot, a workflow).

    A `guest` is somebody of another organisation who was invited into the app's own workspace.
    """

    person: str
    team: str
    automatic: bool = False
    guest: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Hear:
    """A message in a channel that the desk listens to; `thread` is the head of its thread, `files` are names.

    `home` is the workspace that the app is installed in, `to_app` whether the app itself is addressed.
    """

    key: str
    home: str
    author: Author
    channel: str
    ts: str
    thread: str | None
    text: str
    files: tuple[str, ...] = ()
    to_app: bool = False
