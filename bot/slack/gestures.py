"""What a gesture asks the desk for: the request that a typed line or a button makes, where it says all it needs."""

from bot.clocks.contract import PauseReason
from bot.clocks.entries import Outcome
from bot.desk.access import Verb
from bot.desk.requests import (
    Acknowledge,
    Asker,
    Assign,
    Attempt,
    CallBack,
    Change,
    Close,
    Confirm,
    HandOver,
    Object,
    OpenTicket,
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
from bot.slack.actions import Action
from bot.slack.grammar import New
from bot.slack.handling_words import ME, NOBODY, OVER, Handle, Handover
from bot.slack.payloads import Press


def opening(said: New, key: str, by: Asker) -> OpenTicket | None:
    """The ticket that a typed line opens, or None where the form must ask for what is missing."""
    match said:
        case New(severity=str(severity), customer=str(customer), title=title) if said.complete:
            return OpenTicket(
                key=key, asker=by, customer=customer, severity=severity, title=title, description=said.description
            )
    return None


def change(said: Handle, key: str, by: Asker) -> Change | None:
    """The change that a typed line asks for, or None where a window must ask for what is missing."""
    return _done_without_words(said, key, by) or (_said_in_words(said, key, by) if said.text else None)


def _done_without_words(said: Handle, key: str, by: Asker) -> Change | None:
    ticket, word, text = said.ticket, said.word, said.text
    match said.verb:
        case Verb.TAKE:
            return Take(key=key, asker=by, ticket=ticket, over=word == OVER)
        case Verb.ASSIGN if word:
            return Assign(key=key, asker=by, ticket=ticket, to=None if word == NOBODY else _person(word, by))
        case Verb.ACKNOWLEDGE:
            return Acknowledge(key=key, asker=by, ticket=ticket)
        case Verb.CALL_BACK:
            return CallBack(key=key, asker=by, ticket=ticket, text=text)
        case Verb.UNDO:
            return Undo(key=key, asker=by, ticket=ticket)
        case Verb.RESUME:
            return Resume(key=key, asker=by, ticket=ticket, text=text)
        case Verb.CONFIRM:
            return Confirm(key=key, asker=by, ticket=ticket, text=text)
        case Verb.CLOSE if word:
            return Close(key=key, asker=by, ticket=ticket, reason=word, text=text, line=said.line or None)
    return None


def _said_in_words(said: Handle, key: str, by: Asker) -> Change | None:
    ticket, word, text = said.ticket, said.word, said.text
    match said.verb:
        case Verb.REPLY:
            return Reply(key=key, asker=by, ticket=ticket, text=text)
        case Verb.UPDATE:
            return Update(key=key, asker=by, ticket=ticket, text=text, cadence=said.cadence)
        case Verb.REGRADE if word:
            return Regrade(key=key, asker=by, ticket=ticket, severity=word, impact=text)
        # The moment until which it was agreed to wait can only be given in the window.
        case Verb.PAUSE if word and word != PauseReason.AGREED:
            return Pause(key=key, asker=by, ticket=ticket, reason=word, text=text)
        case Verb.ATTEMPT:
            return Attempt(key=key, asker=by, ticket=ticket, text=text, link=said.link)
        case Verb.RESOLVE:
            return Resolve(key=key, asker=by, ticket=ticket, text=text, outcome=Outcome(word or Outcome.RESOLVED))
        case Verb.OBJECT:
            return Object(key=key, asker=by, ticket=ticket, text=text)
        case Verb.REOPEN:
            return Reopen(key=key, asker=by, ticket=ticket, text=text)
    return None


def handover(said: Handover, key: str, by: Asker) -> HandOver:
    """The request to hand over all that somebody has."""
    return HandOver(key=key, asker=by, of=_person(said.of, by), to=said.to and _person(said.to, by))


def pressed(press: Press) -> Change | None:
    """The change that a button makes by itself, or None where it opens a window."""
    key, by, ticket = press.key, press.asker, press.ticket
    match press.action:
        case Action.TAKE:
            return Take(key=key, asker=by, ticket=ticket)
        case Action.TAKE_OVER:
            return Take(key=key, asker=by, ticket=ticket, over=True)
        case Action.ACKNOWLEDGE:
            return Acknowledge(key=key, asker=by, ticket=ticket)
        case Action.UNDO:
            return Undo(key=key, asker=by, ticket=ticket, regrade=press.entry)
        case Action.RESUME:
            return Resume(key=key, asker=by, ticket=ticket)
        case Action.CONFIRM:
            return Confirm(key=key, asker=by, ticket=ticket, proposal=press.entry)
    return None


def _person(word: str, by: Asker) -> str:
    return by.person if word == ME else word
