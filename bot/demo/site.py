"""The demo as a site on this machine: one world at a time, and the page of that world."""

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from socket import socket

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bot.demo.scenarios import scenarios
from bot.demo.world import World, world
from bot.playground import loopback

STATIC = Path(__file__).parent / "static"


class Demo:
    """The world that is there now. Whoever begins a scenario moves everybody into a new one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._worlds = 0
        self._now: tuple[World, AsyncExitStack] | None = None
        self._beginning = asyncio.Lock()
        self._ending: set[asyncio.Task[None]] = set()
        self.app = Starlette(routes=[Mount("/demo", StaticFiles(directory=STATIC)), Mount("/", self._page)])

    @property
    def world(self) -> World:
        """The world that is there now; RuntimeError before there is one."""
        if self._now is None:
            raise RuntimeError("no scenario has begun")
        return self._now[0]

    async def begin(self, scenario: str) -> str:
        """Begin a scenario in a fresh world; the address on the page where it begins. The old world ends behind it."""
        async with self._beginning, AsyncExitStack() as stack:
            self._worlds += 1
            database = f"sqlite:///{self._folder / f'world-{self._worlds}.db'}"
            fresh = await stack.enter_async_context(world(scenario, database, self.begin))
            before, self._now = self._now, (fresh, stack.pop_all())
        if before is not None:
            # Not waited for: the act that asked for this came by the old world's page, and is still to be answered.
            ending = asyncio.create_task(before[1].aclose())
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
        return scenarios()[scenario].start

    async def close(self) -> None:
        """End every world."""
        try:
            await asyncio.gather(*self._ending)
        finally:
            if self._now is not None:
                await self._now[1].aclose()
                self._now = None

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.world.page.app(scope, receive, send)


@asynccontextmanager
async def demo(scenario: str, listener: socket) -> AsyncIterator[Demo]:
    """The demo, served on a listening socket; everything it keeps is in a temporary folder and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="belltower-demo-") as folder:
        running = Demo(Path(folder))
        server = loopback.server(running.app)
        try:
            await running.begin(scenario)
            await server.startup(sockets=[listener])
            try:
                yield running
            finally:
                await loopback.stop(server)
        finally:
            await running.close()


async def serve(
    scenario: str, listener: socket, *, ready: Callable[[], None], stop_on: Iterable[signal.Signals]
) -> None:
    """Serve the demo until one of these signals comes; `ready` is called when it can be looked at.

    A signal that whoever started the process has it ignore, as `nohup` does, is still ignored.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in stop_on:
        if signal.getsignal(each) is not signal.SIG_IGN:
            loop.add_signal_handler(each, stopped.set)
    async with demo(scenario, listener):
        if not stopped.is_set():
            ready()
        await stopped.wait()
