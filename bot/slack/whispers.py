"""The private answers to what people do in threads and channels, where nobody has asked Belltower in so many words."""

from bot.desk.access import Role
from bot.desk.facts import Ticket
from bot.desk.requests import Origin
from bot.slack.actions import COMMAND, Action, Entrance, message_value
from bot.slack.answers import given_back, help_for
from bot.slack.blocks import Message, actions, button, context, plain, section
from bot.slack.manual import MOST_LINES, macros_for, macros_of
from bot.slack.mrkdwn import escape


def no_answer(ticket: int, typed: str) -> Message:
    """For one of us whose message in the customer's thread begins with a `?`: it was no answer, and did nothing."""
    text = (
        f"The customer can read that, but it does not count as an answer, and nothing was done. "
        f"Type it in the thread of T-{ticket}'s card, or answer here without the “?”."
    )
    return given_back(Message(text=text, blocks=[section(text)]), typed)


def unknown_macro(verb: str, typed: str) -> Message:
    """For a macro that was mistyped: the nearest one, with an example."""
    example = next((words for words, _ in macros_of(verb)), f"?{verb}")
    text = f"Did you mean “?{verb}”? It goes like this: `{escape(example)}`"
    return given_back(Message(text=text, blocks=[section(text)]), typed)


def macro_help(role: Role, verb: str | None) -> Message:
    """What can be typed in a ticket's thread, by who asks, or the examples of one verb; else as `help_for` says."""
    everything = macros_for(role)
    lines = everything[:MOST_LINES] if verb is None else macros_of(verb)
    if not lines:
        return help_for(role, verb)
    blocks = [section("\n".join(f"`{escape(words)}` {meaning}" for words, meaning in lines))]
    if verb is None:
        further = [words.split()[0] for words, _ in everything[MOST_LINES:]]
        more = f"More words: {', '.join(further)}. " if further else ""
        blocks.append(context(plain(f"{more}?help regrade explains one word. Outside of threads it is {COMMAND}.")))
    return Message(text="What you can type in this thread", blocks=blocks)


def already(ticket: Ticket) -> Message:
    """For a message whose thread has a ticket: which one, and that what is written there is heard."""
    text = f"This is T-{ticket.number} already. What the customer writes in its thread reaches the team."
    return Message(text=text, blocks=[section(text), actions(button(Action.SHOW, "Show", str(ticket.number)))])


def closed(ticket: Ticket, message: Origin, *, reopens: bool) -> Message:
    """For a message whose thread had a ticket that is closed: the ways to that one, and to a new one for `message`.

    `reopens` is whether who asked may have it opened again.
    """
    offered = [button(Action.REOPEN, "Open it again", str(ticket.number))] if reopens else []
    either = "Open it again if it is not over; for something else open another ticket." if reopens else ""
    text = f"This was T-{ticket.number}, which is closed. {either or 'Open another ticket for it.'}"
    another = button(Entrance.FORM, "Open a ticket", message_value(message.channel, message.ts or ""))
    shown = button(Action.SHOW, "Show", str(ticket.number))
    return Message(text=text, blocks=[section(text), actions(*offered, another, shown)])


def no_ticket_here() -> Message:
    """For a message that is in no ticket's thread."""
    text = "No ticket belongs to this thread. The shortcut “Open a ticket” makes one of the message."
    return Message(text=text, blocks=[section(text)])
