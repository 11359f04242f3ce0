from bot.desk.customer_details import Detail, DetailFault
from bot.desk.slack_ids import CHANNEL_ID, PERSON_ID
from bot.slack.actions import Field
from bot.slack.customer_faults import FIELD_OF_DETAIL, beneath, sentence

EVERY = frozenset(Field)


def fault(detail: Detail, expected: str = "another", nearest: str | None = None) -> DetailFault:
    return DetailFault(detail=detail, expected=expected, got="“this”", nearest=nearest)


def test_a_fault_says_what_was_expected_found_and_meant() -> None:
    assert sentence(fault(Detail.PLAN)) == "Expected another, got “this”."
    assert sentence(fault(Detail.PLAN, nearest="basic")) == "Expected another, got “this”. Did you mean “basic”?"


def test_every_detail_has_an_input_to_blame() -> None:
    assert set(FIELD_OF_DETAIL) == set(Detail)


def test_faults_stand_beneath_their_inputs_two_of_one_input_together() -> None:
    found = [fault(Detail.KEY), fault(Detail.CHANNELS, "a channel of theirs"), fault(Detail.CHANNELS, "the first")]

    assert beneath(found, EVERY) == {
        "customer_key": "Expected another, got “this”.",
        "customer_channels": "Expected a channel of theirs, got “this”. Expected the first, got “this”.",
    }


def test_what_is_no_id_was_typed_because_menus_offer_ids_only() -> None:
    found = [fault(Detail.CHANNELS, CHANNEL_ID), fault(Detail.CONTACTS, PERSON_ID), fault(Detail.TAM, PERSON_ID)]

    assert list(beneath(found, EVERY)) == ["customer_ids", "customer_tam"]


def test_a_fault_of_an_input_that_is_not_shown_stands_beneath_the_name() -> None:
    assert list(beneath([fault(Detail.KEY)], {"customer_name", "customer_plan"})) == ["customer_name"]
