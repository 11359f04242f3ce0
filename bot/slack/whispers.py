"""The private answers to what people do in threads and channels, where nobody has asked Belltower in so many words."""

from bot.desk.facts import Ticket
from bot.desk.requests import Origin
from bot.slack.actions import Action, Entrance, message_value
from bot.slack.answers import given_back
from bot.slack.blocks import Message, actions, button, section
from bot.slack.manual import EXAMPLES
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
    _, _, rest = EXAMPLES[verb][0][0].partition(" ")
    words = rest.removeprefix("12").strip()
    text = f"Did you mean “?{verb}”? It goes like this: `{escape(f'?{verb} {words}'.strip())}`"
    return given_back(Message(text=text, blocks=[section(text)]), typed)


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
