from dataclasses import replace

from bot.clocks.contract import ClockKind
from bot.slack.actions import Action
from bot.slack.notice_lines import called, keep, level, named, owner, take, why
from tests.slack.tickets import ANA, OLLY, about_it, first_response, names


def test_a_ticket_is_named_by_its_colour_number_severity_and_customer() -> None:
    assert named(about_it()) == "🔴 T-12 · P1 Urgent · Acme"
    assert named(about_it(), "https://example.com/?a=1&b=2") == (
        "🔴 <https://example.com/?a=1&amp;b=2|T-12> · P1 Urgent · Acme"
    )


def test_a_level_of_a_call_is_said_as_people_say_it_and_a_schedule_by_its_name() -> None:
    assert [level(whom) for whom in ("tam", "leads", "primary")] == ["the account manager", "the leads", "primary"]


def test_whoever_must_act_is_called_at_the_end_of_the_first_line() -> None:
    assert called("Look", (ANA, OLLY)) == f"Look · <@{ANA}> <@{OLLY}>"
    assert called("Look", ()) == "Look"


def test_who_has_it_is_said_and_only_what_nobody_has_can_be_taken() -> None:
    assert owner(about_it(), names) == "nobody has it yet"
    assert owner(about_it(assignee=ANA), names) == "with Ana Agent"
    assert [each["action_id"] for each in take(about_it())] == [Action.TAKE]
    assert take(about_it(assignee=ANA)) == []


def test_each_promise_has_the_button_that_keeps_it() -> None:
    kept = {
        kind: [each["action_id"] for each in keep(about_it(), replace(first_response(), kind=kind))]
        for kind in ClockKind
    }
    assert kept == {
        ClockKind.FIRST_RESPONSE: [Action.REPLY],
        ClockKind.CALL_BACK: [Action.CALLED_BACK],
        ClockKind.NEXT_UPDATE: [Action.UPDATE],
        ClockKind.RESOLUTION: [],
    }
    assert why(about_it(), first_response())["value"] == "12 first_response 1"
