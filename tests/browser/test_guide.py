"""The guide beside the messages: every scenario, shown step by step to its end, and the way from one to the next."""

import pytest
from playwright.async_api import expect

from bot.demo.scenarios import scenarios
from bot.demo.site import Demo
from tests.browser.conftest import Arrives
from tests.journeys.stage import Log

pytestmark = pytest.mark.asyncio(loop_scope="session")

LOGGED = {"slack-down": ("goes another way", "an audit has found something")}
"""The errors that are part of a scenario, by its name."""


@pytest.mark.parametrize("name", scenarios())
async def test_a_scenario_is_shown_to_its_end(as_: Arrives, office: Demo, log: Log, name: str) -> None:
    for words in LOGGED.get(name, ()):
        log.expects(words)
    scenario = scenarios()[name]
    await office.begin(name)
    office.world.guide.linger = 0.0
    first = scenario.steps[0]
    visitor = await as_(first.who)
    await visitor.goes(first.place)
    guide = visitor.page.get_by_role("complementary", name="Guide")
    await expect(guide.get_by_role("heading")).to_have_text(scenario.title)

    for number in range(1, len(scenario.steps) + 1):
        await guide.get_by_role("button", name="Show me").click()
        await expect(guide.get_by_role("img", name="done")).to_have_count(number)

    await expect(guide).to_contain_text(scenario.ending)
    await expect(guide.get_by_role("button", name="Show me")).to_have_count(0)


async def test_another_scenario_moves_every_page_into_a_fresh_world(as_: Arrives) -> None:
    ana, omar = await as_("ana"), await as_("omar")
    await ana.goes("triage")
    await omar.goes("triage")
    await ana.writes("Message #triage", "/ticket new high Acme: SSO login fails")
    await expect(omar.message("T-1").first).to_be_visible()

    guide = ana.page.get_by_role("complementary", name="Guide")
    await guide.get_by_text("All scenarios").click()
    await guide.get_by_role("button", name=scenarios()["night-call"].title).click()

    title = scenarios()["night-call"].title
    for visitor in (ana, omar):
        heading = visitor.page.get_by_role("complementary", name="Guide").get_by_role("heading", name=title)
        await expect(heading).to_be_visible()
        await expect(visitor.message("T-1")).to_have_count(0)


async def test_a_step_leads_to_the_person_and_the_place_where_it_is_taken(as_: Arrives, office: Demo) -> None:
    await office.world.stage.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")
    ana = await as_("ana")
    await ana.goes("triage")

    await ana.page.get_by_role("link", name="Be Olly Oncall in").click()
    await ana.message("You are paged").get_by_role("button", name="Acknowledge").click()

    done = ana.page.get_by_role("complementary", name="Guide").get_by_role("img", name="done")
    await expect(done).to_have_count(2)
    await expect(ana.page.locator("summary", has_text="Be somebody else")).to_contain_text("Olly Oncall")
