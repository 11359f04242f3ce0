"""The clock changes while somebody is on call: each hand-over comes once, and a call's minutes are minutes."""

from datetime import timedelta

import pytest

from bot.demo.office import CONFIGURATION
from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, called, key_of, posted, shown

WEEKLY = "    hand_over: monday 09:00\n    starts: 2026-01-05\n    members: [U0OLLY, U0PIET]\n"
BY_NIGHT_AND_DAY = """\
    rotations:
      - name: nights
        hours: {mon-sun: "22:00-06:00"}
        hand_over: monday 12:00
        starts: 2026-01-05
        members: [U0OLLY]
      - name: days
        hours: {mon-sun: "06:00-22:00"}
        hand_over: monday 12:00
        starts: 2026-01-05
        members: [U0PIET]
"""


def nightly(hand_over: str) -> str:
    """Olly and Piet hand over every night, at a time that the clock leaps over in spring or shows twice in autumn."""
    return f"    hand_over: {hand_over}\n    starts: 2026-03-01\n    members: [U0OLLY, U0PIET]\n"


def office(duty: str, zone: str = "Europe/Amsterdam") -> str:
    """The office with another first schedule."""
    before = f"  primary:\n    zone: Europe/Amsterdam\n{WEEKLY}"
    assert before in CONFIGURATION
    return CONFIGURATION.replace(before, f"  primary:\n    zone: {zone}\n{duty}")


def rung(story: Story) -> list[tuple[str, str]]:
    """Whom a direct message has called, and when (UTC), in order of time."""
    return [(who, f"{when:%H:%M}") for who, when in story.rung()]


def hand_overs(story: Story) -> list[Message]:
    """What the team was told of shifts of the first schedule."""
    return [message for message in story.told("triage") if (key_of(message) or "").startswith("hand-over primary")]


@pytest.mark.complaint(38)
@pytest.mark.parametrize(
    ("before", "hand_over", "afterwards"),
    [
        ("2026-03-29 01:59+01:00", "2026-03-29 03:00+02:00", ["2026-03-29 03:30+02:00"]),
        ("2026-10-25 02:29+02:00", "2026-10-25 02:30+02:00", ["2026-10-25 02:15+01:00", "2026-10-25 02:30+01:00"]),
    ],
)
async def test_a_hand_over_at_half_past_two_comes_once_where_that_is_leapt_over_or_shown_twice(
    begin: Begin, before: str, hand_over: str, afterwards: list[str]
) -> None:
    story = await begin(before, configured=office(nightly("02:30")))
    reply = await story.types("ana", "/ticket oncall primary")
    assert reply.message is not None
    assert f"*primary* Piet Oncall until {shown(hand_over)}" in str(reply.message.blocks)

    for when in (hand_over, *afterwards):
        await story.moves_to(when)
        assert "primary Olly Oncall until" in await story.read("ana", "/ticket oncall primary"), when

    [post] = hand_overs(story)
    assert posted(post) == at(hand_over)
    assert called(post) == {"U0OLLY"}
    day = (await story.read("omar", "/ticket oncall schedule primary")).split("the clock changes\n")[1]
    local = hand_over[11:16]
    assert day.startswith(f"00:00–{local}  Piet Oncall\n{local}–24:00  Olly Oncall")


@pytest.mark.complaint(38)
@pytest.mark.clause("B19")
@pytest.mark.parametrize(
    ("opened", "expected"),
    [
        # At two the clock leaps to three, and so does the hand-over at half past two.
        ("2026-03-29 01:55+01:00", [("piet", "00:55"), ("mara", "01:00"), ("olly", "01:05"), ("lena", "01:07")]),
        # The hand-over comes within the first of the two hours, and not again in the second.
        ("2026-10-25 02:28+02:00", [("piet", "00:28"), ("mara", "00:33"), ("olly", "00:38"), ("lena", "00:40")]),
        ("2026-10-25 02:55+02:00", [("olly", "00:55"), ("mara", "01:00"), ("olly", "01:05"), ("lena", "01:07")]),
    ],
)
async def test_the_minutes_of_a_call_are_minutes_whatever_the_clock_on_the_wall_does(
    begin: Begin, opened: str, expected: list[tuple[str, str]]
) -> None:
    story = await begin(opened, configured=office(nightly("02:30")))
    await story.takes_the_critical_call()
    await story.moves_on(12)

    assert rung(story) == expected


@pytest.mark.complaint(38)
@pytest.mark.clause("V05")
@pytest.mark.parametrize("when", ["2026-10-25 02:30+02:00", "2026-10-25 02:30+01:00"])
async def test_at_both_half_past_twos_whoever_has_the_night_is_called_and_nobody_else(begin: Begin, when: str) -> None:
    story = await begin(when, configured=office(BY_NIGHT_AND_DAY))
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")
    assert rung(story) == [("olly", f"{at(when):%H:%M}")]


@pytest.mark.parametrize(
    ("evening", "morning", "hours"),
    [("2026-03-28 22:00+01:00", "2026-03-29 06:00+02:00", 7), ("2026-10-24 22:00+02:00", "2026-10-25 06:00+01:00", 9)],
)
async def test_a_night_in_which_the_clock_changes_is_one_shift_with_its_real_end(
    begin: Begin, evening: str, morning: str, hours: int
) -> None:
    assert at(morning) - at(evening) == timedelta(hours=hours)
    story = await begin(evening, configured=office(BY_NIGHT_AND_DAY))
    reply = await story.types("ana", "/ticket oncall primary")
    assert reply.message is not None
    assert f"*primary* Olly Oncall until {shown(morning)}" in str(reply.message.blocks)


@pytest.mark.complaint(38)
@pytest.mark.clause("V05")
@pytest.mark.parametrize(
    ("opened", "hand_over", "expected"),
    [
        # There is no half past two on this Sunday in New York; ten minutes after 01:55 it is 03:05.
        (
            "2026-03-08 01:55-05:00",
            "02:30",
            [("olly", "06:55"), ("piet", "07:05"), ("lena", "07:15"), ("piet", "07:30")],
        ),
        # Half past one is there twice; by the second round it is one again, and Piet has long taken over.
        (
            "2026-11-01 01:25-04:00",
            "01:30",
            [("olly", "05:25"), ("piet", "05:35"), ("lena", "05:45"), ("piet", "06:00")],
        ),
    ],
)
async def test_in_new_york_as_well_a_running_call_is_handed_over_once(
    begin: Begin, opened: str, hand_over: str, expected: list[tuple[str, str]]
) -> None:
    story = await begin(opened, configured=office(nightly(hand_over), "America/New_York"))
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")
    await story.moves_on(36)

    assert rung(story) == expected
