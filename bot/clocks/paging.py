"""Who must be paged and when: the chain that starts when a severity calls for people and nobody has it yet."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clocks.contract import Paging, Terms
from bot.clocks.entries import Acknowledged, Contact, Entry, Taken
from bot.clocks.ledger import Grade, History, Stretch

_ANSWERS = (Acknowledged, Taken, Contact)
"""The entries by which a person shows that they have the ticket."""


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
    A step's time passes while the paging's coverage is open: a chain that closing time interrupts goes on where it
    stopped. Where coverage never opens again the step is left out. For a ticket that was taken without promises nobody
    is paged (V22).
    """
    found: list[Chain] = []
    if not history.covered:
        return ()
    for stretch in history.stretches:
        for grade, until in _raised(terms, history, stretch):
            paging = terms.paging(grade.severity)
            if paging is not None:
                found.append(_chain(terms, history, grade, until, paging=paging, cycle=len(found) + 1))
    return tuple(found)


def _raised(terms: Terms, history: History, stretch: Stretch) -> Iterator[tuple[Grade, int | None]]:
    """Each severity that changed who is paged, and the place in the ledger up to which its rules held.

    One that an undone regrade puts back keeps its old place: whoever had the ticket before has it again.
    """
    since, *later = history.grades_in(stretch.first, stretch.last)
    raised = [replace(since, since=stretch.interval.start, place=stretch.first)]
    for grade in later:
        if terms.paging(grade.severity) != terms.paging(raised[-1].severity):
            yield raised[-1], grade.place
            put_back = grade.undo and len(raised) > 1 and raised[-2].severity == grade.severity
            raised.append(replace(grade, place=raised[-2].place) if put_back else grade)
    yield raised[-1], stretch.last


def _was_given(entry: Entry) -> bool:
    """Whether somebody else gave them the ticket: that they have it does not show that they know."""
    return isinstance(entry, Taken) and entry.to != entry.by


def _chain(terms: Terms, history: History, grade: Grade, until: int | None, *, paging: Paging, cycle: int) -> Chain:
    shown = history.places(_ANSWERS, grade.place, until)
    answer = next((place for place in shown if not _was_given(history.entries[place])), None)
    ended = until if answer is None else answer
    answered = None if answer is None else history.entries[answer]
    return Chain(
        cycle=cycle,
        raised=grade.since,
        severity=grade.severity,
        paging=paging,
        pages=tuple(_pages(terms, paging, grade.since)),
        answered=answered if isinstance(answered, _ANSWERS) else None,
        ended=None if ended is None else max(history.entries[ended].at, grade.since),
    )


def _pages(terms: Terms, paging: Paging, raised: datetime) -> Iterator[Page]:
    coverage = terms.timeline(paging.coverage)
    for number, step in enumerate(paging.steps):
        after = coverage.add(raised, step.after)
        at = None if after is None else coverage.next_open(after)
        if at is not None:
            yield Page(step=number, whom=step.whom, at=at)
