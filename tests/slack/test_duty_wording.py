from datetime import timedelta

import pytest

from bot.desk import duty_refusals
from bot.desk.duty_refusals import SpanFault
from bot.desk.refusals import RefusedError
from bot.slack.duty_wording import duty_refusal
from bot.slack.wording import refusal
from tests.slack.tickets import ANA, FRIDAY, OLLY, names

SENTENCES: list[tuple[RefusedError, str]] = [
    (
        duty_refusals.NoSuchScheduleError(text="third", schedules=("primary", "secondary")),
        "There is no on-call schedule “third”. Name one of these: primary, secondary. “/ticket help oncall” shows how.",
    ),
    (
        duty_refusals.NoSuchScheduleError(text="", schedules=("primary", "secondary")),
        "There are several on-call schedules. Name one of these: primary, secondary. “/ticket help oncall” shows how.",
    ),
    (
        duty_refusals.NoSuchScheduleError(text="", schedules=()),
        "No on-call schedule is configured, so pages go to the leads.",
    ),
    (
        duty_refusals.DrillRunsError(schedule="primary", by=OLLY, until=FRIDAY),
        "A drill on primary waits for its answer already, started by Olly Oncall. "
        "Start another after Fri 5 Jun 23:30 UTC, or when it is answered.",
    ),
    (
        duty_refusals.NobodyToDrillError(schedule="primary"),
        "Nobody is on call on primary, and there are no leads: nobody would be called.",
    ),
    (duty_refusals.NoDrillError(number=7), "There is no such drill. “/ticket drill list” shows the last ones."),
    (
        duty_refusals.DrillAnsweredError(by=OLLY, after=timedelta(minutes=2)),
        "Olly Oncall has answered it already, after 2 min.",
    ),
    (
        duty_refusals.DrillOverError(over=FRIDAY),
        "It is too late: the drill was over at Fri 5 Jun 23:30 UTC. “/ticket drill” starts another.",
    ),
    (duty_refusals.SpanError(fault=SpanFault.EMPTY), "An override must end after it begins."),
    (
        duty_refusals.StrangerOnCallError(person=OLLY),
        "Olly Oncall is not of the support team, so they cannot be on call. A lead can add them.",
    ),
    (
        duty_refusals.OnCallAnywayError(person=OLLY, schedule="primary"),
        "Olly Oncall is on call on primary then anyway, so nothing has changed.",
    ),
    (duty_refusals.NoOverrideError(schedule="primary"), "There is no override on primary to take back."),
    (duty_refusals.NoOverrideError(schedule=""), "There is no such override to take back."),
    (
        duty_refusals.SeveralOverridesError(standing={}),
        "There are several overrides. Which one shall be taken back?",
    ),
    (
        duty_refusals.NoShiftError(person=ANA, schedule="primary"),
        "Ana Agent has no shift alone on primary that could be exchanged. “/ticket oncall override” puts somebody on "
        "call.",
    ),
    (
        duty_refusals.SwapWithYourselfError(),
        "You cannot exchange shifts with yourself. Name somebody else.",
    ),
    (
        duty_refusals.AskedAlreadyError(person=OLLY),
        "You have asked Olly Oncall for this already, and they have not answered yet.",
    ),
    (
        duty_refusals.NotYourSwapError(),
        "Only whoever was asked can accept or decline an exchange of shifts.",
    ),
    (
        duty_refusals.SwapAnsweredError(answer="declined", by=OLLY),
        "It waits for no answer any more: Olly Oncall has declined it.",
    ),
    (
        duty_refusals.SwapOverError(ended=FRIDAY),
        "It is too late: one of the shifts was over at Fri 5 Jun 23:30 UTC. Ask for another exchange.",
    ),
    (
        duty_refusals.ScheduleChangedError(schedule="primary"),
        "primary has changed since, so nothing was exchanged. “/ticket oncall swap” asks again.",
    ),
]


@pytest.mark.parametrize(("error", "sentence"), SENTENCES, ids=lambda each: type(each).__name__)
def test_a_refusal_about_duty_says_what_happened_and_what_can_be_done(error: RefusedError, sentence: str) -> None:
    assert refusal(error, names) == sentence


def test_every_refusal_about_duty_has_its_words() -> None:
    kinds = {each for each in vars(duty_refusals).values() if isinstance(each, type) and issubclass(each, RefusedError)}
    assert kinds - {RefusedError} <= {type(error) for error, _ in SENTENCES}


@pytest.mark.parametrize("fault", list(SpanFault))
def test_every_fault_of_a_time_has_its_words(fault: SpanFault) -> None:
    assert duty_refusal(duty_refusals.SpanError(fault=fault), names)


def test_another_refusal_is_left_to_others() -> None:
    assert duty_refusal(RefusedError(), names) is None
