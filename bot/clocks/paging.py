"""Who must be paged and when: the chain that starts when a severity calls for people and nobody has it yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.clocks.contract import Paging, Terms
from bot.clocks.ledger import Acknowledged, Contact, History, Opened, Regraded, Reopened, Taken


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One step of a chain: at that instant these people are to be told, unless the chain has ended before."""

    step: int
    whom: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Chain:
    """One paging of a ticket: what raised it, its steps in order, and what ended it."""

    cycle: int
    raised: datetime
    severity: str
    paging: Paging
    pages: tuple[Page, ...]
    answered: Acknowledged | Taken | Contact | None
    """The entry by which somebody showed that they have it."""
    ended: datetime | None
    """When it was answered, the severity no longer paged, or the ticket ended; None while it goes on."""


def chains(terms: Terms, history: History) -> tuple[Chain, ...]:
    """Every paging of a ticket so far, in order.

    A chain starts at the opening, a reopening or a regrade whose severity pages by other rules than the one before.
    A step outside the paging's coverage waits until coverage opens; where it never opens the step is left out.
    """
    found = []
    for cycle, (severity, paging, raised, until) in enumerate(_raised(terms, history), start=1):
        answered = _answer(history, raised, until)
        found.append(
            Chain(
                cycle=cycle,
                raised=raised,
                severity=severity,
                paging=paging,
                pages=tuple(_pages(terms, paging, raised)),
                answered=answered,
                ended=answered.at if answered else until,
            )
        )
    return tuple(found)


def _answer(history: History, raised: datetime, until: datetime | None) -> Acknowledged | Taken | Contact | None:
    """The first entry after the raising one by which a person shows that they have the ticket."""
    raising = max(
        index
        for index, entry in enumerate(history.entries)
        if entry.at == raised and isinstance(entry, Opened | Regraded | Reopened)
    )
    for entry in history.entries[raising + 1 :]:
        if until is not None and entry.at > until:
            return None
        if isinstance(entry, Acknowledged | Taken | Contact):
            return entry
    return None


def _raised(terms: Terms, history: History) -> Iterator[tuple[str, Paging, datetime, datetime | None]]:
    """Each paging: the severity and rules that called for it, when it began, and until when those rules held."""
    for stretch in history.stretches:
        start, end = stretch.interval.start, stretch.interval.end
        changes = [(start, history.severity_at(start))]
        changes += [(g.since, g.severity) for g in history.grades if start < g.since and (end is None or g.since < end)]
        current: tuple[str, Paging, datetime] | None = None
        for since, severity in changes:
            paging = terms.paging(severity)
            if current is not None and paging != current[1]:
                yield *current, since
                current = None
            if current is None and paging is not None:
                current = (severity, paging, since)
        if current is not None:
            yield *current, end


def _pages(terms: Terms, paging: Paging, raised: datetime) -> Iterator[Page]:
    coverage = terms.timeline(paging.coverage)
    began = coverage.next_open(raised)
    for number, step in enumerate(paging.steps):
        at = None if began is None else coverage.next_open(began + step.after)
        if at is not None:
            yield Page(step=number, whom=step.whom, at=at)
