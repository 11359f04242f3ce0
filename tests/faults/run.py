"""One run: real worker processes on one database against the local Slack, with people at work and trouble made."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

import aiosqlite
from sqlalchemy import ColumnElement
from sqlmodel import col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.demo.trial import MANIFEST
from bot.desk.desk import Desk
from bot.playground.manifest import Manifest
from bot.playground.server import LocalSlack
from storage import tables
from storage.database import Database
from tests.databases import Server, beside
from tests.faults.crew import crew
from tests.faults.desks import Desks, configured, desks
from tests.faults.evidence import Evidence, gathered
from tests.faults.run_clock import RunClock
from tests.faults.traffic import Traffic
from tests.faults.trouble import Trouble

FIRST_START = 120.0
"""Seconds within which a worker is connected at the beginning."""
SETTLED_WITHIN = 180.0
"""Seconds after the last trouble in which all that was owed by then is told, or counts as missed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How a run goes: its seed, how many seconds people act, how many desks there are, and how much trouble is made.

    `rest` and `every` are the seconds between two acts of one person and between two troubles, on average; without
    `every` there is no trouble.
    """

    seed: int
    seconds: float
    desks: int = 8
    rest: float = 3.0
    every: float | None = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The database of a run. `ahead` says for each worker how many seconds its machine's clock is."""

    name: str
    url: str
    ahead: Sequence[float]
    outage: Callable[[float], Awaitable[None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a run has left behind: its evidence, the troubles by name, and how often workers were started.

    `by_themselves` says how those ended that were not killed, as where the database was away when they started.
    """

    name: str
    evidence: Evidence
    troubles: Counter[str]
    starts: int
    by_themselves: Sequence[str]


def on_sqlite(folder: Path) -> Place:
    """A SQLite file for one worker; it is taken away by another program that writes to it for a while."""
    path = folder / "belltower.db"

    async def outage(seconds: float) -> None:
        async with aiosqlite.connect(path, isolation_level=None, timeout=30.0) as other:
            await other.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(seconds)
            await other.execute("ROLLBACK")

    return Place(name="SQLite, 1 worker", url=f"sqlite:///{path}", ahead=(0.0,), outage=outage)


def on_postgresql(server: Server) -> Place:
    """A server for three workers, two of them with clocks half a minute apart; it crashes and is started again."""

    async def outage(seconds: float) -> None:
        await asyncio.to_thread(server.stop_at_once)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(server.start)

    return Place(name="PostgreSQL, 3 workers", url=server.url, ahead=(0.0, 15.0, -15.0), outage=outage)


async def run(place: Place, plan: Plan, folder: Path) -> Outcome:
    """Run once and gather what is left; the workers' logs lie in the folder."""
    office, now, random = desks(plan.desks, folder), await RunClock.started(), Random(plan.seed)
    async with LocalSlack(
        manifest=Manifest.load(MANIFEST), workspace=office.workspace, now=now, one_message_per_second=False
    ) as slack:
        traffic = Traffic(slack=slack, office=office, now=now, random=Random(random.random()), rest=plan.rest)
        async with crew(place.ahead, folder, _settings(slack, place.url)) as workers:
            await slack.until(lambda: slack.socket_mode.connections == len(workers), FIRST_START)
            trouble = Trouble(
                slack=slack,
                office=office,
                workers=workers,
                outage=place.outage,
                random=Random(random.random()),
                every=plan.every or plan.seconds,
            )
            troubled = trouble.run(plan.seconds) if plan.every else asyncio.sleep(plan.seconds)
            await asyncio.gather(traffic.run(plan.seconds), troubled)
            await slack.connected(FIRST_START)
            await traffic.delivered_again()
            until = now()
            await _settled(place.url, until)
        evidence = await _evidence(place.url, office, folder, slack, traffic, until)
    return Outcome(
        name=place.name,
        evidence=evidence,
        troubles=trouble.done,
        starts=sum(worker.starts for worker in workers),
        by_themselves=[ending for worker in workers for ending in worker.by_itself],
    )


def _settings(slack: LocalSlack, url: str) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
    }


async def _settled(url: str, until: datetime) -> None:
    """Wait until nothing that was owed by an instant is left to do, or for as long as that may take."""
    try:
        async with asyncio.timeout(SETTLED_WITHIN), beside(url) as engines, AsyncSession(engines.reader) as session:
            while await _any_left(session, until):  # noqa: ASYNC110 - other processes do the work
                await asyncio.sleep(0.5)
    except TimeoutError:
        return


async def _any_left(session: AsyncSession, until: datetime) -> bool:
    untold: ColumnElement[bool] = tables.is_open() & (col(tables.Notice.put_at) <= until)
    untold &= col(tables.Notice.planned_at) <= until
    left = (await session.exec(select(exists().where(untold)))).one()
    due = (await session.exec(select(exists().where(col(tables.Deadline.due) <= until)))).one()
    await session.rollback()
    return bool(left or due)


async def _evidence(
    url: str, office: Desks, folder: Path, slack: LocalSlack, traffic: Traffic, until: datetime
) -> Evidence:
    configuration = configured(office, folder)
    database = await Database.open(url, patience=60.0)
    try:
        desk = Desk(database=database, shelf=configuration.shelf, roster=configuration.roster)
        return await gathered(desk, slack.workspace, traffic.told(), until)
    finally:
        await database.close()
