"""One scenario's world: an office, its Slack, the running bot, the time, and the page with its panels."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app import making_rounds
from bot.demo.address import spare_port
from bot.demo.life import enliven
from bot.demo.office import AROUND_THE_CLOCK, office
from bot.demo.pace import Pace
from bot.demo.panels.deadline_wall import DeadlineWall
from bot.demo.panels.guide import Begin, Guide
from bot.demo.panels.telephone import Telephone
from bot.demo.panels.time_bar import TimeBar
from bot.demo.panels.troubles import Troubles
from bot.demo.scenarios import scenarios
from bot.demo.stage import Stage
from bot.demo.trial import trial
from bot.playground import loopback
from bot.playground.page.site import Page
from bot.settings import Listen, WallSettings

LINGER = 3.0
"""Real seconds for which a filled-in window can be looked at before it is sent, where a step is shown."""
STOPPED_WITHIN = 10.0
"""Seconds for time to stand still when a world is left."""


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """What a scenario is played in."""

    page: Page
    stage: Stage
    guide: Guide


@asynccontextmanager
async def world(scenario: str, database_url: str, begin: Begin) -> AsyncIterator[World]:
    """A fresh world in which a scenario begins; `begin` is how its guide begins another one."""
    chosen, fresh = scenarios()[scenario], office(AROUND_THE_CLOCK)
    enliven(fresh, chosen.at)
    async with trial(fresh, chosen.at, database_url, wall=_wall()) as running, making_rounds(running.bot):
        pace = Pace(trial=running, monotonic=asyncio.get_running_loop().time)
        stage = Stage(pace)
        guide = Guide(scenario, stage, begin, linger=LINGER)
        page = Page(
            running.slack,
            start=chosen.start,
            panels=[TimeBar(pace), guide, Troubles(stage), DeadlineWall(pace), Telephone(running)],
            personas=fresh.people,
        )
        passing = asyncio.create_task(pace.run(), name="time")
        try:
            yield World(page=page, stage=stage, guide=guide)
        finally:
            await page.close()
            await guide.close()
            # Time that still waits for somebody is cut off, so that leaving a world always ends.
            ending = [asyncio.create_task(pace.stop(), name="the end of time"), passing]
            await asyncio.wait(ending, timeout=STOPPED_WITHIN)
            for each in ending:
                each.cancel()
            await asyncio.gather(*ending, return_exceptions=True)


def _wall() -> WallSettings:
    """A wall of this world's own, on a port of this machine that is free now; App Home leads to it."""
    port = spare_port()
    return WallSettings(listen=Listen(host=loopback.HOST, port=port), url=f"http://{loopback.HOST}:{port}")
