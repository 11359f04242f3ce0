"""What the desk refuses, as values: what happened and what can be done. The words are `bot.slack.wording`'s."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.clocks.contract import IntakeField, Severity
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
class NoSuchCustomerError(RefusedError):
    """No customer has that name; `nearest` are names that are like it."""

    text: str
    nearest: Sequence[str]


@dataclass(eq=False)
class OtherCustomersMessageError(RefusedError):
    """The message that a ticket is made from stands in another customer's channel, where its answers would go."""

    customer: str
    owner: str


@dataclass(eq=False)
class NoSuchSeverityError(RefusedError):
    """The customer's contract has no such severity; `severities` are those it has."""

    text: str
    severities: Sequence[Severity]


@dataclass(eq=False)
class NotSubscribedError(RefusedError):
    """The customer's subscription does not cover today, so no promise can start (V22)."""

    customer: str
    starts: date | None
    ends: date | None


@dataclass(eq=False)
class NotInForceError(RefusedError):
    """No version of the customer's contract, as they bought it, is in force today, so there is nothing to promise."""

    customer: str


@dataclass(eq=False)
class FieldsMissingError(RefusedError):
    """The severity asks for more than was given (B20). With `severity` a form can be opened instead."""

    severity: Severity
    missing: Sequence[IntakeField]


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
class NoSuchReasonError(RefusedError):
    """The contract has no such close reason; `reasons` are the ids it has."""

    text: str
    reasons: Sequence[str]


@dataclass(eq=False)
class CustomerFaultsError(RefusedError):
    """What was written down about a customer is not right; `faults` are all that is wrong, each at its detail."""

    faults: Sequence[DetailFault]
