"""The demo in a browser: its real site in the tests' own event loop, and a page for each person who looks at it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import pytest_asyncio

from bot.demo.address import url_of
from bot.demo.pace import Speed
from bot.demo.site import Demo, demo
from bot.playground import loopback
from tests.browser.chromium import FLAGS, chromium, missing
from tests.browser.watch import Watch
from tests.journeys.stage import Log

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext

    from tests.browser.visitor import Visitor

REQUIRED = os.environ.get("BELLTOWER_BROWSER") == "required"
ELSEWHERE = "Asia/Kolkata"
"""The zone of the browser, in which nobody of the office lives: what the page prints is in the person's own zone."""
PATIENCE = 10_000
"""Milliseconds of waiting for something to appear; a machine may be busy."""
_FAILED = pytest.StashKey[bool]()


class Arrives(Protocol):
    """Opens a browser for somebody of the office; `at` is another way to the demo, options are Playwright's own."""

    async def __call__(self, handle: str, *, at: str | None = None, **options: Any) -> Visitor: ...


class _LeftOut(pytest.Module):
    """A test module that is not even imported, because there is no browser."""

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        lacking = missing() or ""
        if REQUIRED:
            pytest.fail(f"BELLTOWER_BROWSER=required, but: {lacking}", pytrace=False)
        pytest.skip(lacking, allow_module_level=True)


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    return _LeftOut.from_parent(parent, path=module_path) if missing() else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests, for which they share an event loop."""
    from playwright.async_api import async_playwright, expect

    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        yield started
        await started.close()


@pytest.fixture
def listening() -> Iterator[socket]:
    with loopback.listener(0) as port:
        yield port


@pytest_asyncio.fixture(loop_scope="session")
async def office(listening: socket, log: Log) -> AsyncIterator[Demo]:
    """The demo on a Friday evening, twenty minutes before Valimail's desk closes. Its time stands still."""
    async with demo("weekend-breach", listening) as running:
        running.world.stage.pace.set_speed(Speed.PAUSED)
        running.world.guide.linger = 0.0
        yield running


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest_asyncio.fixture(loop_scope="session")
async def as_(
    browser: Browser,
    office: Demo,
    listening: socket,
    watch: Watch,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> AsyncIterator[Arrives]:
    """The office answers at the address of `listening`; what the browser complained of is told at the end."""
    from tests.browser.visitor import Visitor

    contexts: list[BrowserContext] = []

    async def as_(handle: str, *, at: str | None = None, **options: Any) -> Visitor:
        context = await browser.new_context(**{"timezone_id": ELSEWHERE, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch.over(context)
        return Visitor(await context.new_page(), at or url_of(listening), handle)

    yield as_
    if request.node.stash[_FAILED]:
        await _keep_what_was_seen(contexts, tmp_path)
    for context in contexts:
        await context.close()
    if watch.unexpected:
        pytest.fail("the browser has complained:\n" + "\n".join(watch.unexpected))


async def _keep_what_was_seen(contexts: list[BrowserContext], folder: Path) -> None:
    """A picture of every open page, and what a screen reader finds on it."""
    for number, page in enumerate([page for context in contexts for page in context.pages], start=1):
        picture, tree = folder / f"page-{number}.png", folder / f"page-{number}.aria.yaml"
        await page.screenshot(path=picture)
        tree.write_text(await page.locator("body").aria_snapshot(), encoding="utf-8")
        print(f"{page.url} looked like this: {picture}\nand reads like this: {tree}")
