"""The ticket's one card in the triage channel: posted once, then edited in place as things happen."""

from bot.clocks.clock import Clock
from bot.clocks.contract import ClockKind, IntakeField
from bot.clocks.entries import Opened
from bot.clocks.explain import CLOCK_NAMES
from bot.clocks.ledger import State
from bot.desk.facts import Ticket
from bot.slack.actions import Action, promise_value
from bot.slack.blocks import (
    MOST_HEADER_TEXT,
    Block,
    Message,
    Names,
    actions,
    button,
    context,
    fields,
    header,
    marked,
    menu,
    paragraphs,
    section,
    spoken,
)
from bot.slack.events import happened
from bot.slack.mrkdwn import cut, escape, line, printed, when
from bot.slack.promises import ending, next_due, outcome, standing, ticket_mark

FIELD_LABELS = {
    IntakeField.COMPANY: "Company",
    IntakeField.CONTACT: "Contact",
    IntakeField.PHONE: "Phone",
    IntakeField.EMAIL: "Email",
}
"""What a customer's details are called."""
_WORDS_ON_CARD = 300
CLOSE = "Close the ticket"
MOST_QUESTIONS = 4
"""Slack's menu has five options at most, and closing is one of them."""
MOST_CLOCK_LINES = 12
"""Outcomes shown at most, newest last; a ticket reopened more often than that has its history in the thread."""


def card(ticket: Ticket, names: Names) -> Message:
    """The ticket as it stands at `ticket.at`, with the buttons for what can be done next."""
    return Message(text=fallback(ticket), blocks=[*face(ticket, names, words=_WORDS_ON_CARD), _buttons(ticket)])


def fallback(ticket: Ticket) -> str:
    """The ticket in one line, for notifications: priority, number, customer, what is due and what it is about."""
    severity = escape(f"{ticket.severity.priority} {ticket.severity.name}")
    about = f"{severity} · T-{ticket.number} · {line(ticket.customer.name, 100)}"
    return f"{about} · {next_due(ticket, printed)} · {line(ticket.title, 200)}"


def face(ticket: Ticket, names: Names, *, words: int) -> list[Block]:
    """The card without its buttons; while work goes on, with so many characters of the description."""
    title = header(_title(ticket))
    if _finished(ticket):
        ended_by = ticket.history.stretches[-1].ended_by
        lines = [] if ended_by is None else [ending(ended_by, ticket.terms)]
        lines += [outcome(ticket, clock) for clock in _shown(ticket.clocks)]
        details = [section(f"{line(ticket.customer.name, 100)} · {escape(ticket.terms.plan.name)}")]
    else:
        lines = [standing(ticket, clock) for clock in ticket.live_clocks]
        lines += [outcome(ticket, clock) for clock in _shown(ticket.clocks) if _worth_knowing(clock)]
        details = [fields(_details(ticket, names))]
        if told := _told(ticket):
            details.insert(0, spoken(cut(told, words)))
    contract = ticket.terms.contract
    # The opening stands among the details already.
    news = (
        []
        if isinstance(ticket.last, Opened)
        else [f"{happened(ticket.last, names, ticket.terms)} at {when(ticket.last.at)}"]
    )
    return [
        title,
        *details,
        *(section(text) for text in paragraphs(lines or ["No promise runs on this ticket."])),
        context(marked(" · ".join([*news, f"contract {escape(contract.id)}@{escape(contract.version)}"]))),
    ]


def _title(ticket: Ticket) -> str:
    return f"{ticket_mark(ticket)} T-{ticket.number} · {ticket.title}"


def _told(ticket: Ticket) -> str:
    """What it is about in the words of whoever opened it: the description, after the title if that has to be cut."""
    title = ticket.title if len(_title(ticket)) > MOST_HEADER_TEXT else ""
    return "\n".join(part for part in (title.strip(), ticket.description.strip()) if part)


def _finished(ticket: Ticket) -> bool:
    return ticket.state in (State.RESOLVED, State.CLOSED)


def _shown(clocks: tuple[Clock, ...]) -> list[Clock]:
    return sorted(clocks, key=lambda clock: clock.started)[-MOST_CLOCK_LINES:]


def _worth_knowing(clock: Clock) -> bool:
    """Whether an ended clock's outcome belongs on the card while work goes on; of updates only the broken ones do."""
    return not clock.live and (clock.kind is not ClockKind.NEXT_UPDATE or clock.breached is not None)


def _details(ticket: Ticket, names: Names) -> list[tuple[str, str]]:
    owner = ticket.history.assignee
    pairs = [
        ("Customer", f"{line(ticket.customer.name, 100)} · {escape(ticket.terms.plan.name)}"),
        ("Severity", escape(f"{ticket.severity.priority} {ticket.severity.name}")),
        ("Owner", "nobody yet" if owner is None else line(names(owner), 80)),
        ("State", _state(ticket)),
        ("Opened", f"{when(ticket.history.opened_at)} by {line(names(ticket.opened_by), 80)}"),
    ]
    if ticket.origin is not None:
        pairs.append(("Came from", f"<#{escape(ticket.origin.channel)}>"))
    given = [(asked, said) for asked, said in ticket.contact.items() if said]
    return pairs + [(FIELD_LABELS[asked], line(said, 200)) for asked, said in given]


def _state(ticket: Ticket) -> str:
    if ticket.state is State.WAITING:
        pause = ticket.history.pauses[-1]
        return f"{pause.reason} since {when(pause.interval.start)}"
    return str(ticket.state)


def _buttons(ticket: Ticket) -> Block:
    value = str(ticket.number)
    if _finished(ticket):
        return actions(button(Action.REOPEN, "Reopen", value))
    call_back = any(clock.kind is ClockKind.CALL_BACK for clock in ticket.live_clocks)
    free = ticket.history.assignee is None
    return actions(
        button(Action.TAKE, "Take it" if free else "Take over", value, primary=free),
        button(Action.REPLY, "Reply", value),
        *([button(Action.CALLED_BACK, "Called back", value)] if call_back else []),
        button(Action.REGRADE, "Regrade", value),
        _further(ticket),
    )


def _further(ticket: Ticket) -> Block:
    """What is done more rarely: asking for the proof of a due time, and closing."""
    value = str(ticket.number)
    questions = _questions(ticket)
    if not questions:
        return button(Action.CLOSE, CLOSE, value)
    return menu(*questions, (Action.CLOSE, CLOSE, value))


def _questions(ticket: Ticket) -> list[tuple[Action, str, str]]:
    """For each promise that still has to be kept, why it is due when it is."""
    return [
        (Action.WHY, f"Why this time: {CLOCK_NAMES[clock.kind]}", promise_value(ticket.number, clock.kind, clock.cycle))
        for clock in ticket.live_clocks[:MOST_QUESTIONS]
    ]
