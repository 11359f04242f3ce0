from dataclasses import replace

from bot.slack.actions import Field
from bot.slack.inputs import LONGEST_OPTION
from bot.slack.severity_choice import severity_choice, triage_choice
from tests.slack.nasty import words
from tests.slack.tickets import TRIAGE, email_enterprise


def test_both_severities_of_bird_can_be_told_apart_before_one_is_chosen() -> None:
    contract = email_enterprise().contract
    chooser, *definitions = severity_choice(contract, Field.SEVERITY, chosen=None, block_id="severity bird")
    assert all(len(each.definition) > LONGEST_OPTION for each in contract.severities)
    assert all("description" not in option for option in chooser["element"]["options"]), "no half sentences"
    said = "\n".join(words(each) for each in definitions)
    for each in contract.severities:
        assert f"*{each.name}*: {each.definition} ({each.clause})" in said


def test_a_choice_is_told_of_at_once_and_kept() -> None:
    chooser = severity_choice(email_enterprise().contract, Field.NEW_SEVERITY, chosen="critical")[0]
    assert (chooser["block_id"], chooser["dispatch_action"]) == (Field.NEW_SEVERITY, True)
    assert chooser["element"]["initial_option"]["text"]["text"] == "Critical (P1)"


def test_each_answer_says_what_it_decides() -> None:
    chooser, *in_full = triage_choice(email_enterprise().contract, TRIAGE, chosen="some_calls")
    assert (chooser["block_id"], chooser["dispatch_action"]) == ("triage bird", True)
    assert chooser["element"]["initial_option"]["text"]["text"] == "Some calls fail."
    said = [each["description"]["text"] for each in chooser["element"]["options"]]
    assert said == ["Critical · B11", "Non-critical · B12"]
    assert in_full == [], "nothing is cut, so nothing is said twice"


def test_very_many_answers_stand_in_a_menu_and_all_beneath_it() -> None:
    many = tuple(replace(TRIAGE.answers[0], id=f"a{number}") for number in range(11))
    chooser, in_full = triage_choice(email_enterprise().contract, replace(TRIAGE, answers=many), chosen=None)
    assert chooser["element"]["type"] == "static_select"
    assert words(in_full).count("*All API calls fail.* Critical (B11)") == 11


def test_an_answer_that_slack_cuts_stands_beneath_in_full() -> None:
    long = replace(TRIAGE.answers[0], text="All API calls fail, and " * 6)
    _, in_full = triage_choice(email_enterprise().contract, replace(TRIAGE, answers=(long,)), chosen=None)
    assert words(in_full) == f"*{long.text.strip()}* Critical (B11)"
