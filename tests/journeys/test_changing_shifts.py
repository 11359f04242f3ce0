"""Somebody else is on call while a call is running: its next step rings for them, and for nobody twice."""

from datetime import datetime, timedelta

import pytest

from bot.demo.office import CONFIGURATION
from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, key_of, posted, reads

WEDNESDAY = "2026-06-03 23:00+02:00"
"""A night in Piet's week, with Mara behind him: of Bird's chain 23:00, 23:05, 23:10 (Piet again) and Lena at 23:12."""
TELEPHONES = """
ways:
  U0PIET: [{after: 3 minutes, via: PIET_PHONE}]
  U0OLLY: [{after: 3 minutes, via: OLLY_PHONE}]
"""


def minutes(*calls: tuple[str, int], since: str = WEDNESDAY) -> list[tuple[str, datetime]]:
    """Calls so many minutes after a ticket was opened."""
    return [(who, at(since) + timedelta(minutes=minute)) for who, minute in calls]


def steps(story: Story) -> list[str]:
    """The steps that the team's channel read, by their keys."""
    return [key for message in story.history() if ":page " in (key := key_of(message) or "")]


@pytest.mark.clause("B19")
@pytest.mark.complaint(38)
async def test_whoever_begins_to_stand_in_is_called_by_the_next_step_and_who_was_called_already_is_not_again(
    begin: Begin,
) -> None:
    story = await begin(WEDNESDAY)
    await story.takes_the_critical_call()
    await story.moves_on(2)

    await story.types("lena", "/ticket oncall override @olly until 01:00 primary")
    assert story.rung() == minutes(("piet", 0)), "the first step was told already"
    await story.moves_on(11)

    assert story.rung() == minutes(("piet", 0), ("mara", 5), ("olly", 10), ("lena", 12))
    assert steps(story) == [f"1:paging:1:page {step}" for step in range(4)], "each step once"


async def test_an_override_that_is_taken_back_meanwhile_gives_the_next_step_back_as_well(begin: Begin) -> None:
    story = await begin(WEDNESDAY)
    await story.types("lena", "/ticket oncall override @olly for 8 hours primary")
    await story.takes_the_critical_call()
    await story.moves_on(6)
    await story.types("lena", "/ticket oncall override off primary")
    await story.moves_on(5)

    assert story.rung() == minutes(("olly", 0), ("mara", 5), ("piet", 10))


async def test_shifts_that_are_exchanged_in_the_middle_of_a_call_hand_its_next_step_over(begin: Begin) -> None:
    story = await begin(WEDNESDAY)
    await story.takes_the_critical_call()
    await story.types("piet", "/ticket oncall swap @olly primary")
    [question] = [message for message in story.paged("olly") if "swap" in (key_of(message) or "")]
    await story.moves_on(6)
    assert "accepted by you" in await story.presses("olly", question, "Accept")
    await story.moves_on(12)

    assert story.rung() == minutes(("piet", 0), ("mara", 5), ("olly", 10), ("lena", 12), ("olly", 17))
    assert steps(story) == [f"1:paging:1:page {step}" for step in range(5)]


async def test_whoever_was_called_before_the_exchange_can_still_say_that_they_have_it(begin: Begin) -> None:
    story = await begin(WEDNESDAY)
    await story.takes_the_critical_call()
    await story.types("lena", "/ticket oncall override @olly until 01:00 primary")

    await story.presses("piet", story.calls("piet")[0], "Acknowledge")
    await story.moves_on(20)

    assert story.rung() == minutes(("piet", 0))


NINE = "2026-06-08 09:00+02:00"
BEFORE_NINE = "2026-06-08 08:56+02:00"


@pytest.mark.complaint(38)
async def test_at_the_change_of_shift_the_next_one_is_called_by_the_next_step_and_reads_what_runs(
    begin: Begin,
) -> None:
    story = await begin(BEFORE_NINE, configured=f"{CONFIGURATION}{TELEPHONES}")
    await story.takes_the_critical_call()
    await story.moves_to("2026-06-08 09:14+02:00")

    # From nine Olly is first and Piet second; it is a working day, so that the account manager is called as third.
    expected = minutes(("piet", 0), ("piet", 5), ("tess", 10), ("lena", 12), ("olly", 17), since=BEFORE_NINE)
    assert story.rung() == expected
    [post, *_] = _hand_overs(story)
    assert posted(post) == at(NINE)
    assert "Being called, and nobody has answered" in reads(story, post)


async def test_a_telephone_that_was_to_ring_later_rings_for_whoever_was_called_and_not_for_who_came_after(
    begin: Begin,
) -> None:
    story = await begin("2026-06-08 08:58+02:00", configured=f"{CONFIGURATION}{TELEPHONES}")
    await story.takes_the_critical_call()
    await story.moves_to("2026-06-08 09:02+02:00")

    assert [ring.at for ring in story.trial.telephones.rings("PIET_PHONE")] == [at("2026-06-08 09:01+02:00")]
    assert story.trial.telephones.rings("OLLY_PHONE") == []


def _hand_overs(story: Story) -> list[Message]:
    return [message for message in story.told("triage") if (key_of(message) or "").startswith("hand-over primary")]
