"""A channel with a thousand messages: the page shows the last of them, and older ones when they are looked for."""

import pytest
from playwright.async_api import expect

from bot.demo.site import Demo
from tests.browser.conftest import Arrives

pytestmark = pytest.mark.asyncio(loop_scope="session")

MANY = 1_000
PAGE = 50


@pytest.fixture
def talkative(office: Demo) -> None:
    """A thousand numbered messages in #random, which everybody has read."""
    trial = office.world.stage.pace.trial
    workspace, random = trial.office.workspace, trial.office.channels.random
    for number in range(MANY):
        workspace.say(channel=random, user=trial.office.people.omar, text=f"Number {number}.", at=trial.clock())
    for member in random.members:
        workspace.mark_read(member, random.id)


@pytest.mark.usefixtures("talkative")
async def test_only_the_last_page_is_there_at_first(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("random")

    await expect(ana.message("Number 999.")).to_be_in_viewport()
    await expect(ana.message()).to_have_count(PAGE)


@pytest.mark.usefixtures("talkative")
async def test_older_messages_come_by_scrolling_up_and_the_reader_keeps_their_place(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("random")
    await ana.message("Number 999.").hover()

    await ana.message("Number 950.").scroll_into_view_if_needed()

    await expect(ana.message("Number 900.")).to_be_attached()
    await expect(ana.message("Number 950.")).to_be_in_viewport()


@pytest.mark.usefixtures("talkative")
async def test_older_messages_come_by_a_button_for_whoever_uses_keys(as_: Arrives) -> None:
    ana = await as_("ana")
    await ana.goes("random")

    await ana.button("Show older messages").press("Enter")

    await expect(ana.message("Number 900.")).to_be_attached()


@pytest.mark.usefixtures("talkative")
async def test_whoever_reads_old_messages_is_told_of_a_new_one_and_not_moved(as_: Arrives, office: Demo) -> None:
    ana = await as_("ana")
    await ana.goes("random")
    await ana.message("Number 950.").scroll_into_view_if_needed()
    await expect(ana.message("Number 900.")).to_be_attached()

    await office.world.stage.writes("omar", "random", "And one more.")
    newer = ana.page.get_by_role("button", name="New messages")
    await expect(newer).to_be_visible()
    await expect(ana.message("Number 950.")).to_be_in_viewport()
    await newer.click()

    await expect(ana.message("And one more.")).to_be_in_viewport()
    await expect(newer).to_be_hidden()
