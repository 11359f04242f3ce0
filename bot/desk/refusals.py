"""What the desk refuses, as values: what happened and what can be done. The words are `bot.slack.wording`'s."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.clocks.conduct import CloseReason, Duty, Term, TriageAnswer
from bot.clocks.contract import IntakeField, PauseReason, Severity
from bot.clocks.ledger import State
from bot.desk.customer_details import DetailFault


class RefusedError(Exception):
    """A request that was not carried out; nothing has changed."""


@dataclass(eq=False)
class NotAllowedError(RefusedError):
    """The asker's role does not permit this verb."""

    verb: str
    role: str


@dataclass(eq=False)
class NoSuchTicketError(RefusedError):
    """There is no such ticket, or it is none of the asker's: the answer is the same."""

    number: int


@dataclass(eq=False)
class NotAContactError(RefusedError):
    """The ticket stands before the asker, in the customer's channel, but they are none of the customer's contacts."""

    number: int
    customer: str


@dataclass(eq=False)
class NoSuchCustomerError(RefusedError):
    """No customer has that name; `nearest` are names that are like it."""

    text: str
    nearest: Sequence[str]


@dataclass(eq=False)
class OtherCustomersMessageError(RefusedError):
    """The message that a ticket is made from stands in another customer's channel, where its answers would go.

    `owner` names that customer to the team; nobody else learns who it is.
    """

    customer: str
    owner: str | None


@dataclass(eq=False)
class NoSuchSeverityError(RefusedError):
    """The customer's contract has no such severity; `severities` are those it has."""

    text: str
    severities: Sequence[Severity]


@dataclass(eq=False)
class NotSubscribedError(RefusedError):
    """The subscription does not cover today, so the ticket is not taken (V22); `clause` is the contract's rule."""

    customer: str
    starts: date | None
    ends: date | None
    clause: str


@dataclass(eq=False)
class NotInForceError(RefusedError):
    """No version of the customer's contract, as they bought it, is in force today, so there is nothing to promise."""

    customer: str


@dataclass(eq=False)
class FieldsMissingError(RefusedError):
    """The severity asks for more than was given (B20). With `severity` a form can be opened instead.

    `ticket` is the one that was to be regraded to it, None for a new one.
    """

    severity: Severity
    missing: Sequence[IntakeField]
    ticket: int | None = None


@dataclass(eq=False)
class TextMissingError(RefusedError):
    """A text that is needed is empty; `what` names it."""

    what: str


@dataclass(eq=False)
class PastInstantError(RefusedError):
    """An instant that must lie ahead has passed; `what` names it."""

    what: str


@dataclass(eq=False)
class NotNowError(RefusedError):
    """The verb cannot follow in the ticket's state."""

    verb: str
    number: int
    state: State


@dataclass(eq=False)
class ProposalAnsweredError(RefusedError):
    """The proposed resolution that is answered waits for no answer any more; `state` is the ticket's now."""

    number: int
    state: State


@dataclass(eq=False)
class TakenError(RefusedError):
    """Somebody else has the ticket already."""

    number: int
    person: str


@dataclass(eq=False)
class NothingToDoError(RefusedError):
    """The verb would change nothing: it is so already, or there is nothing of the kind. `why` says which."""

    why: str
    number: int


@dataclass(eq=False)
class SnoozeTooLongError(RefusedError):
    """A ticket may not rest for longer than `longest`."""

    number: int
    longest: timedelta


@dataclass(eq=False)
class NoSuchWayError(RefusedError):
    """The customer's plan knows of no such way to turn to support; `ways` are those it names, in words."""

    text: str
    ways: Sequence[str]


@dataclass(eq=False)
class NoSuchReasonError(RefusedError):
    """The contract has no such close reason; `reasons` are the ids it has."""

    text: str
    reasons: Sequence[str]


@dataclass(eq=False)
class NotOfTheTeamError(RefusedError):
    """A ticket can be given only to people of the team and to the customer's TAM; `person` is neither."""

    person: str


@dataclass(eq=False)
class NothingToHandOverError(RefusedError):
    """Whoever is named has no open ticket to hand over; or they would hand theirs over to themselves."""

    of: str
    to: str | None


@dataclass(eq=False)
class NoSuchPauseReasonError(RefusedError):
    """A ticket cannot wait for that; `reasons` are what it can wait for."""

    text: str
    reasons: Sequence[PauseReason]


@dataclass(eq=False)
class NoSuchDutyError(RefusedError):
    """The contract has no such duty of the customer; `duties` are those it has."""

    text: str
    duties: Sequence[Duty]


@dataclass(eq=False)
class CadenceError(RefusedError):
    """How often the customer is to be updated is no length; `in_business_time` where one in open hours would do."""

    text: str
    in_business_time: bool


@dataclass(eq=False)
class NoLinkError(RefusedError):
    """What is said to lead to an attempt is no address of a page."""

    text: str


@dataclass(eq=False)
class NowhereToAskError(RefusedError):
    """The ticket has no thread in which the customer could be asked."""

    number: int


@dataclass(eq=False)
class AgreementMissingError(RefusedError):
    """The customer's agreement is needed, and no words say who agreed (B17, B24); `clause` is what asks for it."""

    clause: str


@dataclass(eq=False)
class AttemptsMissingError(RefusedError):
    """The reason needs more attempts to reach the customer than the `made` ones (V29)."""

    reason: CloseReason
    made: int
    number: int


@dataclass(eq=False)
class ScopeLineMissingError(RefusedError):
    """The reason needs the scope line that the request falls under (V28, B10); `lines` are those there are."""

    reason: CloseReason
    text: str
    lines: Sequence[Term]


@dataclass(eq=False)
class NoSuchAnswerError(RefusedError):
    """The contract's triage has no such answer; `answers` are those it has."""

    text: str
    answers: Sequence[TriageAnswer]


@dataclass(eq=False)
class TriageContradictsError(RefusedError):
    """The answer to the triage decides another severity than the one that was named."""

    answer: TriageAnswer
    decided: Severity
    named: Severity


@dataclass(eq=False)
class ContactDoubtfulError(RefusedError):
    """A phone number or an address at which nobody could be reached."""

    asked: IntakeField
    text: str


@dataclass(eq=False)
class NotACustomerError(RefusedError):
    """No customer that the team may look at has that name; `nearest` are names that are like it."""

    text: str
    nearest: Sequence[str]


@dataclass(eq=False)
class CustomerFaultsError(RefusedError):
    """What was written down about a customer is not right; `faults` are all that is wrong, each at its detail."""

    faults: Sequence[DetailFault]
