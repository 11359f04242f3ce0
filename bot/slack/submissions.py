"""The windows' way in: what is asked for when a window is sent.

The key of what is sent is the window's own id: whoever sends it a second time, because the first answer was late, still
means the same thing. What is wrong raises MalformedPayloadError.
"""

from dataclasses import dataclass, replace

from bot.clocks.entries import Outcome
from bot.desk.duty_requests import SetOverride
from bot.desk.requests import (
    AddCustomer,
    Asker,
    Assign,
    Attempt,
    CallBack,
    Change,
    Close,
    Confirm,
    EditCustomer,
    Object,
    OpenTicket,
    Pause,
    Regrade,
    Reopen,
    Reply,
    Resolve,
    Update,
)
from bot.slack.actions import Callback, Field
from bot.slack.clientele import customer_request
from bot.slack.filled import Filled, contact_of, draft_of, memory_of, ticket_of
from bot.slack.reading import MalformedPayloadError, Payload, asker, mapping, text, text_or_none


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """A window that was sent; errors can be shown beneath the blocks named by `block_ids`.

    `stacked` is whether it lies on another window, which has nothing more to say once this one has been sent.
    """

    request: OpenTicket | Change | AddCustomer | EditCustomer | SetOverride
    block_ids: tuple[str, ...]
    stacked: bool = False


def submission(payload: Payload) -> Submission:
    """The request that a window makes when it is sent."""
    view = mapping(payload, "view")
    filled = Filled.of(view)
    key, by = f"view {text(view, 'id')}", asker(payload)
    request: OpenTicket | Change | AddCustomer | EditCustomer | SetOverride
    if view.get("callback_id") == Callback.CUSTOMER:
        request = customer_request(view, key, by)
    elif view.get("callback_id") == Callback.OVERRIDE:
        request = _override(filled, key, by)
    else:
        request = _opening(view, filled, key, by) or _change(view, filled, key, by)
    stacked = text_or_none(view, "previous_view_id") is not None
    return Submission(request=request, block_ids=tuple(filled.blocks), stacked=stacked)


def _opening(view: Payload, filled: Filled, key: str, by: Asker) -> OpenTicket | None:
    if view.get("callback_id") != Callback.INTAKE:
        return None
    draft = draft_of(filled, view)
    asked_in = draft.origin.channel if draft.origin else by.channel
    return OpenTicket(
        key=key,
        asker=replace(by, channel=asked_in),
        customer=filled.needed(Field.CUSTOMER),
        # The answer decides the severity, where the contract asks for one.
        severity=filled.get(Field.SEVERITY) if draft.triage else filled.needed(Field.SEVERITY),
        triage=draft.triage,
        via=draft.via,
        title=draft.title,
        description=draft.description,
        contact=draft.contact,
        # A channel alone is where the form was asked for, and no message.
        origin=draft.origin if draft.origin and draft.origin.ts else None,
    )


def _override(filled: Filled, key: str, by: Asker) -> SetOverride:
    ends = filled.instant(Field.STAND_IN_ENDS)
    if ends is None:
        raise MalformedPayloadError(f"view.state.values.{Field.STAND_IN_ENDS}")
    return SetOverride(
        key=key,
        asker=by,
        schedule=filled.needed(Field.SCHEDULE),
        person=filled.needed(Field.STAND_IN),
        starts=filled.instant(Field.STAND_IN_STARTS),
        ends=ends,
    )


def _change(view: Payload, filled: Filled, key: str, by: Asker) -> Change:
    asked = _Asked(key=key, by=by, ticket=ticket_of(view), proposal=memory_of(view).proposal, filled=filled)
    change = _work(view, asked) or _ending(view, asked)
    if change is None:
        raise MalformedPayloadError("view.callback_id")
    return change


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """What every window about a ticket has."""

    key: str
    by: Asker
    ticket: int
    proposal: int | None
    filled: Filled

    @property
    def text(self) -> str:
        return self.filled.get(Field.TEXT)


def _work(view: Payload, asked: _Asked) -> Change | None:
    """The windows in which a ticket is worked on."""
    key, by, ticket, filled = asked.key, asked.by, asked.ticket, asked.filled
    next_update, cadence = filled.instant(Field.NEXT_UPDATE), filled.get(Field.CADENCE)
    match view.get("callback_id"):
        case Callback.REPLY:
            return Reply(key=key, asker=by, ticket=ticket, text=asked.text, next_update=next_update)
        case Callback.UPDATE:
            return Update(
                key=key,
                asker=by,
                ticket=ticket,
                text=asked.text,
                eta=filled.instant(Field.ETA),
                next_update=next_update,
                cadence=cadence,
            )
        case Callback.CALLED_BACK:
            return CallBack(key=key, asker=by, ticket=ticket, text=asked.text, next_update=next_update, cadence=cadence)
        case Callback.REGRADE:
            severity, impact = filled.needed(Field.NEW_SEVERITY), filled.get(Field.IMPACT)
            contact = contact_of(filled)
            return Regrade(key=key, asker=by, ticket=ticket, severity=severity, impact=impact, contact=contact)
        case Callback.ASSIGN:
            return Assign(key=key, asker=by, ticket=ticket, to=filled.get(Field.TO) or None)
        case Callback.PAUSE:
            return Pause(
                key=key,
                asker=by,
                ticket=ticket,
                reason=filled.needed(Field.PAUSE_REASON),
                text=asked.text,
                until=filled.instant(Field.UNTIL),
                duty=filled.get(Field.DUTY) or None,
                ask=filled.ticked(Field.ASK),
            )
        case Callback.ATTEMPT:
            link, ask = filled.get(Field.LINK), filled.ticked(Field.ASK)
            return Attempt(key=key, asker=by, ticket=ticket, text=asked.text, link=link, ask=ask)
    return None


def _ending(view: Payload, asked: _Asked) -> Change | None:
    """The windows about how a ticket ends."""
    key, by, ticket, filled = asked.key, asked.by, asked.ticket, asked.filled
    match view.get("callback_id"):
        case Callback.RESOLVE:
            return Resolve(key=key, asker=by, ticket=ticket, text=asked.text, outcome=_outcome(filled))
        case Callback.CONFIRM:
            return Confirm(key=key, asker=by, ticket=ticket, text=asked.text, proposal=asked.proposal)
        case Callback.OBJECT:
            return Object(key=key, asker=by, ticket=ticket, text=asked.text, proposal=asked.proposal)
        case Callback.CLOSE:
            reason, line = filled.needed(Field.REASON), filled.get(Field.LINE) or None
            return Close(key=key, asker=by, ticket=ticket, reason=reason, text=asked.text, line=line)
        case Callback.REOPEN:
            return Reopen(key=key, asker=by, ticket=ticket, text=asked.text)
    return None


def _outcome(filled: Filled) -> Outcome:
    try:
        return Outcome(filled.needed(Field.OUTCOME))
    except ValueError:
        raise MalformedPayloadError(f"view.state.values.{Field.OUTCOME}") from None
