"""What happens by itself: urgent within an hour, and an agreement on silence where the contract has one."""

from collections.abc import Callable
from datetime import datetime

import pytest

from bot.clocks.clock import ClockState, evaluate
from bot.clocks.conduct import Silence
from bot.clocks.contract import PauseReason, Terms, terms
from bot.clocks.entries import BY_RULE, Confirmed, Entry, NotAsked, Resumed
from bot.clocks.lapses import Lapse, Unanswered, unanswered, upcoming_lapse
from bot.clocks.ledger import History, State
from bot.contracts.reader import load
from tests.clocks.samples import (
    agreement,
    closed,
    confirmed,
    heard,
    monday,
    objected,
    only,
    opened,
    paused,
    plan_terms,
    replied,
    resolved,
    resumed,
    tuesday,
    usual_terms,
)

NINE, TEN, NOON = monday("09:00"), monday("10:00"), monday("12:00")
AGREES = plan_terms(agreement=agreement("8 business hours", Silence.AGREES, "desk"))
REMINDS = plan_terms(agreement=agreement("24 hours", Silence.REMINDS))


def lapse(sold: Terms, *later: Entry) -> Lapse | None:
    return upcoming_lapse(sold, History.of([opened(NINE), *later]))


def left_open(sold: Terms, *later: Entry) -> Unanswered | None:
    return unanswered(sold, History.of([opened(NINE), *later]))


class TestWaitsWithAnEnd:
    def test_a_wait_until_a_moment_ends_then_by_itself(self) -> None:
        assert lapse(usual_terms(), paused(TEN, PauseReason.AGREED, until=NOON)) == Lapse(
            key="pause:1:lapse", at=NOON, entry=Resumed(at=NOON, by=BY_RULE)
        )

    def test_each_wait_ends_by_a_lapse_of_its_own(self) -> None:
        later = paused(TEN, until=NOON), resumed(TEN), paused(TEN, until=NOON)
        found = lapse(usual_terms(), *later)
        assert found is not None
        assert found.key == "pause:2:lapse"

    @pytest.mark.parametrize("end", [resumed, resolved, closed])
    def test_nothing_lapses_once_somebody_ended_the_wait(self, end: Callable[[datetime], Entry]) -> None:
        assert lapse(usual_terms(), paused(TEN, until=NOON), end(TEN)) is None

    def test_a_wait_without_an_end_is_ended_by_people_only(self) -> None:
        assert lapse(usual_terms(), paused(TEN)) is None
        assert lapse(usual_terms()) is None

    def test_a_wait_until_a_moment_that_has_passed_ends_at_once(self) -> None:
        found = lapse(usual_terms(), paused(TEN, until=NINE), replied(monday("10:30")))
        assert found is not None
        assert found.at == found.entry.at == monday("10:30")

    def test_the_clock_runs_again_from_that_moment_on_whenever_it_is_looked_at(self) -> None:
        history = History.of([opened(NINE), paused(monday("09:20"), until=NOON)])
        found = upcoming_lapse(usual_terms(), history)
        assert found is not None
        clock = only(usual_terms(), history.then(found.entry).entries, tuesday("09:00"))
        assert (clock.state, clock.breached) == (ClockState.BREACHED, monday("12:40"))


class TestSilenceThatAgrees:
    @pytest.mark.clause("B17", "B24")
    def test_a_proposed_resolution_is_agreed_on_when_the_customer_stays_silent(self) -> None:
        assert lapse(AGREES, resolved(NOON)) == Lapse(
            key="agreement:1:lapse", at=tuesday("12:00"), entry=Confirmed(at=tuesday("12:00"), by=BY_RULE), clause="A9"
        )
        assert left_open(AGREES, resolved(NOON)) is None

    def test_the_ticket_is_closed_by_it_and_no_clock_runs(self) -> None:
        history = History.of([opened(NINE), resolved(NOON)])
        found = upcoming_lapse(AGREES, history)
        assert found is not None
        assert history.then(found.entry).state is State.CLOSED
        assert not any(clock.live for clock in evaluate(AGREES, history.then(found.entry), tuesday("13:00")))

    def test_a_customer_who_wrote_was_not_silent_so_somebody_is_reminded_instead(self) -> None:
        proposal = resolved(NOON)
        assert lapse(AGREES, proposal, heard(monday("13:00"))) is None
        found = left_open(AGREES, proposal, heard(monday("13:00")))
        assert found is not None
        assert (found.key, found.at, found.proposal, found.clause) == (
            "agreement:1:reminder",
            tuesday("12:00"),
            proposal,
            "A9",
        )

    def test_what_the_customer_wrote_before_the_proposal_is_no_answer_to_it(self) -> None:
        assert lapse(AGREES, heard(TEN), resolved(NOON)) is not None

    @pytest.mark.parametrize("answer", [confirmed, objected, closed])
    def test_nothing_lapses_once_it_was_answered(self, answer: Callable[[datetime], Entry]) -> None:
        assert lapse(AGREES, resolved(TEN), answer(NOON)) is None
        assert left_open(AGREES, resolved(TEN), answer(NOON)) is None

    def test_a_second_proposal_has_time_of_its_own(self) -> None:
        found = lapse(AGREES, resolved(TEN), objected(NOON), resolved(monday("13:00")))
        assert found is not None
        assert (found.key, found.at) == ("agreement:2:lapse", tuesday("13:00"))

    def test_valimail_takes_two_working_days_of_silence_for_agreement(self) -> None:
        found = lapse(terms(load("valimail"), "basic"), resolved(monday("14:00")))
        assert found is not None
        assert (found.at, found.clause) == (tuesday("14:00").replace(day=3), "house rule")

    def test_whoever_was_not_asked_is_not_silent_so_somebody_is_reminded_instead(self) -> None:
        later = resolved(NOON), NotAsked(at=tuesday("12:00"), by=BY_RULE)
        assert lapse(AGREES, *later) is None
        found = left_open(AGREES, *later)
        assert found is not None
        assert (found.key, found.at) == ("agreement:1:reminder", tuesday("12:00"))

    def test_that_they_were_not_asked_once_says_nothing_of_the_next_proposal(self) -> None:
        not_asked = NotAsked(at=tuesday("12:00"), by=BY_RULE)
        found = lapse(AGREES, resolved(NOON), not_asked, objected(tuesday("13:00")), resolved(tuesday("14:00")))
        assert found is not None
        assert found.key == "agreement:2:lapse"


class TestSilenceThatReminds:
    def test_nothing_is_agreed_and_somebody_is_reminded(self) -> None:
        proposal = resolved(NOON)
        found = left_open(REMINDS, proposal)
        assert lapse(REMINDS, proposal) is None
        assert found is not None
        assert (found.key, found.at, found.proposal) == ("agreement:1:reminder", tuesday("12:00"), proposal)

    def test_without_a_rule_nothing_happens_by_itself(self) -> None:
        assert lapse(usual_terms(), resolved(NOON)) is None
        assert left_open(usual_terms(), resolved(NOON)) is None

    def test_an_open_ticket_has_nothing_to_be_reminded_of(self) -> None:
        assert left_open(REMINDS) is None

    @pytest.mark.clause("B17", "B24")
    def test_bird_reminds_after_a_working_day(self) -> None:
        sold = terms(load("bird"), "email_enterprise")
        history = History.of([opened(NINE, "critical"), resolved(NOON)])
        found = unanswered(sold, history)
        assert found is not None
        assert (found.at, found.clause) == (tuesday("12:00"), "B17, B24")
        assert upcoming_lapse(sold, history) is None
