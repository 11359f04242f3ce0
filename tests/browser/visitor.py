"""Somebody at the page: what they do and what they look at, by the names that the page gives its parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

LONGEST_JUMP = 60_000
"""Milliseconds that a jump over months may take, with two hand-overs in each of its days."""
WCAG = {"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]}


class Visitor:
    """One person's page in a browser of their own."""

    def __init__(self, page: Page, address: str, handle: str) -> None:
        self.page = page
        self._door = f"{address}as/{handle}"

    def address(self, place: str) -> str:
        """Where they find a place: a channel, `app`, `home` or `wall`."""
        return f"{self._door}/{place}"

    async def goes(self, place: str) -> None:
        """Load a place anew."""
        await self.page.goto(self.address(place))
        await self.is_connected()

    async def is_connected(self) -> None:
        """Wait until the page hears of every change."""
        await expect(self.page.locator("body[data-live]")).to_be_attached()

    def composer(self, label: str) -> Locator:
        """Where a message is written: `Message #triage`."""
        return self.page.get_by_role("combobox", name=label, exact=True)

    async def writes(self, label: str, text: str) -> None:
        """Write something and send it."""
        await self.composer(label).fill(text)
        await self.composer(label).press("Enter")

    def message(self, words: str | re.Pattern[str] = "") -> Locator:
        """The messages of the channel with these words."""
        return self.page.get_by_role("region", name="Messages").get_by_role("article").filter(has_text=words)

    @property
    def thread(self) -> Locator:
        """The thread beside the messages."""
        return self.page.get_by_role("complementary", name="Thread")

    def window(self, title: str) -> Locator:
        """The open window of this title."""
        return self.page.get_by_role("dialog", name=title)

    def listed(self, place: str) -> Locator:
        """A place as the sidebar lists it."""
        return self.page.get_by_role("navigation", name="Places").get_by_role("link", name=place)

    def button(self, name: str) -> Locator:
        """The button of this name, anywhere on the page."""
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def wire(self) -> Locator:
        """The button that shows what Slack and the app said, and says how often something was refused."""
        return self.page.get_by_role("button", name="Slack ⇄ app")

    async def moves_time(self, name: str) -> None:
        """Press one of the buttons that move the time, and wait until it has moved."""
        await self.button(name).click()
        await expect(self.button(name)).not_to_have_attribute("aria-busy", "true", timeout=LONGEST_JUMP)

    async def opens_a_ticket(self, customer: str, severity: str, title: str) -> None:
        """Type the bare command into #triage, fill in the form, send it, and close what it answers."""
        await self.writes("Message #triage", "/ticket")
        form = self.window("New ticket")
        await form.get_by_role("combobox", name="Customer").fill(customer)
        await form.get_by_role("option", name=customer).click()
        await form.get_by_role("radio", name=severity).check()
        await form.get_by_role("textbox", name="Title").fill(title)
        await form.get_by_role("button", name="Open ticket").click()
        await self.reads_and_closes("Ticket opened")

    async def reads_and_closes(self, title: str) -> None:
        """Close a window that has nothing to send."""
        await self.window(title).get_by_role("button", name="Close", exact=True).last.click()
        await expect(self.window(title)).to_be_hidden()

    async def violations(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands: the rule, and where it is broken."""
        found: dict[str, Any] = (await Axe().run(self.page, options=WCAG)).response
        return [
            f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
