"""All that may happen to a ticket after it was opened: one transaction from a request to its consequences."""

from dataclasses import dataclass
from datetime import datetime

from bot.clocks.contract import ClockKind
from bot.clocks.entries import Acknowledged, CalledBack, Closed, Entry, Regraded, Reopened, Replied, Taken
from bot.clocks.ledger import TRANSITIONS, CannotFollowError
from bot.desk import naming
from bot.desk.access import Role, Verb, check, role
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.records import entry_row, ticket_of
from bot.desk.refusals import (
    NoSuchTicketError,
    NotAllowedError,
    NothingToDoError,
    NotNowError,
    PastInstantError,
    TakenError,
    TextMissingError,
)
from bot.desk.requests import Acknowledge, CallBack, Change, Close, Regrade, Reopen, Reply, Take
from bot.desk.telling import tell
from storage import inbox, tickets

VERBS: dict[type[Change], Verb] = {
    Take: Verb.TAKE,
    Acknowledge: Verb.ACKNOWLEDGE,
    Reply: Verb.REPLY,
    CallBack: Verb.CALL_BACK,
    Regrade: Verb.REGRADE,
    Close: Verb.CLOSE,
    Reopen: Verb.REOPEN,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Handled:
    """The ticket as it stands after a request; `repeated` when the same request had been carried out before."""

    ticket: Ticket
    repeated: bool = False


async def handle(desk: Desk, request: Change, at: datetime) -> Handled:
    """Carry out what was asked of a ticket.

    Raises RefusedError, with nothing changed, when it cannot be; `storage.database.Unavailable` as `open_ticket` does.
    """
    async with desk.database.transaction() as session:
        row = await tickets.load_for_change(session, request.ticket)
        if row is None:
            raise NoSuchTicketError(number=request.ticket)
        ticket = await ticket_of(session, desk, row, at)
        asker_role = role(desk.roster, request.asker, ticket.customer)
        if asker_role is Role.OTHER:
            raise NoSuchTicketError(number=request.ticket)
        check(VERBS[type(request)], asker_role)
        if not await inbox.record(session, request.key, at):
            return Handled(ticket=ticket, repeated=True)
        entry = _entry(request, ticket, asker_role, ticket.at)
        seq = len(ticket.history.entries) + 1
        await tickets.append(session, [entry_row(row.id, seq, entry)])
        ticket = await ticket_of(session, desk, row, entry.at)
        await tell(session, desk, row, ticket, [(seq, entry)])
        await inbox.answer(session, request.key, ticket_id=row.id, answer=None)
        return Handled(ticket=ticket)


def _entry(request: Change, ticket: Ticket, asker_role: Role, at: datetime) -> Entry:
    """The ledger entry of a request; raises RefusedError where the ticket does not permit it."""
    by = request.asker.person
    entry: Entry
    match request:
        case Take():
            _can_take(request, ticket)
            entry = Taken(at=at, by=by, to=by)
        case Acknowledge():
            if all(chain.ended for chain in ticket.chains):
                raise NothingToDoError(why="nobody is being paged", number=ticket.number)
            entry = Acknowledged(at=at, by=by)
        case Reply():
            entry = Replied(at=at, by=by, text=_text(request.text, "text"), next_update=_ahead(request, at))
        case CallBack():
            live = {clock.kind for clock in ticket.live_clocks}
            if ClockKind.CALL_BACK not in live:
                raise NothingToDoError(why="no call-back is owed", number=ticket.number)
            entry = CalledBack(at=at, by=by, text=request.text.strip(), next_update=_ahead(request, at))
        case Regrade():
            severity = naming.severity(ticket.terms.contract, request.severity)
            if severity.id == ticket.severity.id:
                raise NothingToDoError(why=f"it is {severity.name} already", number=ticket.number)
            entry = Regraded(at=at, by=by, severity=severity.id, impact=_text(request.impact, "impact"))
        case Close():
            reason = naming.close_reason(ticket.terms.contract, request.reason)
            entry = Closed(at=at, by=by, reason=reason.id, text=request.text.strip())
        case Reopen():
            if asker_role is Role.CUSTOMER and not _customer_may_reopen(ticket):
                raise NotAllowedError(verb=Verb.REOPEN, role=asker_role)
            entry = Reopened(at=at, by=by, text=_text(request.text, "text"))
    try:
        ticket.history.then(entry)
    except CannotFollowError as refusal:
        raise NotNowError(verb=VERBS[type(request)], number=ticket.number, state=ticket.state) from refusal
    return entry


def _can_take(request: Take, ticket: Ticket) -> None:
    assignee = ticket.history.assignee
    if "taken" not in TRANSITIONS[ticket.state] or assignee is None:
        return
    if assignee == request.asker.person:
        raise NothingToDoError(why="you have it already", number=ticket.number)
    if not request.over:
        raise TakenError(number=ticket.number, person=assignee)


def _customer_may_reopen(ticket: Ticket) -> bool:
    """Whether the reason for which the ticket was closed lets the customer have it reopened (V30)."""
    closed = [entry for entry in ticket.history.entries if isinstance(entry, Closed)]
    reasons = {reason.id: reason.reopens for reason in ticket.terms.contract.close_reasons}
    return bool(closed) and reasons.get(closed[-1].reason, False)


def _ahead(request: Reply | CallBack, at: datetime) -> datetime | None:
    """The agreed next update, which must not be owed before it is promised."""
    if request.next_update is not None and request.next_update <= at:
        raise PastInstantError(what="next update")
    return request.next_update


def _text(text: str, what: str) -> str:
    if not text.strip():
        raise TextMissingError(what=what)
    return text.strip()
