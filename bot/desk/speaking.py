"""What is said to the customer, and when they hear again: an agreed moment, or the cadence that was agreed on."""

from dataclasses import dataclass
from datetime import datetime

from bot.clocks.cadence import next_by_cadence
from bot.clocks.contract import ClockKind
from bot.clocks.durations import Target, parse_target
from bot.clocks.entries import CalledBack, Replied, Updated
from bot.clocks.ledger import State
from bot.desk.demands import ahead, words
from bot.desk.facts import Ticket
from bot.desk.refusals import CadenceError, NothingToDoError, NowhereToAskError
from bot.desk.requests import CallBack, Reply, Update


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreed:
    """What a contact says of the next one: `next_update` is its instant, `cadence` the target if it was agreed now."""

    next_update: datetime | None
    cadence: str | None


def agreed(ticket: Ticket, *, next_update: datetime | None = None, cadence: str = "") -> Agreed:
    """When the customer hears again after a contact at `ticket.at`.

    A moment that was agreed on goes before the cadence, and a cadence that is agreed now before an earlier one. Without
    any, what the contract promises holds. Raises PastInstantError and CadenceError.
    """
    moment = ahead(next_update, ticket.at, "next update")
    now = _cadence(ticket, cadence)
    return Agreed(next_update=moment or _after(ticket, now), cadence=None if now is None else str(now))


def reply(request: Reply, ticket: Ticket) -> Replied:
    """The entry of an answer in writing."""
    told = agreed(ticket, next_update=request.next_update)
    text = words(request.text)
    return Replied(at=ticket.at, by=request.asker.person, text=text, next_update=told.next_update, cadence=told.cadence)


def update(request: Update, ticket: Ticket) -> Updated:
    """The entry of an update: the status, when the issue should have ended, and when the next one comes (B23)."""
    told = agreed(ticket, next_update=request.next_update, cadence=request.cadence)
    return Updated(
        at=ticket.at,
        by=request.asker.person,
        text=words(request.text),
        eta=ahead(request.eta, ticket.at, "ETA"),
        next_update=told.next_update,
        cadence=told.cadence,
    )


def call_back(request: CallBack, ticket: Ticket) -> CalledBack:
    """The entry of a call-back; NothingToDoError where none is owed."""
    if all(clock.kind is not ClockKind.CALL_BACK for clock in ticket.live_clocks):
        raise NothingToDoError(why="no call-back is owed", number=ticket.number)
    told = agreed(ticket, next_update=request.next_update, cadence=request.cadence)
    return CalledBack(
        at=ticket.at,
        by=request.asker.person,
        text=request.text.strip(),
        next_update=told.next_update,
        cadence=told.cadence,
    )


def question(by: str, text: str, ticket: Ticket) -> Replied:
    """The entry of something that the customer is asked in their thread; NowhereToAskError where there is none."""
    if ticket.origin is None:
        raise NowhereToAskError(number=ticket.number)
    told = agreed(ticket)
    return Replied(at=ticket.at, by=by, text=words(text), next_update=told.next_update, cadence=told.cadence)


def _cadence(ticket: Ticket, text: str) -> Target | None:
    """The cadence that a text names; CadenceError where it is no length, or one that nothing here can count."""
    if not text.strip():
        return None
    in_business_time = _calendar(ticket) is not None
    try:
        target = parse_target(text)
    except ValueError:
        raise CadenceError(text=text, in_business_time=in_business_time) from None
    if target.amount == 0 or (target.in_business_time and not in_business_time):
        raise CadenceError(text=text, in_business_time=in_business_time)
    return target


def _after(ticket: Ticket, now: Target | None) -> datetime | None:
    """When the customer hears again by a cadence; None without one, or where nothing more is promised to them."""
    known = now or (parse_target(ticket.history.cadence) if ticket.history.cadence else None)
    if known is None or ticket.state is State.RESOLVED:
        return None
    return next_by_cadence(ticket.terms, ticket.severity.id, known, ticket.at)


def _calendar(ticket: Ticket) -> str | None:
    """The calendar that updates are counted in at the severity in force; None where every second counts."""
    promise = ticket.terms.promise(ClockKind.NEXT_UPDATE, ticket.severity.id)
    return None if promise is None else promise.calendar
