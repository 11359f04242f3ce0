"""Thousands of random tickets, played entry by entry as a desk would, under shipped contracts and generated ones."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pydantic import Field, TypeAdapter

from bot.clocks.clock import Clock, evaluate
from bot.clocks.contract import ClockKind, ReopenMode, Terms
from bot.clocks.entries import (
    BY_RULE,
    Closed,
    Confirmed,
    Contact,
    Entry,
    Objected,
    Opened,
    Paused,
    Reopened,
    Resolved,
    Resumed,
    Unacknowledged,
)
from bot.clocks.lapses import upcoming_lapse
from bot.clocks.ledger import TRANSITIONS, History, State
from bot.clocks.milestones import Milestone, MilestoneKind, passed, upcoming
from bot.clocks.paging import chains
from bot.clocks.timeline import Interval
from tests.clocks.histories import SHIPPED, WAITS, following, rich
from tests.clocks.samples import (
    HOUR,
    MICROSECOND,
    MINUTE,
    acknowledged,
    assigned,
    day,
    opened,
    regraded,
    released,
    resumed,
    snoozed,
    taken,
)

STORED: TypeAdapter[tuple[Entry, ...]] = TypeAdapter(tuple[Annotated[Entry, Field(discriminator="kind")], ...])
HISTORIES = 500
"""How many tickets are played under each contract."""


class Ticket(RuleBasedStateMachine):
    """One ticket, its ledger, and what has been seen and told of it so far."""

    contracts: ClassVar[st.SearchStrategy[Terms]]
    played: ClassVar[int] = 0

    @initialize(data=st.data(), minutes=st.integers(0, 8 * 24 * 60), covered=st.integers(0, 9).map(bool))
    def open(self, data: st.DataObject, minutes: int, covered: bool) -> None:
        type(self).played += 1
        self.sold = data.draw(self.contracts)
        self.now = day(0, "00:00") + minutes * MINUTE
        severity = data.draw(st.sampled_from([each.id for each in self.sold.contract.severities]))
        self.history = History.of([opened(self.now, severity, covered=covered)])
        self.broken: dict[tuple[ClockKind, int], datetime] = {}
        self.told: dict[str, object] = {}
        self.seen: list[tuple[datetime, int, tuple[Clock, ...]]] = []

    @rule(wait=st.sampled_from(WAITS))
    def time_passes(self, wait: timedelta) -> None:
        self.now += wait
        while (lapse := upcoming_lapse(self.sold, self.history)) is not None and lapse.at <= self.now:
            self.history = self.history.then(lapse.entry)

    @rule()
    def the_next_deadline_comes(self) -> None:
        ahead = upcoming(self.sold, self.history, self.clocks(), chains(self.sold, self.history), self.now)
        self.time_passes(min((each.at for each in ahead), default=self.now) - self.now)

    @rule(data=st.data())
    def something_happens(self, data: st.DataObject) -> None:
        self.time_passes(timedelta())
        kinds = [kind for kind in TRANSITIONS[self.history.state] if kind != "unacknowledged"]
        kind = data.draw(st.sampled_from(kinds))
        self.history = self.history.then(data.draw(following(self.sold, self.history, kind, self.now)))

    @precondition(lambda self: "regraded" in TRANSITIONS[self.history.state] and len(self.history.grades) > 1)
    @rule()
    def a_regrade_is_taken_back(self) -> None:
        self.history = self.history.then(regraded(self.now, self.history.grades[-2].severity, undo=True))

    @precondition(lambda self: self.history.state is State.OPEN)
    @rule(data=st.data())
    def somebody_is_waited_for(self, data: st.DataObject) -> None:
        self.history = self.history.then(data.draw(following(self.sold, self.history, "paused", self.now)))

    @precondition(lambda self: any(chain.wanted for chain in chains(self.sold, self.history)))
    @rule(answer=st.sampled_from([acknowledged, taken]))
    def somebody_answers_the_page_and_nothing_more(self, answer: Callable[[datetime], Entry]) -> None:
        self.history = self.history.then(answer(self.now))

    @precondition(lambda self: any(chain.wanted for chain in chains(self.sold, self.history)))
    @rule(wait=st.sampled_from(WAITS[1:]))
    def it_is_snoozed(self, wait: timedelta) -> None:
        self.history = self.history.then(snoozed(self.now, self.now + wait))

    @precondition(lambda self: any(chain.answered and not chain.over for chain in chains(self.sold, self.history)))
    @rule(away=st.sampled_from([released, assigned]))
    def whoever_has_it_lets_go_of_it(self, away: Callable[[datetime], Entry]) -> None:
        owner = self.history.assignee or "Olly Oncall"
        if self.history.state is not State.CLOSED:
            self.history = self.history.then(replace(away(self.now), by=owner))

    @precondition(lambda self: self.history.state is State.WAITING)
    @rule(wait=st.sampled_from(WAITS))
    def the_wait_is_over(self, wait: timedelta) -> None:
        self.time_passes(wait)
        if self.history.state is State.WAITING:
            self.history = self.history.then(resumed(self.now))

    @rule()
    def the_contract_is_read_again_for_a_customer_on_another_plan(self) -> None:
        before = self.clocks()
        self.sold = deepcopy(self.sold)
        assert self.clocks() == before

    @precondition(lambda self: self.seen)
    @rule(data=st.data())
    def the_looking_clock_is_set_back(self, data: st.DataObject) -> None:
        at, count, clocks = data.draw(st.sampled_from(self.seen))
        since = self.history.entries[count:]
        if not since or since[0].at > at:
            assert evaluate(self.sold, self.history, at) == clocks

    @rule(hours=st.integers(1, 200))
    def the_looking_clock_is_set_forward(self, hours: int) -> None:
        before = self.clocks()
        later = evaluate(self.sold, self.history, self.now + hours * HOUR)
        assert _broken(before).items() <= _broken(later).items()
        assert self.clocks() == before

    @invariant()
    def the_ledger_replays_to_the_same_clocks(self) -> None:
        replayed = History.of(STORED.validate_json(STORED.dump_json(self.history.entries)))
        assert replayed == self.history
        clocks = self.clocks()
        assert evaluate(self.sold, replayed, self.now) == clocks
        self.seen.append((self.now, len(self.history.entries), clocks))

    @invariant()
    def no_breach_vanishes(self) -> None:
        found = _broken(self.clocks())
        assert self.broken.items() <= found.items()
        self.broken = found

    @invariant()
    def nothing_is_told_twice(self) -> None:
        owed = passed(self.sold, self.history, self.clocks(), chains(self.sold, self.history), self.now)
        assert len({each.key for each in owed}) == len(owed)
        for each in owed:
            if each.key not in self.told:
                assert _said(each) not in self.told.values()
                self.told[each.key] = _said(each)

    @invariant()
    def waiting_is_refunded_exactly(self) -> None:
        for clock in self.clocks():
            _refunded(self.sold, self.history, clock)

    @invariant()
    def nobody_is_called_while_enough_people_have_it_or_it_is_snoozed(self) -> None:
        for each in self.pages_owed_and_ahead():
            assert each.chain is not None
            assert not each.chain.over
            assert len(each.chain.people) < each.chain.paging.needs
            assert each.chain.snoozed is None

    @invariant()
    def a_ticket_that_nobody_has_is_never_forgotten(self) -> None:
        """Somebody is to be called, or the rules call nobody for it, or everybody was called as often as they say."""
        newest = next(reversed(chains(self.sold, self.history)), None)
        if newest is None or newest.over:
            return
        lapse = upcoming_lapse(self.sold, self.history)
        called_anew = lapse is not None and isinstance(lapse.entry, Unacknowledged)
        if newest.answered is None and newest.snoozed is None:
            ahead = [each for each in self.pages_owed_and_ahead() if each.at > self.now]
            called = [page for page in newest.pages if page.at <= self.now]
            assert ahead or len(called) == len(newest.paging.steps) * (newest.paging.repeats + 1)
        elif newest.answered is None:
            assert called_anew or self.history.state is State.WAITING
        elif newest.let_go and self.history.state is State.OPEN:
            assert called_anew or any(self.history.places(Contact, newest.place, None))

    @invariant()
    def people_are_called_no_more_often_than_the_contract_says_for_each_thing_that_happened(self) -> None:
        found = chains(self.sold, self.history)
        called = [key for key in self.told if ":page " in key]
        assert len(called) <= sum(len(chain.paging.steps) * (chain.paging.repeats + 1) for chain in found)
        assert len(found) <= sum(each.by != BY_RULE for each in self.history.entries)

    @invariant()
    def nothing_runs_once_it_is_finished_or_without_promises(self) -> None:
        clocks, pagings = self.clocks(), chains(self.sold, self.history)
        if not self.history.covered:
            assert (clocks, pagings) == ((), ())
        if self.history.state in (State.RESOLVED, State.CLOSED):
            assert not any(clock.live for clock in clocks)
            owed = passed(self.sold, self.history, clocks, pagings, self.now + 200 * HOUR)
            ahead = upcoming(self.sold, self.history, clocks, pagings, self.now)
            assert {each.kind for each in owed} <= {MilestoneKind.BREACH, MilestoneKind.REMINDER}
            assert {each.kind for each in ahead} <= {MilestoneKind.REMINDER, MilestoneKind.LAPSE}
        if self.history.state is State.CLOSED:
            assert upcoming_lapse(self.sold, self.history) is None

    def pages_owed_and_ahead(self) -> list[Milestone]:
        clocks, found = self.clocks(), chains(self.sold, self.history)
        owed = passed(self.sold, self.history, clocks, found, self.now)
        ahead = upcoming(self.sold, self.history, clocks, found, self.now)
        return [each for each in (*owed, *ahead) if each.kind is MilestoneKind.PAGE]

    def clocks(self) -> tuple[Clock, ...]:
        return evaluate(self.sold, self.history, self.now)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("sold", [*map(st.just, SHIPPED), rich], ids=["basic", "valicare", "bird", "generated"])
def test_a_ticket_keeps_its_promises_whatever_happens(sold: st.SearchStrategy[Terms]) -> None:
    class Played(Ticket):
        contracts = sold

    run_state_machine_as_test(
        Played,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=20,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
    assert Played.played >= HISTORIES


def _broken(clocks: tuple[Clock, ...]) -> dict[tuple[ClockKind, int], datetime]:
    return {(clock.kind, clock.cycle): clock.breached for clock in clocks if clock.breached is not None}


def _said(milestone: Milestone) -> object:
    """What a milestone says of what, so that the same cannot be said again under another key."""
    clock, kind = milestone.clock, milestone.kind
    if clock is None:
        return milestone.runs_on, kind, milestone.page
    said = clock.kind, clock.cycle, kind, milestone.warn, milestone.escalation
    return said if kind in (MilestoneKind.BREACH, MilestoneKind.ESCALATION) else (*said, clock.leg.anchors)


def _refunded(sold: Terms, history: History, clock: Clock) -> None:
    """Open time from the anchor to the due time is the promised length and the open time that was waited, no more."""
    aim, since = clock.aim, clock.anchor.since
    if aim is None or clock.anchor.agreed is not None:
        return
    timeline, length = sold.timeline(clock.promise.calendar), sold.length(clock.promise.aim, clock.promise.calendar)
    waits = [
        Interval(max(start, since), end)
        for start, end in _waits(sold, history, clock)
        if end is None or end > max(start, since)
    ]

    def counted(until: datetime) -> timedelta:
        waited = (
            timeline.elapsed(wait.start, until if wait.end is None else min(wait.end, until))
            for wait in waits
            if wait.start < until
        )
        return timeline.elapsed(since, until) - sum(waited, timedelta())

    assert counted(aim) == length
    assert counted(aim - MICROSECOND) < length


def _waits(sold: Terms, history: History, clock: Clock) -> list[tuple[datetime, datetime | None]]:
    """From when until when the clock stood still, read off the ledger entry by entry."""
    found: list[tuple[datetime, datetime | None]] = []
    began: datetime | None = None
    for entry in history.entries:
        if clock.ended is not None and entry.at > clock.ended:
            break
        match entry:
            case Paused(reason=reason) if reason in clock.promise.paused_by:
                began = entry.at
            case Resumed() | Resolved() | Closed() if began is not None:
                found.append((began, entry.at))
                began = None
    if began is not None:
        found.append((began, clock.ended))
    breaks = [each for each in _breaks(sold, history) if clock.ended is None or each[0] < clock.ended]
    return found + breaks


def _breaks(sold: Terms, history: History) -> list[tuple[datetime, datetime | None]]:
    """The stretches in which a ticket was finished, where one run of a clock goes on after them."""
    if sold.contract.reopen is ReopenMode.NEW_CYCLE:
        return []
    found: list[tuple[datetime, datetime | None]] = []
    finished: datetime | None = None
    for entry in history.entries:
        if isinstance(entry, Resolved | Closed | Confirmed) and finished is None:
            finished = entry.at
        if isinstance(entry, Opened | Reopened | Objected) and finished is not None:
            found.append((finished, entry.at))
            finished = None
    return found
