"""What is known of a ticket besides its clocks, in words: how it stands, what was expected when, what it waits for."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.clocks.conduct import Duty
from bot.clocks.entries import Opened, Updated
from bot.clocks.ledger import State
from bot.desk.facts import Customer, DutyState, Ticket
from bot.slack.blocks import Names
from bot.slack.mrkdwn import escape, first_of, line, when

_MOST_EARLIER = 5
_MOST_PEOPLE = 20
_MOST_DUTIES = 5
_DUTY_NAME = 80


def severity_words(ticket: Ticket) -> str:
    """The severity, and while it is the one that a guided question decided, the answer that did."""
    grade = ticket.severity
    named = line(f"{grade.priority} {grade.name}", 150)
    first, triage = ticket.history.entries[0], ticket.terms.contract.triage
    if triage is None or not isinstance(first, Opened) or first.triage is None or len(ticket.history.grades) > 1:
        return named
    answer = triage.answer(first.triage)
    return named if answer is None else f"{named}, because of “{line(answer.text, 200)}” ({escape(answer.clause)})"


def way_words(ticket: Ticket) -> str:
    """The way by which the customer turned to support, as their plan names it; empty where that was not said."""
    first, reach = ticket.history.entries[0], ticket.terms.plan.reached_by
    if reach is None or not isinstance(first, Opened) or first.via is None:
        return ""
    return f"{line(reach.ways.get(first.via, first.via), 100)} ({escape(reach.clause)})"


def state_words(ticket: Ticket) -> str:
    """Where it stands, for whom it waits and since when."""
    match ticket.state:
        case State.WAITING:
            began = ticket.history.pauses[-1].began
            until = "" if began.until is None else f" until {when(began.until)}"
            duty = next((each for each in ticket.terms.contract.duties if each.clause == began.duty), None)
            parts = [f"{began.reason} since {when(began.at)}{until}"]
            parts += [] if duty is None else [f"{line(duty.name or duty.text, _DUTY_NAME)} ({escape(duty.clause)})"]
            parts += [line(began.text, 150)] if began.text.strip() else []
            return " · ".join(parts)
        case State.RESOLVED:
            return "waits for the customer's agreement"
        case _:
            return str(ticket.state)


def further_lines(ticket: Ticket) -> list[str]:
    """What else a reader must know, one line each: no coverage, expectations, the cadence, duties, attempts."""
    lines = []
    if not ticket.history.covered:
        lines.append(without_promises(ticket))
    lines += [] if ticket.state in (State.RESOLVED, State.CLOSED) else _agreed_lines(ticket)
    if owed := duties_owed(ticket):
        lines.append(f"*{line(ticket.customer.name, 100)} still owes* {_duties(owed)}")
    if ticket.history.attempts:
        lines.append(f"*Attempts to reach them* {_counted(ticket)}")
    return lines


def _agreed_lines(ticket: Ticket) -> list[str]:
    """What the customer was told to expect, while it is worked on: when it should be over, and how often they hear."""
    lines = []
    if expected := etas(ticket.history.updates):
        lines.append(f"*Expected to be over* by {eta_words(expected[-1], expected[:-1])}")
    if ticket.history.cadence:
        lines.append(f"*Updates* every {line(ticket.history.cadence, 60)}, as agreed")
    return lines


def without_promises(ticket: Ticket) -> str:
    """That nothing is promised on a ticket, and why, in a line of markup (V22)."""
    contract = ticket.terms.contract
    why = subscription(ticket.customer, contract.local_date(ticket.history.opened_at))
    return f"*Taken without SLA* {why}{_clause(contract.lapsed_clause)}"


def subscription(customer: Customer, day: date) -> str:
    """How the subscription stood on a day on which it covered nothing."""
    if customer.ends is not None and customer.ends < day:
        return f"the subscription ended on {_date(customer.ends)}"
    if customer.starts is not None and customer.starts > day:
        return f"the subscription begins on {_date(customer.starts)}"
    return "the subscription did not cover that day"


def etas(updates: Sequence[Updated]) -> list[datetime]:
    """What was expected in turn, the newest last; the same expectation twice running is one."""
    expected: list[datetime] = []
    for update in updates:
        if update.eta is not None and expected[-1:] != [update.eta]:
            expected.append(update.eta)
    return expected


def eta_words(eta: datetime, earlier: Sequence[datetime]) -> str:
    """An expectation, and those that it replaces, the newest of them first."""
    if not earlier:
        return when(eta)
    before = [f"~{when(each)}~" for each in reversed(earlier[-_MOST_EARLIER:])]
    return f"{when(eta)}; before that {', '.join(before)}"


def duties_owed(ticket: Ticket) -> list[Duty]:
    """The duties that the customer has not done and that can hold the ticket up (V24-V27)."""
    standings = ticket.customer.duties
    return [
        duty
        for duty in ticket.terms.contract.duties
        if duty.name and duty.clause in standings and standings[duty.clause].state is DutyState.MISSING
    ]


def attempts_needed(ticket: Ticket) -> int:
    """How many attempts to reach the customer the contract wants before a ticket is closed for want of an answer."""
    return min((each.attempts for each in ticket.terms.contract.close_reasons if each.attempts), default=0)


def attempts_made(ticket: Ticket) -> str:
    """How many attempts there are since the customer was heard last, as a sentence of markup."""
    return f"Attempts to reach them since they were heard last: {_counted(ticket)}."


def by_name(people: Sequence[str], names: Names) -> str:
    """People by their names, which calls nobody; of very many the first."""
    return first_of([line(names(person), 80) for person in people], _MOST_PEOPLE)


def _counted(ticket: Ticket) -> str:
    made, needed = len(ticket.history.attempts), attempts_needed(ticket)
    if not needed:
        return str(made)
    clause = next(each.clause for each in ticket.terms.contract.close_reasons if each.attempts == needed)
    return f"{made} of {needed} ({escape(clause)})"


def _duties(owed: Sequence[Duty]) -> str:
    return first_of([f"{line(duty.name, _DUTY_NAME)} ({escape(duty.clause)})" for duty in owed], _MOST_DUTIES)


def _clause(clause: str) -> str:
    return f" ({escape(clause)})" if clause else ""


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
