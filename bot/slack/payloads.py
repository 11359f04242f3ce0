"""The one place in: what Slack sends when somebody types, presses or searches, read into who asks and for what.

Only the shape is checked here; whether the person may, and whether the thing exists, is decided at the desk. Every
gesture has a key, so that a second delivery of it changes nothing. What is wrong raises MalformedPayloadError.
"""

import re
from dataclasses import dataclass

from bot.clocks.contract import ClockKind
from bot.desk.access import Verb
from bot.desk.requests import (
    Acknowledge,
    Asker,
    CallBack,
    Change,
    Close,
    OpenTicket,
    Origin,
    Regrade,
    Reopen,
    Reply,
    Take,
)
from bot.slack.actions import MORE, Action, Entrance
from bot.slack.forms import Draft
from bot.slack.grammar import Handle, New
from bot.slack.mrkdwn import as_read, cut
from bot.slack.reading import MalformedPayloadError, Payload, asker, mapping, text, text_or_none

LONGEST_TITLE = 150
OVER = "over"
"""The word after `/ticket take 12` that takes the ticket from whoever has it."""
_ACTIONS = {action.value: action for action in Action}
_CLOCKS = {kind.value: kind for kind in ClockKind}
_VALUE = re.compile(r"(?P<ticket>\d{1,9})(?: (?P<clock>\w+) (?P<cycle>\d{1,4}))?", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """A slash command as it was typed; `trigger` opens a window for three seconds."""

    key: str
    asker: Asker
    text: str
    trigger: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """A button that was pressed; `clock` and `cycle` say which promise it is about, where it is about one."""

    key: str
    asker: Asker
    action: Action
    ticket: int
    clock: ClockKind | None
    cycle: int | None
    trigger: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """A button of App Home that is about no ticket."""

    asker: Asker
    entrance: Entrance
    trigger: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """What somebody has typed so far to find a customer."""

    asker: Asker
    typed: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortcut:
    """A message that is to become a ticket; its text is the draft's."""

    asker: Asker
    trigger: str
    draft: Draft


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """Somebody has mentioned the app; `origin` is where the answer belongs."""

    asker: Asker
    origin: Origin


def command(payload: Payload) -> Typed:
    """A slash command."""
    trigger = text(payload, "trigger_id")
    return Typed(
        key=f"command {trigger}",
        asker=Asker(person=text(payload, "user_id"), channel=text_or_none(payload, "channel_id")),
        text=text_or_none(payload, "text") or "",
        trigger=trigger,
    )


def requested(said: New | Handle, key: str, by: Asker) -> OpenTicket | Change | None:
    """The request that a typed command makes, or None where a window must ask for what is missing."""
    match said:
        case New(severity=str(severity), customer=str(customer)) if said.complete:
            return OpenTicket(
                key=key,
                asker=by,
                customer=customer,
                severity=severity,
                title=said.title,
                description=said.description,
            )
        case Handle(verb=Verb.TAKE, ticket=ticket, text=said_text):
            return Take(key=key, asker=by, ticket=ticket, over=said_text.casefold() == OVER)
        case Handle(verb=Verb.ACKNOWLEDGE, ticket=ticket):
            return Acknowledge(key=key, asker=by, ticket=ticket)
        case Handle(verb=Verb.REPLY, ticket=ticket, text=said_text) if said_text:
            return Reply(key=key, asker=by, ticket=ticket, text=said_text)
        case Handle(verb=Verb.CALL_BACK, ticket=ticket, text=said_text):
            return CallBack(key=key, asker=by, ticket=ticket, text=said_text)
        case Handle(verb=Verb.REGRADE, ticket=ticket, word=severity, text=impact) if severity and impact:
            return Regrade(key=key, asker=by, ticket=ticket, severity=severity, impact=impact)
        case Handle(verb=Verb.CLOSE, ticket=ticket, word=reason) if reason:
            return Close(key=key, asker=by, ticket=ticket, reason=reason, text=said.text)
        case Handle(verb=Verb.REOPEN, ticket=ticket, text=said_text) if said_text:
            return Reopen(key=key, asker=by, ticket=ticket, text=said_text)
    return None


def press(payload: Payload) -> Press:
    """A press on a button of a card or a notice, or a choice in a card's menu."""
    action = _action(payload)
    name, value = text(action, "action_id"), text_or_none(action, "value") or ""
    if name == MORE:
        name, _, value = text(action, "selected_option", "value").partition(" ")
    found = _VALUE.fullmatch(value)
    if name not in _ACTIONS:
        raise MalformedPayloadError("actions.action_id")
    if found is None or (found["clock"] and found["clock"] not in _CLOCKS):
        raise MalformedPayloadError("actions.value")
    trigger = text(payload, "trigger_id")
    return Press(
        key=f"press {trigger}",
        asker=asker(payload),
        action=_ACTIONS[name],
        ticket=int(found["ticket"]),
        clock=_CLOCKS.get(found["clock"]),
        cycle=int(found["cycle"]) if found["cycle"] else None,
        trigger=trigger,
    )


def pressed(pressing: Press) -> Take | Acknowledge | None:
    """The request that a button makes by itself, or None where it opens a window."""
    match pressing.action:
        case Action.TAKE:
            return Take(key=pressing.key, asker=pressing.asker, ticket=pressing.ticket)
        case Action.TAKE_OVER:
            return Take(key=pressing.key, asker=pressing.asker, ticket=pressing.ticket, over=True)
        case Action.ACKNOWLEDGE:
            return Acknowledge(key=pressing.key, asker=pressing.asker, ticket=pressing.ticket)
    return None


def entered(payload: Payload) -> Entered:
    """A press on a button of App Home that is about no ticket."""
    try:
        entrance = Entrance(text(_action(payload), "action_id"))
    except ValueError:
        raise MalformedPayloadError("actions.action_id") from None
    return Entered(asker=asker(payload), entrance=entrance, trigger=text(payload, "trigger_id"))


def home_opened(payload: Payload) -> Asker | None:
    """Who has opened App Home; None where it was the app's messages that were opened."""
    event = mapping(payload, "event")
    if event.get("type") != "app_home_opened":
        raise MalformedPayloadError("event.type")
    return Asker(person=text(event, "user")) if text_or_none(event, "tab") == "home" else None


def suggestion(payload: Payload) -> Suggestion:
    """A search in the list of customers; nothing typed yet is a search too."""
    return Suggestion(asker=asker(payload), typed=text_or_none(payload, "value") or "")


def shortcut(payload: Payload) -> Shortcut:
    """The message shortcut. The ticket comes from the message, or from the head of the thread it is in."""
    message = mapping(payload, "message")
    said = as_read(text_or_none(message, "text") or "").strip()
    title = cut(said.split("\n")[0].strip(), LONGEST_TITLE)
    return Shortcut(
        asker=asker(payload),
        trigger=text(payload, "trigger_id"),
        draft=Draft(
            title=title,
            # One short line is said once.
            description="" if said == title else said,
            origin=Origin(channel=text(payload, "channel", "id"), ts=_head(message)),
        ),
    )


def mention(payload: Payload) -> Mention:
    """An `app_mention` event."""
    event = mapping(payload, "event")
    if event.get("type") != "app_mention":
        raise MalformedPayloadError("event.type")
    channel = text(event, "channel")
    return Mention(
        asker=Asker(person=text(event, "user"), channel=channel),
        origin=Origin(channel=channel, ts=_head(event)),
    )


def _head(message: Payload) -> str:
    return text_or_none(message, "thread_ts") or text(message, "ts")


def _action(payload: Payload) -> Payload:
    match payload.get("actions"):
        case [dict() as action, *_]:
            return action
    raise MalformedPayloadError("actions")
