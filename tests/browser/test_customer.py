"""What a customer sees and may do on the page, and somebody who is neither of the team nor a customer."""

import pytest
from playwright.async_api import expect

from bot.demo.site import Demo
from tests.browser.conftest import Arrives
from tests.browser.watch import Watch

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_customers_message_becomes_a_ticket_and_the_answer_comes_to_its_thread(as_: Arrives) -> None:
    carl, ana = await as_("carl"), await as_("ana")
    await carl.goes("acme")
    await ana.goes("acme")
    await carl.writes("Message #acme", "SSO login fails for everyone")

    said = ana.message("SSO login fails for everyone")
    await said.hover()
    await said.get_by_role("button", name="More actions").click()
    await said.get_by_role("menuitem", name="Open a ticket").click()
    form = ana.window("New ticket")
    await expect(form.get_by_role("textbox", name="Title")).to_have_value("SSO login fails for everyone")
    await expect(form.get_by_role("combobox", name="Customer")).to_have_value("Acme")
    await form.get_by_role("radio", name="High (P2)").check()
    await form.get_by_role("button", name="Open ticket").click()
    await ana.reads_and_closes("Ticket opened")

    await ana.goes("triage")
    await ana.message("T-1").first.get_by_role("button", name="Reply").click()
    window = ana.window("Reply T-1")
    await expect(window).to_contain_text("It is posted in the customer's thread in #acme.")
    await window.get_by_role("textbox", name="Answer").fill("We are looking into it.")
    await window.get_by_role("button", name="Send").click()

    await carl.message("SSO login fails for everyone").get_by_role("link", name="1 reply").click()
    await expect(carl.thread).to_contain_text("We are looking into it.")


async def test_a_customer_is_listed_no_channel_but_their_own(as_: Arrives) -> None:
    carl = await as_("carl")
    await carl.goes("acme")

    places = carl.page.get_by_role("navigation", name="Places")
    await expect(places.get_by_role("link").first).to_contain_text("acme")
    await expect(places).to_contain_text("Northbell")
    await expect(carl.message().first.get_by_role("button", name="Add a reaction")).to_be_attached()
    await expect(carl.message().get_by_role("button", name="More actions")).to_have_count(0)
    for other in ("triage", "breaches", "birdsong", "random", "Deadline wall"):
        await expect(carl.listed(other)).to_have_count(0)


@pytest.mark.parametrize("place", ["triage", "birdsong", "wall"])
async def test_a_customer_who_knows_the_address_of_another_place_is_told_kindly(
    as_: Arrives, watch: Watch, place: str
) -> None:
    watch.expects("404")
    carl = await as_("carl")

    await carl.page.goto(carl.address(place))

    await expect(carl.page.get_by_role("main")).to_contain_text("Carl Customer is in no channel")
    await expect(carl.page.get_by_role("article")).to_have_count(0)


async def test_the_command_is_neither_offered_to_a_customer_nor_carried_out(as_: Arrives, office: Demo) -> None:
    carl = await as_("carl")
    await carl.goes("acme")
    await carl.composer("Message #acme").press_sequentially("/t")
    await expect(carl.page.get_by_role("option")).to_have_count(0)

    await carl.writes("Message #acme", "/ticket new urgent Acme: SSO login fails")

    await expect(carl.page.get_by_role("alert").filter(has_text="/ticket")).to_contain_text("not")
    await expect(carl.composer("Message #acme")).to_have_value("/ticket new urgent Acme: SSO login fails")
    assert not office.world.stage.says("triage", "T-1")


async def test_an_outsider_has_the_command_but_is_told_that_tickets_are_not_theirs_to_open(as_: Arrives) -> None:
    otto = await as_("otto")
    await otto.goes("random")
    await expect(otto.listed("triage")).to_have_count(0)

    await otto.writes("Message #random", "/ticket")
    await expect(otto.message("“new” is for the support team and the customer's own contacts.")).to_be_visible()
    await expect(otto.window("New ticket")).to_have_count(0)

    await otto.writes("Message #random", "/ticket show 1")
    await expect(otto.message("There is no ticket T-1 that you can see.")).to_be_visible()


async def test_whoever_presses_what_is_not_theirs_to_press_is_refused_kindly_and_alone(
    as_: Arrives, office: Demo
) -> None:
    await office.world.stage.person("otto").joins("triage")
    await office.world.stage.types("ana", "/ticket new high Acme: SSO login fails")
    otto, ana = await as_("otto"), await as_("ana")
    await ana.goes("triage")
    await otto.goes("triage")

    await otto.message("T-1 · SSO login fails").first.get_by_role("button", name="Take it").click()

    told = otto.message("Only visible to you")
    await expect(told).to_contain_text("There is no ticket T-1 that you can see. “/ticket list” shows those you can.")
    await expect(ana.message("T-1 · SSO login fails").first).to_contain_text("nobody yet")
    await expect(ana.message("There is no ticket")).to_have_count(0)
