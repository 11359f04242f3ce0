"""Who is on call, now and next, in words; and a week of it, day by day. People are named and not called."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from bot.clocks.local_time import DATE, MINUTE, in_zone
from bot.clocks.schedule import Shift, end_in_sight
from bot.desk.duty import DutyNow, OnCall
from bot.desk.week import DAYS, Day, Week
from bot.slack.actions import COMMAND, Action, Entrance
from bot.slack.blocks import (
    Block,
    Message,
    Names,
    actions,
    button,
    context,
    fitting,
    header,
    marked,
    section,
)
from bot.slack.mrkdwn import first_of, line, when
from bot.slack.on_call_words import week_words

NO_SCHEDULE = "No on-call schedule is configured, so pages go to the leads."
MOST_PEOPLE = 4
"""People who are on call at once and are named at most."""
MOST_SCHEDULES = 10
"""Schedules that are shown at once; of the others there is only the count."""
MOST_OF_A_BUTTON = 200
"""Characters of a button's value: a schedule with a name as long as a page has none, for want of room on the tab."""
MOST_OF_A_DAY = 1_500
"""Characters that the shifts of a day may take: seven of them must fit one message."""


def who(duty: DutyNow, names: Names, reader: str) -> Message:
    """Who is on call by each schedule, who comes next, and the ways to its week and to an override."""
    text = "Who is on call"
    if not duty.schedules:
        return Message(text=text, blocks=[section(NO_SCHEDULE)])
    blocks = schedule_lines(duty.schedules, names, duty.at, reader)
    if duty.leads:
        leads = people_words(duty.leads, as_you(names, reader))
        blocks.append(context(marked(f"Where nobody is on call the leads are called: {leads}.")))
    override = button(Entrance.OVERRIDE, "Override", "override")
    return Message(text=text, blocks=[*blocks, actions(override)])


def schedule_lines(schedules: Mapping[str, OnCall], names: Names, at: datetime, reader: str) -> list[Block]:
    """Each schedule in a line with the button that leads to its week; of very many the first."""
    named = as_you(names, reader)
    blocks = [
        _with_week(name, f"*{line(name, 80)}* {_on_call(found, named, at)}")
        for name, found in islice(schedules.items(), MOST_SCHEDULES)
    ]
    if more := len(schedules) - len(blocks):
        blocks.append(context(marked(f"And {more} more: `{COMMAND} oncall` with its name shows one.")))
    return blocks


def week(shown: Week, names: Names) -> Message:
    """Seven days of a schedule by the reader's clock, and the ways to the weeks beside them."""
    first, last = shown.days[0].date, shown.days[-1].date
    beside = [
        (Action.LIST_BACK, "Previous week", week_words(shown.schedule, str(first - timedelta(days=DAYS)))),
        (Action.LIST, "Next week", week_words(shown.schedule, str(first + timedelta(days=DAYS)))),
    ]
    turning = [button(action, label, words) for action, label, words in beside if len(words) <= MOST_OF_A_BUTTON]
    title = f"{shown.schedule}: {_day(shown.days[0], shown.zone)} to {_day(shown.days[-1], shown.zone)} {last.year}"
    blocks = [header(title), *(section(_day_words(day, shown, names)) for day in shown.days)]
    blocks += [actions(*turning)] if turning else []
    return Message(text=f"On call, {line(title, 200)}", blocks=[*blocks, *_notes(shown)])


def people_words(people: Sequence[str], names: Names) -> str:
    """People by their names, which calls nobody; of very many the first."""
    return first_of([line(names(person), 60) for person in people], MOST_PEOPLE)


def as_you(names: Names, reader: str) -> Names:
    """Names as one of these people reads them: they are “you”."""
    return lambda person: "you" if person == reader else names(person)


def _with_week(schedule: str, text: str) -> Block:
    value = f"oncall schedule {schedule}"
    if len(value) > MOST_OF_A_BUTTON:
        return section(text)
    return {**section(text), "accessory": button(Action.LIST, "Week", value)}


def _on_call(found: OnCall, names: Names, at: datetime) -> str:
    shift, upcoming = found.now, found.following
    if shift is not None:
        end = end_in_sight(shift, at)
        now = _standing(shift, names) + (f" until {when(end)}" if end else "")
    elif upcoming is not None:
        now = f"nobody, so its pages go to the leads until {when(upcoming.starts)}"
    else:
        now = "nobody, so its pages go to the leads"
    if upcoming is None:
        return now
    gap = f"nobody until {when(upcoming.starts)}, then " if shift and shift.ends < upcoming.starts else ""
    end = end_in_sight(upcoming, at)
    return f"{now}, then {gap}{_standing(upcoming, names)}" + (f" until {when(end)}" if end else "")


def _standing(shift: Shift, names: Names) -> str:
    return people_words(shift.people, names) + (" (standing in)" if shift.override else "")


def _day_words(day: Day, shown: Week, names: Names) -> str:
    title = f"*{_day(day, shown.zone)}*" + (" · today" if day.date == shown.today else "")
    if day.ends - day.starts != timedelta(days=1):
        title += " · the clock changes"
    return "\n".join([title, *fitting(list(_stretches(day, shown.zone, names)), MOST_OF_A_DAY)])


def _stretches(day: Day, zone: str, names: Names) -> Iterator[str]:
    for each in day.stretches:
        starts = in_zone(each.starts, zone).format(MINUTE)
        ends = "24:00" if each.ends == day.ends else in_zone(each.ends, zone).format(MINUTE)
        span = "all day" if (each.starts, each.ends) == (day.starts, day.ends) else f"{starts}–{ends}"
        yield f"{span}  {_standing(each, names)}" if each.people else f"{span}  ⚠️ nobody, the leads are called"


def _notes(shown: Week) -> Iterator[Block]:
    yield context(marked(f"Times are those of {line(shown.zone, 80)}."))
    if shown.others:
        others = first_of([f"`{COMMAND} oncall schedule {line(name, 80)}`" for name in shown.others], MOST_PEOPLE)
        yield context(marked(f"Other schedules: {others}"))


def _day(day: Day, zone: str) -> str:
    return in_zone(day.starts, zone).format(DATE)
