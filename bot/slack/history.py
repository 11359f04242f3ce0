"""The window with everything that happened to a ticket: who, when, with which words, and what it did to promises."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from bot.clocks.clock import Clock
from bot.clocks.durations import in_words, open_hours
from bot.clocks.entries import Resumed
from bot.clocks.explain import CLOCK_NAMES
from bot.desk.chronicle import Happening, Wait, chronicle
from bot.desk.facts import Ticket
from bot.slack.actions import Callback
from bot.slack.blocks import Block, Names, context, fitting, plain, section, spoken
from bot.slack.events import added, happened, said
from bot.slack.forms import Memory
from bot.slack.listing import turning
from bot.slack.modals import window
from bot.slack.mrkdwn import cut, escape, line, when
from bot.slack.promises import zone

PAGE = 15
"""What one page of the window shows."""
_LONGEST_SPEECH = 1_000
_LONGEST_LINES = 2_900


def history(ticket: Ticket, names: Names, links: Mapping[int, str], *, page: int = 1) -> Block:
    """A page of a ticket's history, the oldest first; `links` lead to the messages of its entries, by number."""
    shown, pages = page_of(ticket, page)
    page = min(page, pages)
    blocks = [block for each in shown for block in _happening(ticket, each, names, links)]
    about = f"{cut(ticket.customer.name, 100)} · {cut(' '.join(ticket.title.split()), 200)}"
    buttons = turning(page, pages, lambda number: f"history {ticket.number} page {number}")
    blocks = [context(plain(about)), *blocks, *buttons]
    return window(f"History T-{ticket.number}", blocks, callback=Callback.NOTICE, memory=Memory())


def page_of(ticket: Ticket, page: int) -> tuple[Sequence[Happening], int]:
    """What stands on a page, or on the last where there are not so many, and how many pages there are."""
    everything = chronicle(ticket)
    pages = max(1, -(-len(everything) // PAGE))
    first = (min(page, pages) - 1) * PAGE
    return everything[first : first + PAGE], pages


def _happening(ticket: Ticket, each: Happening, names: Names, links: Mapping[int, str]) -> list[Block]:
    lines = [f"*{when(each.at)}* · {_what(ticket, each, names)}"]
    if each.entry is not None:
        lines += added(each.entry)
        lines += _consequences(ticket, each)
        lines += _evidence(each, links)
    words = "" if each.entry is None else said(each.entry).strip()
    text = "\n".join(fitting(lines, _LONGEST_LINES))
    return [section(text), *([spoken(cut(words, _LONGEST_SPEECH))] if words else [])]


def _what(ticket: Ticket, each: Happening, names: Names) -> str:
    if each.entry is None:
        assert each.broken is not None  # noqa: S101
        return f"🚨 The {CLOCK_NAMES[each.broken.kind]} was broken ({escape(each.broken.promise.clause)})"
    if each.before is not None:
        return f"{happened(each.entry, names, ticket.terms)}, from {line(each.before.name, 80)}"
    return happened(each.entry, names, ticket.terms)


def _consequences(ticket: Ticket, each: Happening) -> Iterator[str]:
    """What an entry did to promises, expectations and waits."""
    for clock in each.kept:
        yield f"✓ keeps the {_promise(clock)}, due {_due(ticket, clock)}"
    for clock in each.late:
        yield f"does the {_promise(clock)} late: it was due {_due(ticket, clock)}"
    if each.expected is not None:
        yield f"Before that it was expected by {when(each.expected)}"
    if each.wait is not None:
        yield _waited(each.wait)


def _promise(clock: Clock) -> str:
    return f"{CLOCK_NAMES[clock.kind]} ({escape(clock.promise.clause)})"


def _due(ticket: Ticket, clock: Clock) -> str:
    due = clock.breached or clock.due
    return "later" if due is None else when(due, zone(ticket.terms, clock))


def _waited(wait: Wait) -> str:
    counted = [
        f"the {CLOCK_NAMES[each.kind]} stood still for {_length(each.counted, each.in_business_time)}"
        for each in wait.stood_still
    ]
    still = "; ".join(counted) or "no clock stood still"
    return f"It waited for {in_words(wait.length)} ({wait.pause.reason}): {still}"


def _length(counted: timedelta, in_business_time: bool) -> str:
    return f"{open_hours(counted)} of office hours" if in_business_time else in_words(counted)


def _evidence(each: Happening, links: Mapping[int, str]) -> list[str]:
    if each.number is None or each.number not in links:
        return []
    words = "The answer" if isinstance(each.entry, Resumed) else "The message"
    return [f"<{escape(links[each.number])}|{words}>"]
