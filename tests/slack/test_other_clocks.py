"""From one proof to the next: every clock of a ticket can be asked about, also when it has ended."""

from datetime import timedelta
from typing import Any

from bot.clocks.contract import ClockKind
from bot.clocks.entries import CalledBack, Closed, Replied
from bot.slack.actions import Action
from bot.slack.blocks import Block
from bot.slack.grammar import Why, read
from bot.slack.other_clocks import MOST_OTHERS, other_clocks
from tests.slack.tickets import ANA, FRIDAY, MINUTE, clock, critical, ticket


def lines(blocks: list[Block]) -> list[tuple[str, str]]:
    """What each line says, and what its button carries."""
    return [(block["text"]["text"], block["accessory"]["value"]) for block in blocks]


def ended(**changes: Any) -> Any:
    called = CalledBack(at=FRIDAY + MINUTE, by=ANA, text="They can send again.")
    closed = Closed(at=FRIDAY + 2 * MINUTE, by=ANA, reason="resolved", text="Agreed.")
    return critical(called, closed, at=FRIDAY + 3 * MINUTE, **changes)


def test_a_ticket_with_one_clock_has_no_other() -> None:
    assert other_clocks(ticket(), clock(ticket())) == []


def test_a_closed_tickets_other_clocks_are_offered_with_how_they_ended() -> None:
    of = ended()
    assert lines(other_clocks(of, clock(of, ClockKind.CALL_BACK))) == [
        ("*Next update* · ended before it was due", "why 12 next update 1")
    ]


def test_the_buttons_are_understood_and_mean_that_clock() -> None:
    of = ended()
    for each in of.clocks:
        for block in other_clocks(of, each):
            assert block["accessory"]["action_id"] == Action.LIST
            said = read(block["accessory"]["value"], ())
            assert isinstance(said, Why)
            meant = [(other.kind, other.cycle) for other in of.clocks if other != each]
            assert (said.clock, said.cycle) in meant


def test_of_very_many_the_newest_are_offered() -> None:
    replies = [Replied(at=FRIDAY + turn * MINUTE, by=ANA, text="Still on it.") for turn in range(1, 30)]
    of = critical(*replies, at=FRIDAY + timedelta(minutes=30))
    found = lines(other_clocks(of, clock(of, ClockKind.CALL_BACK)))
    assert len(found) == MOST_OTHERS
    assert found[-1] == ("*Next update 29* · running", "why 12 next update 29")
