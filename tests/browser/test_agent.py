"""An agent's day on the page: a ticket is taken, regraded, and its promise broken; and the proof is looked up."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrives

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_command_is_completed_while_it_is_typed(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")

    await ana.composer("Message #triage").press_sequentially("/ti")
    offered = ana.page.get_by_role("option", name="/ticket")
    await expect(offered).to_contain_text("new urgent Acme: what happened | list mine")
    await offered.click()

    await expect(ana.composer("Message #triage")).to_have_value("/ticket ")


async def test_the_due_time_in_the_form_follows_the_severity(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    await ana.writes("Message #triage", "/ticket")
    form = ana.window("New ticket")
    await expect(form).to_contain_text("The severities and due times appear once the customer is chosen.")

    await form.get_by_role("combobox", name="Customer").fill("ac")
    await form.get_by_role("option", name="Acme").click()
    await form.get_by_role("radio", name="Urgent (P1)").check()
    await expect(form).to_contain_text("First response due 6:40 AM Jul 13, 2026 · 1 business hour · V06")
    await expect(form).to_contain_text("Paged at once: Olly Oncall")

    await form.get_by_role("radio", name="High (P2)").check()
    await expect(form).to_contain_text("First response due 9:40 AM Jul 13, 2026 · 4 business hours · V06")
    await expect(form).not_to_contain_text("Paged at once")


async def test_a_ticket_opened_by_the_form_has_its_card_in_the_channel(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")

    await ana.opens_a_ticket("Acme", "Urgent (P1)", "SSO login fails")

    card = ana.message("T-1 · SSO login fails").first
    await expect(card).to_contain_text("Acme · Valicare")
    await expect(card).to_contain_text("First response due 6:40 AM Jul 13, 2026 · on time")
    for name in ("Take it", "Reply", "Regrade"):
        await expect(card.get_by_role("button", name=name)).to_be_visible()
    await card.get_by_role("button", name="More options").click()
    await expect(card.get_by_role("menuitem", name="Close")).to_be_visible()


async def test_a_regrade_shows_each_due_time_before_and_after(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    await ana.writes("Message #triage", "/ticket new urgent Acme: SSO login fails")

    await ana.message("T-1").get_by_role("button", name="Regrade").click()
    window = ana.window("Regrade T-1")
    await window.get_by_role("radio", name="High (P2)").check()
    await expect(window).to_contain_text("due 6:40 AM Jul 13, 2026 → due 9:40 AM Jul 13, 2026")
    await window.get_by_role("textbox", name="Current impact").fill("Login works through the backup link.")
    await window.get_by_role("button", name="Regrade").click()

    await expect(ana.message("P2 High").first).to_contain_text("Ana Agent regraded it to High")
    await expect(window).to_be_hidden()


async def test_jumps_from_deadline_to_deadline_bring_the_warnings_and_then_the_breach(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    await ana.writes("Message #triage", "/ticket new high Acme: SSO login fails")
    card = ana.message("T-1 · SSO login fails").first
    await expect(card).to_contain_text("on time")

    await ana.moves_time("Next deadline")
    await expect(card).to_contain_text("due soon")
    await card.get_by_role("link", name="1 reply").click()
    await expect(ana.thread).to_contain_text("First response due in 2 h (50% of the time used)")

    for _ in range(3):
        await ana.moves_time("Next deadline")
    await expect(ana.thread).to_contain_text("First response due in 10 min")
    await expect(ana.listed("breaches")).to_contain_text("unread")
    await ana.listed("breaches").click()
    await expect(ana.message("First response broken, just now")).to_contain_text("T-1 · P2 High · Acme")


async def test_why_proves_a_due_time_line_by_line(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    await ana.writes("Message #triage", "/ticket new urgent Acme: SSO login fails")

    await ana.message("Page to primary").get_by_role("button", name="Why").click()

    proof = ana.window("Why T-1")
    await expect(proof).to_contain_text("not counted, weekend")
    await expect(proof).to_contain_text("1 h counted")
    await ana.reads_and_closes("Why T-1")
