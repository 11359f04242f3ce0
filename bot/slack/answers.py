"""The answers to what people type: short, only for them, and each says what can be done next."""

from collections.abc import Sequence

from bot.clocks.clock import Clock
from bot.clocks.contract import PauseReason
from bot.clocks.entries import (
    After,
    Attempted,
    Closed,
    Paused,
    Regraded,
    Released,
    Replied,
    Resolved,
    Snoozed,
    Taken,
    Unacknowledged,
    Updated,
)
from bot.clocks.explain import CLOCK_NAMES, Line
from bot.clocks.lapses import upcoming_lapse
from bot.desk.access import Role
from bot.desk.assignment import HandedOver
from bot.desk.composing import promise_lines
from bot.desk.duty_refusals import SeveralOverridesError
from bot.desk.facts import Ticket
from bot.desk.refusals import RefusedError, TakenError
from bot.desk.requests import Origin
from bot.slack.actions import COMMAND, Action, Entrance, entry_value, message_value
from bot.slack.blocks import MOST_VALUE, Message, Names, actions, button, context, plain, section, spoken
from bot.slack.cards import face, fallback
from bot.slack.details import attempts_made, attempts_needed, without_promises
from bot.slack.events import happened
from bot.slack.grammar import Incomplete, Unknown
from bot.slack.manual import EXAMPLES, Example, hints, lines_for, words_left_out
from bot.slack.modals import thread_of
from bot.slack.mrkdwn import cut, first_of, inert, line, printed, when
from bot.slack.offers import label_of
from bot.slack.other_clocks import other_clocks
from bot.slack.promises import next_due, promised, proof
from bot.slack.slips import Slip, mended
from bot.slack.stand_ins import to_choose_from
from bot.slack.wording import refusal

_MOST_NUMBERS = 50


def opened(ticket: Ticket) -> Message:
    """The receipt for a new ticket: its number and severity, and when what is due."""
    severity = line(f"{ticket.severity.priority} {ticket.severity.name}", 150)
    first = f"T-{ticket.number} is open: {severity} for {line(ticket.customer.name, 100)}"
    lines = [promised(each, ticket.at) for each in promise_lines(ticket)]
    if not ticket.history.covered:
        lines = [without_promises(ticket)]
    text = f"{first}, {next_due(ticket, printed)}." if lines else f"{first}."
    return Message(text=text, blocks=[section("\n".join([f"{first}.", *lines]))])


def done(ticket: Ticket, names: Names, asker: str) -> Message:
    """What the asker, or somebody before them, has just done to a ticket, and what is due next on it."""
    what = happened(ticket.last, lambda person: "you" if person == asker else names(person), ticket.terms)
    if isinstance(ticket.last, Replied | Updated) and thread_of(ticket) is None:
        what = "recorded"
    said = " ".join([f"T-{ticket.number}: {what}.", *_what_came_of_it(ticket)])
    following = [next_due(ticket, show) for show in (when, printed) if ticket.live_clocks]
    shown, told = (f"{said} Next: {each}." for each in following) if following else (said, said)
    can_undo = isinstance(ticket.last, Regraded) and not ticket.last.undo
    regrade = entry_value(ticket.number, len(ticket.history.entries))
    undo = [actions(button(Action.UNDO, "Undo", regrade))] if can_undo else []
    return Message(text=told, blocks=[section(shown), *undo])


def handed_over(handed: HandedOver, names: Names) -> Message:
    """Which tickets somebody has now whom another had before, or nobody."""
    count = "1 ticket" if len(handed.tickets) == 1 else f"{len(handed.tickets)} tickets"
    listed = first_of([f"T-{number}" for number in handed.tickets], _MOST_NUMBERS)
    of = line(names(handed.of), 80)
    if handed.to is None:
        text = f"{count} of {of}'s: nobody has them now. {listed}."
    else:
        text = f"{count} of {of}'s: {line(names(handed.to), 80)} has them now. {listed}."
    if handed.left:
        text += f" {handed.left} more follow, and you are told here when it is done; if you are not, type it again."
    return Message(text=text, blocks=[section(text)])


def needs_window(action: Action, number: int, typed: str) -> Message:
    """That a window asks for the rest, with the button that opens it: where a thread cannot open one by itself.

    The window is filled in with what was typed, the line after `/ticket`, unless that is too long for a button.
    """
    text = f"T-{number}: a window asks for the rest."
    kept = len(typed) <= MOST_VALUE
    opening, value = (Action.REST, typed) if kept else (action, str(number))
    return Message(text=text, blocks=[section(text), actions(button(opening, label_of(action), value, primary=True))])


def offer_form(message: Origin) -> Message:
    """The way from a message to a ticket: a button that opens the form with the message in it."""
    text = "Shall this message become a ticket? The form opens with its words."
    opening = button(Entrance.FORM, "Open a ticket", message_value(message.channel, message.ts or ""), primary=True)
    return Message(text=text, blocks=[section(text), actions(opening)])


def show(ticket: Ticket, names: Names) -> Message:
    """The card without buttons, with the whole description."""
    return Message(text=fallback(ticket), blocks=face(ticket, names, words=2_900))


def why(ticket: Ticket, clock: Clock, lines: Sequence[Line]) -> Message:
    """The proof of a due time in numbered lines, each with its clause, and the ways to the other clocks' proofs."""
    blocks = [*(section(text) for text in proof(ticket, clock, lines)), *other_clocks(ticket, clock)]
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
        blocks += [context(plain(each)) for each in (words, *hints(role))]
    return Message(text="What you can type", blocks=blocks)


def refused(error: RefusedError, names: Names) -> Message:
    """A refusal in words, with buttons for what can be done instead: take a ticket over, choose what is meant."""
    text = inert(refusal(error, names), 2_900)
    match error:
        case TakenError(number=number):
            instead = [actions(button(Action.TAKE_OVER, "Take it over", str(number)))]
        case SeveralOverridesError(standing=standing):
            instead = to_choose_from(standing, names)
        case _:
            instead = []
    return Message(text=text, blocks=[section(text), *instead])


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


def slipped(slip: Slip, typed: str) -> Message:
    """For a line of which some words were not understood: which, what can stand there, and how the line could go."""
    meant = f" Did you mean “{line(slip.nearest, 80)}”?" if slip.nearest else ""
    text = f"“{line(slip.got, 80)}” was not understood: expected {line(slip.expected, 400)}.{meant}"
    text = f"{text} For example: `{COMMAND} {line(mended(typed, slip), 400)}`"
    return given_back(Message(text=text, blocks=[section(text)]), f"{COMMAND} {typed}")


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


def _what_came_of_it(ticket: Ticket) -> list[str]:
    """After something was said to the customer, whether and where they can read it; after an attempt, the count."""
    thread = thread_of(ticket)
    match ticket.last:
        case Resolved():
            if thread is None:
                return ["The ticket came from no message, so nothing was sent: ask them, and record what they say."]
            return [f"They are asked in {thread}, and no clock runs until they answer."]
        case Replied(source=None) | Updated():
            if thread is None:
                return ["The ticket came from no message, so nothing was sent: tell them yourself."]
            return [f"It goes to {thread}."]
        case Closed(text=text) if text and thread is not None:
            return [f"The words stay with the team; in {thread} stands only that it is closed, and why."]
        case Paused(reason=PauseReason.WAITING_ON_CUSTOMER) if not isinstance(ticket.history.entries[-2], Replied):
            return ["Nothing was sent to the customer: Reply asks them."]
        case Attempted() if attempts_needed(ticket):
            return [attempts_made(ticket)]
        case Snoozed():
            return ["Then on-call is paged again, unless somebody has it."]
        case Released() | Taken():
            return _paged_again(ticket)
        case _:
            return []


def _paged_again(ticket: Ticket) -> list[str]:
    """What giving a ticket away means where that leaves nobody who has it."""
    lapse = upcoming_lapse(ticket.terms, ticket.history)
    match lapse.entry if lapse else None:
        case Unacknowledged(after=After.RELEASE):
            return ["Nobody has it now, so on-call is paged again."]
        case Unacknowledged(after=After.HAND_OVER, at=at):
            return [f"Unless they answer by {when(at)}, on-call is paged again."]
        case _:
            return []
