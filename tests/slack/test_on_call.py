"""Who is on call, in words, and the week view."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.clocks.schedule import REACH, Shift
from bot.desk.duty import DutyNow, OnCall
from bot.desk.week import Day, Week
from bot.slack.actions import Action, Entrance
from bot.slack.blocks import Message
from bot.slack.mrkdwn import when
from bot.slack.on_call import MOST_SCHEDULES, NO_SCHEDULE, week, who
from tests.slack.nasty import buttons, checked_message, words
from tests.slack.tickets import ANA, FRIDAY, LENA, OLLY, TESS, names

DAY = timedelta(days=1)
MONDAY, NEXT = FRIDAY + 3 * DAY, FRIDAY + 10 * DAY
OLLYS = Shift(people=(OLLY,), starts=FRIDAY, ends=MONDAY, rotation="primary")
ANAS = Shift(people=(ANA,), starts=MONDAY, ends=NEXT, rotation="primary")


def told(reader: str = LENA, /, **schedules: OnCall) -> str:
    duty = DutyNow(at=FRIDAY, schedules=schedules, leads=(LENA,))
    return words(checked_message(who(duty, names, reader)))


def test_who_is_on_call_now_and_next_and_until_when() -> None:
    said = told(primary=OnCall(now=OLLYS, following=ANAS))
    assert f"*primary* Olly Oncall until {when(MONDAY)}, then Ana Agent until {when(NEXT)}" in said
    assert "<@" not in said, "to be named calls nobody"


def test_the_reader_is_you() -> None:
    assert f"*primary* you until {when(MONDAY)}, then Ana Agent" in told(
        OLLY, primary=OnCall(now=OLLYS, following=ANAS)
    )


def test_a_gap_is_said_plainly_and_who_is_called_instead() -> None:
    gap = told(primary=OnCall(now=None, following=ANAS))
    assert f"*primary* nobody, so its pages go to the leads until {when(MONDAY)}, then Ana Agent" in gap
    assert "Where nobody is on call the leads are called: you." in gap
    later = replace(ANAS, starts=MONDAY + DAY)
    before = told(primary=OnCall(now=OLLYS, following=later))
    assert f"until {when(MONDAY)}, then nobody until {when(MONDAY + DAY)}, then Ana Agent" in before
    assert told(primary=OnCall(now=None)).startswith("*primary* nobody, so its pages go to the leads")


def test_whoever_stands_in_is_marked_and_several_are_all_named() -> None:
    both = replace(OLLYS, people=(OLLY, TESS), override=True)
    assert "*primary* Olly Oncall, Tess Tam (standing in) until" in told(primary=OnCall(now=both))


def test_of_a_shift_that_never_ends_no_end_is_told() -> None:
    always = replace(OLLYS, starts=FRIDAY - REACH, ends=FRIDAY + REACH)
    assert told(primary=OnCall(now=always)).splitlines()[0] == "*primary* Olly Oncall"


def test_the_week_and_an_override_are_one_click_away() -> None:
    duty = DutyNow(at=FRIDAY, schedules={"primary": OnCall(now=OLLYS)}, leads=())
    made = who(duty, names, LENA)
    assert made.blocks[0]["accessory"]["value"] == "oncall schedule primary"
    assert buttons(made) == [Entrance.OVERRIDE]


def test_without_any_schedule_it_says_so() -> None:
    assert told() == NO_SCHEDULE


def test_of_very_many_schedules_the_first_are_shown_and_the_others_counted() -> None:
    said = told(**{f"s{number}": OnCall(now=OLLYS) for number in range(MOST_SCHEDULES + 3)})
    assert said.count("Olly Oncall") == MOST_SCHEDULES
    assert "And 3 more: `/ticket oncall` with its name shows one." in said


def midnight(day: int) -> datetime:
    return datetime(2026, 6, day, 7, tzinfo=FRIDAY.tzinfo)


def shown(**changes: Any) -> Message:
    """The first week of June as it is read in Los Angeles: Olly, from Wednesday noon on Ana, and a gap on Friday."""
    noon = midnight(3) + DAY / 2
    stretches: dict[int, tuple[Shift, ...]] = {
        3: (
            Shift(people=(OLLY,), starts=midnight(3), ends=noon),
            Shift(people=(ANA,), starts=noon, ends=midnight(4), override=True),
        ),
        5: (Shift(people=(), starts=midnight(5), ends=midnight(6)),),
    }
    days = tuple(
        Day(
            date=date(2026, 6, day),
            starts=midnight(day),
            ends=midnight(day + 1),
            stretches=stretches.get(day, (Shift(people=(OLLY,), starts=midnight(day), ends=midnight(day + 1)),)),
        )
        for day in range(1, 8)
    )
    values: dict[str, Any] = {
        "schedule": "primary",
        "zone": "America/Los_Angeles",
        "at": midnight(3) + DAY / 3,
        "days": days,
        "others": ("secondary",),
    }
    return checked_message(week(Week(**values | changes), names))


def test_a_week_shows_day_by_day_who_is_on_call_with_today_overrides_and_gaps_marked() -> None:
    said = words(shown())
    assert said.startswith("primary: Mon 1 Jun to Sun 7 Jun 2026\n*Mon 1 Jun*\nall day  Olly Oncall\n*Tue 2 Jun*")
    wednesday = "*Wed 3 Jun* · today\n00:00–12:00  Olly Oncall\n12:00–24:00  Ana Agent (standing in)"
    assert wednesday in said
    assert "*Fri 5 Jun*\nall day  ⚠️ nobody, the leads are called" in said
    assert "Times are those of America/Los_Angeles." in said
    assert "`/ticket oncall schedule secondary`" in said


def test_the_weeks_beside_it_are_one_click_away() -> None:
    turning = next(block for block in shown().blocks if block["type"] == "actions")["elements"]
    assert [(each["action_id"], each["value"]) for each in turning] == [
        (Action.LIST_BACK, "oncall schedule primary week of 2026-05-25"),
        (Action.LIST, "oncall schedule primary week of 2026-06-08"),
    ]


def test_a_day_on_which_the_clock_changes_says_so() -> None:
    of = shown().blocks
    assert "the clock changes" not in str(of)
    spring = Day(date=date(2026, 3, 8), starts=midnight(1), ends=midnight(2) - timedelta(hours=1), stretches=())
    assert "· the clock changes" in words(shown(days=(spring,) * 7))
