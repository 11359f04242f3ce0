"""The cable between a browser and the demo, which a test can cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.playground import loopback


class Cable:
    """Carries everything to another port of this machine, until it is cut."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: set[asyncio.StreamWriter] = set()
        self._is_cut = False

    def cut(self) -> None:
        """Break every connection, and every new one."""
        self._is_cut = True
        for end in self._ends:
            end.transport.abort()

    def mend(self) -> None:
        """Carry new connections again."""
        self._is_cut = False

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection, both ways, until either end closes."""
        if self._is_cut:
            writer.transport.abort()
            return
        there, answers = await asyncio.open_connection(loopback.HOST, self._port)
        ends = {writer, answers}
        self._ends |= ends
        await asyncio.gather(_pour(reader, answers), _pour(there, writer))
        self._ends -= ends


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await source.read(65_536):
            into.write(some)
            await into.drain()
    into.close()


@asynccontextmanager
async def cable(port: int) -> AsyncIterator[tuple[Cable, int]]:
    """A cable to a port, and the port at which it begins."""
    made = Cable(port)
    server = await asyncio.start_server(made.carry, loopback.HOST, 0)
    try:
        yield made, server.sockets[0].getsockname()[1]
    finally:
        made.cut()
        server.close()
        await server.wait_closed()
