"""The parts of an installation and how they hold each other; nothing runs yet."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.calendar_feed import troubles
from bot.desk.desk import Desk
from bot.health import Health
from bot.heartbeat import Heartbeat
from bot.metrics import Metrics
from bot.pager.sender import OutsideSender
from bot.pager.targets import takes_ends
from bot.settings import Settings, WallSettings, WallSignIn
from bot.slack.absence import absence_if_told
from bot.slack.in_flight import InFlight
from bot.slack.links import Links
from bot.slack.listeners import register
from bot.slack.on_call_groups import OnCallGroups
from bot.slack.people import People
from bot.slack.reception import Reception
from bot.slack.sender import SlackSender
from bot.slack.user_groups import UserGroups
from bot.wall.sign_in import Passes
from bot.wall.site import Wall
from bot.watch.auditor import Auditor
from bot.watch.carriers import Carriers
from bot.watch.delivery import Delivery
from bot.watch.digests import Digests
from bot.watch.diversion import Diversions
from bot.watch.feeds import Feeds
from bot.watch.fetching import fetch
from bot.watch.gap_reports import GapReports
from bot.watch.handovers import HandOvers
from bot.watch.loops import Recurring, Rounds
from bot.watch.sweep import sweep
from storage import deadlines

Now = Callable[[], Awaitable[datetime]]

SEND_WITHIN = 10
"""Seconds after which a post whose answer has not come counts as ambiguous."""
SWEEP_EVERY = 1.0
DELIVER_EVERY = 1.0
LOOK_AT_CALENDARS_EVERY = 20.0
DIVERT_EVERY = 5.0
RECUR_EVERY = 20.0
AUDIT_EVERY = 60.0
HEARTBEAT_EVERY = 60.0
KEEP_GROUPS_EVERY = 20.0
ASK_ABOUT_GROUPS_EVERY = 600.0
"""Seconds between two rounds when nothing wakes them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Belltower:
    """A running installation: `sweep` and `delivery` are its two loops that everybody waits for.

    `regrouping` asks who is in the team's user groups; `further` are loops that nobody waits for, among them those of
    what is `recurring`. Without `wall` it has no deadline wall.
    """

    desk: Desk
    now: Now
    app: AsyncApp
    sweep: Rounds
    delivery: Rounds
    sending: Delivery
    regrouping: Rounds
    in_flight: InFlight
    health: Health
    recurring: tuple[Recurring, ...] = ()
    further: tuple[Rounds, ...] = ()
    wall: Wall | None = None

    @property
    def rounds(self) -> Sequence[Rounds]:
        """Every loop there is."""
        return (self.sweep, self.delivery, self.regrouping, *self.further)

    def woken(self) -> None:
        """Somebody has left work to do."""
        self.sweep.wake()
        self.delivery.wake()


def wired(
    settings: Settings, desk: Desk, now: Now, client: AsyncWebClient, groups: UserGroups, rest: timedelta
) -> Belltower:
    """The parts of an installation, holding each other; nothing runs yet."""
    people = People(client)
    # This client is the sender's alone: it must not repeat a post by itself.
    posting = AsyncWebClient(token=settings.bot_token, base_url=client.base_url, timeout=SEND_WITHIN, retry_handlers=[])
    desk.take_ends = frozenset(name for name, url in settings.ways.items() if takes_ends(url.get_secret_value()))
    sender = Carriers(slack=SlackSender(posting, people), outside=OutsideSender(settings.ways))
    metrics = Metrics(desk)
    delivery = Delivery(desk=desk, sender=sender, rest=rest, now=now, told=metrics.told)
    delivering = Rounds(name="delivery", once=delivery.once, begin=delivery.begin, now=now, every=DELIVER_EVERY)
    delivery.ended = delivering.wake
    sweeping = _sweeping(desk, now, metrics, delivering)
    regrouping = Rounds(name="user groups", once=lambda _: groups.asked(), now=now, every=ASK_ABOUT_GROUPS_EVERY)
    diversions = Diversions(desk=desk)
    diverting = _diverting(diversions, now, delivering)
    feeds = Feeds(desk=desk, feeds=settings.configuration.feeds, fetch=fetch)
    feeding = Rounds(name="calendars", once=feeds.once, now=now, every=LOOK_AT_CALENDARS_EVERY)
    on_call_groups = OnCallGroups(desk=desk, client=client)
    grouping = Rounds(name="on-call groups", once=on_call_groups.once, now=now, every=KEEP_GROUPS_EVERY)
    auditor = Auditor(desk=desk)
    recurring: list[Recurring] = [HandOvers(desk=desk)]
    if desk.digest is not None:
        recurring.append(Digests(desk=desk, schedule=desk.digest))
    if settings.configuration.gaps is not None:
        absent = absence_if_told(client)
        recurring.append(GapReports(desk=desk, timetable=settings.configuration.gaps, absent=absent))
    comings = [Rounds(name=each.name, once=each.once, now=now, every=RECUR_EVERY) for each in recurring]
    auditing = Rounds(name=auditor.name, once=auditor.once, now=now, every=AUDIT_EVERY)
    watched = (diverting, feeding, grouping, *comings, auditing)

    def passes() -> dict[str, datetime | None]:
        return {"deadlines": sweeping.last_pass, "notices": delivering.last_pass}

    def beside() -> dict[str, datetime | None]:
        return {each.name: each.last_pass for each in watched}

    health = Health(database=desk.database, now=now, passes=passes, beside=beside, metrics=metrics)
    heart = [] if not settings.heartbeat else [_heart(settings.heartbeat, health, auditor, now)]
    app = _listening_to_slack(client.base_url, settings.bot_token)
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
        troubles=lambda: (*on_call_groups.troubles, *troubles(desk.calendars), *diversions.troubles, *auditor.findings),
        wall=link,
    )
    register(app, reception, in_flight)
    return Belltower(
        desk=desk,
        now=now,
        app=app,
        sweep=sweeping,
        delivery=delivering,
        sending=delivery,
        regrouping=regrouping,
        recurring=(*recurring, diversions, auditor),
        further=(*watched, *heart),
        in_flight=in_flight,
        health=health,
        wall=wall,
    )


def _sweeping(desk: Desk, now: Now, metrics: Metrics, delivering: Rounds) -> Rounds:
    async def swept(at: datetime) -> int:
        done = await sweep(desk, at)
        metrics.swept(done)
        if done.told:
            delivering.wake()
        return done.looked_at + done.put_off

    async def due() -> datetime | None:
        async with desk.database.reading() as session:
            first = await deadlines.first(session)
        return None if first is None else first.due

    return Rounds(name="sweep", once=swept, due=due, now=now, every=SWEEP_EVERY)


def _diverting(diversions: Diversions, now: Now, delivering: Rounds) -> Rounds:
    async def diverted(at: datetime) -> int:
        done = await diversions.once(at)
        if done:
            delivering.wake()
        return done

    return Rounds(name=diversions.name, once=diverted, now=now, every=DIVERT_EVERY)


def _heart(address: str, health: Health, auditor: Auditor, now: Now) -> Rounds:
    async def well() -> bool:
        # Not every finding is worth waking somebody from outside: most are told and made good here.
        return not auditor.grave and await health.alive()

    heartbeat = Heartbeat(address=address, well=well)
    return Rounds(name="heartbeat", once=heartbeat.once, now=now, every=HEARTBEAT_EVERY)


def _listening_to_slack(base_url: str, bot_token: str) -> AsyncApp:
    async def authorized() -> AuthorizeResult:
        # One workspace, one token. Bolt would ask Slack about it while a person waits for the first answer, and would
        # turn to OAuth if its variables happened to be in the environment.
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=bot_token)

    return AsyncApp(
        client=AsyncWebClient(base_url=base_url, timeout=SEND_WITHIN, retry_handlers=[]),
        authorize=authorized,
        # Signatures are checked at the door, by `server.http`, before a request is read.
        request_verification_enabled=False,
        raise_error_for_unhandled_request=False,
    )


def _wall(settings: WallSettings, bot_token: str, desk: Desk, now: Now, people: People) -> Wall:
    passes = Passes(bot_token) if settings.sign_in is WallSignIn.LINK else None
    return Wall(desk=desk, now=now, people=people, url=settings.url, passes=passes)
