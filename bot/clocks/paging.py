"""Who must be paged and when: the chain that starts when a severity calls for people and nobody has it yet."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from bot.clocks.answers import Answer, standing
from bot.clocks.contract import Paging, Terms
from bot.clocks.entries import Entry, Released, Snoozed, Taken, Unacknowledged
from bot.clocks.ledger import History, Stretch

PAGING = "paging"
"""The name that a paging's milestones carry where a clock's carry its kind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One call of a chain: at that instant these people are to be told, unless the chain has ended before.

    `step` counts on through all rounds; `round` is the first, the second …
    """

    step: int
    round: int
    whom: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Chain:
    """One paging of a ticket: what raised it, its calls in order, and what ended it."""

    cycle: int
    place: int
    """Where in the ledger the entry stands from which on people can have answered it."""
    raised: datetime
    severity: str
    paging: Paging
    called_from: datetime | None
    """When the first one is called; later than it was raised where that is outside its coverage, None for never."""
    pages: tuple[Page, ...]
    """Its calls: all that are to come while it goes on, and once it has ended those that came before."""
    people: tuple[str, ...]
    """Who has shown that they have the ticket, and has not let go of it since."""
    answered: Answer | None
    """The entry with which as many people had it as the contract asks for."""
    snoozed: Snoozed | None
    """The newest snooze, where nobody has answered since."""
    let_go: Released | Taken | None
    """The entry with which the last of those who had it let go of it."""
    settled: Entry | None
    """The entry since which it is for nobody to answer: the answer, or another severity, another chain, the end."""
    over: bool
    """Whether another severity, another chain or the end of the ticket has taken its place."""
    ended: datetime | None
    """When it was answered or first snoozed, or was over; None while people are called."""

    @property
    def held(self) -> bool:
        """Whether it was raised outside its coverage, so that nobody is called at once."""
        return self.called_from is None or self.called_from > self.raised

    @property
    def wanted(self) -> bool:
        """Whether it is still for somebody to say that they have it: people are called, or will be after a snooze."""
        return self.settled is None


def chains(terms: Terms, history: History) -> tuple[Chain, ...]:
    """Every paging of a ticket so far, in order.

    A chain starts at the opening, a reopening or a regrade whose severity pages by other rules than the one before, and
    whenever a rule finds that nobody has the ticket any more. A step's time passes while the paging's coverage is open:
    a chain that closing time interrupts goes on where it stopped. Where coverage never opens again the step is left
    out. For a ticket that was taken without promises nobody is paged (V22).
    """
    found: list[Chain] = []
    if not history.covered:
        return ()
    for stretch in history.stretches:
        for period in _periods(terms, history, stretch):
            paging = terms.paging(period.severity)
            if paging is not None:
                found += _of_period(terms, history, period, paging, cycle=len(found) + 1)
    return tuple(found)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Period:
    """The part of a stretch in which a severity's rules of paging held, from one place of the ledger to another."""

    severity: str
    since: datetime
    place: int
    heard_from: int
    """The place from which on answers count: an earlier one where an undone regrade puts the rules back."""
    last: int | None = None


def _periods(terms: Terms, history: History, stretch: Stretch) -> Iterator[_Period]:
    """Each severity that changed who is paged.

    One that an undone regrade puts back keeps its old answers: whoever had the ticket before has it again.
    """
    first, *later = history.grades_in(stretch.first, stretch.last)
    starts = [
        _Period(severity=first.severity, since=stretch.interval.start, place=stretch.first, heard_from=stretch.first)
    ]
    for grade in later:
        if terms.paging(grade.severity) == terms.paging(starts[-1].severity):
            continue
        put_back = grade.undo and len(starts) > 1 and starts[-2].severity == grade.severity
        heard_from = starts[-2].heard_from if put_back else grade.place
        starts.append(_Period(severity=grade.severity, since=grade.since, place=grade.place, heard_from=heard_from))
    for period, following in pairwise(starts):
        yield replace(period, last=following.place)
    yield replace(starts[-1], last=stretch.last)


def _of_period(terms: Terms, history: History, period: _Period, paging: Paging, *, cycle: int) -> Iterator[Chain]:
    """Its chain, and another one for each time that a rule found that nobody had the ticket any more.

    Those that were over before an undone regrade put the rules back are not raised a second time.
    """
    starts = [period.heard_from, *history.places(Unacknowledged, period.heard_from, period.last)]
    ends = [*starts[1:], period.last]
    current = [(place, last) for place, last in zip(starts, ends, strict=True) if last is None or last > period.place]
    for number, (place, last) in enumerate(current, start=cycle):
        said = standing(history, place, last, paging.needs)
        raised = max(history.entries[place].at, period.since)
        end = last if said.ended is None else said.ended
        ended = None if end is None else max(history.entries[end].at, raised)
        yield Chain(
            cycle=number,
            place=place,
            raised=raised,
            severity=period.severity,
            paging=paging,
            called_from=terms.timeline(paging.coverage).next_open(raised),
            pages=tuple(_pages(terms, paging, raised, ended)),
            people=said.people,
            answered=said.answered,
            snoozed=said.snoozed,
            let_go=said.let_go,
            settled=said.answered or (None if last is None else history.entries[last]),
            over=last is not None,
            ended=ended,
        )


def _pages(terms: Terms, paging: Paging, raised: datetime, ended: datetime | None) -> Iterator[Page]:
    coverage = terms.timeline(paging.coverage)
    for number in range(len(paging.steps) * (paging.repeats + 1)):
        gone_through, step = divmod(number, len(paging.steps))
        after = coverage.add(raised, paging.after(number))
        at = None if after is None else coverage.next_open(after)
        if at is not None and ended is not None and at > ended:
            return
        if at is not None:
            yield Page(step=number, round=gone_through + 1, whom=paging.steps[step].whom, at=at)
