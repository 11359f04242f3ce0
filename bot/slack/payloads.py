"""The one place in: what Slack sends when somebody types, presses or searches, read into who asks and for what.

Only the shape is checked here; whether the person may, and whether the thing exists, is decided at the desk. Every
gesture has a key, so that a second delivery of it changes nothing. What is wrong raises MalformedPayloadError.
"""

import re
from dataclasses import dataclass

from bot.clocks.contract import ClockKind
from bot.desk.requests import Asker, Origin
from bot.slack.actions import MORE, Action, DutyAction, Entrance
from bot.slack.forms import Draft
from bot.slack.mrkdwn import as_read, cut
from bot.slack.reading import MalformedPayloadError, Payload, asker, mapping, text, text_or_none

LONGEST_TITLE = 150
_ACTIONS = {action.value: action for action in Action}
_CLOCKS = {kind.value: kind for kind in ClockKind}
_PLACE = re.compile(r"(?P<channel>[CDG][A-Z0-9]{1,20}) (?P<ts>\d{1,10}\.\d{1,6})", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_ADDRESSED = re.compile(r"^\s*<@\w+(?:\|[^<>]*)?>[\s,:]*", re.ASCII)
_VALUE = re.compile(
    r"(?P<ticket>\d{1,9})(?: (?P<entry>\d{1,9})| (?P<clock>\w+) (?P<cycle>\d{1,4}))?",
    re.ASCII,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """A slash command; `text` is as Slack sends it."""

    key: str
    asker: Asker
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """A button that was pressed; `clock` and `cycle` say which promise it is about, where it is about one.

    `entry` is the number in the ledger of the proposed resolution that it answers, or the regrade that it takes back;
    `minutes` is for how long a page is put off.
    """

    key: str
    asker: Asker
    action: Action
    ticket: int
    clock: ClockKind | None = None
    cycle: int | None = None
    entry: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyPress:
    """A button about duty that was pressed; `number` is of the exchange of shifts, or of the drill, in question."""

    key: str
    asker: Asker
    action: DutyAction
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """A button that is about no ticket; `about` is the message that it is about, `customer` the key of the customer."""

    asker: Asker
    entrance: Entrance
    about: Origin | None = None
    customer: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """What somebody has typed so far to find a customer."""

    asker: Asker
    typed: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortcut:
    """A shortcut on a message: the draft of a ticket is made of its text, and its origin is the message's thread."""

    asker: Asker
    draft: Draft


def command(payload: Payload) -> Typed:
    """A slash command."""
    return Typed(
        key=f"command {text(payload, 'trigger_id')}",
        asker=Asker(person=text(payload, "user_id"), channel=text_or_none(payload, "channel_id")),
        text=text_or_none(payload, "text") or "",
    )


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
    number = int(found["entry"]) if found["entry"] else None
    puts_off = _ACTIONS[name] is Action.SNOOZE
    if puts_off and number is None:
        raise MalformedPayloadError("actions.value")
    return Press(
        key=_pressed(payload),
        asker=asker(payload),
        action=_ACTIONS[name],
        ticket=int(found["ticket"]),
        clock=_CLOCKS.get(found["clock"]),
        cycle=int(found["cycle"]) if found["cycle"] else None,
        entry=None if puts_off else number,
        minutes=number if puts_off else None,
    )


def duty_press(payload: Payload) -> DutyPress:
    """A press on a button about duty, whose value is a number."""
    action = _action(payload)
    number = _NUMBER.fullmatch(text(action, "value"))
    try:
        pressed = DutyAction(text(action, "action_id"))
    except ValueError:
        raise MalformedPayloadError("actions.action_id") from None
    if number is None:
        raise MalformedPayloadError("actions.value")
    return DutyPress(key=_pressed(payload), asker=asker(payload), action=pressed, number=int(number[0]))


def turned(payload: Payload) -> Typed:
    """A press on a button whose value is what could be typed after `/ticket` instead."""
    return Typed(key=_pressed(payload), asker=asker(payload), text=text(_action(payload), "value"))


def entered(payload: Payload) -> Entered:
    """A press on a button that is about no ticket."""
    _must_open_window(payload)
    action = _action(payload)
    try:
        entrance = Entrance(text(action, "action_id"))
    except ValueError:
        raise MalformedPayloadError("actions.action_id") from None
    by = asker(payload)
    return Entered(
        asker=by,
        entrance=entrance,
        about=_message(action, by) if entrance is Entrance.FORM else None,
        customer=text(action, "value") if entrance is Entrance.CUSTOMER_EDIT else "",
    )


def suggestion(payload: Payload) -> Suggestion:
    """A search in the list of customers; nothing typed yet is a search too."""
    return Suggestion(asker=asker(payload), typed=text_or_none(payload, "value") or "")


def shortcut(payload: Payload) -> Shortcut:
    """A message shortcut. The ticket comes from the message, or from the head of the thread it is in."""
    _must_open_window(payload)
    message = mapping(payload, "message")
    return Shortcut(
        asker=asker(payload),
        draft=drafted(message, text(payload, "channel", "id")),
    )


def drafted(message: Payload, channel: str) -> Draft:
    """The draft of a ticket that a message is to become."""
    said = as_read(text_or_none(message, "text") or "").strip()
    title = cut(said.split("\n")[0].strip(), LONGEST_TITLE)
    return Draft(
        title=title,
        # One short line is said once.
        description="" if said == title else said,
        origin=Origin(channel=channel, ts=thread_head(message)),
    )


def unaddressed(message: Payload) -> Payload:
    """A message without the name of whom it is addressed to, at its beginning."""
    return {**message, "text": _ADDRESSED.sub("", text_or_none(message, "text") or "")}


def thread_head(message: Payload) -> str:
    """The message that a message's thread begins with, which may be the message itself."""
    return text_or_none(message, "thread_ts") or text(message, "ts")


def _pressed(payload: Payload) -> str:
    """The key of a press: Slack gives each an id of its own."""
    return f"press {text(payload, 'trigger_id')}"


def _must_open_window(payload: Payload) -> None:
    """Raise MalformedPayloadError where Slack would open no window in answer."""
    text(payload, "trigger_id")


def _action(payload: Payload) -> Payload:
    match payload.get("actions"):
        case [dict() as action, *_]:
            return action
    raise MalformedPayloadError("actions")


def _message(action: Payload, by: Asker) -> Origin:
    """The message that a button is about, by its value: channel and time.

    The button stands where the message does: nobody is to read here what they could not read in Slack.
    """
    found = _PLACE.fullmatch(text(action, "value"))
    if found is None or found["channel"] != by.channel:
        raise MalformedPayloadError("actions.value")
    return Origin(channel=found["channel"], ts=found["ts"])
