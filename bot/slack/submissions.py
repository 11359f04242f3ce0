"""The windows' way in: what has been filled in so far, and what is asked for when a window is sent.

The key of what is sent is the window's own id: whoever sends it a second time, because the first answer was late, still
means the same thing. What is wrong raises MalformedPayloadError.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.desk.requests import (
    Asker,
    CallBack,
    Change,
    Close,
    OpenTicket,
    Regrade,
    Reopen,
    Reply,
)
from bot.slack.actions import Callback, Field
from bot.slack.forms import FIELD_OF, Draft, Memory
from bot.slack.reading import MalformedPayloadError, Payload, asker, mapping, text, text_or_none

_LATEST = 9_999_999_999
"""Slack's times have ten digits, until the year 2286; one near the end of the calendar can be shown in no zone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeChange:
    """The intake form after a choice in it; `view_hash` tells whether it has been drawn again since that choice."""

    asker: Asker
    view_id: str
    view_hash: str
    draft: Draft


@dataclass(frozen=True, kw_only=True, slots=True)
class RegradeChange:
    """The regrade window after another severity was chosen in it."""

    asker: Asker
    view_id: str
    view_hash: str
    ticket: int
    severity: str
    impact: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """A window that was sent; errors can be shown beneath the blocks named by `block_ids`."""

    request: OpenTicket | Change
    block_ids: tuple[str, ...]


def intake_change(payload: Payload) -> IntakeChange:
    """A choice of customer or severity in the intake form."""
    view = mapping(payload, "view")
    return IntakeChange(
        asker=asker(payload),
        view_id=text(view, "id"),
        view_hash=text(view, "hash"),
        draft=_draft(_Filled.of(view), _memory(view)),
    )


def regrade_change(payload: Payload) -> RegradeChange:
    """A choice of severity in the regrade window."""
    view = mapping(payload, "view")
    filled = _Filled.of(view)
    return RegradeChange(
        asker=asker(payload),
        view_id=text(view, "id"),
        view_hash=text(view, "hash"),
        ticket=_ticket(view),
        severity=filled.needed(Field.NEW_SEVERITY),
        impact=filled.get(Field.IMPACT),
    )


def submission(payload: Payload) -> Submission:
    """The request that a window makes when it is sent."""
    view = mapping(payload, "view")
    filled = _Filled.of(view)
    key, by = f"view {text(view, 'id')}", asker(payload)
    request = _opening(view, filled, key, by) or _change(view, filled, key, by)
    return Submission(request=request, block_ids=tuple(filled.blocks))


def _opening(view: Payload, filled: "_Filled", key: str, by: Asker) -> OpenTicket | None:
    if view.get("callback_id") != Callback.INTAKE:
        return None
    draft = _draft(filled, _memory(view))
    return OpenTicket(
        key=key,
        asker=by,
        customer=filled.needed(Field.CUSTOMER),
        severity=filled.needed(Field.SEVERITY),
        title=draft.title,
        description=draft.description,
        contact=draft.contact,
        origin=draft.origin,
    )


def _change(view: Payload, filled: "_Filled", key: str, by: Asker) -> Change:
    ticket = _ticket(view)
    said = filled.get(Field.TEXT)
    match view.get("callback_id"):
        case Callback.REPLY:
            return Reply(key=key, asker=by, ticket=ticket, text=said, next_update=filled.instant(Field.NEXT_UPDATE))
        case Callback.CALLED_BACK:
            agreed = filled.instant(Field.NEXT_UPDATE)
            return CallBack(key=key, asker=by, ticket=ticket, text=said, next_update=agreed)
        case Callback.REGRADE:
            severity, impact = filled.needed(Field.NEW_SEVERITY), filled.get(Field.IMPACT)
            return Regrade(key=key, asker=by, ticket=ticket, severity=severity, impact=impact)
        case Callback.CLOSE:
            return Close(key=key, asker=by, ticket=ticket, reason=filled.needed(Field.REASON), text=said)
        case Callback.REOPEN:
            return Reopen(key=key, asker=by, ticket=ticket, text=said)
    raise MalformedPayloadError("view.callback_id")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Filled:
    """What the inputs of a view hold, by action id."""

    states: Mapping[str, Mapping[str, Any]]
    blocks: tuple[str, ...]

    @classmethod
    def of(cls, view: Payload) -> "_Filled":
        values = mapping(view, "state").get("values", {})
        if not isinstance(values, Mapping) or not all(isinstance(block, Mapping) for block in values.values()):
            raise MalformedPayloadError("view.state.values")
        states = {name: state for block in values.values() for name, state in block.items()}
        if not all(isinstance(state, Mapping) for state in states.values()):
            raise MalformedPayloadError("view.state.values")
        return cls(states=states, blocks=tuple(values))

    def get(self, name: Field) -> str:
        """A typed text or the value of a choice; empty where there is none."""
        state = self.states.get(name, {})
        typed = text_or_none(state, "value")
        return (typed if typed is not None else text_or_none(state, "selected_option", "value") or "").strip()

    def needed(self, name: Field) -> str:
        found = self.get(name)
        if not found:
            raise MalformedPayloadError(f"view.state.values.{name}")
        return found

    def label(self, name: Field) -> str | None:
        """The words of a choice."""
        return text_or_none(self.states.get(name, {}), "selected_option", "text", "text")

    def instant(self, name: Field) -> datetime | None:
        seconds = self.states.get(name, {}).get("selected_date_time")
        try:
            if seconds is None:
                return None
            if int(seconds) > _LATEST:
                raise OverflowError(seconds)
            return datetime.fromtimestamp(int(seconds), UTC)
        except (TypeError, ValueError, OverflowError, OSError):
            raise MalformedPayloadError(f"view.state.values.{name}") from None


def _draft(filled: _Filled, memory: Memory) -> Draft:
    contact = {asked: filled.get(name) for asked, name in FIELD_OF.items()}
    return Draft(
        customer=filled.get(Field.CUSTOMER) or None,
        customer_name=filled.label(Field.CUSTOMER),
        severity=filled.get(Field.SEVERITY) or None,
        title=filled.get(Field.TITLE),
        description=filled.get(Field.DESCRIPTION),
        contact={asked: said for asked, said in contact.items() if said},
        origin=memory.origin,
    )


def _memory(view: Payload) -> Memory:
    try:
        return Memory.of(text_or_none(view, "private_metadata") or "")
    except ValueError:
        raise MalformedPayloadError("view.private_metadata") from None


def _ticket(view: Payload) -> int:
    ticket = _memory(view).ticket
    if ticket is None:
        raise MalformedPayloadError("view.private_metadata")
    return ticket
