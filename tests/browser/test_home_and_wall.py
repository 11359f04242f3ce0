"""App Home and the deadline wall on the page, for those whom they are for."""

import pytest
from playwright.async_api import expect

from bot.demo.site import Demo
from tests.browser.conftest import Arrives

pytestmark = pytest.mark.asyncio(loop_scope="session")

TICKET = "/ticket new high Acme: SSO login fails"


async def test_the_home_tab_says_what_needs_an_agent_now_and_leads_to_it(as_: Arrives, office: Demo) -> None:
    await office.world.stage.types("omar", TICKET)
    ana = await as_("ana")
    await ana.goes("triage")
    await ana.listed("Home").click()

    home = ana.page.get_by_role("region", name="Home")
    await expect(home).to_contain_text("primary Olly Oncall until")
    await expect(home).to_contain_text("T-1 SSO login fails")
    await expect(home).to_contain_text("9:40 AM Jul 13, 2026")
    await home.get_by_role("button", name="Show").click()
    await expect(ana.page.get_by_role("dialog")).to_contain_text("Acme · Valicare")


async def test_a_ticket_is_opened_from_the_home_tab(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("home")

    await ana.page.get_by_role("region", name="Home").get_by_role("button", name="Open a ticket").click()

    await expect(ana.window("New ticket")).to_be_visible()


async def test_an_outsiders_home_tab_says_whom_to_ask(as_: Arrives) -> None:
    otto = await as_("otto")
    await otto.goes("home")

    await expect(otto.page.get_by_role("region", name="Home")).to_contain_text(
        "A lead can add you to either: Lena Lead"
    )


async def test_the_wall_shows_every_running_clock_as_a_picture_and_as_a_table(as_: Arrives, office: Demo) -> None:
    lena = await as_("lena")
    await lena.goes("triage")
    await lena.listed("Deadline wall").click()
    await lena.is_connected()
    main = lena.page.get_by_role("main")
    await expect(main.get_by_role("row")).to_have_count(0)

    await office.world.stage.types("ana", TICKET)

    await expect(main.get_by_role("row", name="T-1 SSO login fails")).to_contain_text("4 business hours (V06)")
    await expect(main.locator("svg").first).to_be_visible()
    await main.get_by_role("button", name="1 week").click()
    await expect(main.get_by_role("button", name="1 week")).to_have_attribute("aria-pressed", "true")


async def test_a_broken_promise_is_seen_on_the_wall_with_how_late_it_is(as_: Arrives, office: Demo) -> None:
    await office.world.stage.types("ana", TICKET)
    lena = await as_("lena")
    await lena.goes("wall")

    for _ in range(4):
        await lena.moves_time("Next deadline")
    await lena.moves_time("+15 min")

    await expect(lena.page.get_by_role("row", name="T-1 SSO login fails")).to_contain_text("15 min")
