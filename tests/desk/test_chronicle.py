"""Everything that happened to a ticket, in order, with what it did to promises, expectations and waits."""

from datetime import timedelta

from bot.clocks.contract import ClockKind, PauseReason
from bot.clocks.entries import Heard, Opened, Paused, Regraded, Replied, Resumed, Taken, Updated
from bot.clocks.ledger import History
from bot.desk.chronicle import Happening, StoodStill, chronicle
from tests.slack.tickets import ANA, CARA, FRIDAY, MINUTE, critical, ticket

HOUR = timedelta(hours=1)
RESPONSE = ClockKind.FIRST_RESPONSE


def kinds(happenings: tuple[Happening, ...]) -> list[str]:
    """The kind of each entry, and `broken` for a promise that broke."""
    return ["broken" if each.entry is None else each.entry.kind for each in happenings]


def test_it_begins_with_the_opening_and_follows_the_ledger() -> None:
    told = chronicle(ticket(Taken(at=FRIDAY, by=ANA, to=ANA), Heard(at=FRIDAY + MINUTE, by=CARA, text="Any news?")))
    assert kinds(told) == ["opened", "taken", "heard"]
    assert isinstance(told[0].entry, Opened)
    assert [each.number for each in told] == [1, 2, 3]


def test_an_entry_says_which_promise_it_kept() -> None:
    told = chronicle(ticket(Replied(at=FRIDAY + MINUTE, by=ANA, text="On it."), at=FRIDAY + MINUTE))
    assert [clock.kind for clock in told[1].kept] == [RESPONSE]
    assert told[1].late == ()


def test_a_promise_breaks_at_its_due_instant_and_what_was_done_after_it_was_late() -> None:
    late = FRIDAY + 2 * HOUR
    told = chronicle(ticket(Taken(at=FRIDAY, by=ANA, to=ANA), Replied(at=late, by=ANA, text="Sorry."), at=late))
    assert kinds(told) == ["opened", "taken", "broken", "replied"]
    assert told[2].at == FRIDAY + HOUR
    assert told[2].broken is not None
    assert [clock.kind for clock in told[3].late] == [RESPONSE]
    assert told[3].kept == ()


def test_what_was_done_at_the_due_instant_was_in_time() -> None:
    due = FRIDAY + HOUR
    told = chronicle(ticket(Replied(at=due, by=ANA, text="On it."), at=due + MINUTE))
    assert kinds(told) == ["opened", "replied"]


def test_a_regrade_says_what_it_replaced() -> None:
    first = Regraded(at=FRIDAY, by=ANA, severity="high", impact="Only the reports fail.")
    second = Regraded(at=FRIDAY + MINUTE, by=ANA, severity="low", impact="Hardly anything fails.")
    told = chronicle(ticket(first, second, at=FRIDAY + MINUTE))
    assert [each.before.id for each in told if each.before] == ["urgent", "high"]


def test_an_update_says_what_was_expected_before_it() -> None:
    def update(minutes: int, eta: int | None) -> Updated:
        at = FRIDAY + minutes * MINUTE
        return Updated(at=at, by=ANA, text="Progress.", eta=None if eta is None else FRIDAY + eta * HOUR)

    told = chronicle(ticket(update(1, 2), update(2, None), update(3, 4), at=FRIDAY + 3 * MINUTE))
    assert [each.expected for each in told[1:]] == [None, FRIDAY + 2 * HOUR, FRIDAY + 2 * HOUR]


def test_the_end_of_a_wait_says_how_long_it_was_and_which_clocks_stood_still() -> None:
    paused = Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="The log files.")
    monday = FRIDAY + timedelta(days=2, hours=15)  # Half past seven: the desk has been open for an hour and a half.
    told = chronicle(ticket(paused, Resumed(at=monday, by=CARA), at=monday))
    wait = told[-1].wait
    assert wait is not None
    assert (wait.length, wait.pause.began) == (monday - FRIDAY, paused)
    assert wait.stood_still == (StoodStill(kind=RESPONSE, counted=timedelta(hours=3), in_business_time=True),)


def test_a_wait_for_which_the_contract_stops_no_clock_says_so() -> None:
    paused = Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="The log files.")
    told = chronicle(critical(paused, Resumed(at=FRIDAY + HOUR, by=CARA), at=FRIDAY + HOUR))
    assert [each.wait.stood_still for each in told if each.wait] == [()]


def test_a_wait_that_goes_on_has_no_end_yet() -> None:
    paused = Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="The log files.")
    assert all(each.wait is None for each in chronicle(ticket(paused, at=FRIDAY + HOUR)))


def test_a_ticket_that_was_only_opened_has_one_line() -> None:
    only = ticket()
    assert kinds(chronicle(only)) == ["opened"]
    assert only.history == History.of(only.history.entries)
