"""The answers to what people type: short, only for them, and each says what can be done next."""

from collections.abc import Sequence

from bot.clocks.clock import Clock
from bot.clocks.explain import CLOCK_NAMES, Line
from bot.desk.access import Role
from bot.desk.facts import Ticket
from bot.desk.queries import Listed, Which
from bot.desk.refusals import RefusedError, TakenError
from bot.slack.actions import COMMAND, Action
from bot.slack.blocks import Message, Names, actions, button, context, paragraphs, plain, section, spoken
from bot.slack.cards import face, fallback
from bot.slack.events import happened
from bot.slack.grammar import Incomplete, Unknown
from bot.slack.manual import EXAMPLES, lines_for
from bot.slack.mrkdwn import cut, escape, inert, line, printed, when
from bot.slack.promises import next_due, proof, standing, ticket_mark
from bot.slack.wording import refusal

_EMPTY_LISTS = {
    Which.OPEN: "No ticket is open.",
    Which.MINE: "You have no open ticket.",
    Which.UNASSIGNED: "Every open ticket has somebody.",
    Which.BREACHING: "No promise is broken.",
}


def opened(ticket: Ticket) -> Message:
    """The receipt for a new ticket: its number and severity, and when what is due."""
    severity = escape(f"{ticket.severity.priority} {ticket.severity.name}")
    first = f"T-{ticket.number} is open: {severity} for {line(ticket.customer.name, 100)}."
    lines = [standing(ticket, clock) for clock in ticket.live_clocks]
    text = f"T-{ticket.number} is open: {severity} for {line(ticket.customer.name, 100)}, {next_due(ticket, printed)}."
    return Message(text=text, blocks=[section("\n".join([first, *lines]))])


def done(ticket: Ticket, names: Names) -> Message:
    """What was just done to a ticket, and what is due next on it."""
    said = f"T-{ticket.number}: {happened(ticket.last, names, ticket.terms)}."
    if not ticket.live_clocks:
        return Message(text=said, blocks=[section(said)])
    shown = f"{said} Next: {next_due(ticket, when)}."
    return Message(text=f"{said} Next: {next_due(ticket, printed)}.", blocks=[section(shown)])


def show(ticket: Ticket, names: Names) -> Message:
    """The card without buttons, with the whole description."""
    return Message(text=fallback(ticket), blocks=face(ticket, names, words=2_900))


def listing(listed: Listed, names: Names, *, which: Which) -> Message:
    """A page of tickets, one line each: mark, number, title, customer, what is due next, and who has it."""
    if not listed.tickets:
        text = (
            _EMPTY_LISTS[which]
            if listed.total == 0
            else f"Page {listed.page} is empty; page {listed.pages} is the last."
        )
        return Message(text=text, blocks=[section(text)])
    blocks = [section(text) for text in paragraphs([_listed(ticket, names) for ticket in listed.tickets])]
    text = f"{listed.total} {'ticket' if listed.total == 1 else 'tickets'}"
    if listed.page < listed.pages:
        more = f"{COMMAND} list {which} page {listed.page + 1}"
        blocks.append(context(plain(f"Page {listed.page} of {listed.pages}. More: {more}")))
    return Message(text=text, blocks=blocks)


def why(ticket: Ticket, clock: Clock, lines: Sequence[Line]) -> Message:
    """The proof of a due time in numbered lines, each with its clause."""
    others = [CLOCK_NAMES[each.kind] for each in ticket.live_clocks if each != clock]
    blocks = [section(text) for text in proof(ticket, clock, lines)]
    if others:
        blocks.append(context(plain(f"Also running: {', '.join(others)}. {COMMAND} why {ticket.number} {others[0]}")))
    return Message(text=f"T-{ticket.number}: why the {CLOCK_NAMES[clock.kind]} is due then", blocks=blocks)


def help_for(role: Role, verb: str | None = None) -> Message:
    """What can be typed, by who asks, or the examples of one verb; every line works when it is copied."""
    lines = lines_for(role) if verb is None else EXAMPLES[verb]
    if not lines:
        text = "Tickets here are for the support team and its customers' contacts. A lead can add you to either."
        return Message(text=text, blocks=[section(text)])
    text = "\n".join(f"`{COMMAND} {example}` {meaning}" for example, meaning in lines)
    blocks = [section(text)]
    if verb is None:
        blocks.append(context(plain(f"{COMMAND} alone opens the form. {COMMAND} help new explains one word.")))
    return Message(text="What you can type", blocks=blocks)


def refused(error: RefusedError, names: Names) -> Message:
    """A refusal in words; where somebody else has the ticket, with a button to take it over."""
    text = inert(refusal(error, names), 2_900)
    blocks = [section(text)]
    if isinstance(error, TakenError):
        blocks.append(actions(button(Action.TAKE_OVER, "Take it over", str(error.number))))
    return Message(text=text, blocks=blocks)


def unknown(command: Unknown) -> Message:
    """For a first word that is no verb: the nearest one with an example."""
    word = line(command.word, 80)
    verb = command.nearest or "help"
    example, meaning = EXAMPLES[verb][0]
    meant = f"Did you mean “{verb}”? " if command.nearest else ""
    text = f"“{word}” is not a word I know. {meant}`{COMMAND} {example}` {meaning}."
    return Message(text=text, blocks=[section(text)])


def incomplete(command: Incomplete) -> Message:
    """For a verb that lacks what must follow it: an example."""
    example, meaning = EXAMPLES[command.verb][0]
    text = f"“{command.verb}” needs a little more. For example: `{COMMAND} {example}` {meaning}."
    return Message(text=text, blocks=[section(text)])


def not_recorded(typed: str) -> Message:
    """For a database that was too slow or away: nothing has happened, and here is what was typed, if anything was."""
    text = "That was *not recorded*: the database did not answer in time. Nothing has changed; please send it again."
    return Message(text=text, blocks=[section(text), *([spoken(cut(typed, 2_900))] if typed else [])])


def _listed(ticket: Ticket, names: Names) -> str:
    owner = ticket.history.assignee
    first = f"{ticket_mark(ticket)} *T-{ticket.number}* {line(ticket.title, 100)}"
    who = "nobody yet" if owner is None else line(names(owner), 60)
    return f"{first} · {line(ticket.customer.name, 60)} · {next_due(ticket, when)} · {who}"
