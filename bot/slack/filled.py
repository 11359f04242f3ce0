"""What a window holds as somebody has filled it in: texts, choices, moments, and what it remembers of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.clocks.contract import IntakeField
from bot.slack.actions import Field
from bot.slack.forms import FIELD_OF, Draft, Memory
from bot.slack.reading import MalformedPayloadError, Payload, mapping, text_or_none

_LATEST = 9_999_999_999
"""Slack's times have ten digits, until the year 2286; one near the end of the calendar can be shown in no zone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """What the inputs of a view hold, by action id."""

    states: Mapping[str, Mapping[str, Any]]
    blocks: tuple[str, ...]

    @classmethod
    def of(cls, view: Payload) -> "Filled":
        """What a view holds as it was sent."""
        values = mapping(view, "state").get("values", {})
        if not isinstance(values, Mapping) or not all(isinstance(block, Mapping) for block in values.values()):
            raise MalformedPayloadError("view.state.values")
        states = {name: state for block in values.values() for name, state in block.items()}
        if not all(isinstance(state, Mapping) for state in states.values()):
            raise MalformedPayloadError("view.state.values")
        return cls(states=states, blocks=tuple(values))

    def get(self, name: Field) -> str:
        """A typed text, the value of a choice or the id of a person; empty where there is none."""
        state = self.states.get(name, {})
        held = (text_or_none(state, *path) for path in (("value",), ("selected_option", "value"), ("selected_user",)))
        return next((each for each in held if each is not None), "").strip()

    def needed(self, name: Field) -> str:
        """The same, where Slack insists on it."""
        found = self.get(name)
        if not found:
            raise MalformedPayloadError(f"view.state.values.{name}")
        return found

    def day(self, name: Field) -> str:
        """A date as it is written, `2026-12-24`; empty where none was chosen."""
        return text_or_none(self.states.get(name, {}), "selected_date") or ""

    def several(self, name: Field) -> tuple[str, ...]:
        """The ids of the people or channels that are chosen where there may be several."""
        state = self.states.get(name, {})
        chosen = state.get("selected_users") or state.get("selected_conversations") or []
        if not isinstance(chosen, list) or not all(isinstance(each, str) for each in chosen):
            raise MalformedPayloadError(f"view.state.values.{name}")
        return tuple(chosen)

    def ticked(self, name: Field) -> bool:
        """Whether a box is ticked."""
        return bool(self.states.get(name, {}).get("selected_options"))

    def label(self, name: Field) -> str | None:
        """The words of a choice."""
        return text_or_none(self.states.get(name, {}), "selected_option", "text", "text")

    def instant(self, name: Field) -> datetime | None:
        """A date and time; None where none was chosen."""
        seconds = self.states.get(name, {}).get("selected_date_time")
        try:
            if seconds is None:
                return None
            if int(seconds) > _LATEST:
                raise OverflowError(seconds)
            return datetime.fromtimestamp(int(seconds), UTC)
        except (TypeError, ValueError, OverflowError, OSError):
            raise MalformedPayloadError(f"view.state.values.{name}") from None


def draft_of(filled: Filled, view: Payload) -> Draft:
    """The ticket that is being written in the intake form."""
    return Draft(
        customer=filled.get(Field.CUSTOMER) or None,
        customer_name=filled.label(Field.CUSTOMER),
        severity=filled.get(Field.SEVERITY) or None,
        triage=filled.get(Field.TRIAGE) or None,
        via=filled.get(Field.VIA) or None,
        title=filled.get(Field.TITLE),
        description=filled.get(Field.DESCRIPTION),
        contact=contact_of(filled),
        origin=memory_of(view).origin,
    )


def contact_of(filled: Filled) -> dict[IntakeField, str]:
    """Whom to reach, as far as a window asks for it and it was filled in."""
    contact = {asked: filled.get(name) for asked, name in FIELD_OF.items() if asked is not IntakeField.DESCRIPTION}
    return {asked: said for asked, said in contact.items() if said}


def memory_of(view: Payload) -> Memory:
    """What a window remembers of what it is about."""
    try:
        return Memory.of(text_or_none(view, "private_metadata") or "")
    except ValueError:
        raise MalformedPayloadError("view.private_metadata") from None


def ticket_of(view: Payload) -> int:
    """The ticket that a window is about."""
    number = memory_of(view).ticket
    if number is None:
        raise MalformedPayloadError("view.private_metadata")
    return number
