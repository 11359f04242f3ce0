"""A ticket that waits for somebody else, and the attempts to reach them."""

import re

from bot.clocks.contract import PauseReason
from bot.clocks.entries import Attempted, Paused, Replied, Resumed
from bot.desk import naming, speaking
from bot.desk.demands import ahead, words
from bot.desk.facts import Ticket
from bot.desk.refusals import NoLinkError, TextMissingError
from bot.desk.requests import Attempt, Pause, Resume

_LINK = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def pause(request: Pause, ticket: Ticket) -> tuple[Replied | Paused, ...]:
    """The entry of a wait, after the question if the customer is asked one.

    Raises NoSuchPauseReasonError, NoSuchDutyError, TextMissingError, PastInstantError and NowhereToAskError.
    """
    by, text = request.asker.person, words(request.text)
    reason = naming.pause_reason(request.reason)
    until = ahead(request.until, ticket.at, "agreed moment")
    if reason is PauseReason.AGREED and until is None:
        raise TextMissingError(what="until")
    duty = None if request.duty is None else naming.duty(ticket.terms.contract, request.duty).clause
    paused = Paused(at=ticket.at, by=by, reason=reason, text=text, until=until, duty=duty)
    return (speaking.question(by, text, ticket), paused) if request.ask else (paused,)


def resume(request: Resume, ticket: Ticket) -> Resumed:
    """The entry of the end of a wait."""
    return Resumed(at=ticket.at, by=request.asker.person, text=request.text.strip())


def attempt(request: Attempt, ticket: Ticket) -> tuple[Replied | Attempted, ...]:
    """The entry of an attempt to reach the customer (V29), after what they are asked if they are.

    Raises TextMissingError, NoLinkError and NowhereToAskError.
    """
    by, text, link = request.asker.person, words(request.text), request.link.strip()
    if link and _LINK.fullmatch(link) is None:
        raise NoLinkError(text=link)
    attempted = Attempted(at=ticket.at, by=by, text=text, link=link)
    return (speaking.question(by, text, ticket), attempted) if request.ask else (attempted,)
