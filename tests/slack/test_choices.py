from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.contract import IntakeField
from bot.desk.requests import Asker, Origin
from bot.slack.actions import Callback, Field
from bot.slack.choices import close_change, intake_change, regrade_change
from bot.slack.forms import Draft
from bot.slack.reading import MalformedPayloadError
from tests.slack.samples import chosen, sending, typed

ANA = Asker(person="U0ANA")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)


def test_a_choice_in_the_form_keeps_what_was_typed() -> None:
    values = {Field.CUSTOMER: chosen("acme", "Acme"), Field.SEVERITY: chosen("urgent"), Field.TITLE: typed("It is d")}
    found = intake_change(sending(Callback.INTAKE, values, metadata='{"channel": "C0ACME", "ts": "1.1"}'))
    assert (found.view_id, found.view_hash, found.asker) == ("V1", "1.h", ANA)
    assert found.draft == Draft(
        customer="acme",
        customer_name="Acme",
        severity="urgent",
        title="It is d",
        origin=Origin(channel="C0ACME", ts="1.1"),
    )


def test_a_choice_of_severity_in_the_regrade_window_says_which_ticket() -> None:
    values = {Field.NEW_SEVERITY: chosen("high"), Field.IMPACT: typed("a"), Field.PHONE: typed("+31 20 555 0100")}
    found = regrade_change(sending(Callback.REGRADE, values))
    assert (found.ticket, found.severity, found.impact, found.view_hash) == (12, "high", "a", "1.h")
    assert found.contact == {IntakeField.PHONE: "+31 20 555 0100"}


def test_an_answer_in_the_form_is_kept_for_the_next_drawing() -> None:
    values = {Field.CUSTOMER: chosen("globex", "Globex"), Field.TRIAGE: chosen("all_api_calls")}
    draft = intake_change(sending(Callback.INTAKE, values, metadata="{}")).draft
    assert (draft.triage, draft.severity) == ("all_api_calls", None)


def test_a_choice_of_reason_in_the_close_window_keeps_what_was_typed_and_chosen() -> None:
    values = {Field.REASON: chosen("out_of_scope"), Field.TEXT: typed("a"), Field.LINE: chosen("V28")}
    found = close_change(sending(Callback.CLOSE, values))
    assert (found.ticket, found.reason, found.text, found.line) == (12, "out_of_scope", "a", "V28")
    assert (found.view_id, found.view_hash, found.asker) == ("V1", "1.h", ANA)


@pytest.mark.parametrize("reader", [intake_change, regrade_change, close_change])
@given(view=JSON, values=JSON)
def test_a_choice_of_any_shape_is_refused_by_name(
    reader: Callable[[dict[str, Any]], object], view: object, values: object
) -> None:
    with pytest.raises(MalformedPayloadError):
        reader({"user": {"id": "U1"}, "view": view})
    with pytest.raises(MalformedPayloadError):
        reader({"user": {"id": "U1"}, "view": {"id": "V1", "state": {"values": values}}})
