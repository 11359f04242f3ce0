"""An installation from its start to its end: opened, connected to Slack, making its rounds. It reads the wall clock."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot.configuration import Configuration
from bot.desk.desk import Desk
from bot.listening import listening
from bot.seeding import seed
from bot.settings import Settings
from bot.slack import installation
from bot.slack.contact import Contact
from bot.slack.outages import Outages, always
from bot.slack.reaching import NOT_REACHED, client_of, reason
from bot.slack.server import http
from bot.slack.signature import Signature
from bot.slack.sockets import socket_mode
from bot.slack.user_groups import UserGroups
from bot.watch.feeds import Feeds
from bot.watch.fetching import fetch
from bot.wiring import Belltower, Now, wired
from storage.database import Database
from storage.sqlite_file import AlreadyOpen
from storage.wake_ups import listen

log = structlog.get_logger(__name__)

REST = timedelta(seconds=1)
"""How long a place is left alone after a message: Slack takes about one a second in a channel."""
LAST_ANSWERS = 5.0
"""Seconds for which requests under way are waited for at the end."""
LAST_MESSAGES = 5.0
"""Seconds for which messages under way are waited for when the rounds end; what is not done by then is looked for."""


async def wall_clock() -> datetime:
    """What time it is by this machine's clock."""
    return datetime.now(UTC)


def clock_of(database: Database) -> Now:
    """What time it is: by PostgreSQL's clock, which all workers share, otherwise by this machine's."""

    async def now() -> datetime:
        return await database.clock() or await wall_clock()

    return now


@asynccontextmanager
async def opened(url: str, configuration: Configuration, now: Now | None = None) -> AsyncIterator[tuple[Desk, Now]]:
    """The desk of an installation: database open and up to date, customers of the configuration in it."""
    database = await Database.open(url)
    try:
        await database.migrate()
        clock = now or clock_of(database)
        await seed(database, configuration, await clock())
        desk = _desk(database, configuration)
        await Feeds(desk=desk, feeds=configuration.feeds, fetch=fetch).recall(await clock())
        yield desk, clock
    finally:
        await database.close()


@asynccontextmanager
async def opened_to_look(url: str, configuration: Configuration) -> AsyncIterator[tuple[Desk, Now]]:
    """The desk of an installation for a look that changes nothing, also while a bot has the SQLite file open."""
    async with AsyncExitStack() as stack:
        try:
            found = await stack.enter_async_context(opened(url, configuration))
        except AlreadyOpen:
            database = await Database.open_to_read(url)
            stack.push_async_callback(database.close)
            desk, now = _desk(database, configuration), clock_of(database)
            await Feeds(desk=desk, feeds=configuration.feeds, fetch=fetch).recall(await now())
            found = desk, now
        yield found


def _desk(database: Database, configuration: Configuration) -> Desk:
    return Desk(database=database, shelf=configuration.shelf, roster=configuration.roster, digest=configuration.digest)


async def serve(settings: Settings, *, stop_on: Iterable[signal.Signals]) -> None:
    """Run the bot until one of these signals comes, then take in nothing new, finish what is under way, and end."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in stop_on:
        loop.add_signal_handler(each, stopped.set)
    async with connected(settings) as belltower, making_rounds(belltower) as loops:
        stopping = asyncio.create_task(stopped.wait())
        try:
            await asyncio.wait([stopping, *loops], return_when=asyncio.FIRST_COMPLETED)
            log.info("stopping")
            belltower.health.stopping = True
            for ended in (each for each in loops if each.done()):
                # A loop ends only by a fault; whoever supervises the process is to start it anew.
                ended.result()
        finally:
            stopping.cancel()


@asynccontextmanager
async def making_rounds(belltower: Belltower) -> AsyncIterator[Sequence[asyncio.Task[None]]]:
    """The loops running, until the context is left; their tasks, which end by themselves only by a fault."""
    loops = [asyncio.create_task(each.run(), name=each.name) for each in belltower.rounds]
    listening_for_others = asyncio.create_task(listen(belltower.desk.database, belltower.woken), name="wake-ups")
    try:
        yield loops
    finally:
        for task in (ending := [*loops, listening_for_others]):
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        await belltower.sending.drained(LAST_MESSAGES)


async def migrate(url: str) -> str:
    """Bring a database's schema up to date; says which database it is and the revision it is at now."""
    database = await Database.open(url)
    try:
        await database.migrate()
        return f"{database.describe()}: at revision {await database.schema_revision()}"
    finally:
        await database.close()


def today() -> date:
    """Today's date in UTC, for commands that look at contract files."""
    return datetime.now(UTC).date()


@asynccontextmanager
async def connected(settings: Settings, *, now: Now | None = None, rest: timedelta = REST) -> AsyncIterator[Belltower]:
    """The bot connected to Slack, its loops standing still for whoever makes the passes. `now` is for trials.

    Raises `installation.NotInstalledError` when something is missing in Slack, and the errors of `Database.open`.
    """
    async with opened(settings.database_url, settings.configuration, now) as (desk, clock), AsyncExitStack() as stack:
        log.info("database open", database=desk.database.describe())
        client = client_of(settings.bot_token, settings.api_url)
        groups = UserGroups(desk, client)
        await groups.asked()
        away = await _look_at(client, desk, settings)
        belltower = wired(settings, desk, clock, client, groups, rest)
        if settings.wall is not None and belltower.wall is not None:
            at, site = settings.wall.listen, belltower.wall.site()
            await stack.enter_async_context(listening(site, at.host, at.port, "BELLTOWER_WALL"))
            log.info("the deadline wall is up", address=settings.wall.url, sign_in=settings.wall.sign_in)
        health = belltower.health
        if settings.health is not None:
            site = Starlette(routes=health.routes())
            await stack.enter_async_context(
                listening(site, settings.health.host, settings.health.port, "BELLTOWER_HEALTH")
            )
        stack.push_async_callback(belltower.in_flight.drained, LAST_ANSWERS)
        if settings.listen is None:
            sockets = await stack.enter_async_context(
                socket_mode(belltower.app, settings.app_token, client, settings.connections, belltower.in_flight)
            )
            health.slack, health.sockets, health.hears = sockets.any_open, sockets.open, sockets.hear
            outages = Outages(client, desk.roster, sockets.any_open, "Socket Mode")
        else:
            signature = Signature(settings.signing_secret, now or wall_clock)
            at = settings.listen
            beside = health.routes(with_metrics=settings.health is None)
            await stack.enter_async_context(http(belltower.app, at.host, at.port, signature, beside))
            health.slack = partial(Contact(client).reached, time.monotonic)
            outages = Outages(client, desk.roster, always, "HTTP")
        await stack.enter_async_context(_going_on(outages.watch(away)))
        yield belltower


@asynccontextmanager
async def _going_on(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Work beside whatever else is done, until the context is left."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _look_at(client: AsyncWebClient, desk: Desk, settings: Settings) -> str:
    """Check the installation; why Slack was not reached, which is no reason not to start, or nothing where it was."""
    try:
        found = await installation.check(client, desk.roster)
        if settings.listen is None:
            await installation.check_app_token(client, settings.app_token)
    except NOT_REACHED as error:
        return reason(error)
    log.info("installed", team=found.team_name, bot=found.bot)
    return ""
