"""The window in which somebody is put on call for a while."""

from collections.abc import Sequence
from datetime import datetime

from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block, context, plain
from bot.slack.forms import Memory
from bot.slack.inputs import choice, instant, option, person
from bot.slack.modals import window


def override_window(
    schedules: Sequence[str],
    *,
    schedule: str = "",
    who: str = "",
    starts: datetime | None = None,
    ends: datetime | None = None,
) -> Block:
    """The window, filled in with what is known; without `schedule` none is chosen where there are several."""
    chosen = schedules[0] if len(schedules) == 1 else schedule
    blocks = [
        choice(Field.SCHEDULE, "On-call schedule", [option(name, name) for name in schedules], chosen=chosen),
        person(Field.STAND_IN, "Who is on call", chosen=who or None, needed=True),
        instant(Field.STAND_IN_STARTS, "From", value=starts, hint="Leave it empty for at once."),
        instant(Field.STAND_IN_ENDS, "Until", value=ends, needed=True),
        context(plain("They, whoever they stand in for, and the schedule's channel are told.")),
    ]
    return window("On-call override", blocks, callback=Callback.OVERRIDE, memory=Memory(), submit="Save")
