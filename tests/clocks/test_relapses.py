from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.contract import PageStep, Paging, Terms, terms
from bot.clocks.entries import BY_RULE, After, Entry, Resumed, Source, Taken, Unacknowledged
from bot.clocks.ledger import History, State
from bot.clocks.paging import chains
from bot.clocks.relapses import TO_NOTICE, relapse
from bot.contracts.reader import load
from tests.clocks.histories import any_terms, ledgers
from tests.clocks.samples import (
    HOUR,
    MINUTE,
    acknowledged,
    assigned,
    attempted,
    called_back,
    closed,
    heard,
    monday,
    opened,
    paged,
    paused,
    plan_terms,
    regraded,
    released,
    replied,
    resolved,
    resumed,
    snoozed,
    taken,
    tuesday,
    updated,
    with_lapses,
)

NINE, TEN, NOON = monday("09:00"), monday("10:00"), monday("12:00")
CHAIN = Paging(steps=(PageStep(after=0 * MINUTE, whom="primary"),), silence=HOUR, clause="A5")
SOLD = plan_terms(paging={"P1": CHAIN, "P2": CHAIN})
FOR_GOOD = plan_terms(paging={"P1": replace(CHAIN, silence=None)})
IN_HOURS = plan_terms(paging={"P1": replace(CHAIN, coverage="desk")})


def found(sold: Terms, *entries: Entry, since: datetime = NINE) -> tuple[After, datetime] | None:
    history = History.of([opened(since), *entries])
    entry = relapse(sold, history, chains(sold, history)[-1])
    assert entry is None or entry.by == BY_RULE
    return None if entry is None else (entry.after, entry.at)


class TestSilence:
    @pytest.mark.parametrize("answer", [acknowledged, taken])
    def test_whoever_has_it_and_gives_no_sign_of_life_has_it_no_more(self, answer: Callable[[datetime], Entry]) -> None:
        assert found(SOLD, answer(TEN)) == (After.SILENCE, monday("11:00"))

    @pytest.mark.parametrize("sign", [attempted, taken, acknowledged, lambda at: regraded(at, "high")])
    def test_what_the_team_does_is_a_sign_of_life(self, sign: Callable[[datetime], Entry]) -> None:
        assert found(SOLD, acknowledged(TEN), sign(monday("10:40"))) == (After.SILENCE, monday("11:40"))

    @pytest.mark.parametrize("other", [heard, paged, assigned])
    def test_what_the_customer_writes_the_pager_reports_or_somebody_gives_away_is_none(
        self, other: Callable[[datetime], Entry]
    ) -> None:
        assert found(SOLD, acknowledged(TEN), other(monday("10:40"))) == (After.SILENCE, monday("11:00"))

    @pytest.mark.parametrize("contact", [replied, updated, called_back])
    def test_once_the_customer_was_spoken_to_it_is_the_clock_of_the_next_update_that_watches(
        self, contact: Callable[[datetime], Entry]
    ) -> None:
        assert found(SOLD, contact(TEN)) is None
        assert found(SOLD, acknowledged(NINE), contact(TEN)) is None

    def test_while_the_ticket_waits_nobody_need_say_anything(self) -> None:
        assert found(SOLD, acknowledged(NINE), paused(TEN)) is None

    def test_after_a_wait_silence_counts_anew_whoever_ended_it(self) -> None:
        entries = [acknowledged(NINE), paused(monday("09:10"))]
        by_rule = Resumed(at=NOON, by=BY_RULE)
        by_customer = Resumed(at=NOON, by="Cara Customer", source=Source(channel="C1", ts="1.1"))
        for end in (by_rule, by_customer, resumed(NOON)):
            assert found(SOLD, *entries, end) == (After.SILENCE, monday("13:00"))

    @pytest.mark.parametrize("end", [resolved, closed])
    def test_a_ticket_that_has_ended_pages_nobody(self, end: Callable[[datetime], Entry]) -> None:
        assert found(SOLD, acknowledged(NINE), end(TEN)) is None

    def test_it_is_counted_while_people_may_be_called(self) -> None:
        assert found(IN_HOURS, acknowledged(monday("16:30"))) == (After.SILENCE, tuesday("09:30"))

    def test_a_silence_that_ends_at_closing_time_pages_at_the_opening(self) -> None:
        assert found(IN_HOURS, acknowledged(monday("16:00"))) == (After.SILENCE, tuesday("09:00"))

    def test_a_contract_that_says_nothing_of_it_takes_an_acknowledgement_for_good(self) -> None:
        assert found(FOR_GOOD, acknowledged(NINE)) is None

    @pytest.mark.parametrize(("plan", "minutes"), [("basic", 60), ("valicare", 30)])
    def test_valimails_packages_wait_for_different_lengths(self, plan: str, minutes: int) -> None:
        noon_there = monday("19:00")
        sold = terms(load("valimail"), plan)
        after = (After.SILENCE, noon_there + timedelta(minutes=minutes))
        assert found(sold, acknowledged(noon_there), since=noon_there) == after


class TestSnooze:
    def test_people_are_called_again_when_it_ends(self) -> None:
        assert found(SOLD, snoozed(monday("09:05"), TEN)) == (After.SNOOZE, TEN)
        assert found(FOR_GOOD, snoozed(monday("09:05"), TEN)) == (After.SNOOZE, TEN)

    def test_also_while_the_ticket_waits_because_that_answers_nobody(self) -> None:
        assert found(SOLD, snoozed(monday("09:05"), TEN), paused(monday("09:06"))) == (After.SNOOZE, TEN)

    def test_not_when_somebody_has_it_by_then(self) -> None:
        assert found(FOR_GOOD, snoozed(monday("09:05"), TEN), acknowledged(monday("09:30"))) is None

    def test_one_that_ends_at_night_ends_when_people_may_be_called(self) -> None:
        assert found(IN_HOURS, snoozed(monday("09:05"), monday("23:00"))) == (After.SNOOZE, tuesday("09:00"))

    @pytest.mark.parametrize("end", [resolved, closed, lambda at: regraded(at, "low")])
    def test_it_calls_nobody_for_what_has_ended_or_become_milder(self, end: Callable[[datetime], Entry]) -> None:
        assert found(FOR_GOOD, snoozed(monday("09:05"), NOON), end(TEN)) is None

    def test_one_that_is_over_already_calls_at_once(self) -> None:
        assert found(SOLD, snoozed(monday("09:05"), TEN), heard(NOON)) == (After.SNOOZE, NOON)


class TestLettingGo:
    def test_a_ticket_that_is_given_to_nobody_pages_at_once(self) -> None:
        assert found(FOR_GOOD, taken(NINE), released(TEN)) == (After.RELEASE, TEN)

    def test_one_that_is_given_to_somebody_pages_unless_they_show_in_time_that_they_know(self) -> None:
        entries = [taken(NINE), assigned(TEN)]
        assert found(FOR_GOOD, *entries) == (After.HAND_OVER, TEN + TO_NOTICE)
        assert found(FOR_GOOD, *entries, Taken(at=TEN, by="Bob Agent", to="Bob Agent")) is None
        assert found(FOR_GOOD, *entries, replied(TEN)) is None

    def test_as_long_as_somebody_else_has_it_too_nobody_is_called(self) -> None:
        assert found(FOR_GOOD, acknowledged(NINE), taken(NINE), released(TEN)) is None

    def test_once_the_customer_was_answered_it_may_be_nobodys(self) -> None:
        assert found(FOR_GOOD, taken(NINE), replied(monday("09:30")), released(TEN)) is None

    def test_one_that_waits_pages_when_the_wait_is_over(self) -> None:
        entries = [taken(NINE), paused(monday("09:10")), released(TEN)]
        assert found(FOR_GOOD, *entries) is None
        assert found(FOR_GOOD, *entries, resumed(NOON)) == (After.RELEASE, NOON)

    def test_outside_coverage_it_pages_at_the_opening(self) -> None:
        assert found(IN_HOURS, taken(NINE), released(monday("20:00"))) == (After.RELEASE, tuesday("09:00"))


class TestAnyTicket:
    @given(st.data(), any_terms)
    def test_nobody_is_paged_while_somebody_has_it_and_shows_it(self, data: st.DataObject, sold: Terms) -> None:
        history = History.of(data.draw(ledgers(sold)))
        for chain in chains(sold, history):
            entry = relapse(sold, history, chain)
            if entry is not None:
                assert not chain.over
                assert chain.ended is not None
                assert entry.at >= max(chain.ended, history.entries[-1].at)
                assert history.state in (State.OPEN, State.WAITING)
                assert entry.after is After.SNOOZE or history.state is State.OPEN
                assert sold.timeline(chain.paging.coverage).is_open(entry.at)

    @given(st.data(), any_terms)
    def test_people_are_called_anew_no_more_often_than_people_have_answered(
        self, data: st.DataObject, sold: Terms
    ) -> None:
        drawn = [each for each in data.draw(ledgers(sold)) if not isinstance(each, Unacknowledged)]
        entries = with_lapses(sold, drawn, drawn[-1].at + 1000 * HOUR)
        anew = sum(isinstance(each, Unacknowledged) for each in entries)
        assert anew <= sum(each.by != BY_RULE for each in drawn)
