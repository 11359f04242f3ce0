"""The answers to what people type: short, only for them, and each says what can be done next."""

from collections.abc import Sequence

from bot.clocks.clock import Clock
from bot.clocks.entries import Replied
from bot.clocks.explain import CLOCK_NAMES, Line
from bot.desk.access import Role
from bot.desk.composing import promise_lines
from bot.desk.facts import Ticket
from bot.desk.queries import Listed, Which
from bot.desk.refusals import RefusedError, TakenError
from bot.slack.actions import COMMAND, Action
from bot.slack.blocks import Message, Names, actions, button, context, paragraphs, plain, section, spoken
from bot.slack.cards import face, fallback
from bot.slack.events import happened
from bot.slack.grammar import Incomplete, Unknown
from bot.slack.manual import EXAMPLES, Example, lines_for, words_left_out
from bot.slack.mrkdwn import cut, escape, inert, line, printed, when
from bot.slack.promises import next_due, promised, proof, ticket_mark
from bot.slack.wording import refusal

_EMPTY_LISTS = {
    Which.OPEN: "No ticket is open.",
    Which.MINE: "You have no open ticket.",
    Which.UNASSIGNED: "Every open ticket has somebody.",
    Which.BREACHING: "No promise is broken.",
}
_FULL_LISTS = {
    Which.OPEN: "{} open, the next due first.",
    Which.MINE: "{} with you, the next due first.",
    Which.UNASSIGNED: "{} that nobody has, the next due first.",
    Which.BREACHING: "{} with a broken promise, the longest overdue first.",
}


def opened(ticket: Ticket) -> Message:
    """The receipt for a new ticket: its number and severity, and when what is due."""
    severity = escape(f"{ticket.severity.priority} {ticket.severity.name}")
    first = f"T-{ticket.number} is open: {severity} for {line(ticket.customer.name, 100)}"
    lines = [promised(each, ticket.at) for each in promise_lines(ticket)]
    text = f"{first}, {next_due(ticket, printed)}."
    return Message(text=text, blocks=[section("\n".join([f"{first}.", *lines]))])


def done(ticket: Ticket, names: Names, asker: str) -> Message:
    """What the asker, or somebody before them, has just done to a ticket, and what is due next on it."""
    what = happened(ticket.last, lambda person: "you" if person == asker else names(person), ticket.terms)
    said = " ".join([f"T-{ticket.number}: {what}.", *_where_it_went(ticket)])
    if not ticket.live_clocks:
        return Message(text=said, blocks=[section(said)])
    shown = f"{said} Next: {next_due(ticket, when)}."
    return Message(text=f"{said} Next: {next_due(ticket, printed)}.", blocks=[section(shown)])


def show(ticket: Ticket, names: Names) -> Message:
    """The card without buttons, with the whole description."""
    return Message(text=fallback(ticket), blocks=face(ticket, names, words=2_900))


def listing(listed: Listed, names: Names, *, which: Which) -> Message:
    """How many there are, and a page of them, one line each: title, customer, what is due next, and who has it."""
    if not listed.tickets:
        text = (
            _EMPTY_LISTS[which]
            if listed.total == 0
            else f"Page {listed.page} is empty; page {listed.pages} is the last."
        )
        return Message(text=text, blocks=[section(text)])
    text = _FULL_LISTS[which].format("1 ticket" if listed.total == 1 else f"{listed.total} tickets")
    blocks = [context(plain(text))]
    blocks += [section(text) for text in paragraphs([_listed(ticket, names) for ticket in listed.tickets])]
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
    blocks = [section("\n".join(map(_example, lines)))]
    if verb is None:
        further = words_left_out(role)
        more = f"More words: {', '.join(further)}. " if further else ""
        asked = further[0] if further else "new"
        words = f"{COMMAND} alone opens the form. {more}{COMMAND} help {asked} explains one word."
        blocks.append(context(plain(words)))
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
    meant = f"Did you mean “{verb}”? " if command.nearest else ""
    text = f"“{word}” is not a word I know. {meant}{_example(EXAMPLES[verb][0])}."
    return given_back(Message(text=text, blocks=[section(text)]), f"{COMMAND} {command.text}")


def incomplete(command: Incomplete) -> Message:
    """For a verb without what must follow it, or with something else: its examples."""
    first = f"“{command.verb}” goes like this:"
    examples = [_example(each) for each in EXAMPLES[command.verb]]
    message = Message(text=f"{first} {examples[0]}.", blocks=[section("\n".join([first, *examples]))])
    return given_back(message, f"{COMMAND} {command.text}")


def not_recorded(typed: str) -> Message:
    """For a database that was too slow or away: nothing has happened, and here is what was typed, if anything was."""
    text = "That was *not recorded*: the database did not answer in time. Nothing has changed; please send it again."
    return given_back(Message(text=text, blocks=[section(text)]), typed)


def given_back(message: Message, typed: str) -> Message:
    """An answer with what was typed beneath, if anything was, so that it can be mended and sent again."""
    if not typed:
        return message
    return Message(text=message.text, blocks=[*message.blocks, spoken(cut(typed, 2_900))])


def _example(example: Example) -> str:
    words, meaning = example
    return f"`{COMMAND} {words}` {meaning}"


def _where_it_went(ticket: Ticket) -> list[str]:
    """After an answer to the customer, whether and where they can read it."""
    if not isinstance(ticket.last, Replied):
        return []
    if ticket.origin is None:
        return ["The ticket came from no message, so nothing was sent: tell them yourself."]
    return [f"It goes to the thread in <#{escape(ticket.origin.channel)}>."]


def _listed(ticket: Ticket, names: Names) -> str:
    owner = ticket.history.assignee
    first = f"{ticket_mark(ticket)} *T-{ticket.number}* {line(ticket.title, 100)}"
    who = "nobody yet" if owner is None else line(names(owner), 60)
    return f"{first} · {line(ticket.customer.name, 60)} · {next_due(ticket, when)} · {who}"
