"""A regrade that is taken back: urgent is promised within an hour, high within four, low within twenty-four."""

import pytest

from bot.clocks.clock import ClockState
from bot.clocks.contract import RegradeMode
from bot.clocks.entries import Entry
from tests.clocks.samples import (
    keys,
    monday,
    only,
    owed,
    regraded,
    regraded_through,
    tuesday,
    usual_terms,
)

FAIR, RECOMPUTE, RESTART = RegradeMode.FAIR, RegradeMode.RECOMPUTE, RegradeMode.RESTART


class TestUndo:
    def undone(self, *severities: tuple[str, str], by: tuple[str, str]) -> list[Entry]:
        return [*regraded_through(*severities), regraded(monday(by[0]), by[1], undo=True)]

    @pytest.mark.parametrize("mode", RegradeMode)
    @pytest.mark.clause("V31")
    def test_undone_the_due_time_is_what_it_was_before_whatever_the_mode(self, mode: RegradeMode) -> None:
        for mistake in ("high", "urgent"):
            entries = self.undone(("09:00", "low"), ("09:20", mistake), by=("09:25", "low"))
            clock = only(usual_terms(mode), entries, monday("09:25"))
            assert (clock.due, clock.severity, clock.turn) == (tuesday("09:00"), "low", 0)

    def test_a_breach_that_happened_before_the_undo_stays(self) -> None:
        entries = self.undone(("09:00", "low"), ("09:20", "urgent"), by=("11:00", "low"))
        clock = only(usual_terms(FAIR), entries, tuesday("09:00"))
        assert (clock.state, clock.breached) == (ClockState.BREACHED, monday("10:20"))

    def test_an_undo_after_the_old_due_time_finds_the_promise_broken(self) -> None:
        entries = self.undone(("09:00", "urgent"), ("09:50", "low"), by=("11:00", "urgent"))
        assert only(usual_terms(FAIR), entries, monday("11:00")).breached == monday("10:00")

    def test_a_warning_told_before_is_not_told_again_for_the_due_time_that_was_put_back(self) -> None:
        entries = self.undone(("09:00", "urgent"), ("09:40", "low"), by=("09:45", "urgent"))
        told = [key for at in ("09:30", "09:42", "09:50") for key in keys(owed(usual_terms(), entries, monday(at)))]
        assert set(told) == {"first_response:1:warning 50% turn 0"}

    def test_an_undo_for_another_severity_than_the_one_before_is_a_regrade(self) -> None:
        entries = self.undone(("09:00", "low"), ("09:20", "urgent"), by=("09:30", "high"))
        assert only(usual_terms(RESTART), entries, monday("09:30")).due == monday("13:30")
