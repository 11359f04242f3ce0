"""A channel on the page: what comes without a reload, threads, reactions, unread marks, words, times, refusals."""

import re
from socket import socket

import pytest
from playwright.async_api import expect
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.site import Demo
from bot.playground import loopback
from tests.browser.cable import cable
from tests.browser.conftest import Arrives
from tests.browser.watch import Watch

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_somebody_else_writes_appears_without_a_reload(as_: Arrives, office: Demo) -> None:
    ana, omar = await as_("ana"), await as_("omar")
    await ana.goes("random")
    await omar.goes("random")

    await omar.writes("Message #random", "Lunch at *noon*? :pizza: <b>")

    told = ana.message("Lunch at noon?")
    await expect(told).to_contain_text("Lunch at noon? 🍕 <b>")
    await expect(told.locator("b, strong").filter(has_text=re.compile("^noon$"))).to_be_visible()


async def test_a_channel_is_unread_until_somebody_looks_at_it(as_: Arrives) -> None:
    ana, omar = await as_("ana"), await as_("omar")
    await ana.goes("triage")
    await omar.goes("random")
    await expect(ana.listed("random")).not_to_contain_text("unread")

    await omar.writes("Message #random", "Lunch?")
    await expect(ana.listed("random")).to_contain_text("unread")
    await omar.writes("Message #random", "@ana, you too?")
    await expect(ana.listed("random")).to_contain_text("mentions: 1")
    await expect(ana.page).to_have_title("(1) #triage · Northbell")

    await ana.listed("random").click()
    await expect(ana.page.get_by_role("listitem").filter(has_text=re.compile("^New$"))).to_be_visible()
    await expect(ana.listed("random")).not_to_contain_text("mentions")
    await expect(ana.page).to_have_title("#random · Northbell")


async def test_a_thread_is_answered_beside_the_channel_and_is_no_place_for_commands(as_: Arrives) -> None:
    ana, omar = await as_("ana"), await as_("omar")
    await ana.goes("random")
    await omar.goes("random")
    await ana.writes("Message #random", "Who has the key?")

    asked = omar.message("Who has the key?")
    await asked.hover()
    await asked.get_by_role("link", name="Reply in thread").click()
    await omar.is_connected()
    await omar.writes("Reply…", "I have.")
    await expect(omar.thread.get_by_role("article").filter(has_text="I have.")).to_be_visible()
    await expect(ana.message("Who has the key?").get_by_role("link", name="1 reply")).to_be_visible()
    await expect(ana.message("I have.")).to_have_count(0)

    await omar.writes("Reply…", "/ticket list")
    await expect(omar.thread.get_by_role("alert")).to_have_text("/ticket is not supported in threads. Sorry!")
    await expect(omar.composer("Reply…")).to_have_value("/ticket list")


async def test_a_thread_shows_its_newest_message_and_stays_there(as_: Arrives, office: Demo) -> None:
    stage = office.world.stage
    await stage.types("omar", "/ticket new high Acme: Invitations arrive twice")
    for number in range(30):
        await stage.writes("omar", "triage", f"Thought {number}.", under=stage.card())
    ana = await as_("ana")
    await ana.goes("triage")

    await ana.message("T-1 · Invitations").first.get_by_role("link", name="30 replies").click()
    await expect(ana.thread.get_by_text("Thought 29.")).to_be_in_viewport()
    await expect(ana.thread.get_by_text("Thought 0.")).not_to_be_in_viewport()
    await ana.writes("Reply…", "?take")

    await expect(ana.thread.get_by_text("T-1: you took it.")).to_be_in_viewport()


async def test_what_is_meant_for_one_person_is_seen_by_that_person_alone(as_: Arrives) -> None:
    ana, omar = await as_("ana"), await as_("omar")
    await ana.goes("triage")
    await omar.goes("triage")

    await ana.writes("Message #triage", "/ticket list")
    told = ana.message("Only visible to you")
    await expect(told).to_contain_text("No ticket is open.")
    await omar.writes("Message #triage", "Anything new?")
    await expect(ana.message("Anything new?")).to_be_visible()
    await expect(omar.message()).to_have_count(1)

    await told.get_by_role("button", name="Dismiss").click()
    await expect(ana.message("Only visible to you")).to_have_count(0)


async def test_a_reaction_is_put_and_taken_off_and_everybody_sees_it(as_: Arrives) -> None:
    ana, carl = await as_("ana"), await as_("carl")
    await ana.goes("acme")
    await carl.goes("acme")

    said = ana.message("We have moved the last of our domains")
    await said.hover()
    await said.get_by_role("button", name="Add a reaction").click()
    picker = ana.page.get_by_role("dialog", name="Choose an emoji")
    await picker.get_by_role("searchbox").fill("tada")
    await picker.get_by_role("button", name="tada").first.click()

    seen = carl.message("We have moved the last of our domains").get_by_role("button", name="tada: 1, Ana Agent")
    await expect(seen).to_have_attribute("aria-pressed", "false")
    mine = said.get_by_role("button", name="tada")
    await expect(mine).to_have_attribute("aria-pressed", "true")
    await mine.click()
    await expect(seen).to_have_count(0)


async def test_everybody_reads_a_due_time_in_their_own_zone(as_: Arrives) -> None:
    ana, omar = await as_("ana"), await as_("omar")
    await ana.goes("triage")
    await omar.goes("triage")

    await ana.writes("Message #triage", "/ticket new urgent Acme: SSO login fails")

    await expect(ana.message("T-1").first).to_contain_text("First response due 6:40 AM Jul 13, 2026")
    await expect(omar.message("T-1").first).to_contain_text("First response due 3:40 PM Jul 13, 2026")


async def test_what_could_not_be_sent_stays_where_it_was_written(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("random")

    await ana.writes("Message #random", "/tikcet list")

    await expect(ana.page.get_by_role("main").get_by_role("alert")).to_contain_text("/tikcet is not a valid command")
    await expect(ana.composer("Message #random")).to_have_value("/tikcet list")


async def test_a_draft_waits_until_its_channel_is_seen_again(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("random")
    await ana.composer("Message #random").fill("Lunch at")

    await ana.listed("triage").click()
    await expect(ana.composer("Message #triage")).to_have_value("")
    await ana.listed("random").click()

    await expect(ana.composer("Message #random")).to_have_value("Lunch at")


async def test_a_command_that_the_app_does_not_answer_fails_with_slacks_own_word(as_: Arrives, office: Demo) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    office.world.stage.pace.trial.slack.deliver_to("http://127.0.0.1:1/nobody-listens-here")

    await ana.writes("Message #triage", "/ticket list")

    alert = ana.page.get_by_role("main").get_by_role("alert")
    await expect(alert).to_contain_text("/ticket failed with the error “dispatch_failed”")
    await expect(ana.wire).to_contain_text("1 refused")


async def test_a_refusal_of_slack_is_seen_on_the_page_with_its_word(as_: Arrives, office: Demo) -> None:
    ana = await as_("ana")
    await ana.goes("triage")
    await expect(ana.page.get_by_role("banner")).not_to_contain_text("refused")

    slack = office.world.stage.pace.trial.slack
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C0TRIAGE", text="too much", blocks=[header])

    await expect(ana.wire).to_contain_text("1 refused")
    await ana.wire.click()
    drawer = ana.page.get_by_role("region", name="What Slack and the app said")
    refused = drawer.get_by_role("listitem").filter(has_text="chat.postMessage").first
    await expect(refused).to_contain_text("invalid_blocks")
    await expect(drawer).not_to_contain_text(office.world.stage.pace.trial.slack.bot_token)


async def test_a_page_that_has_lost_its_stream_says_so_and_catches_up(
    as_: Arrives, office: Demo, listening: socket, watch: Watch
) -> None:
    watch.expects("net::ERR_")
    async with cable(listening.getsockname()[1]) as (wire, port):
        ana = await as_("ana", at=f"http://{loopback.HOST}:{port}/")
        await ana.goes("random")

        wire.cut()
        await expect(ana.page.get_by_text("Trying to reconnect…")).to_be_visible()
        await office.world.stage.writes("omar", "random", "There is cake.")
        await expect(ana.message("There is cake.")).to_have_count(0)
        wire.mend()

        await expect(ana.message("There is cake.")).to_be_visible()
        await expect(ana.page.get_by_text("Trying to reconnect…")).to_be_hidden()
