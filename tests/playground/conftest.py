"""A stage for the tests of the local Slack: people, channels, a clock moved by hand, and the real slack-bolt."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.deliveries import Deliveries
from bot.playground.directory import ChannelKind, Team
from bot.playground.event_payloads import EventPayloads
from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.http_mode import HttpMode
from bot.playground.installation import Installation
from bot.playground.manifest import Manifest
from bot.playground.people import Person
from bot.playground.records import Records
from bot.playground.server import LocalSlack
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import Workspace
from tests.playground.methods.situations import Scene

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Belltower"},
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "slash_commands": [
            {"command": "/ticket", "description": "Open a ticket"},
            {"command": "/page", "description": "Page somebody", "should_escape": True},
        ],
        "shortcuts": [
            {"name": "Make a ticket", "type": "message", "callback_id": "ticket_from_message"},
            {"name": "New ticket", "type": "global", "callback_id": "new_ticket"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "channels:join",
                "channels:read",
                "chat:write",
                "commands",
                "groups:history",
                "im:history",
                "im:write",
                "reactions:read",
                "reactions:write",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.channels", "reaction_added"]}
    },
}


@dataclass
class Clock:
    """The workspace's clock; it stands still until a test moves it."""

    at: datetime = datetime(2026, 7, 2, 17, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Stage:
    """A running local Slack with the real bolt app connected to it."""

    slack: LocalSlack
    clock: Clock
    app: AsyncApp
    client: AsyncWebClient

    @property
    def ana(self) -> Person:
        return self.slack.person("Ana Agent")

    @property
    def olly(self) -> Person:
        return self.slack.person("Olly Oncall")

    @property
    def carl(self) -> Person:
        return self.slack.person("Carl Customer")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def manifest() -> Manifest:
    return Manifest.of(MANIFEST)


@pytest.fixture
def workspace() -> Workspace:
    """Ana and Olly at home, Carl of Acme in a shared channel, and channels of each kind."""
    workspace = Workspace()
    acme = workspace.add_team(Team(id="T0ACME", name="Acme", domain="acme"))
    ana = workspace.add_user("Ana Agent", id="U0ANA", zone="America/Los_Angeles")
    olly = workspace.add_user("Olly Oncall", id="U0OLLY")
    carl = workspace.add_user("Carl Customer", id="U0CARL", team=acme)
    workspace.add_channel("triage", id="C0TRIAGE", members=[ana, olly])
    workspace.add_channel("acme-support", id="C0ACME", members=[ana, carl], shared_with=[acme])
    workspace.add_channel("leads", id="C0LEADS", members=[olly], kind=ChannelKind.PRIVATE, with_app=False)
    workspace.add_channel("lobby", id="C0LOBBY", members=[ana, olly], with_app=False)
    return workspace


@pytest.fixture
def records() -> Records:
    """What went over the wire where no Slack is running: the deliveries of `events`, which nobody takes."""
    return Records()


@pytest.fixture
async def events_for(
    workspace: Workspace, clock: Clock, records: Records
) -> AsyncIterator[Callable[[Manifest], Events]]:
    """The events of an app that was installed with this manifest."""
    made: list[Events] = []

    def events_for(manifest: Manifest) -> Events:
        installation, faults = Installation(manifest=manifest), Faults()
        events = Events(
            workspace=workspace,
            manifest=manifest,
            payloads=EventPayloads(workspace=workspace, installation=installation, now=clock),
            deliveries=Deliveries(
                socket_mode=SocketMode(installation, faults, records),
                http_mode=HttpMode(installation, clock),
                records=records,
                faults=faults,
                patience=1.0,
            ),
            records=records,
        )
        made.append(events)
        return events

    yield events_for
    for each in made:
        await each.close()


@pytest.fixture
def events(events_for: Callable[[Manifest], Events], manifest: Manifest) -> Events:
    return events_for(manifest)


@pytest.fixture
async def slack(manifest: Manifest, workspace: Workspace, clock: Clock) -> AsyncIterator[LocalSlack]:
    async with LocalSlack(
        manifest=manifest, workspace=workspace, now=clock, patience=1.0, one_message_per_second=False
    ) as slack:
        yield slack


@pytest.fixture
def client(slack: LocalSlack) -> AsyncWebClient:
    """A Slack client that retries nothing by itself."""
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def stage(slack: LocalSlack, client: AsyncWebClient, clock: Clock) -> AsyncIterator[Stage]:
    app = AsyncApp(client=client)
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.connected()
    yield Stage(slack=slack, clock=clock, app=app, client=client)
    await handler.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture
async def scene(workspace: Workspace, clock: Clock) -> AsyncIterator[Scene]:
    """An app that may do everything but read direct conversations and open those of several people."""
    scopes = [
        *MANIFEST["oauth_config"]["scopes"]["bot"],
        "files:read",
        "users:read.email",
        "team:read",
        "usergroups:read",
        "usergroups:write",
    ]
    manifest = Manifest.of({**MANIFEST, "oauth_config": {"scopes": {"bot": scopes}}})
    async with LocalSlack(manifest=manifest, workspace=workspace, now=clock, one_message_per_second=False) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        yield Scene(slack=slack, client=client, clock=clock)
