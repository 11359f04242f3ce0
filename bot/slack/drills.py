"""Drills in words: the calls, which nobody can take for a real one, how they ended, and the last of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.clocks.durations import in_words
from bot.desk.drill_notices import LASTS
from bot.desk.duty_notices import Drill, DrillResult
from bot.desk.notice_kinds import NoticeKind
from bot.slack.actions import DutyAction
from bot.slack.blocks import Message, Names, actions, button, context, header, marked, paragraphs, section
from bot.slack.details import by_name
from bot.slack.mrkdwn import first_of, line, mention, when

_SIGN = "🧪"
MOST_WAYS = 5
MOST_PEOPLE = 10
_TEST = "This is a test: no customer waits, and no report counts it."


def drill(facts: Drill, names: Names) -> Message:
    """A test call, with its button while it waits for an answer and with what became of it afterwards."""
    direct, schedule = facts.kind is NoticeKind.DRILL_DIRECT, line(facts.schedule, 60)
    first = f"DRILL · {'You are called' if direct else 'A call'} as a test, {schedule}"
    by = f"Started by {line(names(facts.asked), 80)}. {_TEST}"
    if facts.kind is NoticeKind.DRILL_EDIT:
        became = _became(facts.at, facts.answered_by, facts.answered_at, names)
        return Message(text=f"{first}: {became}", blocks=[section(f"{_SIGN} *{first}*\n{became}"), context(marked(by))])
    called = "" if direct else "".join(f" {mention(person)}" for person in facts.people[:MOST_PEOPLE])
    return Message(
        text=f"{first}. {_TEST}",
        blocks=[
            section(f"{_SIGN} *{first}*{called}\nPress Acknowledge, as you would for a page."),
            actions(button(DutyAction.ANSWER_DRILL, "Acknowledge", str(facts.number), primary=True)),
            context(marked(by)),
        ],
    )


def drill_result(facts: DrillResult, names: Names) -> Message:
    """How a drill has ended, for its channel and for whoever started it."""
    became = _became(facts.at, facts.answered_by, facts.answered_at, names)
    first = f"DRILL over, {line(facts.schedule, 60)}: {became}"
    lines = [f"{_SIGN} *{first}*", f"Called: {by_name(facts.people[:MOST_PEOPLE], names)} at {when(facts.at)}."]
    if facts.answered_by and facts.answered_by not in facts.people:
        lines.append("They are not who was on call.")
    if facts.not_sent:
        ways = first_of([line(way, 60) for way in facts.not_sent], MOST_WAYS)
        lines.append(f"⚠️ These ways have not taken the call: {ways}. Nobody would be reached by them.")
    return Message(text=first, blocks=[section("\n".join(lines))])


def drill_started(facts: Drill, names: Names) -> Message:
    """What whoever starts a drill reads."""
    people = by_name(facts.people[:MOST_PEOPLE], names)
    text = f"The drill on {line(facts.schedule, 60)} has begun: {people} is called. You are told when somebody answers."
    return Message(text=text, blocks=[section(f"{text} If nobody does within {in_words(LASTS)}, you are told too.")])


def drill_answered(facts: DrillResult) -> Message:
    """What whoever answers a drill reads."""
    after = _after(facts.at, facts.answered_at)
    text = f"Thank you: you have answered the drill on {line(facts.schedule, 60)} {after}. Nothing more to do."
    return Message(text=text, blocks=[section(text)])


def past(results: Sequence[DrillResult], names: Names, at: datetime) -> Message:
    """The last drills, the newest first: on what, when, and who answered after how long."""
    if not results:
        text = "There has been no drill yet."
        return Message(text=text, blocks=[section(f"{text} `/ticket drill` calls whoever is on call, as a test.")])
    lines = [_past(result, names, at) for result in results]
    return Message(text="The last drills", blocks=[header("The last drills"), *map(section, paragraphs(lines))])


def _past(result: DrillResult, names: Names, at: datetime) -> str:
    runs = not result.answered_by and at < result.at + LASTS
    became = "waits for its answer" if runs else _became(result.at, result.answered_by, result.answered_at, names)
    return f"• {when(result.at)} *{line(result.schedule, 60)}*, by {line(names(result.asked), 80)}: {became}"


def _became(at: datetime, by: str, answered_at: datetime | None, names: Names) -> str:
    if not by or answered_at is None:
        return f"nobody has answered within {in_words(LASTS)}"
    return f"{line(names(by), 80)} answered {_after(at, answered_at)}"


def _after(at: datetime, answered_at: datetime | None) -> str:
    seconds = 0 if answered_at is None else round((answered_at - at).total_seconds())
    return f"after {in_words(timedelta(seconds=seconds))}"
