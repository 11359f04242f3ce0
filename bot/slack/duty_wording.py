"""Every sentence that refuses something about duty: what happened and what can be done. Plain text, not yet escaped."""

from collections.abc import Sequence

from bot.clocks.durations import in_words
from bot.desk.duty_refusals import (
    AskedAlreadyError,
    DrillAnsweredError,
    DrillOverError,
    DrillRunsError,
    NobodyToDrillError,
    NoDrillError,
    NoOverrideError,
    NoShiftError,
    NoSuchScheduleError,
    NotYourSwapError,
    OnCallAnywayError,
    ScheduleChangedError,
    SeveralOverridesError,
    SpanError,
    SpanFault,
    StrangerOnCallError,
    SwapAnsweredError,
    SwapOverError,
    SwapWithYourselfError,
)
from bot.desk.overriding import LONGEST
from bot.desk.refusals import RefusedError
from bot.slack.blocks import Names
from bot.slack.mrkdwn import cut, printed

_SPANS = {
    SpanFault.PAST: "That is over already: an override must end in the future.",
    SpanFault.EMPTY: "An override must end after it begins.",
    SpanFault.TOO_LONG: f"Nobody can stand in for longer than {LONGEST.days} days. Take them out of the rotation.",
    SpanFault.TOO_FAR: "That is too far ahead. Arrange it when it comes nearer.",
}
_MOST_NAMES = 10


def duty_refusal(error: RefusedError, names: Names) -> str | None:
    """The sentence for a refusal about duty; None for another one."""
    match error:
        case NoSuchScheduleError(text=text, schedules=schedules):
            return _no_such_schedule(text, schedules)
        case SpanError(fault=fault):
            return _SPANS[fault]
        case StrangerOnCallError(person=person):
            return f"{names(person)} is not of the support team, so they cannot be on call. A lead can add them."
        case OnCallAnywayError(person=person, schedule=schedule):
            return f"{names(person)} is on call on {schedule} then anyway, so nothing has changed."
        case NoOverrideError(schedule=schedule):
            return (
                f"There is no override on {schedule} to take back."
                if schedule
                else "There is no such override to take back."
            )
        case SeveralOverridesError():
            return "There are several overrides. Which one shall be taken back?"
        case _:
            return _about_a_swap(error, names) or _about_a_drill(error, names)


def _about_a_swap(error: RefusedError, names: Names) -> str | None:
    match error:
        case NoShiftError(person=person, schedule=schedule):
            return (
                f"{names(person)} has no shift alone on {schedule} that could be exchanged. "
                "“/ticket oncall override” puts somebody on call."
            )
        case SwapWithYourselfError():
            return "You cannot exchange shifts with yourself. Name somebody else."
        case AskedAlreadyError(person=person):
            return f"You have asked {names(person)} for this already, and they have not answered yet."
        case NotYourSwapError():
            return "Only whoever was asked can accept or decline an exchange of shifts."
        case SwapAnsweredError(answer=answer, by=by):
            return f"It waits for no answer any more: {names(by)} has {answer} it."
        case SwapOverError(ended=ended):
            return f"It is too late: one of the shifts was over at {printed(ended)}. Ask for another exchange."
        case ScheduleChangedError(schedule=schedule):
            return f"{schedule} has changed since, so nothing was exchanged. “/ticket oncall swap” asks again."
        case _:
            return None


def _about_a_drill(error: RefusedError, names: Names) -> str | None:
    match error:
        case DrillRunsError(schedule=schedule, by=by, until=until):
            return (
                f"A drill on {schedule} waits for its answer already, started by {names(by)}. "
                f"Start another after {printed(until)}, or when it is answered."
            )
        case NobodyToDrillError(schedule=schedule):
            return f"Nobody is on call on {schedule}, and there are no leads: nobody would be called."
        case NoDrillError():
            return "There is no such drill. “/ticket drill list” shows the last ones."
        case DrillAnsweredError(by=by, after=after):
            return f"{names(by)} has answered it already, after {in_words(after)}."
        case DrillOverError(over=over):
            return f"It is too late: the drill was over at {printed(over)}. “/ticket drill” starts another."
        case _:
            return None


def _no_such_schedule(text: str, schedules: Sequence[str]) -> str:
    if not schedules:
        return "No on-call schedule is configured, so pages go to the leads."
    known = ", ".join(schedules[:_MOST_NAMES]) + (" …" if len(schedules) > _MOST_NAMES else "")
    said = f"There is no on-call schedule “{cut(text, 80)}”." if text else "There are several on-call schedules."
    return f"{said} Name one of these: {known}. “/ticket help oncall” shows how."
