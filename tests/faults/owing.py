"""What a ticket's ledger owes to be told, worked out anew from its contract and its entries."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clocks.clock import evaluate
from bot.clocks.lapses import upcoming_lapse
from bot.clocks.ledger import History
from bot.clocks.milestones import Milestone, passed
from bot.clocks.paging import chains
from tests.faults.evidence import Trail

SIDE_BY_SIDE = timedelta(seconds=5)
"""How far from their order two deadlines may be handled that come close together, by workers side by side."""

Handled = tuple[datetime, datetime]
"""A deadline that was handled: the instant it was for, and the instant at which it was handled."""


def owed_by(trail: Trail, at: datetime) -> set[str]:
    """The keys of the notices that a ticket owes by an instant, as its ledger stood then."""
    return _owed(trail, trail.history.until(at), at)


def owed_meanwhile(trail: Trail, handled: Sequence[Handled]) -> set[str]:
    """The keys of what a ticket owed before something else happened to it, with later deadlines handled by then.

    The longest overdue deadline comes first. What nobody had the time for before it was moot is not counted.
    """
    entries = trail.history.entries
    found: set[str] = set()
    for place in range(1, len(entries)):
        until = entries[place].at
        in_time = [instant for instant, at in handled if at < until - SIDE_BY_SIDE]
        latest = max(in_time, default=trail.history.opened_at) - SIDE_BY_SIDE
        reached = _reached(trail, History.of(entries[:place]), until)
        found |= {_key(trail, milestone) for milestone in reached if milestone.at < latest}
    return found


def is_due_to(trail: Trail, key: str, at: datetime) -> bool:
    """Whether a ticket owed the notice of that key at an instant, before or after the entries of that very instant."""
    entries = trail.history.entries
    known = sum(entry.at <= at for entry in entries)
    sure = sum(entry.at < at for entry in entries)
    return any(key in _owed(trail, History.of(entries[:place]), at) for place in range(known, max(sure, 1) - 1, -1))


def unmade_lapse(trail: Trail, at: datetime) -> bool:
    """Whether a rule of the contract should have made an entry by an instant, and has not."""
    lapse = upcoming_lapse(trail.terms, trail.history.until(at))
    return lapse is not None and lapse.at <= at


def _owed(trail: Trail, history: History, at: datetime) -> set[str]:
    return {_key(trail, milestone) for milestone in _reached(trail, history, at)}


def _reached(trail: Trail, history: History, at: datetime) -> tuple[Milestone, ...]:
    clocks = evaluate(trail.terms, history, at)
    return passed(trail.terms, history, clocks, chains(trail.terms, history), at)


def _key(trail: Trail, milestone: Milestone) -> str:
    return f"{trail.number}:{milestone.key}"
