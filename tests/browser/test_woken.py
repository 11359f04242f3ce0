"""A night on call, on a telephone: woken by a page, with Slack up and with Slack down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import expect

from bot.demo.site import Demo
from tests.browser.conftest import Arrives
from tests.browser.test_narrow import TELEPHONE, fits

pytestmark = pytest.mark.asyncio(loop_scope="session")

URGENT = "/ticket new urgent Acme: SSO login fails for everyone"


async def test_a_page_that_is_not_answered_rings_and_is_over_once_it_is(as_: Arrives, office: Demo) -> None:
    stage = office.world.stage
    olly = await as_("olly", **TELEPHONE)
    await olly.goes("phone")
    phone = olly.page.get_by_role("region", name="Olly Oncall's telephone")
    await expect(phone).to_contain_text("Nothing has come.")

    await stage.types("ana", URGENT)
    await stage.waits(timedelta(minutes=3))
    await expect(phone.get_by_role("listitem")).to_have_count(1)
    await expect(phone.get_by_role("listitem")).to_contain_text("SSO login fails for everyone")
    await expect(phone.get_by_role("heading", name="Page: T-1 P1 Urgent, Acme")).to_be_in_viewport()
    assert await fits(olly)

    await olly.page.get_by_role("button", name="Channels").tap()
    await olly.listed("Belltower").tap()
    await olly.is_connected()
    acknowledge = olly.message("You are paged").get_by_role("button", name="Acknowledge")
    await expect(acknowledge).to_be_in_viewport()
    await acknowledge.tap()
    await expect(olly.message("Olly Oncall acknowledged it")).to_be_visible()
    await expect(acknowledge).to_have_count(0)
    assert await fits(olly)

    await olly.goes("phone")
    await expect(phone.get_by_role("listitem").first).to_contain_text("Somebody has it. Nothing to do.")
    await expect(phone.get_by_role("listitem").last).to_contain_text("over")


async def test_while_slack_is_down_nothing_that_was_written_is_lost(as_: Arrives) -> None:
    ana = await as_("ana", **TELEPHONE)
    await ana.goes("triage")
    await ana.button("Guide").tap()
    switch = ana.button("Slack is down")
    await switch.tap()
    await expect(switch).to_have_attribute("aria-pressed", "true")
    await ana.page.get_by_role("complementary", name="Guide").get_by_role("button", name="Close").tap()

    await expect(ana.page.get_by_text("Slack is down. Nobody can write")).to_be_in_viewport()
    assert await fits(ana)
    await ana.composer("Message #triage").fill(URGENT)
    await ana.button("Send").tap()
    await expect(ana.page.get_by_text("Nothing can be sent until it is back")).to_be_visible()
    await expect(ana.composer("Message #triage")).to_have_value(URGENT)

    await ana.button("Guide").tap()
    await switch.tap()
    await ana.page.get_by_role("complementary", name="Guide").get_by_role("button", name="Close").tap()
    await expect(ana.page.get_by_text("Slack is down. Nobody can write")).to_have_count(0)
    await ana.button("Send").tap()
    await expect(ana.message("T-1 · SSO login fails").first).to_be_visible()
