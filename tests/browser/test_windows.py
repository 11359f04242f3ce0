"""Windows on the page: what is typed in them stays, errors stand where they belong, one lies over another."""

import re

import pytest
from playwright.async_api import expect

from bot.demo.site import Demo
from bot.playground.blockkit import check_view
from bot.playground.methods.windows import new_view
from tests.browser.conftest import Arrives

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_error_stands_beneath_its_input_and_keeps_what_was_typed(as_: Arrives, office: Demo) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    await ana.writes("Message #triage", "/ticket new critical Birdsong Mail: All API calls time out")
    form = ana.window("New ticket")
    await form.get_by_role("radio", name="All API calls, by a time-out or internal error").check()
    await form.get_by_role("textbox", name="Who is to be called?").fill("Bea Customer")
    await form.get_by_role("textbox", name="Email address").fill("bea@birdsong.example")
    await form.get_by_role("textbox", name="Description").fill("Every call since nine.")

    await form.get_by_role("button", name="Open ticket").click()

    phone = form.get_by_role("textbox", name="Phone number")
    await expect(phone).to_have_attribute("aria-invalid", "true")
    await expect(phone).to_be_focused()
    await expect(phone).to_have_accessible_description(re.compile("Please complete this required field"))
    await expect(form.get_by_role("textbox", name="Who is to be called?")).to_have_value("Bea Customer")
    assert not office.world.stage.says("triage", "T-1")

    await phone.fill("+31 20 555 0100")
    await form.get_by_role("button", name="Open ticket").click()
    await expect(ana.window("Ticket opened")).to_contain_text("T-1 is open: P1 Critical for Birdsong Mail.")


async def test_a_refusal_of_the_desk_stands_beneath_the_input_that_is_to_blame(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    await ana.writes("Message #triage", "/ticket new urgent Bygone:")
    form = ana.window("New ticket")
    await form.get_by_role("textbox", name="Title").fill("SSO login fails")

    await form.get_by_role("button", name="Open ticket").click()

    customer = form.get_by_role("combobox", name="Customer")
    await expect(customer).to_have_accessible_description(re.compile("has no subscription today"))
    await expect(form.get_by_role("textbox", name="Title")).to_have_value("SSO login fails")


async def test_a_choice_that_draws_the_form_anew_keeps_what_was_typed_and_where(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    await ana.writes("Message #triage", "/ticket new urgent Acme:")
    form = ana.window("New ticket")
    await expect(form).to_contain_text("1 business hour")

    await form.get_by_role("textbox", name="Title").fill("SSO")
    await form.get_by_role("textbox", name="Description").fill("Since nine.")
    await form.get_by_role("radio", name="Low (P3)").check()
    await form.get_by_role("textbox", name="Title").press("End")
    await ana.page.keyboard.type(" login fails for everyone")

    await expect(form).to_contain_text("24 business hours")
    await expect(form.get_by_role("textbox", name="Title")).to_be_focused()
    await expect(form.get_by_role("textbox", name="Title")).to_have_value("SSO login fails for everyone")
    await expect(form.get_by_role("textbox", name="Description")).to_have_value("Since nine.")


@pytest.mark.parametrize("way", ["Close", "Cancel", "Escape"])
async def test_a_window_is_left_in_three_ways_and_the_focus_returns(as_: Arrives, way: str) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    await ana.writes("Message #triage", "/ticket new high Acme: SSO login fails")
    regrade = ana.message("T-1 · SSO login fails").first.get_by_role("button", name="Regrade")
    await regrade.click()
    window = ana.window("Regrade T-1")
    await expect(window).to_be_visible()

    if way == "Escape":
        await ana.page.keyboard.press("Escape")
    else:
        await window.get_by_role("button", name=way, exact=True).click()

    await expect(window).to_be_hidden()
    await expect(regrade).to_be_focused()


async def test_windows_lie_on_top_of_each_other_and_go_back_one_by_one(as_: Arrives, office: Demo) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    stage = office.world.stage
    workspace = stage.pace.trial.office.workspace
    views = workspace.views
    for show, title in ((views.open, "First"), (views.push, "Second"), (views.push, "Third")):
        content = {"type": "modal", "title": {"type": "plain_text", "text": title}, "blocks": [{"type": "divider"}]}
        show(new_view(workspace, "U0ANA", check_view(content, "modal")))
    stage.pace.trial.slack.records.tell()

    await ana.window("Third").get_by_role("button", name="Back to Second").click()
    await ana.window("Second").get_by_role("button", name="Back to First").click()
    await expect(ana.window("First")).to_be_visible()
    await ana.window("First").get_by_role("button", name="Close", exact=True).last.click()

    await expect(ana.page.get_by_role("dialog")).to_have_count(0)
