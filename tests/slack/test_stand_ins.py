"""What was arranged about being on call, in words."""

from datetime import timedelta
from typing import Any

import pytest

from bot.desk.duty_notices import StandIn, Stretch, Swap
from bot.desk.notice_kinds import NoticeKind
from bot.slack.actions import DutyAction
from bot.slack.mrkdwn import printed, when
from bot.slack.stand_ins import MOST_OVERRIDES, arranged, stand_in, swap, to_choose_from
from tests.slack.nasty import buttons, checked_message, words
from tests.slack.tickets import ANA, FRIDAY, LENA, OLLY, TESS, names

ZONE = "Europe/Amsterdam"
DAY = timedelta(days=1)
GIVES = Stretch(starts=FRIDAY, ends=FRIDAY + DAY)
TAKES = Stretch(starts=FRIDAY + 7 * DAY, ends=FRIDAY + 8 * DAY)


def standing(**changes: Any) -> StandIn:
    """Lena has put Tess on call instead of Olly."""
    values: dict[str, Any] = {
        "schedule": "primary",
        "zone": ZONE,
        "person": TESS,
        "instead_of": (OLLY,),
        "by": LENA,
        "starts": GIVES.starts,
        "ends": GIVES.ends,
    }
    return StandIn(**values | changes)


def exchange(**changes: Any) -> Swap:
    """Olly asks Ana."""
    values: dict[str, Any] = {
        "kind": NoticeKind.SWAP,
        "number": 7,
        "schedule": "primary",
        "zone": ZONE,
        "asker": OLLY,
        "asked": ANA,
        "gives": GIVES,
        "takes": TAKES,
    }
    return Swap(**values | changes)


def span(of: Stretch) -> str:
    return f"from {when(of.starts, ZONE)} until {when(of.ends, ZONE)}"


@pytest.mark.parametrize(
    ("reader", "who"),
    [
        ("C0TRIAGE", "*Tess Tam*, instead of Olly Oncall"),
        (TESS, "*you*, instead of Olly Oncall"),
        (OLLY, "*Tess Tam*, instead of you"),
    ],
)
def test_everybody_reads_who_stands_in_for_whom_and_who_arranged_it(reader: str, who: str) -> None:
    made = checked_message(stand_in(standing(), names, reader))
    assert words(made) == f"🔁 On call on *primary* {span(GIVES)}: {who}. Arranged by Lena Lead."
    assert printed(GIVES.ends, ZONE) in made.text, "where no entities are shown it is the schedule's own zone"


def test_where_nobody_was_on_call_it_says_so() -> None:
    assert "*Tess Tam*, where nobody was." in words(stand_in(standing(instead_of=()), names, "C0TRIAGE"))


def test_taken_back_it_says_who_is_on_call_again() -> None:
    back = words(stand_in(standing(withdrawn=True), names, TESS))
    assert back == f"↩️ On call on *primary* {span(GIVES)}: Olly Oncall again, not *you*. Taken back by Lena Lead."
    assert ": nobody again, not" in words(stand_in(standing(withdrawn=True, instead_of=()), names, TESS))


def test_whoever_arranged_it_reads_that_the_others_are_told() -> None:
    said = words(checked_message(arranged([standing()], names, LENA)))
    assert said.endswith("Arranged by you.\nEverybody whom it concerns is told.")


def test_times_that_were_typed_are_shown_by_the_clock_that_they_were_read_by() -> None:
    made = checked_message(arranged([standing()], names, LENA, "America/Los_Angeles"))
    zone = "America/Los_Angeles"
    assert f"from {printed(GIVES.starts, zone)} until {printed(GIVES.ends, zone)} ({zone}):" in words(made)
    assert made.text == words(made)


def test_each_of_several_overrides_has_the_button_that_takes_it_back() -> None:
    several = {number: [standing()] for number in range(1, MOST_OVERRIDES + 3)} | {4: [standing(), standing(by=ANA)]}
    made = to_choose_from(several, names)
    chosen = [block["accessory"] for block in made if "accessory" in block]
    assert [(each["action_id"], each["value"]) for each in chosen[:2]] == [
        (DutyAction.WITHDRAW_OVERRIDE, "1"),
        (DutyAction.WITHDRAW_OVERRIDE, "2"),
    ]
    assert len(chosen) == MOST_OVERRIDES
    assert f"{span(GIVES)}: *Tess Tam*, instead of Olly Oncall. Arranged by Lena Lead." in made[0]["text"]["text"]
    assert "Arranged by Ana Agent." in made[3]["text"]["text"]
    assert "And 2 more" in words(made[-1])


def test_an_exchange_names_both_stretches_and_whoever_is_asked_answers_with_a_button() -> None:
    made = checked_message(swap(exchange(), names, ANA))
    assert words(made).splitlines()[:3] == [
        "🔁 *Exchange of shifts on primary*, asked for by Olly Oncall",
        f"• *you*, instead of Olly Oncall, {span(GIVES)}",
        f"• *Olly Oncall*, instead of you, {span(TAKES)}",
    ]
    assert buttons(made) == [DutyAction.ACCEPT_SWAP, DutyAction.DECLINE_SWAP]
    assert {each["value"] for each in made.blocks[-1]["elements"]} == {"7"}


def test_whoever_asked_can_take_it_back() -> None:
    made = swap(exchange(), names, OLLY)
    assert buttons(made) == [DutyAction.DECLINE_SWAP]
    assert "Take it back" in words(made)


def test_where_nothing_is_given_in_return_it_says_so() -> None:
    assert "in return: nothing" in words(swap(exchange(takes=None), names, ANA))


@pytest.mark.parametrize(
    ("answer", "reader", "first"),
    [
        ("accepted", OLLY, "accepted by Ana Agent"),
        ("accepted", ANA, "accepted by you"),
        ("declined", OLLY, "declined by Ana Agent"),
        ("withdrawn", ANA, "withdrawn by Olly Oncall"),
    ],
)
def test_an_answered_exchange_says_by_whom_and_has_no_buttons(answer: str, reader: str, first: str) -> None:
    made = checked_message(swap(exchange(answer=answer), names, reader))
    assert words(made).splitlines()[0] == f"🔁 *Exchange of shifts on primary*, {first}"
    assert buttons(made) == []
