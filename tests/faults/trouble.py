"""What goes wrong in a run, one thing after another, chosen by a seeded generator."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from bot.playground.faults import ANY_METHOD, Fault, FaultKind
from bot.playground.records import Kind
from bot.playground.server import LocalSlack
from tests.faults.crew import Worker
from tests.faults.desks import Desks

POST = "chat.postMessage"
_SPOILED = (
    FaultKind.SERVER_ERROR,
    FaultKind.STORE_THEN_SERVER_ERROR,
    FaultKind.CLOSE,
    FaultKind.STORE_THEN_CLOSE,
    FaultKind.STORE_THEN_RATE_LIMIT,
)
"""How a single call can fail so that its sender does not know, or believes the wrong thing."""


@dataclass(kw_only=True)
class Trouble:
    """Makes trouble until told to stop. `outage` takes the database away for so many seconds.

    `every` is how many seconds lie between two troubles on average; `done` counts them by name.
    """

    slack: LocalSlack
    office: Desks
    workers: list[Worker]
    outage: Callable[[float], Awaitable[None]]
    random: Random
    every: float
    done: Counter[str] = field(default_factory=Counter)

    async def run(self, seconds: float) -> None:
        """Make trouble for so long, and clear away what is left of it."""
        kinds: list[tuple[int, Callable[[], Awaitable[None]]]] = [
            (5, self._kill),
            (2, self._database),
            (2, self._storm_in_one_channel),
            (1, self._storm_everywhere),
            (6, self._spoil_posts),
            (3, self._spoil_edits),
            (1, self._swallow_answers),
            (4, self._repeat),
            (3, self._reorder),
            (2, self._drop_sockets),
            (2, self._lose_acknowledgements),
        ]
        until = asyncio.get_running_loop().time() + seconds
        weights = [weight for weight, _ in kinds]
        while asyncio.get_running_loop().time() < until:
            [(_, trouble)] = self.random.choices(kinds, weights)
            await trouble()
            await asyncio.sleep(self.random.expovariate(1 / self.every))
        self.slack.faults.mend()

    async def _kill(self) -> None:
        """Kill any worker, and seldom where none has come up yet: on a slow machine there would never be one."""
        if not self.slack.socket_mode.connections and self.random.random() < 0.8:
            return
        if self.random.choice(self.workers).kill():
            self.done["kill -9 of a worker"] += 1

    async def _database(self) -> None:
        self.done["database taken away"] += 1
        await self.outage(self.random.uniform(0.2, 2.5))

    async def _storm_in_one_channel(self) -> None:
        self.done["429 in one channel"] += 1
        channel = self.random.choice(self.office.places).triage.id
        await self._standing(POST, Fault(kind=FaultKind.RATE_LIMIT, retry_after=self._wait(), channel=channel))

    async def _storm_everywhere(self) -> None:
        self.done["429 everywhere"] += 1
        await self._standing(ANY_METHOD, Fault(kind=FaultKind.RATE_LIMIT, retry_after=self._wait()))

    async def _spoil_posts(self) -> None:
        self._spoil(POST)

    async def _spoil_edits(self) -> None:
        self._spoil("chat.update")

    async def _swallow_answers(self) -> None:
        """Posts that are stored and never answered: the sender gives up waiting."""
        self.done["store, then hang"] += 2
        self.slack.faults.script(POST, *[FaultKind.STORE_THEN_HANG] * 2)

    async def _repeat(self) -> None:
        times = self.random.randint(1, 4)
        self.done["delivered twice"] += times
        self.slack.faults.deliver_twice(self.random.choice((Kind.COMMAND, Kind.EVENT)), times)

    async def _reorder(self) -> None:
        times = self.random.randint(1, 3)
        self.done["delivered out of order"] += times
        self.slack.faults.deliver_late(self.random.choice((Kind.COMMAND, Kind.EVENT)), times)

    async def _drop_sockets(self) -> None:
        self.done["sockets dropped"] += 1
        await self.slack.socket_mode.drop()

    async def _lose_acknowledgements(self) -> None:
        self.done["acknowledgement lost with its socket"] += 1
        self.slack.faults.drop_socket_after(self.random.choice((Kind.COMMAND, Kind.EVENT)))

    def _spoil(self, method: str) -> None:
        kinds = self.random.choices(_SPOILED, k=self.random.randint(1, 3))
        self.done.update(f"{method}: {kind}" for kind in kinds)
        self.slack.faults.script(method, *kinds)

    def _wait(self) -> int:
        return self.random.randint(1, 3)

    async def _standing(self, method: str, fault: Fault) -> None:
        """Let a fault meet every call for a few seconds."""
        self.slack.faults.always(method, fault)
        await asyncio.sleep(self.random.uniform(1, 4))
        self.slack.faults.no_longer(method)
