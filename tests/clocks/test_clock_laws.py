"""What holds for the clocks of any ticket, whatever happens to it and under any settings."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clocks.clock import Clock, ClockState, evaluate
from bot.clocks.contract import ClockKind, Terms
from bot.clocks.durations import parse_target
from bot.clocks.entries import Closed, Contact, Entry, Resolved
from bot.clocks.ledger import CannotFollowError, History, State
from tests.clocks.histories import WAITS, any_terms, instants, ledgers, naive_due
from tests.clocks.samples import (
    HOUR,
    MINUTE,
    WAITING,
    closed,
    only,
    plan_terms,
    promise,
)

Known = set[tuple[ClockKind, int]]


def broken(found: tuple[Clock, ...]) -> Known:
    return {(clock.kind, clock.cycle) for clock in found if clock.breached is not None}


class TestAnyTicket:
    @given(st.data(), any_terms)
    def test_what_happened_later_does_not_change_what_was_known_then(self, data: st.DataObject, sold: Terms) -> None:
        entries = data.draw(ledgers(sold))
        at = data.draw(instants(entries))
        history = History.of(entries)
        assert evaluate(sold, history, at) == evaluate(sold, history.until(at), at)

    @given(st.data(), any_terms)
    def test_what_is_broken_stays_broken(self, data: st.DataObject, sold: Terms) -> None:
        entries = data.draw(ledgers(sold))
        known: Known = set()
        for count in range(1, len(entries) + 1):
            history, at = History.of(entries[:count]), entries[count - 1].at
            found = broken(evaluate(sold, history, at))
            assert known <= found
            until = entries[count].at if count < len(entries) else at + 24 * HOUR
            known = found | broken(evaluate(sold, history, until))

    @given(st.data(), any_terms)
    @pytest.mark.complaint(28)
    def test_no_clock_runs_on_a_ticket_that_is_finished(self, data: st.DataObject, sold: Terms) -> None:
        entries = data.draw(ledgers(sold))
        if History.of(entries).state is not State.CLOSED:
            entries.append(closed(entries[-1].at))
        at = entries[-1].at + data.draw(st.sampled_from(WAITS))
        assert not any(clock.live for clock in evaluate(sold, History.of(entries), at))

    @given(st.data(), any_terms)
    def test_each_clock_agrees_with_itself(self, data: st.DataObject, sold: Terms) -> None:
        entries = data.draw(ledgers(sold))
        at = data.draw(instants(entries))
        found = evaluate(sold, History.of(entries), at)
        assert len({(clock.kind, clock.cycle) for clock in found}) == len(found)
        for clock in found:
            agrees(sold, clock, at)

    @settings(max_examples=60)
    @given(st.data(), st.sampled_from(["45 minutes", "9 hours", "3 business hours", "3 business days"]))
    def test_a_first_response_is_due_when_a_count_of_minutes_says_so(self, data: st.DataObject, target: str) -> None:
        calendar = "desk" if "business" in target else None
        told = promise(target, calendar=calendar, paused_by=frozenset({WAITING}))
        sold = plan_terms(urgent=[told], high=[told], low=[told])
        entries = [entry for entry in data.draw(ledgers(sold, regrades=False)) if not entry.at.microsecond]
        entries = _without_contact(entries)
        clock = only(sold, entries, entries[-1].at)
        pauses = [
            (pause.interval.start, pause.interval.end)
            for pause in History.of(entries).pauses
            if pause.reason is WAITING
        ]
        minutes = sold.length(parse_target(target), calendar) // MINUTE
        assert clock.due == naive_due(entries[0].at, minutes, pauses, in_hours=calendar is not None)


def _without_contact(entries: list[Entry]) -> list[Entry]:
    """The entries up to the first that ends a first response, or that cannot follow once some were left out."""
    kept: list[Entry] = []
    for entry in entries:
        if isinstance(entry, Contact | Resolved | Closed):
            break
        try:
            History.of([*kept, entry])
        except CannotFollowError:
            break
        kept.append(entry)
    return kept


def agrees(sold: Terms, clock: Clock, at: datetime) -> None:
    """The state, the due time, what is left and the warnings of a clock say the same."""
    assert clock.started <= at
    assert (clock.left is None) is (clock.ended is not None)
    assert (clock.state in (ClockState.MET, ClockState.CANCELLED)) is (clock.ended is not None and not clock.breached)
    if clock.stopped is not None:
        assert clock.ended == clock.stopped.at
    if clock.breached is not None:
        assert clock.breached == clock.due
        assert clock.breached < (clock.ended or at)
        assert not clock.warnings
    elif clock.live and clock.due is not None:
        assert at <= clock.due
    if clock.state is ClockState.PAUSED:
        assert any(pause.end is None for pause in clock.pauses)
        assert clock.aim is None
    assert all(clock.aim is None or when < clock.aim for _, when in clock.warnings)
    if clock.left is not None and clock.left > 0 * HOUR and clock.aim is not None and clock.anchor.agreed is None:
        assert sold.timeline(clock.promise.calendar).add(at, clock.left, clock.pauses) == clock.aim
    assert clock.promise.kind is clock.kind
