"""How severe a ticket is: changed to what fits the current impact, or changed back (V31)."""

from bot.clocks.contract import IntakeField
from bot.clocks.entries import Regraded
from bot.desk import naming
from bot.desk.admission import complete
from bot.desk.demands import words
from bot.desk.facts import Ticket
from bot.desk.refusals import NothingToDoError
from bot.desk.requests import Regrade, Undo


def regrade(request: Regrade, ticket: Ticket) -> Regraded:
    """The entry of a change of severity.

    Raises NoSuchSeverityError, NothingToDoError where it is so already, and FieldsMissingError and ContactDoubtfulError
    where nobody could be reached as the severity asks (B20).
    """
    severity = naming.severity(ticket.terms.contract, request.severity)
    if severity.id == ticket.severity.id:
        raise NothingToDoError(why=f"it is {severity.name} already", number=ticket.number)
    impact = words(request.impact, "impact")
    complete(severity, contact(request, ticket), impact, ticket=ticket.number)
    return Regraded(at=ticket.at, by=request.asker.person, severity=severity.id, impact=impact)


def contact(request: Regrade, ticket: Ticket) -> dict[IntakeField, str]:
    """Whom to reach about a ticket once it is regraded: what was given, and what was known where nothing was."""
    given = {name: text for name, text in request.contact.items() if text.strip()}
    return {**ticket.contact, **given}


def undo(request: Undo, ticket: Ticket) -> Regraded:
    """The entry that takes the last regrade back; NothingToDoError where there is none, or it was taken back before."""
    if request.regrade not in (None, ticket.history.grades[-1].place + 1):
        raise NothingToDoError(why="its severity has been changed again since then", number=ticket.number)
    if (why := nothing_to_undo(ticket)) is not None:
        raise NothingToDoError(why=why, number=ticket.number)
    before = ticket.history.grades[-2]
    return Regraded(at=ticket.at, by=request.asker.person, severity=before.severity, impact="", undo=True)


def nothing_to_undo(ticket: Ticket) -> str | None:
    """Why there is no regrade that could be taken back; None where there is one."""
    last, since = ticket.history.grades[-1], ticket.history.stretches[-1].first
    if last.undo:
        return "the last change of severity was taken back already"
    if last.place <= since:
        return "its severity has not been changed since it was opened"
    return None
