"""The story of `belltower demo`, told twice: on a narrow terminal and on a wide one."""

import io
import re

import pytest
import pytest_asyncio
from rich.console import Console

from bot.demo.story import tell

NARROW, WIDE = 80, 100


async def _told(width: int) -> str:
    screen = io.StringIO()
    await tell(Console(file=screen, width=width, highlight=False))
    return screen.getvalue()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tellings() -> dict[int, str]:
    """The story at each width. The second telling is another run, with other tokens, at another real time."""
    return {width: await _told(width) for width in (NARROW, WIDE)}


def in_a_line(text: str) -> str:
    """A telling without the line breaks and rules that its width has made."""
    return " ".join(text.replace("─", " ").split())


@pytest.mark.parametrize(
    "fact",
    [
        # Friday evening: an hour's promise with twenty minutes of it on Friday.
        "T-1 is open: P1 Urgent for Acme.",
        "First response due 6:40 AM Jul 13, 2026 · on time · 1 business hour · V06",
        "Page to primary · 🔴 T-1 · P1 Urgent · Acme · @Olly Oncall",
        "direct message to Olly Oncall",
        "If nobody answers: Piet Oncall (secondary) at 5:50 PM Jul 10, 2026",
        "Olly Oncall acknowledged the page",
        "Olly Oncall regraded it from Urgent to High (P2)",
        # Monday morning: warned, broken, escalated, answered, proved.
        "First response due in 2 h (50% of the time used) · 🟠 T-1 · P2 High",
        "First response due 6:40 AM Jul 13, 2026 → due 9:40 AM Jul 13, 2026",
        "#breaches Belltower · 09:40 🚨 First response broken",
        "#escalations Belltower · 10:10 🚨 First response still not done, 30 min late",
        "Ana Agent answered the customer SSO is back.",
        "1. Opened Fri 10 Jul 2026 17:40 PDT as Urgent (P1) · V17",
        "Regraded Fri 10 Jul 2026 17:55 PDT to High (P2) · V31",
        "not counted, weekend · V03",
        "Due Mon 13 Jul 2026 09:40 PDT: 4 h counted · V06",
        # A night in July: called back in time, and the next promise runs.
        "Call-back due 3:05 AM Jul 15, 2026 · on time · 15 minutes · B21",
        "direct message to Piet Oncall",
        "Call-back kept: done 3:01 AM Jul 15, 2026, due 3:05 AM Jul 15, 2026 · B21",
        "Next update due 4:01 AM Jul 15, 2026 · on time · 1 hour · B23",
        "The end.",
    ],
)
def test_the_story_tells(tellings: dict[int, str], fact: str) -> None:
    assert fact in in_a_line(tellings[NARROW])


def test_what_happens_is_told_in_the_order_in_which_it_happens(tellings: dict[int, str]) -> None:
    story = in_a_line(tellings[NARROW])
    events = [
        "Call-back due in 7 min 30 s",
        "Call-back due in 5 min",
        "presses [Called back]",
        "Call-back kept",
        "Kept, with four minutes to spare.",
    ]

    places = [story.index(event) for event in events]
    assert places == sorted(places)


def test_two_runs_are_the_same_so_nothing_of_the_real_time_is_in_them(tellings: dict[int, str]) -> None:
    assert in_a_line(tellings[NARROW]) == in_a_line(tellings[WIDE])


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_no_line_is_wider_than_the_terminal(tellings: dict[int, str], width: int) -> None:
    assert [line for line in tellings[width].splitlines() if len(line.rstrip()) > width] == []


def test_a_screen_without_colour_gets_none_and_no_markup_shows(tellings: dict[int, str]) -> None:
    assert "\x1b" not in tellings[NARROW]
    assert not re.search(r"<[@#!]|&(amp|lt|gt);", tellings[NARROW])
