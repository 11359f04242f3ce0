"""The wiring: which parts there are and how they hold each other. The only place that reads the wall clock."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import structlog
from aiohttp import ClientError
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.configuration import Configuration
from bot.desk.desk import Desk
from bot.listening import listening
from bot.settings import Settings, WallSettings, WallSignIn
from bot.slack import installation, server
from bot.slack.in_flight import InFlight
from bot.slack.links import Links
from bot.slack.listeners import register
from bot.slack.people import People
from bot.slack.reception import Reception
from bot.slack.sender import SlackSender
from bot.slack.signature import Signature
from bot.slack.user_groups import UserGroups
from bot.wall.sign_in import Passes
from bot.wall.site import Wall
from bot.watch.delivery import Delivery
from bot.watch.digests import Digests
from bot.watch.loops import Rounds
from bot.watch.sweep import sweep
from storage import customers, tables
from storage.database import Database

log = structlog.get_logger(__name__)

Now = Callable[[], Awaitable[datetime]]

REST = timedelta(seconds=1)
"""How long a place is left alone after a message: Slack takes about one a second in a channel."""
SLACK = "https://slack.com/api/"
SEND_WITHIN = 10
"""Seconds after which a post whose answer has not come counts as ambiguous."""
LAST_ANSWERS = 5.0
"""Seconds for which requests under way are waited for at the end."""
LONGEST_SILENCE = timedelta(minutes=2)
"""A loop that has made no pass for so long is not well; one pass may wait for Slack for most of a minute."""
SWEEP_EVERY = 1.0
DELIVER_EVERY = 1.0
DIGEST_EVERY = 20.0
ASK_ABOUT_GROUPS_EVERY = 600.0
"""Seconds between two rounds when nothing wakes them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Belltower:
    """A running installation: `sweep` and `delivery` are its two loops, and `digest` a third where one is wanted.

    `regrouping` asks who is in the team's user groups. Without `wall` it has no deadline wall.
    """

    desk: Desk
    now: Now
    app: AsyncApp
    sweep: Rounds
    delivery: Rounds
    regrouping: Rounds
    in_flight: InFlight
    digest: Rounds | None = None
    wall: Wall | None = None

    async def healthy(self) -> bool:
        """Whether both loops have made a pass lately."""
        at = await self.now()
        passes = (self.sweep.last_pass, self.delivery.last_pass)
        return all(last is not None and at - last < LONGEST_SILENCE for last in passes)


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
        shelf, roster = configuration.shelf, configuration.roster
        yield Desk(database=database, shelf=shelf, roster=roster, digest=configuration.digest), clock
    finally:
        await database.close()


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
            for ended in (each for each in loops if each.done()):
                # A loop ends only by a fault; whoever supervises the process is to start it anew.
                ended.result()
        finally:
            stopping.cancel()


@asynccontextmanager
async def making_rounds(belltower: Belltower) -> AsyncIterator[Sequence[asyncio.Task[None]]]:
    """The loops running, until the context is left; their tasks, which end by themselves only by a fault."""
    wanted = (belltower.sweep, belltower.delivery, belltower.regrouping, belltower.digest)
    rounds = [each for each in wanted if each is not None]
    loops = [asyncio.create_task(each.run(), name=each.name) for each in rounds]
    try:
        yield loops
    finally:
        for task in loops:
            task.cancel()
        await asyncio.gather(*loops, return_exceptions=True)


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
        client = AsyncWebClient(token=settings.bot_token, base_url=settings.api_url or SLACK)
        groups = UserGroups(desk, client)
        await groups.asked()
        await _look_at(client, desk, settings)
        belltower = wired(settings, desk, clock, client, groups, rest)
        if settings.wall is not None and belltower.wall is not None:
            listen = settings.wall.listen
            site = belltower.wall.site()
            await stack.enter_async_context(listening(site, listen.host, listen.port, "BELLTOWER_WALL"))
            log.info("the deadline wall is up", address=settings.wall.url, sign_in=settings.wall.sign_in)
        stack.push_async_callback(belltower.in_flight.drained, LAST_ANSWERS)
        if settings.listen is None:
            await stack.enter_async_context(server.socket_mode(belltower.app, settings.app_token, client))
        else:
            signature = Signature(settings.signing_secret, now or wall_clock)
            listen = settings.listen
            slack = server.http(belltower.app, listen.host, listen.port, signature, belltower.healthy)
            await stack.enter_async_context(slack)
        log.info("Belltower is up", by="HTTP" if settings.listen else "Socket Mode")
        yield belltower


def wired(
    settings: Settings, desk: Desk, now: Now, client: AsyncWebClient, groups: UserGroups, rest: timedelta
) -> Belltower:
    """The parts of an installation, holding each other; nothing runs yet."""
    people = People(client)
    # This client is the sender's alone: it must not repeat a post by itself.
    posting = AsyncWebClient(token=settings.bot_token, base_url=client.base_url, timeout=SEND_WITHIN, retry_handlers=[])
    delivery = Delivery(desk=desk, sender=SlackSender(posting, people), rest=rest)

    async def swept(at: datetime) -> int:
        done = await sweep(desk, at)
        if done.told:
            delivering.wake()
        return done.looked_at + done.put_off

    sweeping = Rounds(name="sweep", once=swept, now=now, every=SWEEP_EVERY)
    delivering = Rounds(name="delivery", once=delivery.once, now=now, every=DELIVER_EVERY)
    regrouping = Rounds(name="user groups", once=lambda _: groups.asked(), now=now, every=ASK_ABOUT_GROUPS_EVERY)
    digesting = None
    if desk.digest is not None:
        digests = Digests(desk=desk, schedule=desk.digest)
        digesting = Rounds(name="digest", once=digests.once, now=now, every=DIGEST_EVERY)

    def passes() -> dict[str, datetime | None]:
        return {"deadlines": sweeping.last_pass, "notices": delivering.last_pass}

    async def authorized() -> AuthorizeResult:
        # One workspace, one token. Bolt would ask Slack about it while a person waits for the first answer, and would
        # turn to OAuth if its variables happened to be in the environment.
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=settings.bot_token)

    app = AsyncApp(
        client=AsyncWebClient(base_url=client.base_url, timeout=SEND_WITHIN, retry_handlers=[]),
        authorize=authorized,
        # Signatures are checked at the door, by `server.http`, before a request is read.
        request_verification_enabled=False,
        raise_error_for_unhandled_request=False,
    )
    in_flight = InFlight()
    wall = None if settings.wall is None else _wall(settings.wall, settings.bot_token, desk, now, people)
    link = None if wall is None else wall.link
    reception = Reception(
        desk=desk,
        now=now,
        people=people,
        links=Links(client),
        woken=delivering.wake,
        regrouped=regrouping.wake,
        passes=passes,
        wall=link,
    )
    register(app, reception, in_flight)
    return Belltower(
        desk=desk,
        now=now,
        app=app,
        sweep=sweeping,
        delivery=delivering,
        regrouping=regrouping,
        digest=digesting,
        in_flight=in_flight,
        wall=wall,
    )


def _wall(settings: WallSettings, bot_token: str, desk: Desk, now: Now, people: People) -> Wall:
    passes = Passes(bot_token) if settings.sign_in is WallSignIn.LINK else None
    return Wall(desk=desk, now=now, people=people, url=settings.url, passes=passes)


async def _look_at(client: AsyncWebClient, desk: Desk, settings: Settings) -> None:
    """Check the installation; when Slack itself is away, start all the same and connect when it is back."""
    try:
        found = await installation.check(client, desk.roster)
        if settings.listen is None:
            await installation.check_app_token(client, settings.app_token)
    except (ClientError, TimeoutError, OSError, SlackApiError) as error:
        log.warning("Slack cannot be reached to check the installation", error=repr(error))
        return
    log.info("installed", team=found.team_name, bot=found.bot)


async def seed(database: Database, configuration: Configuration, at: datetime) -> None:
    """Keep the configuration's customers; one whose entry is unchanged stays as it is in the database.

    So does one whom people have edited since; where the entry says something else, the log says so.
    """
    async with database.transaction(patience=30.0) as session:
        for each in configuration.customers:
            entry = tables.Customer(
                key=each.key,
                name=each.name,
                contract=each.contract,
                plan=each.plan,
                term_starts=each.starts,
                term_ends=each.ends,
                tam=each.tam,
                channels=list(each.channels),
                contacts=list(each.contacts),
                seed=each.digest,
                created_at=at,
            )
            kept = await customers.seed(session, entry)
            differing = [name for name in customers.SEEDED if getattr(kept, name) != getattr(entry, name)]
            if kept.seed is None and differing:
                log.warning("a customer was edited, so their entry is left aside", customer=each.key, other=differing)
