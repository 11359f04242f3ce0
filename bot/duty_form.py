"""The form of what the configuration file says of duty: on-call schedules, and ways outside Slack."""

from datetime import date, timedelta

from pydantic import Field, ValidationInfo, field_validator, model_validator

from bot.clocks.rotation import WEEKLY
from bot.configuration_notation import (
    WHOLE_NAMES,
    DelayText,
    Form,
    Group,
    HandOver,
    HandOverText,
    Person,
    TurnText,
    WayName,
)
from bot.contracts.mismatch import refuse
from bot.contracts.notation import DateText, HoursText, Name, Text, WeekdaysText, ZoneText

TRIAGE = "triage"
"""The name of the channel that is meant where none is given."""


class WayForm(Form):
    """A way outside Slack, and how long after the call it is taken."""

    after: DelayText = timedelta()
    via: WayName


class TurnsForm(Form):
    """People who take turns on call; the first one's turn begins at the hand-over on `starts`."""

    hand_over: HandOverText | None = None
    every: TurnText | None = None
    starts: DateText | None = None
    members: tuple[Person, ...] | None = Field(default=None, min_length=1)
    hours: dict[WeekdaysText, HoursText] | None = Field(default=None, min_length=1)

    @field_validator("every")
    @classmethod
    def from_hand_over_to_hand_over(cls, every: timedelta | None, info: ValidationInfo) -> timedelta | None:
        """Refuses turns that do not end on the weekday of the hand-over."""
        weekday = _weekday(info)
        if every is None or weekday is None or every % WEEKLY == timedelta():
            return every
        raise refuse(f"whole weeks, because the hand-over is on a {WHOLE_NAMES[weekday].capitalize()}")

    @field_validator("starts")
    @classmethod
    def on_the_day_of_the_hand_over(cls, starts: date | None, info: ValidationInfo) -> date | None:
        """Refuses a first day on which nothing is handed over, because the first turn would begin elsewhere."""
        weekday = _weekday(info)
        if starts is None or weekday in (None, starts.weekday()):
            return starts
        raise refuse(f"a {WHOLE_NAMES[weekday].capitalize()}, the day of the hand-over")


class RotationForm(TurnsForm):
    """One of the rotations of a schedule; of those in front of it nobody is on call when it counts."""

    name: Text
    zone: ZoneText | None = None
    hand_over: HandOverText
    starts: DateText
    members: tuple[Person, ...] = Field(min_length=1)


class ScheduleForm(TurnsForm):
    """An on-call schedule: one rotation that is written here, several in their order, or an imported calendar."""

    zone: ZoneText
    rotations: tuple[RotationForm, ...] | None = Field(default=None, min_length=1)
    calendar: Text | None = None
    people: dict[Text, Person] | None = Field(default=None, min_length=1)
    channel: Name = TRIAGE
    user_group: Group | None = None
    ways: tuple[WayForm, ...] = ()

    @model_validator(mode="after")
    def says_once_who_is_on_call(self) -> "ScheduleForm":
        """Refuses more than one of the three, none of them, and keys of another of them."""
        if self.rotations is not None:
            self._is_all_beside("rotations", ())
        elif self.calendar is not None:
            self._is_all_beside("calendar", ("people",))
        else:
            self._is_all_beside("members", ("hand_over", "starts", "members"), ("every", "hours"))
        return self

    def _is_all_beside(self, said: str, needed: tuple[str, ...], possible: tuple[str, ...] = ()) -> None:
        if missing := [key for key in needed if getattr(self, key) is None]:
            keys = " and ".join(f"“{key}”" for key in missing)
            raise refuse(f"the key{'s' if len(missing) > 1 else ''} {keys}", got="none")
        for key in (*TurnsForm.model_fields, "rotations", "calendar", "people"):
            if getattr(self, key) is not None and key not in (said, *needed, *possible):
                raise refuse(f"either “{said}” or “{key}”", got="both")


def _weekday(info: ValidationInfo) -> int | None:
    """The weekday of the hand-over; None where it has none, or could not be read."""
    hand_over: HandOver | None = info.data.get("hand_over")
    return None if hand_over is None else hand_over.weekday
