"""Tickets in a list, each with what is due next, the staffed time left until then, how it stands and who has it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.clocks.clock import Clock
from bot.clocks.contract import PauseReason
from bot.clocks.durations import in_words, open_hours
from bot.clocks.ledger import State
from bot.desk.facts import Ticket
from bot.desk.lists import Listed, Wanted, Which
from bot.slack.actions import COMMAND, Action
from bot.slack.blocks import Block, Message, Names, actions, button, context, plain, section
from bot.slack.details import state_words
from bot.slack.list_words import UnknownFilter, list_words, search_words
from bot.slack.mrkdwn import line, when
from bot.slack.promises import next_due, ticket_mark

_FILTER_EXAMPLES = ("mine", "breaching p1", 'customer:"Acme Europe"', "unassigned page 2", "closed")
_SORTS = {
    Which.OPEN: "open",
    Which.MINE: "with you",
    Which.BREACHING: "with a broken promise",
    Which.UNASSIGNED: "that nobody has",
    Which.WAITING: "waiting for somebody else",
    Which.RESOLVED: "resolved, waiting for the customer's agreement",
    Which.CLOSED: "closed",
}
_OF_STATE = frozenset({Which.OPEN, Which.WAITING, Which.RESOLVED, Which.CLOSED})
MOST_VALUE = 2_000
"""Characters that the value of a button may have."""


def listing(listed: Listed, names: Names, wanted: Wanted) -> Message:
    """A page of a list: how many there are and of which sort, each with a button, and the ways to the other pages."""
    finished = wanted.which & {Which.RESOLVED, Which.CLOSED}
    order = "The newest first." if finished else "The least staffed time left first."
    head = f"{_tickets(listed.total)}: {_sort(wanted, names)}."
    is_narrowed = list_words(wanted, 1) != ""
    nothing = f"There is no such ticket: {_sort(wanted, names)}." if is_narrowed else "No ticket is open."

    text = f"{head} {order}" if listed.total > 1 else head
    return _page(
        listed, names, text if listed.total else nothing, lambda page: f"list {list_words(wanted, page)}".rstrip()
    )


def found(listed: Listed, names: Names, words: str) -> Message:
    """A page of what was searched for, likewise."""
    asked = f"“{line(words, 100)}”"
    text = f"{_tickets(listed.total)} with {asked}. The newest first."
    nothing = f"No ticket that you can see has {asked} in its number, title, description or customer."
    return _page(listed, names, text if listed.total else nothing, lambda page: f"search {search_words(words, page)}")


_OF = ("@", "of:")
"""How a word begins that says whose tickets are meant."""


def unknown_filter(said: UnknownFilter) -> Message:
    """For a word after `list` that narrows nothing: the nearest one that does, and a few examples."""
    first = f"“{line(said.word, 80)}” narrows no list."
    if said.nearest is None or said.word.startswith(_OF):
        first += " To name a person, type @ and choose them from what Slack offers."
    else:
        first += f" Did you mean “{said.nearest}”?"
    examples = " · ".join(f"`{COMMAND} list {words}`" for words in _FILTER_EXAMPLES)
    return Message(text=first, blocks=[section(f"{first}\n{examples}")])


def entry(ticket: Ticket, names: Names) -> Block:
    """One ticket of a list, with the button that shows it."""
    owner = ticket.history.assignee
    who = "nobody yet" if owner is None else line(names(owner), 60)
    first = f"{ticket_mark(ticket)} *T-{ticket.number}* {line(ticket.title, 150)}"
    parts = [line(ticket.customer.name, 60), *time_words(ticket), state_words(ticket), who]
    return {**section(f"{first}\n{' · '.join(parts)}"), "accessory": show_button(ticket)}


def own_entry(ticket: Ticket, names: Names) -> Block:
    """One of a customer's own tickets, for them: where it stands, in words to them, and what happens by when."""
    owner = ticket.history.assignee
    first = f"{ticket_mark(ticket)} *T-{ticket.number}* {line(ticket.title, 150)}"
    parts = [_own_state(ticket), *([next_due(ticket, when)] if ticket.live_clocks else [])]
    parts += [f"your contact is {line(names(owner), 60)}"] if owner is not None else []
    return {**section(f"{first}\n{' · '.join(parts)}"), "accessory": show_button(ticket)}


def _own_state(ticket: Ticket) -> str:
    match ticket.state:
        case State.OPEN:
            return "we have it" if ticket.history.assignee is None else "we are working on it"
        case State.WAITING:
            reason = ticket.history.pauses[-1].reason
            return "we wait for you" if reason is PauseReason.WAITING_ON_CUSTOMER else str(reason)
        case State.RESOLVED:
            return "we wait for your answer: is it resolved?"
        case State.CLOSED:
            return "closed"


def show_button(ticket: Ticket) -> Block:
    """The button that shows a ticket as its card has it."""
    return button(Action.SHOW, "Show", str(ticket.number))


def time_words(ticket: Ticket) -> list[str]:
    """What is due next and how much time is left until then, in markup; nothing where no clock runs."""
    if not ticket.live_clocks:
        return []
    clock = ticket.live_clocks[0]
    return [next_due(ticket, when), *([f"*{left}*"] if (left := left_words(clock)) else [])]


def left_words(clock: Clock) -> str:
    """The counted time until a clock's aim: `2 h 10 min of office hours left`, `12 min late`; empty while paused."""
    if clock.left is None or clock.aim is None:
        return ""
    counted = "" if clock.anchor.agreed or clock.promise.calendar is None else " of office hours"
    length = _length(clock.left, in_hours=bool(counted))
    if clock.left > timedelta(0):
        return f"{length}{counted} left"
    if clock.left == timedelta(0):
        return "late" if clock.overdue else "no time left"
    return f"{length}{counted} {'late' if clock.promise.target else 'over our goal'}"


def _length(left: timedelta, *, in_hours: bool) -> str:
    """A length in whole minutes, except where it is shorter than one."""
    length = abs(left)
    if length >= timedelta(minutes=1):
        length -= length % timedelta(minutes=1)
    return open_hours(length) if in_hours else in_words(length)


def turning(page: int, pages: int, words: Callable[[int], str]) -> list[Block]:
    """The page it is, and the buttons to those beside it; each carries the words for its page."""
    if pages == 1:
        return []
    beside = [(Action.LIST_BACK, "Previous", page - 1), (Action.LIST, "Next", page + 1)]
    buttons = [
        button(action, label, words(number))
        for action, label, number in beside
        if 1 <= number <= pages and len(words(number)) <= MOST_VALUE
    ]
    return [*([actions(*buttons)] if buttons else []), context(plain(f"Page {page} of {pages}"))]


def _page(listed: Listed, names: Names, text: str, words: Callable[[int], str]) -> Message:
    if listed.total and listed.page > listed.pages:
        text = f"Page {listed.page} is empty; page {listed.pages} is the last."
        listed = replace(listed, page=listed.pages + 1)
    entries = [entry(ticket, names) for ticket in listed.tickets]
    return Message(text=text, blocks=[section(text), *entries, *turning(listed.page, listed.pages, words)])


def _sort(wanted: Wanted, names: Names) -> str:
    """Which tickets they are, to follow “12 tickets”."""
    parts = [f"P{wanted.priority}"] if wanted.priority is not None else []
    parts += [line(wanted.severity, 60)] if wanted.severity is not None else []
    sorts = [words for which, words in _SORTS.items() if which in wanted.which]
    parts += sorts if wanted.which & _OF_STATE else ["open", *sorts]
    parts += [f"of {line(wanted.customer, 80)}"] if wanted.customer is not None else []
    parts += [f"with {line(names(wanted.owner), 80)}"] if wanted.owner is not None else []
    return ", ".join(parts)


def _tickets(total: int) -> str:
    return "1 ticket" if total == 1 else f"{total} tickets"
