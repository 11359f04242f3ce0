"""The main journey on a telephone: a narrow window, touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrives

if TYPE_CHECKING:
    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

TELEPHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 1,
}


async def fits(visitor: Visitor) -> bool:
    """Whether nothing on the page is wider than the window."""
    wide: int = await visitor.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return wide <= 0


async def test_a_ticket_is_opened_regraded_and_warned_of_by_touch(as_: Arrives) -> None:
    ana = await as_("ana", **TELEPHONE)
    await ana.goes("random")
    assert await fits(ana)

    await ana.page.get_by_role("button", name="Channels").tap()
    await ana.listed("triage").tap()
    await ana.is_connected()
    await ana.composer("Message #triage").fill("/ticket")
    await ana.button("Send").tap()
    form = ana.window("New ticket")
    await form.get_by_role("combobox", name="Customer").fill("ac")
    await form.get_by_role("option", name="Acme").tap()
    await form.get_by_role("radio", name="High (P2)").tap()
    await expect(form).to_contain_text("4 business hours · V06")
    await form.get_by_role("textbox", name="Title").fill("SSO login fails")
    assert await fits(ana)
    await form.get_by_role("button", name="Open ticket").tap()
    await ana.window("Ticket opened").get_by_role("button", name="Close", exact=True).last.tap()

    card = ana.message("T-1 · SSO login fails").first
    await card.get_by_role("button", name="Regrade").tap()
    window = ana.window("Regrade T-1")
    await window.get_by_role("radio", name="Low (P3)").tap()
    await expect(window).to_contain_text("→")
    await window.get_by_role("textbox", name="Current impact").fill("One person only.")
    await window.get_by_role("button", name="Regrade").tap()
    await expect(card).to_contain_text("P3 Low")

    await ana.button("Next deadline").tap()
    await expect(card).to_contain_text("due soon")
    assert await fits(ana)


async def test_a_guest_marks_a_message_as_a_ticket_by_touch(as_: Arrives) -> None:
    gina = await as_("gina", **TELEPHONE)
    await gina.goes("globex")
    await gina.composer("Message #globex").fill("Our logo is missing from every report.")
    await gina.button("Send").tap()

    said = gina.message("Our logo is missing").first
    await said.get_by_role("button", name="Add a reaction").tap()
    picker = gina.page.get_by_role("dialog", name="Choose an emoji")
    await picker.get_by_role("searchbox").fill("ticket")
    await picker.get_by_role("button", name="ticket", exact=True).tap()
    await gina.message("Shall this message become a ticket?").get_by_role("button", name="Open a ticket").tap()
    form = gina.window("New ticket")
    await expect(form.get_by_role("textbox", name="Title")).to_have_value("Our logo is missing from every report.")
    await form.get_by_role("radio", name="Low (P3)").tap()
    await expect(form).to_contain_text("24 business hours · V04")
    assert await fits(gina)
    await form.get_by_role("button", name="Open ticket").tap()
    await gina.window("Ticket opened").get_by_role("button", name="Close", exact=True).last.tap()

    await said.get_by_role("link", name="1 reply").tap()
    await expect(gina.thread).to_contain_text("We have your request. It is T-1, with the severity Low.")
    assert await fits(gina)


async def test_a_thread_covers_the_channel_and_leads_back_to_it(as_: Arrives) -> None:
    ana = await as_("ana", **TELEPHONE)
    await ana.goes("triage")
    await ana.composer("Message #triage").fill("/ticket new urgent Acme: SSO login fails")
    await ana.button("Send").tap()

    await ana.message("T-1 · SSO login fails").first.get_by_role("link", name="last reply").tap()
    await expect(ana.thread).to_contain_text("Page to primary")
    assert await fits(ana)
    await ana.thread.get_by_role("link", name="Close the thread").tap()

    await expect(ana.composer("Message #triage")).to_be_visible()
