from datetime import UTC, datetime

import pytest

from bot.slack.actions import Callback, Field
from bot.slack.forms import Memory
from bot.slack.inputs import (
    TICKED,
    address,
    box,
    channels,
    choice,
    day,
    grouped,
    instant,
    option,
    people,
    person,
    search,
    typed,
    web_address,
)
from bot.slack.modals import window
from tests.slack.nasty import checked_view
from tests.slack.tickets import ANA, FRIDAY

OPTIONS = [option(f"o{number}", f"Option {number}") for number in range(30)]


def test_every_input_is_one_that_slack_takes() -> None:
    blocks = [
        typed(Field.TITLE, "Title", value="x" * 400),
        typed(Field.TEXT, "Text", value="x" * 4_000, lines=True, needed=False, hint="Say it"),
        address(Field.EMAIL, "Email", value="cara@globex.example"),
        choice(Field.REASON, "Reason", OPTIONS[:10], chosen="o3"),
        choice(Field.SEVERITY, "Severity", OPTIONS, chosen="o3"),
        search(Field.CUSTOMER, "Customer", chosen=OPTIONS[0]),
        choice(Field.DUTY, "Duty", OPTIONS * 10, needed=False),
        instant(Field.NEXT_UPDATE, "Next update", hint="If agreed"),
        instant(Field.ETA, "ETA", value=FRIDAY),
        box(Field.ASK, "To the customer", "Ask them now"),
        web_address(Field.LINK, "Link", hint="If there is one"),
        person(Field.TO, "To", chosen=ANA, hint="Or nobody"),
        people(Field.CUSTOMER_CONTACTS, "Contacts", chosen=[ANA, "U0CARL"], hint="Or nobody"),
        people(Field.CUSTOMER_TAM, "Nobody yet"),
        channels(Field.CUSTOMER_CHANNELS, "Channels", chosen=["C0ACME"]),
        day(Field.CUSTOMER_STARTS, "First day", value="2026-01-01"),
        day(Field.CUSTOMER_ENDS, "Last day"),
        grouped(Field.CUSTOMER_PLAN, "Plan", [("G" * 80, OPTIONS * 10), ("Other", OPTIONS[:1])], chosen="o3"),
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


def test_of_very_many_options_slack_shows_the_first_hundred() -> None:
    assert len(choice(Field.REASON, "Reason", OPTIONS * 10)["element"]["options"]) == 100


def test_what_may_be_left_out_says_so() -> None:
    for made in (
        instant(Field.ETA, "ETA"),
        box(Field.ASK, "To the customer", "Ask them now"),
        web_address(Field.LINK, "Link"),
        person(Field.TO, "To"),
        choice(Field.DUTY, "Duty", OPTIONS, needed=False),
    ):
        assert made["optional"] is True
    assert instant(Field.ETA, "ETA", value=FRIDAY)["element"]["initial_date_time"] == int(FRIDAY.timestamp())
    assert person(Field.TO, "To", chosen=ANA)["element"]["initial_user"] == ANA
    assert box(Field.ASK, "To", "Ask")["element"]["options"][0]["value"] == TICKED


@pytest.mark.parametrize("year", [1, 1969, 2001, 2287, 9999])
def test_a_moment_that_slacks_calendar_does_not_know_is_not_filled_in(year: int) -> None:
    made = instant(Field.ETA, "ETA", value=datetime(year, 7, 1, tzinfo=UTC))
    assert "initial_date_time" not in made["element"]


def test_what_is_too_long_for_an_option_is_cut() -> None:
    made = option("o", "x" * 80, "y" * 80)
    assert len(made["text"]["text"]) == len(made["description"]["text"]) == 75


def test_options_in_groups_tell_of_each_choice_and_begin_with_one_that_is_offered() -> None:
    groups = [("One", OPTIONS[:2]), ("Two", OPTIONS[2:4])]
    made = grouped(Field.CUSTOMER_PLAN, "Plan", groups, chosen="o3")
    assert made["dispatch_action"]
    assert made["element"]["initial_option"] == OPTIONS[3]
    assert "initial_option" not in grouped(Field.CUSTOMER_PLAN, "Plan", groups, chosen="gone")["element"]
