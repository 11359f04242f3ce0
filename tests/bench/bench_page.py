"""How soon the demo's page is painted, and how soon it shows a new message: in a short channel and in a long one."""

from __future__ import annotations

import asyncio
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bot.demo.address import url_of
from bot.demo.pace import Speed
from bot.demo.site import demo
from bot.demo.stage import Stage
from bot.playground import loopback
from tests.bench.timing import ROUNDS
from tests.browser.chromium import FLAGS, chromium, missing

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

LENGTHS = (10, 1_000)
FIRST_PAINT = """() => new Promise(resolve => new PerformanceObserver(seen =>
  seen.getEntriesByName("first-contentful-paint").forEach(paint => resolve(paint.startTime))
).observe({type: "paint", buffered: true}))"""
SHOWN = """words => new Promise(resolve => {
  const look = () => document.querySelector("[data-list=channel]").textContent.includes(words) && resolve();
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
  look();
})"""


def main() -> None:
    """Print both times for each length of the channel, in milliseconds, and how the long one compares."""
    console = Console()
    if lacking := missing():
        console.print(f"The page is not measured. {lacking}")
        return
    short, long = asyncio.run(_measured())
    columns = (f"{length:,} messages, ms" for length in LENGTHS)
    table = Table("the page", *columns, "long / short", title="The demo's page in Chromium", title_justify="left")
    for name, first, second in zip(("first contentful paint", "a new message is shown"), short, long, strict=True):
        table.add_row(name, f"{first:.0f}", f"{second:.0f}", f"{second / first:.2f}")
    console.print(table)


async def _measured() -> list[tuple[float, float]]:
    """The first paint and one live update, in milliseconds, for each length."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        measured = [await _in_a_channel(browser, length) for length in LENGTHS]
        await browser.close()
    return measured


async def _in_a_channel(browser: Browser, length: int) -> tuple[float, float]:
    with loopback.listener(0) as listening:
        async with demo("promise-kept", listening) as running:
            stage = running.world.stage
            stage.pace.set_speed(Speed.PAUSED)
            _fill(stage, length)
            address = f"{url_of(listening)}as/ana/random"
            paints = [await _first_paint(browser, address) for _ in range(ROUNDS)]
            page = await browser.new_page()
            await page.goto(address)
            await page.wait_for_selector("body[data-live]")
            updates = [await _update(page, stage, f"Update {number}.") for number in range(ROUNDS)]
            await page.close()
    return median(paints), median(updates)


def _fill(stage: Stage, length: int) -> None:
    trial = stage.pace.trial
    for number in range(length):
        channel, user = trial.office.channels.random, trial.office.people.omar
        trial.office.workspace.say(channel=channel, user=user, text=f"Number {number}.", at=trial.clock())


async def _first_paint(browser: Browser, address: str) -> float:
    page = await browser.new_page()
    await page.goto(address)
    painted: float = await page.evaluate(FIRST_PAINT)
    await page.close()
    return painted


async def _update(page: Page, stage: Stage, words: str) -> float:
    shown = asyncio.create_task(page.evaluate(SHOWN, words))
    await page.evaluate("() => 0")
    began = perf_counter()
    await stage.person("omar").says("random", words)
    await shown
    return (perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
