"""The page for those who do not see it, or see it badly: what axe-core finds, and that every control has a name."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.demo.site import Demo
from tests.browser.conftest import Arrives
from tests.browser.test_narrow import TELEPHONE

if TYPE_CHECKING:
    from tests.browser.visitor import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAMELESS = re.compile(
    r"^\s*- (button|link|textbox|searchbox|combobox|checkbox|radio|menuitem|option|spinbutton|dialog)\b"
    r"(?! \").*$",
    re.MULTILINE,
)
"""A line of an aria snapshot with a control that has no name."""

Arrival = Callable[["Visitor"], Awaitable[None]]


async def _at_the_channel(ana: Visitor) -> None:
    await ana.goes("triage")


async def _at_a_thread(ana: Visitor) -> None:
    await ana.goes("triage")
    await ana.message("T-1 · SSO login fails").first.get_by_role("link", name="last reply").click()
    await expect(ana.thread).to_contain_text("Page to primary")


async def _at_the_form(ana: Visitor) -> None:
    await ana.goes("triage")
    await ana.writes("Message #triage", "/ticket new critical Birdsong Mail: All API calls time out")
    form = ana.window("New ticket")
    await form.get_by_role("radio", name="All API calls, by a time-out or internal error").check()
    await expect(form.get_by_role("textbox", name="Phone number")).to_be_attached()
    await form.get_by_role("button", name="Open ticket").click()
    await expect(ana.page.get_by_role("textbox", name="Phone number")).to_have_attribute("aria-invalid", "true")


async def _at_the_home_tab(ana: Visitor) -> None:
    await ana.goes("home")
    await expect(ana.page.get_by_role("region", name="Home")).to_contain_text("T-1")


async def _at_the_wall(ana: Visitor) -> None:
    await ana.goes("wall")
    await expect(ana.page.get_by_role("row", name="T-1")).to_be_visible()


async def _at_the_phone(ana: Visitor) -> None:
    await ana.page.goto(ana.address("phone").replace("/ana/", "/olly/"))
    await ana.is_connected()
    await expect(ana.page.get_by_role("region", name="Olly Oncall's telephone")).to_contain_text("Page: T-1")


async def _while_slack_is_down(ana: Visitor) -> None:
    await ana.goes("triage")
    if not await ana.button("Slack is down").is_visible():
        await ana.button("Guide").click()
    await ana.button("Slack is down").click()
    await expect(ana.page.get_by_text("Nobody can write or press anything")).to_be_visible()


async def _at_the_wire(ana: Visitor) -> None:
    await ana.goes("triage")
    await ana.wire.click()
    exchange = ana.page.get_by_role("region", name="What Slack and the app said").get_by_role("listitem").first
    await exchange.locator("summary").click()


async def _with_everything_open(ana: Visitor) -> None:
    await ana.goes("triage")
    await ana.composer("Message #triage").press_sequentially("/t")
    await ana.page.locator("summary", has_text="Be somebody else").click()
    await expect(ana.page.get_by_role("link", name="Carl Customer")).to_be_visible()


PLACES: dict[str, Arrival] = {
    "a channel": _at_the_channel,
    "a thread": _at_a_thread,
    "a form with an error": _at_the_form,
    "App Home": _at_the_home_tab,
    "the wall": _at_the_wall,
    "a telephone": _at_the_phone,
    "Slack that is down": _while_slack_is_down,
    "the wire": _at_the_wire,
    "lists pulled down": _with_everything_open,
}


@pytest_asyncio.fixture(loop_scope="session")
async def ticket(office: Demo) -> None:
    """T-1, urgent, with its page in the thread and on the telephone."""
    await office.world.stage.types("omar", "/ticket new urgent Acme: SSO login fails")
    await office.world.stage.waits(timedelta(minutes=4))


@pytest.mark.usefixtures("ticket")
@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("place", PLACES)
async def test_nothing_keeps_anybody_out(as_: Arrives, place: str, width: str) -> None:
    ana = await as_("ana", **(TELEPHONE if width == "narrow" else {}))
    await PLACES[place](ana)

    assert await ana.violations() == []
    assert NAMELESS.findall(await ana.page.locator("body").aria_snapshot()) == []


@pytest.mark.parametrize(
    ("line", "is_nameless"),
    [
        ('- button "Send"', False),
        ("- button", True),
        ("  - textbox [disabled]:", True),
        ('- radio "Urgent" [checked]', False),
        ("- radiogroup:", False),
        ("- combobox: SSO", True),
    ],
)
async def test_a_control_without_a_name_would_be_seen(line: str, is_nameless: bool) -> None:
    assert bool(NAMELESS.search(line)) is is_nameless
