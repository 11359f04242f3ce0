"""The interactive elements of a message, window or home tab, as the page offers them to one person."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from bot.playground.forms import starting_values
from bot.playground.page.choices import Choice, Group, choices
from bot.playground.page.words import Reader, drawn, spoken
from bot.playground.refusals import Json

_UNNAMED: Mapping[str, str] = {
    "overflow": "More options",
    "datepicker": "Select a date",
    "timepicker": "Select a time",
    "datetimepicker": "Select a date and time",
    "radio_buttons": "Choose one",
    "checkboxes": "Choose any",
    "users_select": "Choose a person",
    "multi_users_select": "Choose people",
    "channels_select": "Choose a channel",
    "multi_channels_select": "Choose channels",
    "conversations_select": "Choose a conversation",
    "feedback_buttons": "Feedback",
    "multi_conversations_select": "Choose conversations",
}
"""What an element is called where neither it nor its block says anything."""
_LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One element and what it holds, as the templates draw it; `given` is the element as the app sent it."""

    id: str
    given: Json
    name: str
    """What it is called aloud, where no label stands at it."""
    placeholder: str
    is_labelled: bool
    is_needed: bool
    has_hint: bool
    dispatches: str | None
    """When the app hears of what is chosen: `at_once`, or for a text the events it asked for; None for never."""
    confirm: str | None
    """What is asked before it acts, as JSON."""
    held: Any
    """An option's value, a list of them, an id, a date, a text, or None."""
    groups: Sequence[Group]

    @property
    def kind(self) -> str:
        """The type of the element."""
        return str(self.given["type"])

    @property
    def choices(self) -> list[Choice]:
        """Everything to choose from, without the groups."""
        return [choice for group in self.groups for choice in group.choices]

    @property
    def chosen(self) -> list[Choice]:
        """What is chosen, in the order of the choices."""
        return [choice for choice in self.choices if choice.chosen]

    @property
    def has_many_inputs(self) -> bool:
        """Whether it is a group of inputs, so that a label cannot point to one."""
        return self.kind in ("radio_buttons", "checkboxes") or self.kind.startswith("multi_")


class Layout:
    """The blocks of one message, window or home tab; `scope` begins every id in it, so that none is there twice."""

    def __init__(self, blocks: Sequence[Json], reader: Reader, *, scope: str, values: Json | None = None) -> None:
        self.blocks = blocks
        self._reader = reader
        self._values = starting_values(blocks) if values is None else values
        self._scope = scope

    def offer(self, block: Json, element: Json) -> Offer:
        """An element of a block, with its choices and what it holds now."""
        state = self._values.get(block["block_id"], {}).get(element["action_id"], {})
        held = self._held(state)
        is_input = block["type"] == "input"
        return Offer(
            id=self._id(block, element),
            given=element,
            name=self._name(block, element),
            placeholder=self._spoken(element.get("placeholder")),
            is_labelled=is_input,
            is_needed=is_input and not block.get("optional", False),
            has_hint=bool(is_input and block.get("hint")),
            dispatches=_dispatches(block, element),
            confirm=self._confirm(element),
            held=held,
            groups=choices(element, state, held, self._reader),
        )

    def _id(self, block: Json, element: Json) -> str:
        """Made of the ids that the app gave, so that it stays when other blocks come and go."""
        named = json.dumps([block["block_id"], element["action_id"]])
        return f"{self._scope}-{crc32(named.encode()):08x}"

    def _held(self, state: Json) -> Any:
        value = next((each for part, each in state.items() if part != "type"), None)
        if isinstance(value, list):
            return [each["value"] if isinstance(each, Mapping) else each for each in value]
        if state.get("type") == "datetimepicker" and isinstance(value, int):
            return f"{datetime.fromtimestamp(value, UTC).astimezone(self._reader.zone):%Y-%m-%dT%H:%M}"
        return value["value"] if isinstance(value, Mapping) else value

    def _name(self, block: Json, element: Json) -> str:
        if element.get("accessibility_label"):
            return str(element["accessibility_label"])
        said = element.get("text") or block.get("label") or element.get("placeholder")
        if said is None and element["type"] not in _UNNAMED:
            said = block.get("text")
        return " ".join(self._spoken(said).split())[:_LONGEST_NAME] or _UNNAMED.get(element["type"], "Choose an option")

    def _confirm(self, element: Json) -> str | None:
        asked = element.get("confirm")
        if not asked:
            return None
        words = {part: self._spoken(asked[part]) for part in ("title", "confirm", "deny")}
        return json.dumps({**words, "html": drawn(asked["text"], self._reader), "style": asked.get("style", "primary")})

    def _spoken(self, text: Json | None) -> str:
        return spoken(text, self._reader) if text else ""


def _dispatches(block: Json, element: Json) -> str | None:
    if block["type"] == "input" and not block.get("dispatch_action", False):
        return None
    if not element["type"].endswith("_input"):
        return "at_once"
    asked = element.get("dispatch_action_config", {}).get("trigger_actions_on")
    return " ".join(asked or ["on_enter_pressed"])
