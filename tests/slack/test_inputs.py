import pytest

from bot.slack.actions import Callback, Field
from bot.slack.forms import Memory
from bot.slack.inputs import address, choice, instant, option, search, typed
from bot.slack.modals import window
from tests.slack.nasty import checked_view

OPTIONS = [option(f"o{number}", f"Option {number}") for number in range(30)]


def test_every_input_is_one_that_slack_takes() -> None:
    blocks = [
        typed(Field.TITLE, "Title", value="x" * 400),
        typed(Field.TEXT, "Text", value="x" * 4_000, lines=True, needed=False, hint="Say it"),
        address(Field.EMAIL, "Email", value="cara@globex.example"),
        choice(Field.REASON, "Reason", OPTIONS[:10], chosen="o3"),
        choice(Field.SEVERITY, "Severity", OPTIONS, chosen="o3"),
        search(Field.CUSTOMER, "Customer", chosen=OPTIONS[0]),
        instant(Field.NEXT_UPDATE, "Next update", hint="If agreed"),
    ]
    checked_view(window("T", blocks, callback=Callback.INTAKE, memory=Memory(), submit="Send"))


def test_block_and_action_share_the_fields_name_so_that_typing_survives_a_redraw() -> None:
    made = typed(Field.TITLE, "Title")
    assert made["block_id"] == made["element"]["action_id"] == "title"
    elsewhere = choice(Field.SEVERITY, "Severity", OPTIONS, block_id="severity bird")
    assert (elsewhere["block_id"], elsewhere["element"]["action_id"]) == ("severity bird", "severity")


@pytest.mark.parametrize(("count", "kind"), [(1, "radio_buttons"), (10, "radio_buttons"), (11, "static_select")])
def test_a_few_options_are_radio_buttons_and_many_are_a_menu(count: int, kind: str) -> None:
    assert choice(Field.REASON, "Reason", OPTIONS[:count])["element"]["type"] == kind


def test_only_a_choice_that_is_offered_is_made_beforehand() -> None:
    assert choice(Field.REASON, "Reason", OPTIONS, chosen="o3")["element"]["initial_option"] == OPTIONS[3]
    assert "initial_option" not in choice(Field.REASON, "Reason", OPTIONS, chosen="gone")["element"]


def test_the_app_is_told_of_a_choice_only_where_it_redraws() -> None:
    assert choice(Field.SEVERITY, "Severity", OPTIONS, redraws=True)["dispatch_action"] is True
    assert choice(Field.REASON, "Reason", OPTIONS)["dispatch_action"] is False
    assert search(Field.CUSTOMER, "Customer")["dispatch_action"] is True


def test_what_is_too_long_for_an_option_is_cut() -> None:
    made = option("o", "x" * 80, "y" * 80)
    assert len(made["text"]["text"]) == len(made["description"]["text"]) == 75
