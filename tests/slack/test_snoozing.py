from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.access import Verb
from bot.desk.requests import Asker, Snooze
from bot.slack.actions import Action
from bot.slack.grammar import read
from bot.slack.handling_words import Handle
from bot.slack.moments import Writer
from bot.slack.payloads import Press
from bot.slack.snoozing import pressed, typed

NIGHT = datetime(2026, 6, 5, 1, 30, tzinfo=UTC)
ANA = Asker(person="U0ANA", channel="C0TRIAGE")


def until(line: str, zone: str = "Europe/Amsterdam") -> datetime | None:
    said = read(line, ())
    assert isinstance(said, Handle)
    assert said.verb is Verb.SNOOZE
    found = typed(said, "k", ANA, Writer(at=NIGHT, zone=zone))
    assert found is None or (found.ticket, found.asker, found.key) == (42, ANA, "k")
    return None if found is None else found.until


@pytest.mark.parametrize(
    "line",
    [
        "snooze 42 30m",
        "snooze 42 30 minutes",
        "snooze T-42 for 30 min",
        "sleep 42: 30 minutes.",
        "snooze 42 until 04:00",
        "snooze 42 till 4am",
        "snooze 42 04:00",
    ],
)
def test_a_length_and_a_moment_of_ones_own_clock_can_both_be_typed(line: str) -> None:
    assert until(line) == NIGHT + timedelta(minutes=30)


def test_a_moment_is_that_of_whoever_typed_it() -> None:
    assert until("snooze 42 until 07:00") == datetime(2026, 6, 5, 5, tzinfo=UTC)
    assert until("snooze 42 until 07:00", "America/Los_Angeles") == datetime(2026, 6, 5, 14, tzinfo=UTC)


@pytest.mark.parametrize("line", ["snooze 42", "snooze 42 a bit", "snooze 42 until later", "snooze 42 until 25:00"])
def test_what_names_no_end_is_asked_again(line: str) -> None:
    assert until(line) is None


def test_a_choice_in_the_menu_counts_from_the_press() -> None:
    press = Press(key="k", asker=ANA, action=Action.SNOOZE, ticket=42, minutes=15)
    wanted = Snooze(key="k", asker=ANA, ticket=42, until=NIGHT + timedelta(minutes=15))
    assert pressed(press, NIGHT) == wanted
    assert pressed(Press(key="k", asker=ANA, action=Action.ACKNOWLEDGE, ticket=42), NIGHT) is None
