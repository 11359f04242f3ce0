"""The bell rings on until somebody answers: from one level to the next, round after round, and then no more."""

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from bot.demo.office import CONFIGURATION
from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, called, first_line, key_of, reads, shown

TEAM = ("olly", "piet", "mara", "tess", "lena")
TELEPHONES = "ways:\n" + "".join(
    f"  U0{each.upper()}: [{{after: 0 minutes, via: {each.upper()}_PHONE}}]\n" for each in TEAM
)
CRITICAL = "All API calls time out"


class Night(NamedTuple):
    """A ticket that calls people: who is called after how many minutes, in the first round and in the second."""

    opened: str
    customer: str
    called: tuple[tuple[str, int], ...]
    again: tuple[tuple[str, int], ...]


VALICARE = Night(
    opened="2026-06-06 23:00+02:00",
    customer="Acme",
    called=(("piet", 0), ("mara", 10), ("lena", 20)),
    again=(("piet", 35), ("mara", 45), ("lena", 55)),
)
"""A Saturday night in Piet's week, with Mara behind him; Valicare is covered around the clock."""
BASIC = Night(
    opened="2026-06-08 06:00-07:00",
    customer="Globex",
    called=(("olly", 0), ("piet", 15), ("lena", 30)),
    again=(("olly", 60), ("piet", 75), ("lena", 90)),
)
"""A Monday morning at the opening; Olly's week has begun in Amsterdam."""
BIRD_BY_DAY = Night(
    opened="2026-06-02 10:00+02:00",
    customer="Birdsong Mail",
    called=(("piet", 0), ("mara", 5), ("tess", 10), ("lena", 12)),
    again=(("piet", 17), ("mara", 22), ("tess", 27), ("lena", 29)),
)
"""A working day, on which the account manager can be called."""
BIRD_BY_NIGHT = Night(
    opened="2026-06-02 23:00+02:00",
    customer="Birdsong Mail",
    called=(("piet", 0), ("mara", 5), ("piet", 10), ("lena", 12)),
    again=(("piet", 17), ("mara", 22), ("piet", 27), ("lena", 29)),
)
"""At night on-call takes the account manager's place."""
NIGHTS = {"valicare": VALICARE, "basic": BASIC, "bird by day": BIRD_BY_DAY, "bird by night": BIRD_BY_NIGHT}
LEVELS = [
    pytest.param(night, level, id=f"{name}, {night.called[level][0]} after {night.called[level][1]} minutes")
    for name, night in NIGHTS.items()
    for level in range(len(night.called))
]


async def opened(begin: Begin, night: Night) -> Story:
    """The ticket of a night is taken down; everybody has a telephone that rings with Slack."""
    story = await begin(night.opened, configured=f"{CONFIGURATION}\n{TELEPHONES}")
    if night.customer == "Birdsong Mail":
        await story.takes_the_critical_call()
    else:
        await story.types("ana", f"/ticket new urgent {night.customer}: {CRITICAL}")
    return story


def planned(night: Night, *calls: tuple[str, int]) -> list[tuple[str, datetime]]:
    """Calls of a night as the contract has them."""
    return [(who, at(night.opened) + timedelta(minutes=minute)) for who, minute in calls]


def telephones(story: Story) -> list[str]:
    """Each time that a telephone has rung, by whose it is, without those that told an end."""
    rings = ((who, ring) for who in TEAM for ring in story.trial.telephones.rings(f"{who.upper()}_PHONE"))
    return [who for who, ring in rings if not ring.ends]


def in_the_thread(story: Story) -> list[Message]:
    """The calls as the team's channel reads them."""
    return [message for message in story.history() if ":page " in (key_of(message) or "")]


@pytest.mark.clause("V05", "B19")
@pytest.mark.parametrize("night", NIGHTS.values(), ids=NIGHTS)
async def test_while_nobody_answers_each_level_is_called_in_its_turn_and_then_all_again(
    begin: Begin, night: Night
) -> None:
    story = await opened(begin, night)
    await story.moves_on(night.again[-1][1])

    assert story.rung() == planned(night, *night.called, *night.again)
    assert sorted(telephones(story)) == sorted(who for who, _ in [*night.called, *night.again])
    in_channel = in_the_thread(story)
    assert [called(page) for page in in_channel] == [{f"U0{who.upper()}"} for who, _ in [*night.called, *night.again]]
    assert all(page.is_broadcast for page in in_channel), "P1 is read by the whole channel"
    rounds = ["round 2" in reads(story, page) for page in in_channel]
    assert rounds == [False] * len(night.called) + [True] * len(night.again)


@pytest.mark.parametrize(("night", "level"), LEVELS)
async def test_whoever_answers_at_any_level_is_the_last_to_be_called(begin: Begin, night: Night, level: int) -> None:
    story = await opened(begin, night)
    who, minute = night.called[level]
    await story.moves_on(minute + 1)
    so_far = planned(night, *night.called[: level + 1])
    assert story.rung() == so_far

    await story.presses(who, story.calls(who)[-1], "Acknowledge")
    await story.moves_on(20)

    assert story.rung() == so_far
    for page in [*in_the_thread(story), *(page for each in TEAM for page in story.calls(each))]:
        assert "[Acknowledge]" not in reads(story, page)
        assert "acknowledged it" in reads(story, page)
    for each, _ in night.called[: level + 1]:
        assert [ring.ends for ring in story.trial.telephones.rings(f"{each.upper()}_PHONE")][-1]
    assert len(telephones(story)) == level + 1


async def test_after_its_last_round_a_call_that_nobody_answers_is_not_repeated_for_ever(begin: Begin) -> None:
    story = await opened(begin, VALICARE)
    await story.moves_on(12 * 60)

    calls = story.rung()
    assert len(calls) == 6 * 3, "the contract's six rounds"
    assert calls[-1] == ("lena", at(VALICARE.opened) + timedelta(minutes=5 * 35 + 20))


@pytest.mark.clause("V03")
async def test_a_sunday_nights_ticket_of_a_plan_without_nights_waits_for_the_opening_and_the_team_knows(
    begin: Begin,
) -> None:
    story = await begin("2026-06-07 22:00-07:00")
    await story.types("ana", "/ticket new urgent Globex: Mail does not arrive")

    [held] = [message for message in story.history() if "held" in (key_of(message) or "")]
    assert held.is_broadcast
    assert "Nobody is called yet" in first_line(held)
    assert shown("2026-06-08 06:00-07:00") in str(held.blocks)
    assert "pages in business_hours only (V03)" in reads(story, held)
    assert called(held) == set(), "nobody is woken by it"

    await story.moves_to("2026-06-08 06:01-07:00")
    assert story.rung() == [("olly", at("2026-06-08 06:00-07:00"))], "whose week began meanwhile"


async def test_whoever_answers_before_the_opening_keeps_everybody_from_being_called(begin: Begin) -> None:
    story = await begin("2026-06-08 05:50-07:00")
    await story.types("ana", "/ticket new urgent Globex: Mail does not arrive")
    [held] = [message for message in story.history() if "held" in (key_of(message) or "")]

    await story.presses("omar", held, "Acknowledge")
    await story.moves_to("2026-06-08 06:45-07:00")

    assert story.rung() == []


@pytest.mark.complaint(36)
@pytest.mark.parametrize(
    "answer",
    [
        "/ticket called 1 They can send again.",
        "/ticket update 1 We have found the cause.",
        "/ticket close 1 resolved It works.",
    ],
)
async def test_a_ticket_that_was_answered_or_closed_calls_nobody_for_the_rest_of_the_night(
    begin: Begin, answer: str
) -> None:
    story = await opened(begin, BIRD_BY_NIGHT)
    await story.types("piet", answer)
    before = story.rung()
    assert before == planned(BIRD_BY_NIGHT, ("piet", 0))

    await story.moves_on(12 * 60)

    assert story.rung() == before
    assert telephones(story) == ["piet"]


@pytest.mark.complaint(36)
async def test_a_ticket_that_was_closed_months_ago_calls_nobody(begin: Begin) -> None:
    story = await opened(begin, VALICARE)
    await story.types("piet", "/ticket ack 1")
    await story.types("piet", "/ticket close 1 resolved It works again.")
    await story.moves_on(90 * 24 * 60)
    assert story.rung() == planned(VALICARE, ("piet", 0))
