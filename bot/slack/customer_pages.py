"""The customers as the team looks at them: a list, and everything about one."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.clocks.contract import Promise, Terms
from bot.desk.clientele import Account, ListedCustomers, Standing
from bot.desk.facts import DutyState, Ticket
from bot.slack.actions import COMMAND, Entrance
from bot.slack.blocks import (
    Block,
    Message,
    Names,
    actions,
    button,
    context,
    fields,
    fitting,
    header,
    paragraphs,
    plain,
    section,
)
from bot.slack.customer_words import list_words
from bot.slack.listing import turning
from bot.slack.mrkdwn import cut, escape, line, when
from bot.slack.promises import clock_name, next_due, rule, ticket_mark

_STATES = {DutyState.UNKNOWN: "not known", DutyState.MISSING: "*missing*", DutyState.DONE: "done"}
_MOST_NAMED = 20
"""People or channels that are named; a customer may have any number of them."""
_MOST_LINES = 2_500
"""Characters for each part of a customer's page, so that the whole fits a message."""


def listing(listed: ListedCustomers, text: str) -> Message:
    """A page of customers, a line each: name, key, plan, and whether they have a subscription today."""
    begin = f" that begin with “{line(text, 80)}”" if text else ""
    if not listed.customers:
        words = f"There are no customers{begin}."
        if listed.total:
            words = f"Page {listed.page} is empty; page {listed.pages} is the last."
        return Message(text=words, blocks=[section(words)])
    counted = "1 customer" if listed.total == 1 else f"{listed.total} customers"
    first = line(listed.customers[0].customer.key, 100)
    words = f"{counted}{begin}, by name. {COMMAND} customer show {first} shows one."
    lines = fitting([_listed(each) for each in listed.customers], 12_000)
    pages = turning(listed.page, listed.pages, lambda page: f"customer {list_words(text, page)}")
    return Message(text=words, blocks=[section(words), *map(section, paragraphs(lines)), *pages])


def account(account: Account, names: Names) -> Message:
    """Everything about one customer, with a button to edit them for whoever may."""
    customer = account.standing.customer
    blocks = [header(customer.name), *account_blocks(account, names)]
    if account.may_edit:
        blocks.append(actions(button(Entrance.CUSTOMER_EDIT, "Edit", customer.key)))
    return Message(
        text=f"{line(customer.name, 150)}: {_plan(account.standing)}, {_term(account.standing)}", blocks=blocks
    )


def saved(account: Account, names: Names, *, is_new: bool) -> Message:
    """A customer after they were added or edited, and what can be done next."""
    customer = account.standing.customer
    words = f"{line(customer.name, 150)} is {'a customer now' if is_new else 'changed'}."
    name = cut(f'"{customer.key}"' if " " in customer.key else customer.key, 100)
    further = context(plain(f"{COMMAND} new {name}: … opens a ticket for them."))
    return Message(text=words, blocks=[section(words), *account_blocks(account, names), further])


def account_blocks(account: Account, names: Names) -> Iterator[Block]:
    """The parts of a customer's page: what they bought, their people, promises, duties, open tickets."""
    standing, customer = account.standing, account.standing.customer
    yield fields(
        [
            ("Plan", _plan(standing)),
            ("Subscription", _term(standing)),
            ("Key", line(customer.key, 100)),
            ("Technical account manager", line(names(customer.tam), 100) if customer.tam else "nobody"),
            ("Contacts", _named([line(names(each), 80) for each in customer.contacts])),
            ("Channels", _named([f"<#{escape(each)}>" for each in customer.channels])),
        ]
    )
    if standing.terms is not None:
        yield from _part("Promises", _promises(standing.terms))
        yield from _part("Duties", _duties(standing))
    yield from _part("Open tickets", _tickets(account))


def _listed(standing: Standing) -> str:
    customer = standing.customer
    plan = standing.terms.plan.name if standing.terms else customer.plan
    return f"*{line(customer.name, 150)}* · {line(customer.key, 100)} · {line(plan, 150)} · {_term(standing)}"


def _plan(standing: Standing) -> str:
    """The plan and its contract by name; by id where nothing of the kind is in force."""
    if standing.terms is None:
        return line(f"{standing.customer.plan} of {standing.customer.contract}, which is not in force here", 300)
    return line(f"{standing.terms.plan.name} of {standing.terms.contract.name}", 300)


def _term(standing: Standing) -> str:
    """The subscription's days, and whether today is one of them (V22)."""
    starts, ends = standing.customer.starts, standing.customer.ends
    if starts is not None and standing.today < starts:
        return f"⚠️ begins {_day(starts)}"
    if ends is not None and standing.today > ends:
        return f"⚠️ ended {_day(ends)}"
    days = [f"from {_day(starts)}"] if starts else []
    days += [f"until {_day(ends)}"] if ends else []
    return ", ".join(["current", *([" ".join(days)] if days else [])])


def _promises(terms: Terms) -> Iterator[str]:
    """What each priority promises, in one line."""
    for priority in terms.contract.priorities:
        severities = ", ".join(each.name for each in terms.contract.severities if each.priority == priority)
        promised = "; ".join(_promise(each) for each in terms.plan.promises.get(priority, ()))
        yield f"*{escape(priority)}* {line(severities, 200)}: {promised or 'nothing is promised'}"


def _promise(promise: Promise) -> str:
    goal = "" if promise.target else "goal "
    return f"{clock_name(promise.kind).lower()} {goal}{rule(promise.aim, promise.clause)}"


def _duties(standing: Standing) -> Iterator[str]:
    """How the customer stands to each duty that can hold a ticket up."""
    if standing.terms is None:
        return
    for duty in standing.terms.contract.duties:
        if duty.name:
            found = standing.customer.duties.get(duty.clause)
            state = _STATES[found.state if found else DutyState.UNKNOWN]
            note = f" · {line(found.note, 150)}" if found and found.note else ""
            yield f"{escape(duty.clause)} {line(duty.name, 100)}: {state}{note}"


def _tickets(account: Account) -> Iterator[str]:
    if not account.open:
        yield "none"
    yield from map(_ticket, account.tickets)
    if further := account.open - len(account.tickets):
        yield f"and {further} more"


def _ticket(ticket: Ticket) -> str:
    return f"{ticket_mark(ticket)} *T-{ticket.number}* {line(ticket.title, 100)} · {next_due(ticket, when)}"


def _part(title: str, lines: Iterator[str]) -> Iterator[Block]:
    """A part of the page under its title; nothing where there is no line."""
    if found := fitting(list(lines), _MOST_LINES):
        yield section("\n".join([f"*{title}*", *found]))


def _named(each: Sequence[str]) -> str:
    further = [f"and {len(each) - _MOST_NAMED} more"] if len(each) > _MOST_NAMED else []
    return ", ".join([*each[:_MOST_NAMED], *further]) or "none"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
