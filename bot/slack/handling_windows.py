"""The windows in which a ticket is worked on: what the customer is told, how they are reached, what it waits for."""

from collections.abc import Sequence
from datetime import datetime

from bot.clocks.conduct import Duty
from bot.clocks.contract import ClockKind, PauseReason, Promise
from bot.clocks.explain import CLOCK_NAMES
from bot.desk.facts import DutyState, Ticket
from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block, Names, context, marked, section
from bot.slack.details import attempts_made, by_name
from bot.slack.inputs import box, choice, instant, option, person, typed, web_address
from bot.slack.modals import about, on_ticket, stays_here, thread_of
from bot.slack.mrkdwn import line

_NEXT_MOVE = {
    PauseReason.WAITING_ON_CUSTOMER: "The customer",
    PauseReason.WAITING_ON_THIRD_PARTY: "Somebody outside both organisations",
    PauseReason.AGREED: "Nobody: it was agreed to wait",
}
_NOTHING_IS_SENT = (
    "This ticket came from no message, so nothing is sent: tell the customer, and keep here what you said."
)

_NO_NAME = (
    "“{}” is the name of nobody in the team, or of several. Choose here whom you mean. "
    "In a command, type @ and choose them from what Slack offers."
)


def reply(ticket: Ticket, *, text: str = "") -> Block:
    """The window for an answer to the customer; it says where the answer goes."""
    blocks = [
        about(ticket),
        typed(Field.TEXT, "Answer", value=text, lines=True, hint=_what_it_keeps(ticket)),
        *_next_update(ticket),
        context(marked(_where_it_goes(ticket))),
    ]
    return on_ticket(ticket, "Reply", blocks, Callback.REPLY, submit="Send" if ticket.origin else "Record")


def update(
    ticket: Ticket,
    *,
    text: str = "",
    eta: datetime | None = None,
    next_update: datetime | None = None,
    cadence: str = "",
) -> Block:
    """The window for the progress (B16, B23): the status, when it should be over, and when the customer hears again."""
    blocks = [
        about(ticket),
        typed(Field.TEXT, "Status", value=text, lines=True, hint=_what_it_keeps(ticket)),
        instant(Field.ETA, "Expected to be over by", value=eta, hint="The customer sees earlier expectations too."),
        *_next_update(ticket, next_update),
        *_cadence(ticket, cadence),
        context(marked(_where_it_goes(ticket))),
    ]
    return on_ticket(ticket, "Update", blocks, Callback.UPDATE, submit="Send" if ticket.origin else "Record")


def called_back(ticket: Ticket, *, text: str = "") -> Block:
    """The window that records that the customer was called back (B21), and what was agreed on."""
    blocks = [
        about(ticket),
        typed(Field.TEXT, "What was said", value=text, lines=True, needed=False),
        *_next_update(ticket),
        *_cadence(ticket),
        stays_here(),
    ]
    return on_ticket(ticket, "Called back", blocks, Callback.CALLED_BACK, submit="Record")


def attempt(ticket: Ticket, *, text: str = "") -> Block:
    """The window that records an attempt to reach the customer (V29); it says how many there are."""
    blocks = [
        about(ticket),
        typed(Field.TEXT, "What did you try?", value=text, lines=True, hint="Such as: called, left a voicemail."),
        web_address(
            Field.LINK, "Where it can be seen", hint="The address of the email or of the call, if there is one."
        ),
        *_ask(ticket, "Post it in the customer's thread too"),
        context(marked(attempts_made(ticket))),
    ]
    return on_ticket(ticket, "Tried to reach", blocks, Callback.ATTEMPT, submit="Record")


def pause(ticket: Ticket, *, reason: str = "", text: str = "") -> Block:
    """The window that asks for whom a ticket waits; it says which clocks that stops."""
    options = [option(each, _NEXT_MOVE[each], _what_it_stops(ticket, each)) for each in PauseReason]
    blocks = [
        about(ticket),
        choice(Field.PAUSE_REASON, "Who has the next move?", options, chosen=reason),
        typed(Field.TEXT, "What are you waiting for?", value=text, lines=True),
        *_duty(ticket),
        instant(Field.UNTIL, "Until", hint="Needed where it was agreed to wait."),
        *_ask(ticket, "Ask this in the customer's thread now"),
    ]
    return on_ticket(ticket, "Waiting", blocks, Callback.PAUSE, submit="Wait")


def assign(
    ticket: Ticket, names: Names, *, to: str | None = None, unknown: str = "", on_call: Sequence[str] = ()
) -> Block:
    """The window that asks to whom a ticket is given; it says who has it, and who is on call.

    `unknown` is what was typed as a name and is nobody's.
    """
    owner = ticket.history.assignee
    words = ["Nobody has it yet." if owner is None else f"{line(names(owner), 80)} has it."]
    if on_call:
        words.append(f"On call now: {by_name(on_call, names)}.")
    blocks = [
        about(ticket),
        *([section(_NO_NAME.format(line(unknown, 80)))] if unknown else []),
        person(Field.TO, "To", chosen=to or owner, hint="Leave it empty to give it to nobody."),
        context(marked(" ".join(words))),
    ]
    return on_ticket(ticket, "Assign", blocks, Callback.ASSIGN, submit="Assign")


def _what_it_keeps(ticket: Ticket) -> str:
    """Which promises an answer keeps; a call-back is not among them."""
    live = {clock.kind for clock in ticket.live_clocks}
    kept = [CLOCK_NAMES[kind] for kind in (ClockKind.FIRST_RESPONSE, ClockKind.NEXT_UPDATE) if kind in live]
    words = [f"It counts as the {' and the '.join(kept)}."] if kept else []
    words += ["The call-back is owed all the same."] if ClockKind.CALL_BACK in live else []
    return " ".join(words)


def _promised_update(ticket: Ticket) -> Promise | None:
    if not ticket.history.covered:
        return None
    return ticket.terms.promise(ClockKind.NEXT_UPDATE, ticket.severity.id)


def _next_update(ticket: Ticket, value: datetime | None = None) -> list[Block]:
    promise = _promised_update(ticket)
    if promise is None:
        return []
    agreed = ticket.history.cadence
    otherwise = f"after {agreed}, as agreed" if agreed else f"within {promise.aim}"
    hint = f"Only if you agreed on a time. Otherwise {otherwise} ({promise.clause})."
    return [instant(Field.NEXT_UPDATE, "Next update", value=value, hint=hint)]


def _cadence(ticket: Ticket, value: str = "") -> list[Block]:
    promise = _promised_update(ticket)
    if promise is None:
        return []
    agreed = ticket.history.cadence
    now = f"Agreed so far: {agreed}." if agreed else f"Without an agreement: {promise.aim} ({promise.clause})."
    hint = f"Only if you agreed on another length, such as “2 hours”. {now}"
    return [typed(Field.CADENCE, "From now on an update every", value=value, needed=False, hint=hint)]


def _ask(ticket: Ticket, words: str) -> list[Block]:
    return [box(Field.ASK, "To the customer", words)] if ticket.origin else []


def _duty(ticket: Ticket) -> list[Block]:
    """The customer's duties that are kept track of, to say which one is waited for (V24-V27)."""
    tracked = [duty for duty in ticket.terms.contract.duties if duty.name]
    if not tracked:
        return []
    options = [option(duty.clause, duty.name, f"{duty.clause}{_standing(ticket, duty)}") for duty in tracked]
    return [choice(Field.DUTY, "A duty of the customer's", options, needed=False)]


def _standing(ticket: Ticket, duty: Duty) -> str:
    standing = ticket.customer.duties.get(duty.clause)
    match None if standing is None else standing.state:
        case DutyState.MISSING:
            return " · not done yet"
        case DutyState.DONE:
            return " · done"
        case _:
            return ""


def _what_it_stops(ticket: Ticket, reason: PauseReason) -> str:
    stopped = [CLOCK_NAMES[clock.kind] for clock in ticket.live_clocks if reason in clock.promise.paused_by]
    if stopped:
        return f"Stops the {' and the '.join(stopped)}"
    return "Every clock runs on" if ticket.live_clocks else ""


def _where_it_goes(ticket: Ticket) -> str:
    thread = thread_of(ticket)
    return _NOTHING_IS_SENT if thread is None else f"It is posted in {thread}."
