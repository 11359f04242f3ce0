"""The local Slack as one thing that can be started: workspace, rules and doors on a port of this machine."""

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from bot.playground import loopback
from bot.playground.answers import Answers
from bot.playground.bots import Bot
from bot.playground.calls import Calls
from bot.playground.deliveries import Deliveries
from bot.playground.event_payloads import EventPayloads
from bot.playground.events import Events
from bot.playground.faults import Faults
from bot.playground.http_mode import HttpMode
from bot.playground.installation import Installation
from bot.playground.limits import RateLimits
from bot.playground.manifest import Manifest
from bot.playground.methods.door import WebApi
from bot.playground.payloads import Payloads
from bot.playground.people import Person
from bot.playground.records import ApiCall, Delivery, Found, Records
from bot.playground.refusals import NotPossible
from bot.playground.socket_mode import SocketMode
from bot.playground.web import application
from bot.playground.workspace import Workspace

ACK_SECONDS = 3.0
"""How long Slack waits for an app's acknowledgement."""


class LocalSlack:
    """A running local Slack with one installed app; use it as an async context.

    `now` is the workspace's clock: message time stamps, trigger ids, response URLs, signatures and the rate limit
    follow it. `patience` is in real seconds, and so is how long `until` waits.
    """

    def __init__(
        self,
        *,
        manifest: Manifest,
        workspace: Workspace,
        now: Callable[[], datetime],
        port: int = 0,
        patience: float = ACK_SECONDS,
        one_message_per_second: bool = True,
    ) -> None:
        self.workspace = workspace
        self.installation = Installation(manifest=manifest)
        self.now = now
        self.faults = Faults()
        self.records = Records()
        self.socket_mode = SocketMode(self.installation, self.faults, self.records)
        self._port = port
        self._http_mode = HttpMode(self.installation, now)
        self._deliveries = Deliveries(
            socket_mode=self.socket_mode,
            http_mode=self._http_mode,
            records=self.records,
            faults=self.faults,
            patience=patience,
        )
        self._events = Events(
            workspace=workspace,
            manifest=manifest,
            payloads=EventPayloads(workspace=workspace, installation=self.installation, now=now),
            deliveries=self._deliveries,
            records=self.records,
        )
        self._answers = Answers(workspace, self._events, now)
        self._payloads = Payloads(
            workspace=workspace,
            installation=self.installation,
            now=now,
            respond_url=lambda name: f"http://{self._address}/respond/{name}",
        )
        api = WebApi(
            workspace=workspace,
            installation=self.installation,
            events=self._events,
            now=now,
            rate=RateLimits(now) if one_message_per_second else None,
        )
        calls = Calls(
            workspace=workspace,
            installation=self.installation,
            api=api,
            answers=self._answers,
            socket_mode=self.socket_mode,
            faults=self.faults,
            records=self.records,
            link_url=lambda: f"ws://{self._address}/link",
        )
        self._server = loopback.server(application(calls, self.socket_mode, self._cut))

    async def __aenter__(self) -> Self:
        listener = loopback.listener(self._port)
        self._port = listener.getsockname()[1]
        await self._server.startup(sockets=[listener])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.faults.mend()
        await self._events.close()
        await self._http_mode.close()
        await loopback.stop(self._server)

    @property
    def api_url(self) -> str:
        """The `base_url` for a Slack client."""
        return f"http://{self._address}/api/"

    @property
    def bot_token(self) -> str:
        """The token for the Web API."""
        return self.installation.bot_token

    @property
    def app_token(self) -> str:
        """The token for Socket Mode."""
        return self.installation.app_token

    @property
    def signing_secret(self) -> str:
        """The secret that HTTP deliveries are signed with."""
        return self.installation.signing_secret

    @property
    def calls(self) -> list[ApiCall]:
        """Every call of the app, oldest first."""
        return self.records.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that was delivered to the app, oldest first."""
        return self.records.deliveries

    def deliver_to(self, request_url: str) -> None:
        """Deliver over HTTP to this URL from now on, instead of over the socket."""
        self._deliveries.request_url = request_url

    def person(self, name: str) -> Person:
        """Somebody to act as, by id, handle or name.

        Raises:
            NotPossible: when there is nobody of that name.
        """
        user = self.workspace.user(name)
        if user is None:
            raise NotPossible(f"there is nobody called {name!r} in this workspace")
        return Person(
            user=user,
            workspace=self.workspace,
            manifest=self.installation.manifest,
            payloads=self._payloads,
            events=self._events,
            deliveries=self._deliveries,
            answers=self._answers,
            records=self.records,
            now=self.now,
        )

    def bot(self, name: str) -> Bot:
        """Another app, a workflow or Slack's automatic answers to post as, by id, handle or name.

        Raises:
            NotPossible: when there is none of that name, or it is the app's own bot.
        """
        user = self.workspace.user(name)
        if user is None or user.bot_kind is None:
            raise NotPossible(f"there is no other bot called {name!r} in this workspace")
        return Bot(user=user, workspace=self.workspace, events=self._events, records=self.records, now=self.now)

    def goes_down(self) -> None:
        """Be down, for the app and for people alike, until it `comes_back`; who is connected stays so."""
        self.faults.is_down = True
        self.records.tell()

    def comes_back(self) -> None:
        """Be up again."""
        self.faults.is_down = False
        self.records.tell()

    async def redeliver(self, delivery: Delivery) -> Delivery:
        """Deliver something once more, marked as a retry."""
        return await self._deliveries.again(delivery)

    async def connected(self, seconds: float = 5.0) -> None:
        """Wait until the app has a socket open.

        Raises:
            TimeoutError: when it has none within so many real seconds.
        """
        await self.records.until(lambda: self.socket_mode.connections, seconds)

    async def acknowledged(self, seconds: float = 5.0) -> None:
        """Wait until the app has acknowledged all that is being delivered to it, events of its own acts among it.

        Raises:
            TimeoutError: when it has not within so many real seconds.
        """
        await self.records.until(lambda: self._deliveries.under_way == self._events.under_way == 0, seconds)

    async def until(self, condition: Callable[[], Found | None], seconds: float = 5.0) -> Found:
        """The first true value of a condition, looked at again after each call and delivery.

        Raises:
            TimeoutError: when it did not come true within so many real seconds.
        """
        return await self.records.until(condition, seconds)

    @property
    def _address(self) -> str:
        return f"{loopback.HOST}:{self._port}"

    def _cut(self, client: tuple[str, int] | None) -> None:
        """Break the connection that a request came by, so that it gets no answer."""
        for connection in list(self._server.server_state.connections):
            if getattr(connection, "client", None) == client:
                connection.transport.abort()
