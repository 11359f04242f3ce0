import pytest

from bot.clocks.contract import IntakeField
from bot.slack.cards import FIELD_LABELS
from bot.slack.contact_inputs import contact_input
from bot.slack.forms import FIELD_OF
from tests.slack.tickets import acme


@pytest.mark.parametrize("asked", list(FIELD_LABELS))
def test_each_thing_that_a_severity_can_ask_for_has_its_input_which_keeps_what_was_given(asked: IntakeField) -> None:
    made = contact_input(asked, acme(), "given")
    assert made["element"]["action_id"] == FIELD_OF[asked]
    assert made["element"]["initial_value"] == "given"
    assert not made.get("optional")


def test_the_company_is_known_until_somebody_writes_another() -> None:
    known = {asked: contact_input(asked, acme())["element"].get("initial_value") for asked in FIELD_LABELS}
    assert known == {**dict.fromkeys(FIELD_LABELS), IntakeField.COMPANY: "Acme"}
    assert "initial_value" not in contact_input(IntakeField.COMPANY, acme(), "")["element"]
