"""Who may do what: one table, read by every verb. What it does not allow is refused."""

from enum import StrEnum

from bot.desk.facts import Customer
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker
from bot.desk.roster import Roster


class Role(StrEnum):
    """What a person is to a ticket's customer."""

    LEAD = "lead"
    """Leads the support team."""
    AGENT = "agent"
    """Works on tickets, or is on call."""
    CUSTOMER = "customer"
    """A contact of the customer the ticket belongs to."""
    OTHER = "other"
    """Anybody else."""


class Verb(StrEnum):
    """What can be asked."""

    NEW = "new"
    """Open a ticket."""
    SHOW = "show"
    """See a ticket."""
    LIST = "list"
    """See the open tickets."""
    BOARD = "board"
    """See every running clock, on the deadline wall."""
    WHY = "why"
    """See the proof of a due time."""
    TAKE = "take"
    """Take the responsibility for a ticket."""
    ACKNOWLEDGE = "acknowledge"
    """Say that a page has been seen."""
    REPLY = "reply"
    """Answer the customer."""
    CALL_BACK = "call back"
    """Record that the customer was called back."""
    REGRADE = "regrade"
    """Change the severity."""
    CLOSE = "close"
    """Finish a ticket."""
    REOPEN = "reopen"
    """Work on a finished ticket again."""


_TEAM = frozenset({Role.LEAD, Role.AGENT})
_EVERYBODY_CONCERNED = _TEAM | {Role.CUSTOMER}
ALLOWED: dict[Verb, frozenset[Role]] = {
    Verb.NEW: _EVERYBODY_CONCERNED,
    Verb.SHOW: _EVERYBODY_CONCERNED,
    Verb.LIST: _EVERYBODY_CONCERNED,
    Verb.BOARD: _TEAM,
    Verb.WHY: _EVERYBODY_CONCERNED,
    Verb.TAKE: _TEAM,
    Verb.ACKNOWLEDGE: _TEAM,
    Verb.REPLY: _TEAM,
    Verb.CALL_BACK: _TEAM,
    Verb.REGRADE: _TEAM,
    Verb.CLOSE: _TEAM,
    Verb.REOPEN: _EVERYBODY_CONCERNED,
}
"""Each verb and the roles that may use it. V30 lets a customer ask for a reopening."""


def role(roster: Roster, asker: Asker, customer: Customer | None = None) -> Role:
    """What the asker is, to `customer` where one is meant.

    Ids are Slack's and unique over workspaces; being in a shared channel makes nobody a contact.
    """
    if asker.person in roster.leads:
        return Role.LEAD
    if asker.person in roster.team:
        return Role.AGENT
    if customer is not None and asker.person in customer.contacts:
        return Role.CUSTOMER
    return Role.OTHER


def check(verb: Verb, role_of_asker: Role) -> None:
    """Raise NotAllowedError unless the table allows it."""
    if role_of_asker not in ALLOWED[verb]:
        raise NotAllowedError(verb=verb, role=role_of_asker)
