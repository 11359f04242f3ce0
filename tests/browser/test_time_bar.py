"""The bar above everything: what time it is and where, who is at their desk, and the buttons that move the time."""

import pytest
from playwright.async_api import expect

from bot.demo.site import Demo
from tests.browser.conftest import Arrives

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_time_is_told_in_the_zone_of_whoever_looks_and_in_the_others(as_: Arrives) -> None:
    ana, omar = await as_("ana"), await as_("omar")
    await ana.goes("triage")
    await omar.goes("triage")

    bar = ana.page.get_by_role("region", name="Time")
    await expect(bar.get_by_role("time")).to_contain_text("Fri 10 Jul 2026 17:40:00 PDT")
    await expect(bar.get_by_role("list", name="The time elsewhere")).to_contain_text("Amsterdam Sat 02:40 CEST")
    await expect(omar.page.get_by_role("region", name="Time").get_by_role("time")).to_contain_text(
        "Sat 11 Jul 2026 02:40:00 CEST"
    )


async def test_each_desk_says_whether_it_is_open_until_when_and_why_not(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    desks = ana.page.get_by_role("list", name="Support desks")
    await expect(desks).to_contain_text("Valimail Customer Support: open until 18:00 PDT")
    await expect(desks).to_contain_text("Bird Email Enterprise: closed until Mon 09:00 CEST (weekend)")

    await ana.moves_time("+15 min")
    await ana.moves_time("+15 min")

    await expect(desks).to_contain_text("Valimail Customer Support: closed until Mon 06:00 PDT")


async def test_jumps_move_the_time_by_a_quarter_a_day_and_to_the_next_clock_change(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    time = ana.page.get_by_role("region", name="Time").get_by_role("time")

    await ana.moves_time("+15 min")
    await expect(time).to_contain_text("Fri 10 Jul 2026 17:55")
    await ana.moves_time("+1 day")
    await expect(time).to_contain_text("Sat 11 Jul 2026 17:55")
    await expect(ana.button("Next clock change")).to_have_attribute(
        "title", "Amsterdam puts its clocks back by 60 minutes, after Sun 25 Oct 02:59 CEST"
    )
    await ana.moves_time("Next clock change")
    await expect(time).to_contain_text("Sat 24 Oct 2026 18:00:00 PDT")


async def test_without_a_ticket_there_is_no_next_deadline_and_the_button_says_so(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    button = ana.button("Next deadline")
    await expect(button).to_be_disabled()
    await expect(button).to_have_attribute("title", "No clock is running, so there is no next deadline.")

    await ana.writes("Message #triage", "/ticket new high Acme: SSO login fails")

    await expect(button).to_be_enabled()
    await expect(button).to_have_attribute("title", "T-1 first response, warning, at Mon 07:40 PDT")


async def test_time_stands_runs_and_runs_faster_for_everybody(as_: Arrives, office: Demo) -> None:
    ana, omar = await as_("ana"), await as_("omar")
    await ana.goes("triage")
    await omar.goes("triage")
    began = office.world.stage.pace.now

    await ana.button("×60").click()
    await expect(omar.button("×60")).to_have_attribute("aria-pressed", "true")
    await expect(omar.page.get_by_role("region", name="Time").get_by_role("time")).not_to_contain_text("02:40")
    await omar.button("×1").click()
    await expect(ana.button("×60")).to_have_attribute("aria-pressed", "false")
    await ana.button("Pause").click()
    await expect(omar.button("Pause")).to_have_attribute("aria-pressed", "true")

    stands = office.world.stage.pace.now
    assert stands > began
    await omar.writes("Message #triage", "Is it still now?")
    await expect(ana.message("Is it still now?")).to_be_visible()
    assert office.world.stage.pace.now == stands
