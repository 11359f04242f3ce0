"""What can be done to a ticket now, as buttons: the few of its card, and all of them."""

from dataclasses import dataclass, replace

from bot.clocks.clock import Clock
from bot.clocks.contract import ClockKind
from bot.clocks.explain import CLOCK_NAMES
from bot.clocks.ledger import State
from bot.desk.access import ALLOWED, Role, Verb, possible
from bot.desk.facts import Ticket
from bot.desk.grading import nothing_to_undo
from bot.slack.actions import Action, promise_value, snooze_value
from bot.slack.blocks import Block, actions, button, menu

_SNOOZED_FOR = 30
MOST_PROOFS = 20
"""Clocks whose proof is offered at most, the newest of the ended ones last."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """A button: what it does, whose verb that is, and what its press comes back with."""

    action: Action
    verb: Verb
    label: str
    explained: str
    value: str = ""


def _offer(action: Action, verb: Verb, label: str, explained: str) -> Offer:
    return Offer(action=action, verb=verb, label=label, explained=explained)


_WHEREVER_POSSIBLE = (
    _offer(Action.ASSIGN, Verb.ASSIGN, "Assign", "Gives it to somebody, or to nobody."),
    _offer(Action.REPLY, Verb.REPLY, "Reply", "Answers the customer."),
    _offer(Action.UPDATE, Verb.UPDATE, "Update", "Tells them the progress, and when they hear again."),
    _offer(Action.REGRADE, Verb.REGRADE, "Regrade", "Changes the severity to the current impact."),
    _offer(Action.PAUSE, Verb.PAUSE, "Waiting", "Lets it wait for the customer or for somebody else."),
    _offer(Action.RESUME, Verb.RESUME, "Resume", "Ends the wait."),
    _offer(Action.ATTEMPT, Verb.ATTEMPT, "Tried to reach them", "Counts an attempt to reach them."),
    _offer(Action.RESOLVE, Verb.RESOLVE, "Propose resolution", "Asks them whether it is resolved."),
    _offer(Action.CONFIRM, Verb.CONFIRM, "Confirm", "Records that the customer agrees, and closes it."),
    _offer(Action.OBJECT, Verb.OBJECT, "Not resolved", "Says what is still wrong, and goes on."),
    _offer(Action.CLOSE, Verb.CLOSE, "Close", "Ends it for one of the contract's reasons."),
    _offer(Action.REOPEN, Verb.REOPEN, "Reopen", "Goes on with it; its promises run again."),
)
"""What can be done wherever the ticket's state lets its entry follow."""
_CALLED_BACK = _offer(Action.CALLED_BACK, Verb.CALL_BACK, "Called back", "Records that the customer was called back.")
_ACKNOWLEDGE = _offer(Action.ACKNOWLEDGE, Verb.ACKNOWLEDGE, "Acknowledge", "Says that you have it: nobody is called.")
_SNOOZE = _offer(Action.SNOOZE, Verb.SNOOZE, "Snooze 30 minutes", "Lets nobody be called before then.")
_UNDO = _offer(Action.UNDO, Verb.UNDO, "Undo regrade", "Takes the last change of severity back.")
_ALERTS = _offer(Action.ALERTS, Verb.ALERTS, "Alerts", "Shows whom Belltower told, when, and who has seen it.")
_HISTORY = _offer(Action.HISTORY, Verb.HISTORY, "History", "Shows everything that happened to it.")


def offers(ticket: Ticket, role: Role = Role.AGENT) -> list[Offer]:
    """Everything that somebody of a role can do to a ticket as it stands, the most usual first."""
    may = {*possible(ticket, role), *(verb for verb in (Verb.HISTORY, Verb.ALERTS, Verb.WHY) if role in ALLOWED[verb])}
    wanted = any(chain.wanted for chain in ticket.chains)
    found = [_take(ticket), *([_ACKNOWLEDGE] if wanted else [])]
    found += [_CALLED_BACK] if _live(ticket, ClockKind.CALL_BACK) else []
    found += _WHEREVER_POSSIBLE
    found += [_UNDO] if nothing_to_undo(ticket) is None else []
    found = [replace(offer, value=str(ticket.number)) for offer in (*found, _HISTORY, _ALERTS)]
    found += [replace(_SNOOZE, value=snooze_value(ticket.number, _SNOOZED_FOR))] if wanted else []
    found += [_why(ticket, clock) for clock in proofs(ticket)[:MOST_PROOFS]]
    return [offer for offer in found if offer.verb in may]


def label_of(action: Action) -> str:
    """What stands on the button that opens the window of an action."""
    offered = (*_WHEREVER_POSSIBLE, _CALLED_BACK)
    return next(offer.label for offer in offered if offer.action is action)


def card_row(ticket: Ticket) -> Block:
    """The buttons of a card, five at most: the usual ones, and a menu of the others that leads to all of them."""
    offered = {offer.action: offer for offer in reversed(offers(ticket))}
    shown, others = _card_actions(ticket)
    free = ticket.history.assignee is None
    buttons = [
        button(action, offered[action].label, offered[action].value, primary=free and action is Action.TAKE)
        for action in shown
    ]
    listed = [(action, offered[action].label, offered[action].value) for action in others if action in offered]
    return actions(*buttons, menu(*listed, (Action.NEXT, "More…", str(ticket.number))))


def _card_actions(ticket: Ticket) -> tuple[list[Action], list[Action]]:
    """The buttons of a card and what its menu has besides, where it is possible."""
    match ticket.state:
        case State.CLOSED:
            return [Action.REOPEN], [Action.WHY, Action.HISTORY]
        case State.RESOLVED:
            further = [Action.REPLY, Action.ATTEMPT, Action.OBJECT, Action.WHY]
            return [Action.CONFIRM, Action.REOPEN, Action.CLOSE], further
        case _:
            owed = [Action.UPDATE] if _live(ticket, ClockKind.NEXT_UPDATE) else []
            owed = [Action.CALLED_BACK] if _live(ticket, ClockKind.CALL_BACK) else owed
            further = [Action.PAUSE, Action.RESUME, Action.RESOLVE, Action.WHY, Action.CLOSE]
            return [Action.TAKE, Action.REPLY, *owed, Action.REGRADE], further


def proofs(ticket: Ticket) -> list[Clock]:
    """The clocks whose due time can be proved: those that run, the next due first, then the ended ones.

    Of the ended ones, the newest first, those that were broken, and of each promise that does not run the last.
    """
    ended = sorted((clock for clock in ticket.clocks if not clock.live), key=lambda clock: clock.started, reverse=True)
    newest = {clock.kind: clock for clock in reversed([*ticket.live_clocks, *ended])}
    return [*ticket.live_clocks, *(clock for clock in ended if clock is newest[clock.kind] or clock.breached)]


def _take(ticket: Ticket) -> Offer:
    label = "Take it" if ticket.history.assignee is None else "Take over"
    return _offer(Action.TAKE, Verb.TAKE, label, "Makes it yours: you are the customer's contact from now on.")


def _why(ticket: Ticket, clock: Clock) -> Offer:
    is_newest = all(each.cycle <= clock.cycle for each in ticket.clocks if each.kind is clock.kind)
    which = "" if is_newest else f" {clock.cycle}"
    return Offer(
        action=Action.WHY,
        verb=Verb.WHY,
        label=f"Why this time: {CLOCK_NAMES[clock.kind]}{which}",
        explained="Proves the due time, line by line.",
        value=promise_value(ticket.number, clock.kind, clock.cycle),
    )


def _live(ticket: Ticket, kind: ClockKind) -> bool:
    return any(clock.kind is kind for clock in ticket.live_clocks)
