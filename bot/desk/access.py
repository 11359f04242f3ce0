"""Who may do what, and when: one table of roles and one of entries, read by every verb. The rest is refused."""

from enum import StrEnum

from bot.clocks.ledger import TRANSITIONS
from bot.desk.facts import Customer, Ticket
from bot.desk.refusals import NoSuchTicketError, NotAContactError, NotAllowedError, NotNowError
from bot.desk.requests import Asker
from bot.desk.roster import Roster


class Role(StrEnum):
    """What a person is to a ticket's customer."""

    LEAD = "lead"
    """Leads the support team."""
    AGENT = "agent"
    """Works on tickets, or is on call."""
    TAM = "tam"
    """The customer's technical account manager (B01, B04), where they are not of the team anyway."""
    CUSTOMER = "customer"
    """A contact of the customer the ticket belongs to."""
    OTHER = "other"
    """Anybody else."""


class Verb(StrEnum):
    """What can be asked."""

    NEW = "new"
    """Open a ticket (V22, B13, B18, B20)."""
    SHOW = "show"
    """See a ticket."""
    LIST = "list"
    """See the open tickets."""
    SEARCH = "search"
    """Find tickets, closed ones too, by their words."""
    BOARD = "board"
    """See every running clock, on the deadline wall."""
    WHY = "why"
    """See the proof of a due time."""
    HISTORY = "history"
    """See everything that happened to a ticket."""
    TAKE = "take"
    """Take the responsibility for a ticket (B16)."""
    ASSIGN = "assign"
    """Give the responsibility for tickets to somebody, or to nobody (B16)."""
    ACKNOWLEDGE = "acknowledge"
    """Say that a page has been seen."""
    SNOOZE = "snooze"
    """Let nobody be called for a ticket before a moment (V05, B19)."""
    ALERTS = "alerts"
    """See every notice of a ticket: when it was planned and sent, and who has seen it."""
    ONCALL = "oncall"
    """See who is on call, now and in the coming weeks (V05, B19)."""
    OVERRIDE = "oncall override"
    """Put somebody on call instead of whoever's turn it is."""
    SWAP = "oncall swap"
    """Exchange shifts with somebody."""
    DRILL = "drill"
    """Call whoever is on call, as a test."""
    REPLY = "reply"
    """Answer the customer."""
    UPDATE = "update"
    """Tell the customer the progress, and when they hear again (B16, B23)."""
    CALL_BACK = "call back"
    """Record that the customer was called back (B21)."""
    REGRADE = "regrade"
    """Change the severity (V31)."""
    UNDO = "undo"
    """Take the last change of severity back (V31)."""
    PAUSE = "pause"
    """Let a ticket wait for somebody else, such as for a duty of the customer (V24, V25, V26, V27, B15)."""
    RESUME = "resume"
    """End a wait."""
    ATTEMPT = "tried"
    """Record an attempt to reach the customer (V29)."""
    RESOLVE = "resolve"
    """Propose that the issue is resolved, or that it has a workaround (B22)."""
    CONFIRM = "confirm"
    """Agree that it is resolved (B17, B24)."""
    OBJECT = "object"
    """Disagree that it is resolved (B17, B24)."""
    CLOSE = "close"
    """Finish a ticket (B17, B24, V28, V29, B10)."""
    REOPEN = "reopen"
    """Work on a finished ticket again (V30)."""
    CUSTOMERS = "customer"
    """See the customers."""
    CUSTOMER_EDIT = "customer edit"
    """Add a customer, or change one."""
    DIGEST = "digest"
    """See the day's digest now."""


_HOUSE = frozenset({Role.LEAD, Role.AGENT})
_TEAM = _HOUSE | {Role.TAM}
_EVERYBODY_CONCERNED = _TEAM | {Role.CUSTOMER}
ALLOWED: dict[Verb, frozenset[Role]] = {
    Verb.NEW: _EVERYBODY_CONCERNED,
    Verb.SHOW: _EVERYBODY_CONCERNED,
    Verb.LIST: _EVERYBODY_CONCERNED,
    Verb.SEARCH: _EVERYBODY_CONCERNED,
    Verb.BOARD: _HOUSE,
    Verb.WHY: _EVERYBODY_CONCERNED,
    Verb.HISTORY: _TEAM,
    Verb.TAKE: _TEAM,
    Verb.ASSIGN: _TEAM,
    Verb.ACKNOWLEDGE: _TEAM,
    Verb.SNOOZE: _TEAM,
    Verb.ALERTS: _TEAM,
    Verb.ONCALL: _TEAM,
    Verb.OVERRIDE: _HOUSE,
    Verb.SWAP: _HOUSE,
    Verb.DRILL: _HOUSE,
    Verb.REPLY: _TEAM,
    Verb.UPDATE: _TEAM,
    Verb.CALL_BACK: _TEAM,
    Verb.REGRADE: _TEAM,
    Verb.UNDO: _TEAM,
    Verb.PAUSE: _TEAM,
    Verb.RESUME: _TEAM,
    Verb.ATTEMPT: _TEAM,
    Verb.RESOLVE: _TEAM,
    Verb.CONFIRM: _EVERYBODY_CONCERNED,
    Verb.OBJECT: _EVERYBODY_CONCERNED,
    Verb.CLOSE: _TEAM,
    Verb.REOPEN: _EVERYBODY_CONCERNED,
    Verb.CUSTOMERS: _TEAM,
    Verb.CUSTOMER_EDIT: frozenset({Role.LEAD}),
    Verb.DIGEST: _HOUSE,
}
"""Each verb and the roles that may use it. V30 lets a customer ask for a reopening.

A TAM and a customer use them on what is theirs: the wall and the digest show every customer's tickets. Who is on call
is no customer's, so whoever is the TAM of any customer may see it: they are called themselves.
"""
ENTRY_KINDS: dict[Verb, str] = {
    Verb.TAKE: "taken",
    Verb.ASSIGN: "taken",
    Verb.ACKNOWLEDGE: "acknowledged",
    Verb.SNOOZE: "snoozed",
    Verb.REPLY: "replied",
    Verb.UPDATE: "updated",
    Verb.CALL_BACK: "called back",
    Verb.REGRADE: "regraded",
    Verb.UNDO: "regraded",
    Verb.PAUSE: "paused",
    Verb.RESUME: "resumed",
    Verb.ATTEMPT: "attempted",
    Verb.RESOLVE: "resolved",
    Verb.CONFIRM: "confirmed",
    Verb.OBJECT: "objected",
    Verb.CLOSE: "closed",
    Verb.REOPEN: "reopened",
}
"""The kind of entry that each verb adds to the ledger, by which the table of transitions says when it may."""


def role(roster: Roster, asker: Asker, customer: Customer | None = None) -> Role:
    """What the asker is, to `customer` where one is meant.

    Ids are Slack's and unique over workspaces; being in a shared channel makes nobody a contact.
    """
    if asker.person in roster.leads:
        return Role.LEAD
    if asker.person in roster.team:
        return Role.AGENT
    if customer is not None and asker.person == customer.tam:
        return Role.TAM
    if customer is not None and asker.person in customer.contacts:
        return Role.CUSTOMER
    return Role.OTHER


def concerned(roster: Roster, asker: Asker, customer: Customer, number: int, origin: str | None) -> Role:
    """What the asker is to a ticket of the customer, which came from the channel `origin`.

    Raises NoSuchTicketError for whoever it is no business of: that there is such a ticket is not given away. Only in
    the customer's channel that it came from, where they can read of it anyway, NotAContactError says why.
    """
    found = role(roster, asker, customer)
    if found is not Role.OTHER:
        return found
    if origin is not None and asker.channel == origin and origin in customer.channels:
        raise NotAContactError(number=number, customer=customer.name)
    raise NoSuchTicketError(number=number)


def check(verb: Verb, role_of_asker: Role) -> None:
    """Raise NotAllowedError unless the table allows it."""
    if role_of_asker not in ALLOWED[verb]:
        raise NotAllowedError(verb=verb, role=role_of_asker)


def follows(verb: Verb, ticket: Ticket) -> bool:
    """Whether the entry of a verb that changes tickets may follow in the ticket's present state."""
    return ENTRY_KINDS[verb] in TRANSITIONS[ticket.state]


def must_follow(verb: Verb, ticket: Ticket) -> None:
    """Raise NotNowError unless it may."""
    if not follows(verb, ticket):
        raise NotNowError(verb=verb, number=ticket.number, state=ticket.state)


def possible(ticket: Ticket, role_of_asker: Role) -> tuple[Verb, ...]:
    """The changes that somebody of that role may make in the ticket's present state, in the order of `Verb`."""
    return tuple(
        verb for verb in Verb if role_of_asker in ALLOWED[verb] and verb in ENTRY_KINDS and follows(verb, ticket)
    )
