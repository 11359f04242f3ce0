"""`make screenshots`: takes the README's pictures of the demo anew, in Chromium, at instants of its own time."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.address import url_of
from bot.demo.pace import Speed
from bot.demo.site import demo
from bot.demo.stage import Stage
from bot.playground import loopback
from bot.slack.people import People
from bot.wall.site import Wall
from tests.browser.chromium import FLAGS, chromium, missing

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.browser.visitor import Visitor

FOLDER = Path(__file__).parents[2] / "docs"
SIZE = {"width": 1280, "height": 800}
COLOURS = 128
READER = "America/Los_Angeles"

Scene = Callable[[Stage, "Visitor"], AbstractAsyncContextManager[None]]
"""Brings the page to where its picture is to be taken, and stands for as long as that takes."""


@asynccontextmanager
async def card_and_thread(stage: Stage, ana: Visitor) -> AsyncIterator[None]:
    """The card of an urgent ticket on Friday evening, and beside it the thread in which people are paged again."""
    await stage.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")
    await stage.presses("olly", stage.page("olly"), "Acknowledge")
    await stage.waits_for_deadline()
    await ana.goes("triage")
    await ana.message("T-1 · SSO login fails").first.get_by_role("link", name="last reply").click()
    await ana.is_connected()
    await ana.message("T-1 · SSO login fails").first.evaluate("card => card.scrollIntoView({block: 'start'})")
    yield


@asynccontextmanager
async def form(_: Stage, ana: Visitor) -> AsyncIterator[None]:
    """The form of a new ticket, with what the chosen severity means and promises."""
    await ana.goes("triage")
    await ana.writes("Message #triage", "/ticket new urgent Acme:")
    await ana.window("New ticket").get_by_role("textbox", name="Title").fill("SSO login fails for everyone")
    yield


@asynccontextmanager
async def wall(stage: Stage, ana: Visitor) -> AsyncIterator[None]:
    """The wall of an installation, as it hangs in the team's room: five tickets after a weekend, one of them late."""
    for line in (
        "new medium Initech: The weekly report is empty",
        "new urgent Acme: SSO login fails for everyone",
        "new low Globex: How do I add a second domain?",
        "new non-critical Birdsong Mail: Bounces are shown a day late",
    ):
        await stage.types("ana", f"/ticket {line}")
    await stage.types("omar", "/ticket take 2")
    while not stage.says("breaches", "First response broken"):
        await stage.waits_for_deadline()
    await stage.waits(timedelta(minutes=20))
    await stage.types("omar", "/ticket new high Acme: Invitations arrive twice")
    trial = stage.pace.trial
    people = People(AsyncWebClient(token=trial.slack.bot_token, base_url=trial.slack.api_url))
    screen = Wall(desk=trial.bot.desk, now=trial.clock.now, people=people, url="", passes=None)
    with loopback.listener(0) as listening:
        server = loopback.server(screen.site())
        await server.startup(sockets=[listening])
        await ana.page.goto(f"{url_of(listening)}wall?span=fit&zone={READER}")
        yield
        await loopback.stop(server)


@asynccontextmanager
async def telephone(stage: Stage, ana: Visitor) -> AsyncIterator[None]:
    """The telephone of whoever is on call at night, three minutes after a page that they have not answered."""
    await stage.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")
    await stage.waits(timedelta(minutes=4))
    await ana.page.goto(ana.address("phone").replace("/as/ana/", "/as/olly/"))
    await ana.is_connected()
    yield


SCENES: dict[str, Scene] = {
    "page.png": card_and_thread,
    "intake.png": form,
    "wall.png": wall,
    "telephone.png": telephone,
}


async def take(browser: Browser, scene: Scene) -> bytes:
    """The picture of a scene in a demo of its own, as PNG with few colours."""
    from PIL import Image

    from tests.browser.visitor import Visitor

    with loopback.listener(0) as listening:
        async with demo("weekend-breach", listening) as running:
            stage = running.world.stage
            stage.pace.set_speed(Speed.PAUSED)
            page = await browser.new_page(viewport=SIZE)
            async with scene(stage, Visitor(page, url_of(listening), "ana")):
                taken = Image.open(BytesIO(await page.screenshot(animations="disabled", caret="hide")))
            await page.close()
    small = BytesIO()
    taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


async def main() -> None:
    """Write every picture into `docs`."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        for name, scene in SCENES.items():
            picture = await take(browser, scene)
            (FOLDER / name).write_bytes(picture)
            print(f"docs/{name}: {len(picture) // 1000} kB")
        await browser.close()


if __name__ == "__main__":
    if lacking := missing():
        sys.exit(lacking)
    asyncio.run(main())
