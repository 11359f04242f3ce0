"""The main journey without a pointer: only keys are pressed, and what has the focus is what they reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrives

if TYPE_CHECKING:
    from playwright.async_api import Locator

    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

FARTHEST = 150
"""Presses of Tab after which whoever has not arrived is lost."""


async def tabs_to(visitor: Visitor, wanted: Locator, key: str = "Tab") -> None:
    """Go from control to control until one has the focus."""
    for _ in range(FARTHEST):
        if await wanted.evaluate("element => element === document.activeElement"):
            return
        await visitor.page.keyboard.press(key)
    pytest.fail(f"{key} does not lead to {wanted}")


async def test_the_first_control_leads_past_everything_else(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")

    await ana.page.keyboard.press("Tab")
    await expect(ana.page.get_by_role("link", name="Skip to the main part")).to_be_focused()
    await ana.page.keyboard.press("Enter")

    await expect(ana.page.get_by_role("main")).to_be_focused()


async def test_a_ticket_is_opened_regraded_and_broken_by_keys_alone(as_: Arrives) -> None:
    ana = await as_("ana")
    press = ana.page.keyboard.press
    await ana.goes("triage")

    await tabs_to(ana, ana.composer("Message #triage"))
    await ana.page.keyboard.type("/ti")
    await expect(ana.page.get_by_role("option", name="/ticket")).to_be_visible()
    await press("Tab")
    await expect(ana.composer("Message #triage")).to_have_value("/ticket ")
    await press("Enter")

    form = ana.window("New ticket")
    await expect(form).to_be_visible()
    await tabs_to(ana, form.get_by_role("combobox", name="Customer"))
    await ana.page.keyboard.type("Acm")
    await expect(form.get_by_role("option", name="Acme")).to_be_visible()
    await press("ArrowDown")
    await press("Enter")
    await expect(form.get_by_role("radio", name="Urgent (P1)")).to_be_visible()
    await tabs_to(ana, form.get_by_role("radio", name="Urgent (P1)"))
    await press("Space")
    await expect(form).to_contain_text("1 business hour · V06")
    await press("ArrowDown")
    await expect(form).to_contain_text("4 business hours · V06")
    await tabs_to(ana, form.get_by_role("textbox", name="Title"))
    await ana.page.keyboard.type("SSO login fails")
    await press("Enter")
    await expect(ana.window("Ticket opened")).to_be_visible()
    await press("Escape")
    await expect(ana.page.get_by_role("dialog")).to_be_hidden()
    await expect(ana.composer("Message #triage")).to_be_focused()

    card = ana.message("T-1 · SSO login fails").first
    await tabs_to(ana, card.get_by_role("button", name="Regrade"), "Shift+Tab")
    await press("Enter")
    regrade = ana.window("Regrade T-1")
    await expect(regrade).to_be_visible()
    await tabs_to(ana, regrade.get_by_role("radio", name="High (P2)"))
    await press("ArrowDown")
    await expect(regrade).not_to_contain_text("It is High now")
    await press("ArrowDown")
    await expect(regrade).to_contain_text("First response due 9:40 AM Jul 13, 2026 → due")
    await tabs_to(ana, regrade.get_by_role("textbox", name="Current impact"))
    await ana.page.keyboard.type("One person only.")
    await tabs_to(ana, regrade.get_by_role("button", name="Regrade"))
    await press("Enter")
    await expect(card).to_contain_text("P3 Low")
    await expect(card.get_by_role("button", name="Regrade")).to_be_focused()

    await tabs_to(ana, ana.button("Next deadline"), "Shift+Tab")
    await press("Enter")
    await expect(card).to_contain_text("due soon")
