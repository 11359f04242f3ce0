from datetime import timedelta

from bot.duty_configuration import LONGEST_NAME
from bot.slack.actions import Callback, Field
from bot.slack.override_window import override_window
from tests.slack.nasty import checked_view, inputs
from tests.slack.tickets import FRIDAY, OLLY


def test_it_asks_for_schedule_person_and_end_and_a_beginning_may_be_left_out() -> None:
    view = checked_view(override_window(["primary", "secondary"]))
    asked = inputs(view)
    assert view["callback_id"] == Callback.OVERRIDE
    assert list(asked) == [Field.SCHEDULE, Field.STAND_IN, Field.STAND_IN_STARTS, Field.STAND_IN_ENDS]
    assert [name for name, block in asked.items() if block.get("optional")] == [Field.STAND_IN_STARTS]
    assert "initial_option" not in asked[Field.SCHEDULE]["element"]


def test_slack_takes_the_longest_names_that_schedules_can_have_and_shows_them_whole() -> None:
    names = [f"{number}".rjust(LONGEST_NAME, "n") for number in range(12)]
    options = inputs(checked_view(override_window(names)))[Field.SCHEDULE]["element"]["options"]
    assert [option["text"]["text"] for option in options] == names


def test_it_is_filled_in_with_what_was_said() -> None:
    ends = FRIDAY + timedelta(hours=4)
    view = override_window(["primary", "secondary"], schedule="secondary", who=OLLY, starts=FRIDAY, ends=ends)
    asked = {name: block["element"] for name, block in inputs(checked_view(view)).items()}
    assert asked[Field.SCHEDULE]["initial_option"]["value"] == "secondary"
    assert asked[Field.STAND_IN]["initial_user"] == OLLY
    assert asked[Field.STAND_IN_STARTS]["initial_date_time"] == int(FRIDAY.timestamp())
    assert asked[Field.STAND_IN_ENDS]["initial_date_time"] == int(ends.timestamp())


def test_the_only_schedule_is_chosen_already() -> None:
    asked = inputs(checked_view(override_window(["nights"])))
    assert asked[Field.SCHEDULE]["element"]["initial_option"]["value"] == "nights"
