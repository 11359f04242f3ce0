from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clocks.contract import Terms
from bot.clocks.entries import Acknowledged, Closed, Entry, Snoozed, Taken
from bot.desk.answering import LONGEST_SNOOZE, acknowledge, snooze
from bot.desk.refusals import NothingToDoError, PastInstantError, SnoozeTooLongError
from bot.desk.requests import Acknowledge, Asker, Snooze
from tests.slack.tickets import ANA, FRIDAY, MINUTE, OLLY, ticket, valicare

HOUR = 60 * MINUTE
ACKNOWLEDGE = Acknowledge(key="k", asker=Asker(person=OLLY), ticket=12)
SNOOZE = Snooze(key="k", asker=Asker(person=OLLY), ticket=12, until=FRIDAY + HOUR)


def needing_two() -> Terms:
    sold = valicare()
    chain = replace(sold.plan.paging["P1"], needs=2)
    return replace(sold, plan=replace(sold.plan, paging={"P1": chain}))


class TestAcknowledge:
    def test_whoever_is_paged_says_that_they_have_it(self) -> None:
        assert acknowledge(ACKNOWLEDGE, ticket()) == Acknowledged(at=FRIDAY, by=OLLY)

    def test_a_snoozed_page_can_be_acknowledged_too(self) -> None:
        put_off = Snoozed(at=FRIDAY, by=ANA, until=FRIDAY + HOUR)
        assert acknowledge(ACKNOWLEDGE, ticket(put_off)) == Acknowledged(at=FRIDAY, by=OLLY)

    def test_where_it_takes_two_the_same_person_cannot_be_both(self) -> None:
        had = ticket(Acknowledged(at=FRIDAY, by=OLLY), terms=needing_two())
        with pytest.raises(NothingToDoError) as refused:
            acknowledge(ACKNOWLEDGE, had)
        assert refused.value.why == "you have it already, and it takes one more person"
        other = replace(ACKNOWLEDGE, asker=Asker(person=ANA))
        assert acknowledge(other, had) == Acknowledged(at=FRIDAY, by=ANA)


class TestSnooze:
    def test_nobody_is_called_before_the_moment(self) -> None:
        assert snooze(SNOOZE, ticket()) == Snoozed(at=FRIDAY, by=OLLY, until=FRIDAY + HOUR)

    def test_a_snoozed_page_can_be_put_off_again_and_also_be_called_earlier(self) -> None:
        put_off = ticket(Snoozed(at=FRIDAY, by=ANA, until=FRIDAY + HOUR))
        for minutes in (30, 90):
            again = replace(SNOOZE, until=FRIDAY + minutes * MINUTE)
            assert snooze(again, put_off).until == again.until

    def test_it_must_end_ahead(self) -> None:
        with pytest.raises(PastInstantError):
            snooze(replace(SNOOZE, until=FRIDAY), ticket())

    def test_it_ends_within_a_day(self) -> None:
        whole_day = replace(SNOOZE, until=FRIDAY + LONGEST_SNOOZE)
        assert snooze(whole_day, ticket()).until == FRIDAY + LONGEST_SNOOZE
        with pytest.raises(SnoozeTooLongError) as refused:
            snooze(replace(whole_day, until=whole_day.until + timedelta(seconds=1)), ticket())
        assert refused.value.longest == timedelta(hours=24)


@pytest.mark.parametrize(
    "later",
    [
        Acknowledged(at=FRIDAY, by=ANA),
        Taken(at=FRIDAY, by=ANA, to=ANA),
        Closed(at=FRIDAY, by=ANA, reason="resolved"),
    ],
    ids=lambda entry: entry.kind,
)
def test_what_pages_nobody_can_be_neither_acknowledged_nor_put_off(later: Entry) -> None:
    for refused in (lambda: acknowledge(ACKNOWLEDGE, ticket(later)), lambda: snooze(SNOOZE, ticket(later))):
        with pytest.raises(NothingToDoError) as told:
            refused()
        assert told.value.why == "nobody is being paged"


def test_a_severity_for_which_nobody_is_called_has_nothing_to_answer() -> None:
    with pytest.raises(NothingToDoError):
        snooze(SNOOZE, ticket(severity="low"))
