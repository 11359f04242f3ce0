from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.calendar import Calendar, weekly_hours
from bot.clocks.contract import PageStep, Paging, Terms, terms
from bot.clocks.entries import Entry
from bot.clocks.ledger import History
from bot.clocks.paging import Chain, chains
from bot.contracts.reader import load
from tests.clocks.histories import any_terms, ledgers
from tests.clocks.samples import (
    MICROSECOND,
    MINUTE,
    acknowledged,
    assigned,
    called_back,
    closed,
    day,
    monday,
    opened,
    pagings,
    paused,
    plan_terms,
    regraded,
    released,
    reopened,
    replied,
    resolved,
    snoozed,
    taken,
    tuesday,
    unacknowledged,
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

    @pytest.mark.clause("V03", "V05")
    def test_basic_is_paged_in_the_morning_and_valicare_at_night(self) -> None:
        night = monday("09:00")  # two in the morning in Los Angeles
        basic, valicare = (only(terms(load("valimail"), plan), [opened(night)]) for plan in ("basic", "valicare"))
        assert [page.at for page in basic.pages[:3]] == [monday("13:00"), monday("13:15"), monday("13:30")]
        assert [page.at for page in valicare.pages[:3]] == [night, monday("09:10"), monday("09:20")]
        assert (basic.held, basic.called_from) == (True, monday("13:00"))
        assert (valicare.held, valicare.called_from) == (False, night)

    @pytest.mark.clause("B19", "B04", "B21")
    def test_bird_has_called_everybody_before_the_call_back_is_due(self) -> None:
        chain = only(terms(load("bird"), "email_enterprise"), [opened(NINE, "critical")])
        assert [(page.whom, page.at) for page in chain.pages[:5]] == [
            ("primary", NINE),
            ("secondary", monday("09:05")),
            ("tam", monday("09:10")),
            ("leads", monday("09:12")),
            ("primary", monday("09:17")),
        ]


class TestRounds:
    SOLD = plan_terms(paging={"P1": replace(ALWAYS, repeats=2, again_after=20 * MINUTE)})

    def test_the_steps_come_again_so_long_after_the_last_one_as_often_as_the_contract_says(self) -> None:
        chain = only(self.SOLD, [opened(NINE)])
        assert [(page.step, page.round, page.whom) for page in chain.pages] == [
            (3 * gone_through + step, gone_through + 1, whom)
            for gone_through in range(3)
            for step, whom in enumerate(("primary", "secondary", "leads"))
        ]
        assert [page.at for page in chain.pages[3:]] == [
            monday("09:50"),
            monday("10:05"),
            monday("10:20"),
            monday("10:40"),
            monday("10:55"),
            monday("11:10"),
        ]

    def test_the_pause_between_two_rounds_is_covered_time_too(self) -> None:
        sold = plan_terms(paging={"P1": replace(IN_HOURS, repeats=1, again_after=20 * MINUTE)})
        chain = only(sold, [opened(monday("16:20"))])
        assert [page.at for page in chain.pages[2:4]] == [monday("16:50"), tuesday("09:10")]


class TestSeveralPeople:
    SOLD = plan_terms(paging={"P1": replace(ALWAYS, needs=2)})

    def test_a_second_one_is_called_although_the_first_has_it(self) -> None:
        chain = only(self.SOLD, [opened(NINE), acknowledged(monday("09:05"))])
        assert (chain.people, chain.answered, chain.ended, chain.wanted) == (("Olly Oncall",), None, None, True)

    def test_the_chain_ends_with_the_second(self) -> None:
        chain = only(self.SOLD, [opened(NINE), acknowledged(monday("09:05")), taken(monday("09:20"))])
        assert (chain.people, chain.ended) == (("Olly Oncall", "Ana Agent"), monday("09:20"))
        assert (chain.answered, chain.wanted) == (taken(monday("09:20")), False)

    def test_one_person_who_says_it_twice_is_one_person(self) -> None:
        entries = [opened(NINE), acknowledged(monday("09:05")), acknowledged(monday("09:06"))]
        assert only(self.SOLD, entries).ended is None

    def test_one_who_lets_go_before_the_second_has_it_does_not_count(self) -> None:
        entries = [opened(NINE), taken(monday("09:05")), released(monday("09:06")), acknowledged(monday("09:07"))]
        assert only(self.SOLD, entries).ended is None


class TestSnooze:
    def test_nobody_is_called_from_the_snooze_on_but_it_is_still_for_somebody_to_take(self) -> None:
        entry = snoozed(monday("09:05"), TEN)
        chain = only(SOLD, [opened(NINE), entry])
        assert (chain.ended, chain.snoozed, chain.answered, chain.wanted) == (monday("09:05"), entry, None, True)

    def test_of_two_the_newest_holds(self) -> None:
        entries = [opened(NINE), snoozed(monday("09:05"), TEN), snoozed(monday("09:30"), monday("09:40"))]
        chain = only(SOLD, entries)
        assert (chain.ended, chain.snoozed) == (monday("09:05"), entries[-1])

    def test_whoever_has_it_meanwhile_ends_the_snooze(self) -> None:
        entries = [opened(NINE), snoozed(monday("09:05"), TEN), acknowledged(monday("09:30"))]
        chain = only(SOLD, entries)
        assert (chain.answered, chain.snoozed, chain.settled) == (entries[-1], None, entries[-1])

    def test_to_snooze_what_somebody_has_says_nothing(self) -> None:
        chain = only(SOLD, [opened(NINE), acknowledged(NINE), snoozed(monday("09:05"), TEN)])
        assert (chain.snoozed, chain.answered) == (None, acknowledged(NINE))


class TestAnew:
    def test_when_nobody_has_it_any_more_the_chain_begins_from_the_beginning(self) -> None:
        first, second = pagings(SOLD, [opened(NINE), acknowledged(monday("09:05")), unacknowledged(TEN)])
        assert (first.cycle, first.ended, first.over) == (1, monday("09:05"), True)
        assert (second.cycle, second.raised, second.ended, second.people) == (2, TEN, None, ())
        assert [page.at for page in second.pages] == [TEN, monday("10:15"), monday("10:30")]

    def test_what_was_said_before_does_not_answer_it(self) -> None:
        entries = [opened(NINE), acknowledged(TEN), unacknowledged(TEN)]
        assert pagings(SOLD, entries)[-1].answered is None
        assert pagings(SOLD, [*entries, acknowledged(TEN)])[-1].answered == acknowledged(TEN)

    def test_under_rules_that_page_nobody_it_says_nothing(self) -> None:
        assert pagings(SOLD, [opened(NINE, "low"), unacknowledged(TEN)]) == ()


class TestAnswers:
    @pytest.mark.parametrize("answer", [acknowledged, taken, replied, called_back])
    def test_whoever_shows_that_they_have_it_ends_the_chain(self, answer: Callable[[datetime], Entry]) -> None:
        chain = only(SOLD, [opened(NINE), answer(monday("09:05")), acknowledged(monday("09:10"))])
        assert (chain.answered, chain.ended) == (answer(monday("09:05")), monday("09:05"))

    def test_whoever_is_given_it_by_somebody_else_has_not_answered_yet(self) -> None:
        theirs = assigned(monday("09:05"))
        assert only(SOLD, [opened(NINE), theirs]).ended is None
        assert only(SOLD, [opened(NINE), theirs, acknowledged(monday("09:10"))]).ended == monday("09:10")

    def test_waiting_answers_nobody(self) -> None:
        assert only(SOLD, [opened(NINE), paused(monday("09:05"))]).ended is None

    @pytest.mark.parametrize("end", [closed, resolved])
    def test_the_end_of_the_ticket_ends_the_chain_unanswered(self, end: Callable[[datetime], Entry]) -> None:
        chain = only(SOLD, [opened(NINE), end(TEN)])
        assert (chain.answered, chain.ended, chain.settled) == (None, TEN, end(TEN))

    def test_what_has_ended_keeps_the_calls_that_came_before(self) -> None:
        chain = only(SOLD, [opened(NINE), acknowledged(monday("09:15"))])
        assert [at for _, _, at in pages(chain)] == [NINE, monday("09:15")]

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
                assert chain.raised == earlier.raised
                assert chain.pages == earlier.pages[: len(chain.pages)]
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

    def test_what_was_paged_anew_before_the_mistake_is_not_paged_again_after_it(self) -> None:
        entries = [
            opened(NINE),
            acknowledged(NINE),
            unacknowledged(monday("09:10")),
            acknowledged(monday("09:12")),
            regraded(monday("09:20"), "low"),
            regraded(monday("09:25"), "urgent", undo=True),
        ]
        first, second, put_back = pagings(SOLD, entries)
        assert [first.cycle, second.cycle, put_back.cycle] == [1, 2, 3]
        assert (put_back.answered, put_back.ended) == (entries[3], monday("09:25"))

    def test_while_nobody_has_it_the_chain_begins_anew(self) -> None:
        entries = [opened(NINE), regraded(monday("09:20"), "low"), regraded(monday("09:25"), "urgent", undo=True)]
        *_, put_back = pagings(SOLD, entries)
        assert (put_back.raised, put_back.answered, put_back.ended) == (monday("09:25"), None, None)

    def test_a_ticket_without_promises_pages_nobody(self) -> None:
        assert pagings(SOLD, [opened(NINE, covered=False)]) == ()


def test_one_microsecond_after_an_answer_the_chain_is_still_ended() -> None:
    entries = [opened(NINE), acknowledged(monday("09:05")), acknowledged(monday("09:05") + MICROSECOND)]
    assert only(SOLD, entries).ended == monday("09:05")
