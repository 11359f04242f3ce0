"""The ticket's one card in the triage channel: posted once, then edited in place as things happen."""

from collections.abc import Mapping

from bot.clocks.clock import Clock
from bot.clocks.contract import ClockKind, IntakeField
from bot.clocks.entries import Opened
from bot.clocks.ledger import State
from bot.desk.facts import Ticket
from bot.slack.blocks import (
    MOST_HEADER_TEXT,
    Block,
    Message,
    Names,
    context,
    fields,
    fitting,
    header,
    marked,
    paragraphs,
    section,
    spoken,
)
from bot.slack.details import further_lines, severity_words, state_words, way_words
from bot.slack.events import happened
from bot.slack.mrkdwn import cut, escape, line, printed, when
from bot.slack.offers import card_row
from bot.slack.promises import ending, next_due, outcome, standing, ticket_mark

FIELD_LABELS = {
    IntakeField.COMPANY: "Company",
    IntakeField.CONTACT: "Contact",
    IntakeField.PHONE: "Phone",
    IntakeField.EMAIL: "Email",
}
"""What a customer's details are called."""
_WORDS_ON_CARD = 300
MOST_LINES_TEXT = 6_000
"""Characters of what is promised and known, so that a message can carry it beside a long description."""
MOST_CLOCK_LINES = 12
"""Outcomes shown at most, newest last; a ticket reopened more often than that has its history in the thread."""


def card(ticket: Ticket, names: Names) -> Message:
    """The ticket as it stands at `ticket.at`, with the buttons for what can be done next."""
    return Message(text=fallback(ticket), blocks=[*face(ticket, names, words=_WORDS_ON_CARD), card_row(ticket)])


def fallback(ticket: Ticket) -> str:
    """The ticket in one line, for notifications: priority, number, customer, what is due and what it is about."""
    severity = escape(f"{ticket.severity.priority} {ticket.severity.name}")
    about = f"{severity} · T-{ticket.number} · {line(ticket.customer.name, 100)}"
    return f"{about} · {next_due(ticket, printed)} · {line(ticket.title, 200)}"


def face(ticket: Ticket, names: Names, *, words: int) -> list[Block]:
    """The card without its buttons; while work goes on, with so many characters of the description."""
    if _finished(ticket):
        details = [section(f"{line(ticket.customer.name, 100)} · {line(ticket.terms.plan.name, 100)}")]
        lines = [*ending(ticket), *further_lines(ticket)]
        lines += [outcome(ticket, clock) for clock in _shown(ticket.clocks)]
    else:
        details = [fields(_details(ticket, names)), *contact_block(ticket.contact)]
        if told := _told(ticket):
            details.insert(0, spoken(cut(told, words)))
        lines = [*(standing(ticket, clock) for clock in ticket.live_clocks), *further_lines(ticket)]
        lines += [outcome(ticket, clock) for clock in _shown(ticket.clocks) if _worth_knowing(clock)]
    contract = ticket.terms.contract
    # The opening stands among the details already.
    news = (
        []
        if isinstance(ticket.last, Opened)
        else [f"{happened(ticket.last, names, ticket.terms)} at {when(ticket.last.at)}"]
    )
    return [
        header(_title(ticket)),
        *details,
        *(section(text) for text in paragraphs(fitting(lines, MOST_LINES_TEXT) or ["No promise runs on this ticket."])),
        context(marked(" · ".join([*news, f"contract {escape(contract.id)}@{escape(contract.version)}"]))),
    ]


def contact_block(contact: Mapping[IntakeField, str]) -> list[Block]:
    """How the customer is reached: a line for each detail, because an address breaks in half a telephone's width."""
    given = [f"*{FIELD_LABELS[asked]}* {line(said, 200)}" for asked, said in contact.items() if said]
    return [section("\n".join(given))] if given else []


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
        ("Customer", f"{line(ticket.customer.name, 100)} · {line(ticket.terms.plan.name, 100)}"),
        ("Severity", severity_words(ticket)),
        ("Owner", "nobody yet" if owner is None else line(names(owner), 80)),
        ("State", state_words(ticket)),
        ("Opened", f"{when(ticket.history.opened_at)} by {line(names(ticket.opened_by), 80)}"),
    ]
    if ticket.origin is not None:
        pairs.append(("Came from", f"<#{escape(ticket.origin.channel)}>"))
    if way := way_words(ticket):
        pairs.append(("Reached us by", way))
    return pairs
