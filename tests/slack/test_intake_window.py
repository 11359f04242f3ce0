"""The intake form as it opens and is drawn again: what is known of customer, severity and channel stands in it."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import opened
from bot.demo.office import office
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker, Origin
from bot.slack.blocks import Block
from bot.slack.choices import IntakeChange
from bot.slack.forms import Draft
from bot.slack.intake_window import IntakeWindow
from bot.slack.people import People
from tests.databases import PATIENT
from tests.journeys.story import at

FRIDAY = at("2026-06-05 12:00-07:00")
ANA = Asker(person="U0ANA", channel="C0TRIAGE")
ORIGIN = Origin(channel="C0ACME", ts="1.1")


async def now() -> datetime:
    return FRIDAY


@pytest.fixture
async def form(database_url: str) -> AsyncIterator[IntakeWindow]:
    async with opened(database_url, office().configuration, now) as (desk, _):
        desk.database.patience = PATIENT
        client = AsyncWebClient(base_url="http://127.0.0.1:1/", retry_handlers=[])
        yield IntakeWindow(desk=desk, people=People(client))


async def changed(form: IntakeWindow, **drafted: Any) -> Block:
    change = IntakeChange(asker=ANA, view_id="V1", view_hash="h", draft=Draft(**drafted))
    return (await form.changed(change, FRIDAY)).view


def block_ids(view: Block) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if "block_id" in block]


async def test_the_form_remembers_the_message_it_is_about_or_else_the_channel_it_was_asked_for_in(
    form: IntakeWindow,
) -> None:
    about = (await form.opened(ANA, Draft(origin=ORIGIN), None, FRIDAY)).view
    asked_in = (await form.opened(ANA, Draft(), None, FRIDAY)).view
    at_home = (await form.opened(Asker(person="U0ANA"), Draft(), None, FRIDAY)).view

    assert about["private_metadata"] == '{"channel": "C0ACME", "ts": "1.1"}'
    assert asked_in["private_metadata"] == '{"channel": "C0TRIAGE"}'
    assert at_home["private_metadata"] == "{}"


async def test_whoever_could_choose_no_customer_gets_no_form(form: IntakeWindow) -> None:
    with pytest.raises(NotAllowedError):
        await form.opened(Asker(person="U0OTTO", channel="C0ACME"), Draft(), None, FRIDAY)


async def test_an_answer_to_the_contracts_question_decides_the_severity_and_what_it_asks_for(
    form: IntakeWindow,
) -> None:
    asked = await changed(form, customer="birdsong", customer_name="Birdsong Mail")
    assert "triage bird" in block_ids(asked)
    assert "phone" not in block_ids(asked)

    critical = await changed(form, customer="birdsong", customer_name="Birdsong Mail", triage="api")
    assert "phone" in block_ids(critical)
    assert "Critical" in str(critical["blocks"])

    other = await changed(form, customer="birdsong", customer_name="Birdsong Mail", triage="request")
    assert "phone" not in block_ids(other)


async def test_another_contracts_severity_is_chosen_no_longer(form: IntakeWindow) -> None:
    view = await changed(form, customer="acme", customer_name="Acme", severity="non_critical")
    assert "initial_option" not in next(
        block["element"] for block in view["blocks"] if block.get("block_id", "").startswith("severity")
    )


async def test_for_a_customer_whose_subscription_has_ended_the_form_says_so_at_once(form: IntakeWindow) -> None:
    view = await changed(form, customer="bygone", customer_name="Bygone", severity="Urgent")
    assert "subscription" in str(view["blocks"])
    severity = next(block["element"] for block in view["blocks"] if block.get("block_id", "").startswith("severity"))
    assert severity["initial_option"]["value"] == "urgent", "what was typed is kept all the same"
