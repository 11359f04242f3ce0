"""The day's digest: a few headings, a line for each ticket, and nothing where there is nothing."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.clocks.contract import ClockKind
from bot.clocks.durations import in_words
from bot.clocks.explain import CLOCK_NAMES
from bot.desk.digest_facts import Digest, DigestTicket, Part
from bot.slack.actions import COMMAND
from bot.slack.blocks import Block, Message, Names, context, header, marked, paragraphs, plain, section
from bot.slack.mrkdwn import line, when
from bot.slack.promises import mark

LONG_WAIT = timedelta(days=2)
"""Whoever keeps a ticket waiting for longer than this is marked."""
_MOST_TEXT = 2_300
"""Characters of one heading's tickets, so that all five fit a message."""

Line = Callable[[DigestTicket, datetime, Names], str]


def digest(facts: Digest, names: Names) -> Message:
    """The digest as it is posted, or shown to whoever asks for it: nobody is mentioned in it."""
    parts = (
        ("Overdue", facts.overdue, due_words, "breaching"),
        ("Due until the next digest", facts.due, due_words, ""),
        ("Nobody has them", facts.unassigned, due_words, "unassigned"),
        ("Waiting", facts.waiting, _waiting, "waiting"),
        ("Waiting for the customer's agreement", facts.resolved, _resolved, "resolved"),
    )
    shown = [each for each in parts if each[1].total]
    counted = ", ".join(f"{part.total} {title[0].lower()}{title[1:]}" for title, part, _, _ in shown)
    calm = "Nothing is overdue, nothing is due until the next digest, and nobody is waited for."
    blocks: list[Block] = [header("Today's digest")]
    for title, part, words, filter_ in shown:
        blocks += part_blocks(title, part, words, filter_, facts.at, names)
    if not shown:
        blocks.append(section(calm))
    blocks.append(context(marked(f"{_came_of(facts)} · as it stood {when(facts.at)}")))
    return Message(text=f"Today's digest: {counted or calm}", blocks=blocks)


def tally_words(kept: Mapping[ClockKind, int], broken: Mapping[ClockKind, int]) -> str:
    """How many promises were kept and broken, by kind: `41 kept (first response 30, next update 11), 1 broken (…)`."""
    counted = [words for words in (_counted(kept, "kept"), _counted(broken, "broken")) if words]
    return ", ".join(counted) or "no promise was kept or broken"


def _counted(counts: Mapping[ClockKind, int], what: str) -> str:
    total = sum(counts.values())
    by_kind = ", ".join(f"{CLOCK_NAMES[kind]} {counts[kind]}" for kind in ClockKind if counts.get(kind))
    return f"{total} {what} ({by_kind})" if total else ""


def _came_of(facts: Digest) -> str:
    looked_at = ", as far as the tickets that changed last" if facts.left_out else ""
    return f"Since {when(facts.since)}{looked_at}: {tally_words(facts.kept, facts.broken)}"


def part_blocks(title: str, part: Part, words: Line, filter_: str, at: datetime, names: Names) -> list[Block]:
    """A heading with its number, a line for each ticket that fits, and the command that lists them all."""
    lines: list[str] = []
    for ticket in part.tickets:
        text = words(ticket, at, names)
        if sum(map(len, lines)) + len(lines) + len(text) > _MOST_TEXT:
            break
        lines.append(text)
    blocks = [section(text) for text in paragraphs([f"*{title}: {part.total}*", *lines])]
    if part.total > len(lines):
        more = f"{COMMAND} list {filter_}".rstrip()
        blocks.append(context(plain(f"and {part.total - len(lines)} more: {more}")))
    return blocks


def due_words(ticket: DigestTicket, at: datetime, names: Names) -> str:
    """A ticket in one line: what is due next on it, and who has it."""
    if ticket.clock is None:
        return _named(ticket, "no clock runs", names)
    if ticket.due is None:
        return _named(ticket, "clocks paused", names)
    verb = ("was due" if ticket.due < at else "due") if ticket.contractual else "goal"
    return _named(ticket, f"{CLOCK_NAMES[ticket.clock]} {verb} {when(ticket.due, ticket.zone)}", names)


def _waiting(ticket: DigestTicket, at: datetime, names: Names) -> str:
    reason = "waiting" if ticket.reason is None else str(ticket.reason)
    return _named(ticket, f"{reason} {_for(ticket, at)}", names)


def _resolved(ticket: DigestTicket, at: datetime, names: Names) -> str:
    return _named(ticket, f"no answer {_for(ticket, at)}", names)


def _for(ticket: DigestTicket, at: datetime) -> str:
    if ticket.since is None:
        return ""
    length = at - ticket.since
    words = f"for {in_words(length)}"
    return f"⏳ *{words}*" if length > LONG_WAIT else words


def _named(ticket: DigestTicket, how: str, names: Names) -> str:
    who = "nobody yet" if ticket.assignee is None else line(names(ticket.assignee), 40)
    title, customer = line(ticket.title, 80), line(ticket.customer, 40)
    return f"{mark(ticket.rank)} *T-{ticket.number}* {title} · {customer} · {how} · {who}"
