"""The window of a customer: what it asks, what it is filled in with, and what it holds when it is sent."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from bot.desk.customer_details import Detail
from bot.desk.customer_entry import tracked_duties
from bot.desk.facts import Customer, DutyStanding, DutyState
from bot.playground.forms import starting_values
from bot.slack.actions import Callback
from bot.slack.blocks import Block
from bot.slack.customer_window import CustomerDraft, customer_window, draft_in, draft_of
from bot.slack.reading import MalformedPayloadError
from tests.desk.office import configuration
from tests.slack.nasty import TEXTS, checked_view, inputs, words

SHELF = configuration().shelf
ACME = Customer(
    id=1,
    key="acme",
    name="Acme",
    contract="valimail",
    plan="valicare",
    tam="U0TESS",
    channels=("C0ACME", "C0ACME2"),
    contacts=("U0CARL",),
    starts=date(2026, 1, 1),
    duties={"V25": DutyStanding(state=DutyState.DONE, note="Terry Technical")},
)


def drawn(draft: CustomerDraft, open_tickets: int = 0) -> Block:
    return checked_view(customer_window(draft, SHELF, open_tickets=open_tickets))


def sent(view: Block, **changes: dict[str, Any]) -> dict[str, Any]:
    """A window as Slack sends it when nobody has touched it but for the changed states, by block id."""
    values = json.loads(json.dumps(starting_values(view["blocks"])))
    for block_id, state in changes.items():
        values[block_id] = {name: held | state for name, held in values[block_id].items()}
    return {**view, "id": "V1", "hash": "1.h", "state": {"values": values}}


def test_a_new_customer_is_asked_for_all_that_can_be_known() -> None:
    view = drawn(CustomerDraft(name="Hooli"))

    asked = inputs(view)
    assert (view["callback_id"], view["title"]["text"]) == (Callback.CUSTOMER, "Add a customer")
    assert asked["customer_name"]["element"]["initial_value"] == "Hooli"
    assert [name for name, block in asked.items() if not block.get("optional")] == ["customer_name", "customer_plan"]
    assert not [name for name in asked if name.startswith("customer_duty")], "no contract is chosen yet"


def test_the_plans_of_every_contract_can_be_chosen_under_its_name() -> None:
    groups = inputs(drawn(CustomerDraft()))["customer_plan"]["element"]["option_groups"]

    assert [option["value"] for group in groups for option in group["options"]] == [
        "bird email_enterprise",
        "valimail basic",
        "valimail valicare",
        "valimail valicare_plus",
    ]
    assert all(group["label"]["text"] for group in groups)


def test_who_is_edited_is_filled_in_and_keeps_their_key() -> None:
    view = drawn(draft_of(ACME))
    asked = inputs(view)

    assert json.loads(view["private_metadata"]) == {"customer": "acme"}
    assert "customer_key" not in asked
    assert asked["customer_plan"]["element"]["initial_option"]["value"] == "valimail valicare"
    assert asked["customer_starts"]["element"]["initial_date"] == "2026-01-01"
    assert "initial_date" not in asked["customer_ends"]["element"]
    assert asked["customer_contacts"]["element"]["initial_users"] == ["U0CARL"]
    assert asked["customer_channels"]["element"]["initial_conversations"] == ["C0ACME", "C0ACME2"]


def test_a_contract_that_is_no_longer_in_use_leaves_the_plan_to_be_chosen() -> None:
    asked = inputs(drawn(CustomerDraft(edited="gone", name="Gone", contract="gone", plan="gold")))

    assert "initial_option" not in asked["customer_plan"]["element"]


def test_the_duties_of_the_chosen_contract_are_asked_about_each_with_a_note() -> None:
    asked = inputs(drawn(draft_of(ACME)))

    for clause, duty in tracked_duties(SHELF, "valimail").items():
        assert duty.text in asked[f"customer_duty {clause}"]["label"]["text"]
    assert asked["customer_duty V25"]["element"]["initial_option"]["value"] == "done"
    assert asked["customer_note V25"]["element"]["initial_value"] == "Terry Technical"
    assert asked["customer_duty V24"]["element"]["initial_option"]["value"] == "unknown"
    assert not [name for name in inputs(drawn(CustomerDraft(contract="bird"))) if "duty" in name]


@pytest.mark.parametrize(
    ("open_tickets", "said"),
    [(0, ""), (1, "One ticket is open; it keeps the contract"), (3, "3 tickets are open; they keep the contract")],
)
def test_open_tickets_keep_their_plan_and_the_window_says_so(open_tickets: int, said: str) -> None:
    text = words(drawn(draft_of(ACME), open_tickets))

    assert said in text
    assert ("keep" in text) == bool(open_tickets)


def test_a_window_that_nobody_has_touched_says_what_is_known() -> None:
    draft = draft_in(sent(drawn(draft_of(ACME))))

    assert draft.edited == "acme"
    assert draft.written == {
        Detail.KEY: "",
        Detail.NAME: "Acme",
        Detail.CONTRACT: "valimail",
        Detail.PLAN: "valicare",
        Detail.TERM_STARTS: "2026-01-01",
        Detail.TERM_ENDS: "",
        Detail.TAM: "U0TESS",
        Detail.CHANNELS: "C0ACME C0ACME2",
        Detail.CONTACTS: "U0CARL",
        Detail.DUTIES: "\n".join(
            f"{clause}: {'done Terry Technical' if clause == 'V25' else 'unknown'}"
            for clause in tracked_duties(SHELF, "valimail")
        ),
    }


def test_ids_that_were_typed_go_to_the_channels_or_to_the_contacts() -> None:
    view = sent(drawn(draft_of(ACME)), customer_ids={"value": "U0CORA, C0NEW\n#acme carl"})
    written = draft_in(view).written

    assert written[Detail.CHANNELS] == "C0ACME C0ACME2 C0NEW #acme"
    assert written[Detail.CONTACTS] == "U0CARL U0CORA carl"


def test_a_window_is_drawn_again_with_all_that_it_holds() -> None:
    view = sent(
        drawn(draft_of(ACME)),
        customer_name={"value": "Acme Europe"},
        customer_ids={"value": "U0CORA"},
        customer_ends={"selected_date": "2026-12-31"},
    )
    again = inputs(drawn(draft_in(view)))

    assert again["customer_name"]["element"]["initial_value"] == "Acme Europe"
    assert again["customer_ids"]["element"]["initial_value"] == "U0CORA"
    assert again["customer_ends"]["element"]["initial_date"] == "2026-12-31"
    assert again["customer_note V25"]["element"]["initial_value"] == "Terry Technical"


@pytest.mark.parametrize(
    "changes",
    [
        {"customer_duty V25": {"selected_option": {"value": "dune"}}},
        {"customer_contacts": {"selected_users": "U0CARL"}},
        {"customer_channels": {"selected_conversations": [1]}},
    ],
)
def test_what_slack_does_not_send_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedPayloadError):
        draft_in(sent(drawn(draft_of(ACME)), **changes))


@settings(deadline=None)
@given(TEXTS)
def test_whatever_is_known_of_a_customer_slack_takes_the_window(text: str) -> None:
    duties = {clause: DutyStanding(state=DutyState.MISSING, note=text) for clause in tracked_duties(SHELF, "valimail")}
    drawn(CustomerDraft(edited="acme", name=text, contract="valimail", plan="basic", ids=text, duties=duties), 12)
