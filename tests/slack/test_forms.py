import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.contract import IntakeField
from bot.desk.requests import Origin
from bot.slack.forms import FIELD_OF, Memory


@given(st.integers(1, 10**9))
def test_a_window_remembers_its_ticket(number: int) -> None:
    assert Memory.of(str(Memory(ticket=number))) == Memory(ticket=number)


@given(st.integers(1, 10**9), st.integers(1, 10**4))
def test_a_window_remembers_the_proposal_that_it_answers(number: int, proposal: int) -> None:
    memory = Memory(ticket=number, proposal=proposal)
    assert Memory.of(str(memory)) == memory


@given(st.text(max_size=50), st.text(max_size=50))
def test_a_form_remembers_the_message_it_came_from(channel: str, ts: str) -> None:
    memory = Memory(origin=Origin(channel=channel, ts=ts))
    assert Memory.of(str(memory)) == memory


@given(st.text(max_size=50))
def test_a_window_remembers_the_customer_whom_it_edits(key: str) -> None:
    assert Memory.of(str(Memory(customer=key))) == Memory(customer=key)


def test_a_form_that_is_about_no_message_remembers_the_channel_it_was_asked_for_in() -> None:
    memory = Memory(origin=Origin(channel="C0ACME"))
    assert Memory.of(str(memory)) == memory


def test_a_form_from_nowhere_remembers_nothing() -> None:
    assert Memory.of("") == Memory.of(str(Memory())) == Memory()


@pytest.mark.parametrize("metadata", ["This is for you!", "[]", '"12"', '{"ticket": "12"}', '{"ts": "1.1"}'])
def test_another_apps_metadata_is_refused(metadata: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|expected"):
        Memory.of(metadata)


def test_there_is_an_input_for_everything_a_severity_can_ask() -> None:
    assert set(FIELD_OF) == set(IntakeField)
