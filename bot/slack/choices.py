"""Choices in open windows, after which they are drawn again: what was chosen, and all that was filled in by then.

What is wrong raises MalformedPayloadError.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.clocks.contract import IntakeField
from bot.desk.requests import Asker
from bot.slack.actions import Field
from bot.slack.filled import Filled, contact_of, draft_of, ticket_of
from bot.slack.forms import Draft
from bot.slack.reading import Payload, asker, mapping, text


@dataclass(frozen=True, slots=True)
class Choice:
    """Who chose, and in which drawing of which window; `view_hash` tells whether it has been drawn again since."""

    asker: Asker
    view_id: str
    view_hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IntakeChange(Choice):
    """The intake form after a choice in it."""

    draft: Draft


@dataclass(frozen=True, kw_only=True, slots=True)
class RegradeChange(Choice):
    """The regrade window after another severity was chosen in it."""

    ticket: int
    severity: str
    impact: str
    contact: Mapping[IntakeField, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseChange(Choice):
    """The close window after another reason was chosen in it."""

    ticket: int
    reason: str
    text: str
    line: str


def drawing(payload: Payload) -> tuple[Asker, str, str]:
    """What every choice in an open window says of itself, in the order of `Choice`."""
    view = mapping(payload, "view")
    return asker(payload), text(view, "id"), text(view, "hash")


def intake_change(payload: Payload) -> IntakeChange:
    """A choice of customer, severity or answer in the intake form."""
    view = mapping(payload, "view")
    return IntakeChange(
        *drawing(payload),
        draft=draft_of(Filled.of(view), view),
    )


def regrade_change(payload: Payload) -> RegradeChange:
    """A choice of severity in the regrade window."""
    view = mapping(payload, "view")
    filled = Filled.of(view)
    return RegradeChange(
        *drawing(payload),
        ticket=ticket_of(view),
        severity=filled.needed(Field.NEW_SEVERITY),
        impact=filled.get(Field.IMPACT),
        contact=contact_of(filled),
    )


def close_change(payload: Payload) -> CloseChange:
    """A choice of reason in the close window."""
    view = mapping(payload, "view")
    filled = Filled.of(view)
    return CloseChange(
        *drawing(payload),
        ticket=ticket_of(view),
        reason=filled.needed(Field.REASON),
        text=filled.get(Field.TEXT),
        line=filled.get(Field.LINE),
    )
