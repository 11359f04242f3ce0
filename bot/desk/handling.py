"""All that may happen to a ticket after it was opened: one transaction from a request to its consequences."""

from collections.abc import Sequence
from datetime import datetime

from bot.clocks.entries import Acknowledged, Entry
from bot.clocks.ledger import TRANSITIONS
from bot.desk import assignment, ending, grading, speaking, waiting
from bot.desk.access import ALLOWED, Role, Verb, check, concerned
from bot.desk.appending import append, caught_up
from bot.desk.desk import Desk
from bot.desk.discretion import for_role
from bot.desk.facts import Ticket
from bot.desk.records import contact_row, customer_of
from bot.desk.refusals import NoSuchTicketError, NothingToDoError, NotNowError
from bot.desk.requests import (
    Acknowledge,
    Assign,
    Attempt,
    CallBack,
    Change,
    Close,
    Confirm,
    Object,
    Pause,
    Regrade,
    Reopen,
    Reply,
    Resolve,
    Resume,
    Take,
    Undo,
    Update,
)
from storage import customers, inbox, tickets

VERBS: dict[type[Change], Verb] = {
    Take: Verb.TAKE,
    Assign: Verb.ASSIGN,
    Acknowledge: Verb.ACKNOWLEDGE,
    Reply: Verb.REPLY,
    Update: Verb.UPDATE,
    CallBack: Verb.CALL_BACK,
    Regrade: Verb.REGRADE,
    Undo: Verb.UNDO,
    Pause: Verb.PAUSE,
    Resume: Verb.RESUME,
    Attempt: Verb.ATTEMPT,
    Resolve: Verb.RESOLVE,
    Confirm: Verb.CONFIRM,
    Object: Verb.OBJECT,
    Close: Verb.CLOSE,
    Reopen: Verb.REOPEN,
}
ENTRY_KINDS: dict[Verb, str] = {
    Verb.TAKE: "taken",
    Verb.ASSIGN: "taken",
    Verb.ACKNOWLEDGE: "acknowledged",
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


def possible(ticket: Ticket, asker_role: Role) -> tuple[Verb, ...]:
    """The verbs that somebody of that role may use in the ticket's present state, in the order of `Verb`."""
    following = TRANSITIONS[ticket.state]
    return tuple(
        verb for verb in Verb if asker_role in ALLOWED[verb] and verb in ENTRY_KINDS and ENTRY_KINDS[verb] in following
    )


async def handle(desk: Desk, request: Change, at: datetime) -> Ticket:
    """Carry out what was asked of a ticket: the ticket after it, as whoever asked may see it.

    A request whose key was carried out before changes nothing.
    Raises RefusedError, with nothing changed, when it cannot be; `storage.database.Unavailable` as `open_ticket` does.
    """
    async with desk.database.transaction() as session:
        row = await tickets.load_for_change(session, request.ticket)
        customer = await customers.get(session, row.customer_id) if row else None
        if row is None or customer is None:
            raise NoSuchTicketError(number=request.ticket)
        asker_role = concerned(desk.roster, request.asker, customer_of(customer), row.id, row.origin_channel)
        check(VERBS[type(request)], asker_role)
        ticket = await caught_up(session, desk, row, at)
        if not await inbox.record(session, request.key, at):
            return for_role(ticket, asker_role)
        entries = _entries(desk, request, ticket, asker_role)
        if isinstance(request, Regrade):
            # It is kept before anybody is called, so that they find the number.
            row.contact = contact_row(grading.contact(request, ticket))
        ticket = await append(session, desk, row, ticket, entries, ticket.at)
        await inbox.answer(session, request.key, ticket_id=row.id, answer=None)
        return for_role(ticket, asker_role)


def _entries(desk: Desk, request: Change, ticket: Ticket, asker_role: Role) -> Sequence[Entry]:
    """The ledger entries of a request; raises RefusedError where the ticket does not permit it."""
    verb = VERBS[type(request)]
    if isinstance(request, Confirm | Object):
        ending.standing(request.proposal, ticket)
    if ENTRY_KINDS[verb] not in TRANSITIONS[ticket.state]:
        raise NotNowError(verb=verb, number=ticket.number, state=ticket.state)
    match request:
        case Take():
            return [assignment.take(request, ticket)]
        case Assign():
            return [assignment.assign(request, ticket, desk.roster)]
        case Acknowledge():
            return [_acknowledged(request, ticket)]
        case Reply() | Update() | CallBack():
            return [_said(request, ticket)]
        case Regrade():
            return [grading.regrade(request, ticket)]
        case Undo():
            return [grading.undo(request, ticket)]
        case Pause():
            return waiting.pause(request, ticket)
        case Resume():
            return [waiting.resume(request, ticket)]
        case Attempt():
            return waiting.attempt(request, ticket)
        case Resolve() | Confirm() | Object() | Close() | Reopen():
            return [_ended(request, ticket, asker_role)]


def _acknowledged(request: Acknowledge, ticket: Ticket) -> Acknowledged:
    if all(chain.ended for chain in ticket.chains):
        raise NothingToDoError(why="nobody is being paged", number=ticket.number)
    return Acknowledged(at=ticket.at, by=request.asker.person)


def _said(request: Reply | Update | CallBack, ticket: Ticket) -> Entry:
    match request:
        case Reply():
            return speaking.reply(request, ticket)
        case Update():
            return speaking.update(request, ticket)
        case CallBack():
            return speaking.call_back(request, ticket)


def _ended(request: Resolve | Confirm | Object | Close | Reopen, ticket: Ticket, asker_role: Role) -> Entry:
    match request:
        case Resolve():
            return ending.resolve(request, ticket)
        case Confirm():
            return ending.confirm(request, ticket, asker_role)
        case Object():
            return ending.objection(request, ticket)
        case Close():
            return ending.close(request, ticket)
        case Reopen():
            return ending.reopen(request, ticket, asker_role)
