"""What somebody who is paged answers: that they have the ticket, or that it can rest for a while."""

from datetime import timedelta

from bot.clocks.entries import Acknowledged, Snoozed
from bot.clocks.paging import Chain
from bot.desk.facts import Ticket
from bot.desk.refusals import NothingToDoError, PastInstantError, SnoozeTooLongError
from bot.desk.requests import Acknowledge, Snooze

LONGEST_SNOOZE = timedelta(hours=24)
"""A ticket that may rest for longer is not one for which people are woken: its severity is to be changed."""


def acknowledge(request: Acknowledge, ticket: Ticket) -> Acknowledged:
    """The entry of somebody who has seen a page and deals with it; it may also end a snooze.

    Raises NothingToDoError where nobody is wanted, or where it takes another person than the asker.
    """
    by = request.asker.person
    if by in _wanted(ticket).people:
        raise NothingToDoError(why="you have it already, and it takes one more person", number=ticket.number)
    return Acknowledged(at=ticket.at, by=by)


def snooze(request: Snooze, ticket: Ticket) -> Snoozed:
    """The entry of a page that is put off; of several the newest holds.

    Raises NothingToDoError where nobody is wanted, PastInstantError, and SnoozeTooLongError.
    """
    _wanted(ticket)
    if request.until <= ticket.at:
        raise PastInstantError(what="end of a snooze")
    if request.until > ticket.at + LONGEST_SNOOZE:
        raise SnoozeTooLongError(number=ticket.number, longest=LONGEST_SNOOZE)
    return Snoozed(at=ticket.at, by=request.asker.person, until=request.until)


def _wanted(ticket: Ticket) -> Chain:
    """The paging that it is for somebody to answer; NothingToDoError where there is none."""
    for chain in ticket.chains:
        if chain.wanted:
            return chain
    raise NothingToDoError(why="nobody is being paged", number=ticket.number)
