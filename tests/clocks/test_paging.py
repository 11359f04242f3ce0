from collections.abc import Callable, Iterable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.calendar import Calendar, weekly_hours
from bot.clocks.contract import PageStep, Paging, Terms, terms
from bot.clocks.entries import Entry, Taken
from bot.clocks.ledger import History
from bot.clocks.paging import Chain, chains
from bot.contracts.reader import load
from tests.clocks.histories import any_terms, ledgers
from tests.clocks.samples import (
    MICROSECOND,
    MINUTE,
    acknowledged,
    called_back,
    closed,
    day,
    monday,
    opened,
    pagings,
    paused,
    plan_terms,
    regraded,
    reopened,
    replied,
    resolved,
    taken,
    tuesday,
)

NINE, TEN = monday("09:00"), monday("10:00")
STEPS = (
    PageStep(after=0 * MINUTE, whom="primary"),
    PageStep(after=15 * MINUTE, whom="secondary"),
    PageStep(after=30 * MINUTE, whom="leads"),
)
ALWAYS = Paging(steps=STEPS, clause="A5")
IN_HOURS = Paging(steps=STEPS, coverage="desk", clause="A5")
SOLD = plan_terms(paging={"P1": ALWAYS})
COVERED = plan_terms(paging={"P1": IN_HOURS})


def pages(chain: Chain) -> list[tuple[int, str, datetime]]:
    return [(page.step, page.whom, page.at) for page in chain.pages]


def only(sold: Terms, entries: Iterable[Entry]) -> Chain:
    (chain,) = pagings(sold, entries)
    return chain


class TestSteps:
    def test_each_step_comes_its_time_after_the_opening(self) -> None:
        chain = only(SOLD, [opened(monday("03:00"))])
        assert (chain.cycle, chain.raised, chain.severity, chain.ended) == (1, monday("03:00"), "urgent", None)
        assert pages(chain) == [
            (0, "primary", monday("03:00")),
            (1, "secondary", monday("03:15")),
            (2, "leads", monday("03:30")),
        ]

    def test_a_severity_without_paging_calls_nobody(self) -> None:
        assert pagings(SOLD, [opened(NINE, "high")]) == ()

    def test_outside_coverage_the_first_page_waits_for_the_opening(self) -> None:
        chain = only(COVERED, [opened(monday("03:00"))])
        assert [at for _, _, at in pages(chain)] == [monday("09:00"), monday("09:15"), monday("09:30")]

    def test_closing_time_interrupts_the_chain_and_the_next_opening_goes_on_with_it(self) -> None:
        chain = only(COVERED, [opened(monday("16:50"))])
        assert [at for _, _, at in pages(chain)] == [monday("16:50"), tuesday("09:05"), tuesday("09:20")]

    def test_a_step_that_falls_on_closing_time_waits_for_the_next_opening(self) -> None:
        chain = only(COVERED, [opened(day(4, "16:45"))])
        assert [at for _, _, at in pages(chain)] == [day(4, "16:45"), day(7, "09:00"), day(7, "09:15")]

    def test_where_coverage_never_opens_nobody_is_paged(self) -> None:
        never = Calendar(name="desk", zone="UTC", weekly=weekly_hours({}))
        sold = plan_terms(paging={"P1": IN_HOURS}, calendar=never)
        assert pages(only(sold, [opened(NINE)])) == []

    def test_basic_is_paged_in_the_morning_and_valicare_at_night(self) -> None:
        night = monday("09:00")  # two in the morning in Los Angeles
        basic, valicare = (only(terms(load("valimail"), plan), [opened(night)]) for plan in ("basic", "valicare"))
        assert [page.at for page in basic.pages] == [monday("13:00"), monday("13:15"), monday("13:30")]
        assert [page.at for page in valicare.pages] == [night, monday("09:10"), monday("09:20")]


class TestAnswers:
    @pytest.mark.parametrize("answer", [acknowledged, taken, replied, called_back])
    def test_whoever_shows_that_they_have_it_ends_the_chain(self, answer: Callable[[datetime], Entry]) -> None:
        chain = only(SOLD, [opened(NINE), answer(monday("09:05")), acknowledged(monday("09:10"))])
        assert (chain.answered, chain.ended) == (answer(monday("09:05")), monday("09:05"))

    def test_whoever_is_given_it_by_somebody_else_has_not_answered_yet(self) -> None:
        given = Taken(at=monday("09:05"), by="Lena Lead", to="Ana Agent")
        assert only(SOLD, [opened(NINE), given]).ended is None
        assert only(SOLD, [opened(NINE), given, acknowledged(monday("09:10"))]).ended == monday("09:10")

    def test_waiting_answers_nobody(self) -> None:
        assert only(SOLD, [opened(NINE), paused(monday("09:05"))]).ended is None

    @pytest.mark.parametrize("end", [closed, resolved])
    def test_the_end_of_the_ticket_ends_the_chain_unanswered(self, end: Callable[[datetime], Entry]) -> None:
        chain = only(SOLD, [opened(NINE), end(TEN)])
        assert (chain.answered, chain.ended) == (None, TEN)

    def test_an_answer_in_the_opening_instant_counts(self) -> None:
        assert only(SOLD, [opened(NINE), acknowledged(NINE)]).ended == NINE


class TestRegrades:
    def test_raised_to_a_severity_that_pages_the_chain_starts_at_the_regrade(self) -> None:
        chain = only(SOLD, [opened(NINE, "low"), taken(NINE), regraded(TEN, "urgent")])
        assert (chain.raised, chain.answered) == (TEN, None)
        assert chain.pages[0].at == TEN

    def test_an_answer_in_the_instant_of_the_regrade_counts_only_after_it(self) -> None:
        earlier = [opened(NINE, "low"), taken(TEN), regraded(TEN, "urgent")]
        assert only(SOLD, earlier).ended is None
        assert only(SOLD, [*earlier, acknowledged(TEN)]).ended == TEN

    def test_lowered_the_chain_ends_and_raised_again_a_new_one_starts(self) -> None:
        entries = [opened(NINE), regraded(monday("09:05"), "low"), regraded(TEN, "urgent")]
        first, second = pagings(SOLD, entries)
        assert (first.cycle, first.ended, first.answered) == (1, monday("09:05"), None)
        assert (second.cycle, second.raised, second.ended) == (2, TEN, None)

    def test_another_severity_that_pages_by_the_same_rules_does_not_start_anew(self) -> None:
        sold = plan_terms(paging={"P1": ALWAYS, "P2": ALWAYS})
        chain = only(sold, [opened(NINE), regraded(monday("09:05"), "high")])
        assert (chain.raised, chain.severity, chain.ended) == (NINE, "urgent", None)

    def test_another_severity_that_pages_by_other_rules_does(self) -> None:
        sold = plan_terms(paging={"P1": ALWAYS, "P2": IN_HOURS})
        first, second = pagings(sold, [opened(NINE, "high"), regraded(TEN, "urgent")])
        assert (first.ended, second.raised, second.paging) == (TEN, TEN, ALWAYS)

    def test_a_chain_that_was_answered_is_not_started_by_a_regrade_under_the_same_rules(self) -> None:
        sold = plan_terms(paging={"P1": ALWAYS, "P2": ALWAYS})
        entries = [opened(NINE), acknowledged(monday("09:05")), regraded(TEN, "high")]
        assert only(sold, entries).ended == monday("09:05")


class TestReopening:
    def test_a_reopened_ticket_pages_again(self) -> None:
        entries = [opened(NINE), acknowledged(NINE), closed(TEN), reopened(tuesday("03:00"))]
        first, second = pagings(SOLD, entries)
        assert (first.ended, second.cycle, second.raised) == (NINE, 2, tuesday("03:00"))
        assert second.ended is None

    def test_closed_and_reopened_in_one_instant_the_answer_belongs_to_the_second_chain(self) -> None:
        first, second = pagings(SOLD, [opened(NINE), closed(TEN), reopened(TEN), acknowledged(TEN)])
        assert (first.answered, second.answered) == (None, acknowledged(TEN))


class TestAnyTicket:
    @given(st.data(), any_terms)
    def test_chains_follow_one_another_and_keep_their_numbers(self, data: st.DataObject, sold: Terms) -> None:
        entries = data.draw(ledgers(sold))
        before: tuple[Chain, ...] = ()
        for count in range(1, len(entries) + 1):
            found = chains(sold, History.of(entries[:count]))
            assert [chain.cycle for chain in found] == list(range(1, len(found) + 1))
            assert len(found) >= len(before)
            for chain, earlier in zip(found, before, strict=False):
                assert (chain.raised, chain.pages) == (earlier.raised, earlier.pages)
                assert earlier.ended is None or chain.ended == earlier.ended
            for chain in found:
                assert all(page.at >= chain.raised for page in chain.pages)
                coverage = sold.timeline(chain.paging.coverage)
                assert all(coverage.is_open(page.at) for page in chain.pages)
            before = found

    @given(st.data(), any_terms)
    def test_nobody_is_paged_for_a_finished_ticket(self, data: st.DataObject, sold: Terms) -> None:
        entries = data.draw(ledgers(sold))
        history = History.of(entries)
        if history.stretches[-1].last is not None:
            assert all(chain.ended is not None for chain in chains(sold, history))


class TestUndo:
    def test_whoever_had_it_before_a_mistaken_regrade_has_it_again_and_nobody_is_paged_anew(self) -> None:
        entries = [opened(NINE), acknowledged(monday("09:05")), regraded(monday("09:20"), "low")]
        *_, put_back = pagings(SOLD, [*entries, regraded(monday("09:25"), "urgent", undo=True)])
        assert (put_back.answered, put_back.ended) == (acknowledged(monday("09:05")), monday("09:25"))

    def test_while_nobody_has_it_the_chain_begins_anew(self) -> None:
        entries = [opened(NINE), regraded(monday("09:20"), "low"), regraded(monday("09:25"), "urgent", undo=True)]
        *_, put_back = pagings(SOLD, entries)
        assert (put_back.raised, put_back.answered, put_back.ended) == (monday("09:25"), None, None)

    def test_a_ticket_without_promises_pages_nobody(self) -> None:
        assert pagings(SOLD, [opened(NINE, covered=False)]) == ()


def test_one_microsecond_after_an_answer_the_chain_is_still_ended() -> None:
    entries = [opened(NINE), acknowledged(monday("09:05")), acknowledged(monday("09:05") + MICROSECOND)]
    assert only(SOLD, entries).ended == monday("09:05")
