from bot.slack.actions import Field
from bot.slack.inputs import LONGEST_OPTION
from bot.slack.severity_choice import severity_choice
from tests.slack.nasty import words
from tests.slack.tickets import email_enterprise


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
