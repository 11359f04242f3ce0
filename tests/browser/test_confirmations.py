"""Buttons that ask before they act: what is agreed to is what was asked about, whatever stands there by then."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.site import Demo
from bot.slack.actions import Action
from tests.browser.conftest import Arrives

if TYPE_CHECKING:
    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEXT = "What shall become of T-1?"
QUESTION: dict[str, Any] = {
    "title": {"type": "plain_text", "text": "Take it?"},
    "text": {"type": "plain_text", "text": "It is yours from then on."},
    "confirm": {"type": "plain_text", "text": "Yes, take it"},
    "deny": {"type": "plain_text", "text": "Not now"},
}


def button(action: Action, label: str, **more: Any) -> list[dict[str, Any]]:
    """The blocks of a message with one button about T-1."""
    said = {"type": "plain_text", "text": label}
    element = {"type": "button", "action_id": action, "text": said, "value": "1", **more}
    return [
        {"type": "section", "text": {"type": "plain_text", "text": TEXT}},
        {"type": "actions", "block_id": "row", "elements": [element]},
    ]


async def asked(ana: Visitor, office: Demo) -> tuple[AsyncWebClient, str]:
    """Have the app ask Ana about a ticket, and her press the button; the app's client, and the message's time stamp."""
    stage = office.world.stage
    await stage.types("omar", "/ticket new high Acme: Invitations arrive twice")
    # Slack takes one message a second in a channel, and the card was one.
    await stage.waits(timedelta(seconds=1))
    slack = stage.pace.trial.slack
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    blocks = button(Action.TAKE, "Take T-1", confirm=QUESTION)
    posted = await client.chat_postMessage(channel="C0TRIAGE", text=TEXT, blocks=blocks)
    await ana.goes("triage")
    await ana.button("Take T-1").click()
    await expect(ana.window("Take it?")).to_contain_text("It is yours from then on.")
    return client, posted["ts"]


@pytest.mark.parametrize(("answer", "owner"), [("Yes, take it", "Ana Agent"), ("Not now", "nobody yet")])
async def test_a_button_that_asks_first_acts_only_once_it_is_agreed_to(
    as_: Arrives, office: Demo, answer: str, owner: str
) -> None:
    ana = await as_("ana")
    await asked(ana, office)

    await ana.window("Take it?").get_by_role("button", name=answer).click()

    await expect(ana.window("Take it?")).to_be_hidden()
    await expect(ana.message("T-1 · Invitations arrive twice").first).to_contain_text(owner)


async def test_a_button_that_was_edited_away_meanwhile_does_nothing_nor_does_the_one_in_its_place(
    as_: Arrives, office: Demo
) -> None:
    ana = await as_("ana")
    client, ts = await asked(ana, office)
    blocks = button(Action.CLOSE, "Close T-1")
    await client.chat_update(channel="C0TRIAGE", ts=ts, text=TEXT, blocks=blocks)
    await expect(ana.message(TEXT)).to_contain_text("Close T-1")

    await ana.window("Take it?").get_by_role("button", name="Yes, take it").click()

    await expect(ana.page.get_by_text("this control is not there any more")).to_be_visible()
    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
    await expect(ana.message("T-1 · Invitations arrive twice").first).to_contain_text("nobody yet")
