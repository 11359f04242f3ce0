"""All that may happen to a ticket after it was opened: one transaction from a request to its consequences."""

from collections.abc import Sequence
from datetime import datetime

from bot.clocks.entries import Entry
from bot.desk import answering, assignment, ending, grading, speaking, waiting
from bot.desk.access import Role, Verb, check, concerned, must_follow
from bot.desk.appending import append, caught_up
from bot.desk.desk import Desk
from bot.desk.discretion import for_role
from bot.desk.facts import Ticket
from bot.desk.records import contact_row, customer_of
from bot.desk.refusals import NoSuchTicketError
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
    Snooze,
    Take,
    Undo,
    Update,
)
from storage import customers, inbox, tickets

VERBS: dict[type[Change], Verb] = {
    Take: Verb.TAKE,
    Assign: Verb.ASSIGN,
    Acknowledge: Verb.ACKNOWLEDGE,
    Snooze: Verb.SNOOZE,
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
    must_follow(verb, ticket)
    match request:
        case Take():
            return [assignment.take(request, ticket)]
        case Assign():
            return [assignment.assign(request, ticket, desk.roster)]
        case Acknowledge():
            return [answering.acknowledge(request, ticket)]
        case Snooze():
            return [answering.snooze(request, ticket)]
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
