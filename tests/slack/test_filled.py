from datetime import UTC, datetime
from typing import Any

import pytest

from bot.slack.actions import Callback, Field
from bot.slack.filled import Filled, ticket_of
from bot.slack.reading import MalformedPayloadError
from tests.slack.samples import chosen, sending, typed


def filled(values: dict[Any, dict[str, Any]]) -> Filled:
    return Filled.of(sending(Callback.PAUSE, values)["view"])


def test_every_kind_of_input_gives_what_it_holds() -> None:
    held = filled(
        {
            Field.TEXT: typed("  words "),
            Field.PAUSE_REASON: chosen("agreed", "Nobody"),
            Field.TO: {"type": "users_select", "selected_user": "U0OMAR"},
            Field.UNTIL: {"type": "datetimepicker", "selected_date_time": 1_780_000_000},
            Field.ASK: {"type": "checkboxes", "selected_options": [{"value": "yes"}]},
        }
    )
    assert (held.get(Field.TEXT), held.get(Field.PAUSE_REASON), held.get(Field.TO)) == ("words", "agreed", "U0OMAR")
    assert held.label(Field.PAUSE_REASON) == "Nobody"
    assert held.instant(Field.UNTIL) == datetime.fromtimestamp(1_780_000_000, UTC)
    assert held.ticked(Field.ASK)


def test_an_input_that_is_empty_or_not_there_gives_nothing() -> None:
    held = filled({Field.TEXT: typed(None), Field.ASK: {"type": "checkboxes", "selected_options": []}})
    assert held.get(Field.TEXT) == held.get(Field.LINK) == ""
    assert held.instant(Field.UNTIL) is None
    assert not held.ticked(Field.ASK)
    with pytest.raises(MalformedPayloadError, match="text"):
        held.needed(Field.TEXT)


def test_a_window_knows_its_ticket() -> None:
    assert ticket_of(sending(Callback.PAUSE, {})["view"]) == 12
    with pytest.raises(MalformedPayloadError, match="private_metadata"):
        ticket_of({"private_metadata": "{}"})


def test_a_day_and_several_people_or_channels_are_read_or_are_none() -> None:
    held = filled(
        {
            Field.CUSTOMER_STARTS: {"type": "datepicker", "selected_date": "2026-01-01"},
            Field.CUSTOMER_ENDS: {"type": "datepicker", "selected_date": None},
            Field.CUSTOMER_CONTACTS: {"type": "multi_users_select", "selected_users": ["U0CARL", "U0CORA"]},
            Field.CUSTOMER_CHANNELS: {"type": "multi_conversations_select", "selected_conversations": ["C0ACME"]},
        }
    )
    assert (held.day(Field.CUSTOMER_STARTS), held.day(Field.CUSTOMER_ENDS)) == ("2026-01-01", "")
    assert held.several(Field.CUSTOMER_CONTACTS) == ("U0CARL", "U0CORA")
    assert held.several(Field.CUSTOMER_CHANNELS) == ("C0ACME",)
    assert held.several(Field.CUSTOMER_TAM) == ()


@pytest.mark.parametrize("chosen", ["U0CARL", [1], {"id": "U0CARL"}])
def test_what_is_no_list_of_ids_is_refused(chosen: Any) -> None:
    with pytest.raises(MalformedPayloadError, match="customer_contacts"):
        filled({Field.CUSTOMER_CONTACTS: {"selected_users": chosen}}).several(Field.CUSTOMER_CONTACTS)
