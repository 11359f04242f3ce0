from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.answers import Standing, gives_away, standing
from bot.clocks.contract import Terms
from bot.clocks.entries import Entry, Released, Taken
from bot.clocks.ledger import History
from tests.clocks.histories import any_terms, ledgers
from tests.clocks.samples import (
    acknowledged,
    assigned,
    called_back,
    heard,
    monday,
    opened,
    paged,
    paused,
    released,
    replied,
    resumed,
    snoozed,
    taken,
    updated,
)

NINE, TEN = monday("09:00"), monday("10:00")
FIVE_PAST = monday("09:05")
OLLY, ANA, BOB = "Olly Oncall", "Ana Agent", "Bob Agent"


def stands(*entries: Entry, needs: int = 1) -> Standing:
    return standing(History.of([opened(NINE), *entries]), 0, None, needs)


class TestWhoHasIt:
    @pytest.mark.parametrize("answer", [acknowledged, taken, replied, updated, called_back])
    def test_whoever_says_so_takes_it_or_speaks_to_the_customer(self, answer: Callable[[datetime], Entry]) -> None:
        found = stands(answer(FIVE_PAST))
        assert found.people == (answer(FIVE_PAST).by,)
        assert (found.answered, found.ended) == (answer(FIVE_PAST), 1)

    def test_nobody_by_what_the_customer_a_wait_or_the_pager_says(self) -> None:
        assert stands(heard(NINE), paged(NINE), paused(NINE), resumed(NINE)) == Standing()

    def test_nobody_by_being_given_it(self) -> None:
        assert stands(assigned(NINE, to=ANA)) == Standing()

    def test_only_what_lies_between_the_two_places_counts(self) -> None:
        history = History.of([opened(NINE), taken(NINE), heard(NINE), acknowledged(FIVE_PAST)])
        assert standing(history, 1, 3, 1) == Standing()


class TestWhoLetsGo:
    def test_whoever_releases_it_has_it_no_more(self) -> None:
        found = stands(taken(NINE), released(TEN))
        assert (found.people, found.let_go) == ((), released(TEN))
        assert found.answered == taken(NINE)

    def test_an_acknowledgement_goes_with_it(self) -> None:
        entries = [acknowledged(NINE), Taken(at=NINE, by=OLLY, to=OLLY), Released(at=TEN, by=OLLY)]
        assert stands(*entries).let_go == entries[-1]

    def test_so_has_whoever_it_is_taken_from_and_given_to_another(self) -> None:
        assert stands(taken(NINE), assigned(TEN, to=BOB)).let_go == assigned(TEN, to=BOB)

    def test_so_has_whoever_gives_it_away(self) -> None:
        away = Taken(at=TEN, by=OLLY, to=BOB)
        assert stands(acknowledged(NINE), away).let_go == away

    def test_not_whoever_it_is_given_to_after_they_showed_that_they_know(self) -> None:
        found = stands(acknowledged(NINE), assigned(TEN, to=OLLY))
        assert (found.people, found.let_go) == ((OLLY,), None)

    def test_whoever_takes_it_over_is_one_more(self) -> None:
        over = Taken(at=TEN, by=BOB, to=BOB)
        found = stands(taken(NINE), over)
        assert (found.people, found.let_go) == ((ANA, BOB), None)

    def test_as_long_as_one_person_has_it_nobody_has_let_it_drop(self) -> None:
        found = stands(taken(NINE), acknowledged(FIVE_PAST), released(TEN))
        assert (found.people, found.let_go) == ((OLLY,), None)

    def test_whoever_was_given_it_and_shows_it_has_it(self) -> None:
        found = stands(taken(NINE), assigned(TEN, to=BOB), Taken(at=TEN, by=BOB, to=BOB))
        assert (found.people, found.let_go) == ((BOB,), None)

    def test_given_to_nobody_after_it_was_given_to_another_it_is_nobodys(self) -> None:
        assert stands(taken(NINE), assigned(FIVE_PAST, to=BOB), released(TEN)).let_go == released(TEN)

    def test_before_enough_people_had_it_there_is_nothing_to_let_go_of(self) -> None:
        found = stands(taken(NINE), released(TEN), needs=2)
        assert (found.people, found.let_go, found.ended) == ((), None, None)

    def test_who_had_it_before_the_paging_lets_go_of_nothing_that_was_said_to_it(self) -> None:
        history = History.of([opened(NINE), taken(NINE), heard(NINE), acknowledged(FIVE_PAST), released(TEN)])
        assert standing(history, 2, None, 1).people == (OLLY,)


class TestSnooze:
    def test_it_ends_the_calling_until_somebody_answers(self) -> None:
        entry = snoozed(FIVE_PAST, TEN)
        assert (stands(entry).snoozed, stands(entry).ended, stands(entry).people) == (entry, 1, ())
        found = stands(entry, acknowledged(TEN))
        assert (found.snoozed, found.ended, found.answered) == (None, 1, acknowledged(TEN))

    def test_one_of_two_people_does_not_end_it(self) -> None:
        entry = snoozed(FIVE_PAST, TEN)
        assert stands(entry, acknowledged(TEN), needs=2).snoozed == entry


@given(st.data(), any_terms, st.integers(1, 3))
def test_whatever_happens_the_end_of_the_calling_does_not_move(data: st.DataObject, sold: Terms, needs: int) -> None:
    history = History.of(data.draw(ledgers(sold)))
    last = len(history.entries)
    found = [standing(history, 0, until, needs) for until in range(1, last + 1)]
    for before, after in pairwise(found):
        assert before.ended is None or after.ended == before.ended
        assert before.answered is None or after.answered == before.answered
    for each in found:
        assert each.answered is None or each.snoozed is None
        assert each.let_go is None or (gives_away(each.let_go) and not each.people)
        assert (each.ended is None) is (each.answered is None and each.snoozed is None)
