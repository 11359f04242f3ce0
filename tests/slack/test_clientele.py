"""Customers in Slack: what is typed, pressed, chosen and sent becomes a page or a window."""

import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.access import Verb
from bot.desk.customer_details import Detail
from bot.desk.refusals import CustomerFaultsError, NotACustomerError, NotAllowedError
from bot.desk.requests import AddCustomer, EditCustomer
from bot.playground.forms import starting_values
from bot.slack.blocks import Block, Message
from bot.slack.clientele import Clientele, customer_change, customer_request
from bot.slack.customer_words import CustomerAct, Customers
from bot.slack.people import People
from bot.slack.windows import Window
from storage.database import Database
from tests.desk.office import ANA, LENA, MONDAY, desk_on, opened
from tests.slack.nasty import buttons, checked_message, checked_view, inputs, words


class Known(People):
    """Everybody is called by their id, so that nobody need be asked."""

    async def render(self, made: Any) -> Any:
        return made(lambda person: person)


@pytest_asyncio.fixture
async def clientele(sqlite_url: str) -> AsyncIterator[Clientele]:
    database = await Database.open(sqlite_url)
    yield Clientele(desk=await desk_on(database), people=Known(AsyncWebClient()))
    await database.close()


def held(view: Block, by: str = "U0LENA", **changes: Any) -> dict[str, Any]:
    """A window of somebody's as Slack sends it, with changed states by block id."""
    values = json.loads(json.dumps(starting_values(view["blocks"])))
    for block_id, state in changes.items():
        values[block_id] = {name: held | state for name, held in values[block_id].items()}
    return {
        "user": {"id": by},
        "view": {**view, "id": "V1", "hash": "1.h", "state": {"values": values}},
    }


async def window(clientele: Clientele, act: CustomerAct, text: str) -> Block:
    answer = await clientele.typed(Customers(act=act, text=text), LENA, MONDAY)
    assert isinstance(answer, Window)
    return checked_view(answer.view)


async def page(clientele: Clientele, said: Customers, by: Any = ANA) -> Message:
    answer = await clientele.typed(said, by, MONDAY)
    assert isinstance(answer, Message)
    return checked_message(answer, allowed=["#C0ACME", "#C0BIRDSONG"])


async def test_a_list_and_a_page_are_answers(clientele: Clientele) -> None:
    assert "Birdsong Mail" in words(await page(clientele, Customers(text="b")))
    acme = Customers(act=CustomerAct.SHOW, text="acme")
    assert buttons(await page(clientele, acme)) == []
    assert buttons(await page(clientele, acme, LENA)) == ["customer_edit"]


async def test_only_a_lead_is_given_a_window(clientele: Clientele) -> None:
    for act, text in ((CustomerAct.ADD, "Hooli"), (CustomerAct.EDIT, "acme")):
        with pytest.raises(NotAllowedError) as refused:
            await clientele.typed(Customers(act=act, text=text), ANA, MONDAY)
        assert refused.value.verb == Verb.CUSTOMER_EDIT
    with pytest.raises(NotAllowedError):
        await clientele.edit(ANA, "acme", MONDAY)


async def test_nobody_can_be_edited_who_is_not_there(clientele: Clientele) -> None:
    with pytest.raises(NotACustomerError):
        await clientele.edit(LENA, "acne", MONDAY)


async def test_what_is_sent_adds_or_edits_and_shows_the_customer(clientele: Clientele) -> None:
    adding = await window(clientele, CustomerAct.ADD, "Hooli")
    chosen = {"selected_option": {"value": "valimail basic", "text": {"type": "plain_text", "text": "Basic"}}}
    request = customer_request(held(adding, customer_plan=chosen)["view"], "k1", LENA)
    assert isinstance(request, AddCustomer)
    assert (await clientele.saved(request, MONDAY)).text == "Hooli is a customer now."

    editing = await window(clientele, CustomerAct.EDIT, "hooli")
    request = customer_request(held(editing, customer_tam={"selected_user": "U0TESS"})["view"], "k2", LENA)
    assert isinstance(request, EditCustomer)
    message = checked_message(await clientele.saved(request, MONDAY))
    assert message.text == "Hooli is changed."
    assert "U0TESS" in words(message)


async def test_what_is_wrong_is_refused_with_every_fault(clientele: Clientele) -> None:
    editing = await window(clientele, CustomerAct.EDIT, "acme")
    sent = held(editing, customer_name={"value": "Globex"}, customer_ids={"value": "carl C0TRIAGE"})
    with pytest.raises(CustomerFaultsError) as refused:
        await clientele.saved(customer_request(sent["view"], "k1", LENA), MONDAY)
    assert [fault.detail for fault in refused.value.faults] == [Detail.NAME, Detail.CHANNELS, Detail.CONTACTS]


async def test_another_contract_draws_the_window_again_and_nothing_typed_is_lost(clientele: Clientele) -> None:
    await opened(clientele.desk)
    editing = await window(clientele, CustomerAct.EDIT, "acme")
    draw = partial(clientele.changed, at=MONDAY)
    bird = {"selected_option": {"value": "bird email_enterprise", "text": {"type": "plain_text", "text": "B"}}}
    away = await draw(customer_change(held(editing, customer_plan=bird, customer_name={"value": "Acme Europe"})))

    assert (away.view_id, away.view_hash) == ("V1", "1.h")
    assert not [name for name in inputs(away.view) if name.startswith("customer_duty")]
    assert inputs(away.view)["customer_name"]["element"]["initial_value"] == "Acme Europe"
    assert "One ticket is open" in words(away.view)

    back = {"selected_option": {"value": "valimail basic", "text": {"type": "plain_text", "text": "V"}}}
    again = await draw(customer_change(held(away.view, customer_plan=back)))
    assert [name for name in inputs(again.view) if name.startswith("customer_duty")]


async def test_a_new_customers_window_is_drawn_again_too_but_only_for_a_lead(clientele: Clientele) -> None:
    adding = await window(clientele, CustomerAct.ADD, "Hooli")
    chosen = {"selected_option": {"value": "valimail basic", "text": {"type": "plain_text", "text": "Basic"}}}
    drawn = await clientele.changed(customer_change(held(adding, customer_plan=chosen)), MONDAY)

    assert "customer_duty V25" in inputs(checked_view(drawn.view))
    with pytest.raises(NotAllowedError):
        await clientele.changed(customer_change(held(adding, by="U0ANA", customer_plan=chosen)), MONDAY)
