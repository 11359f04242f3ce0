"""A listener: an application that answers at an address of this machine for as long as a context lasts."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.types import ASGIApp


@asynccontextmanager
async def listening(site: ASGIApp, host: str, port: int, setting: str) -> AsyncIterator[None]:
    """Answer at an address. Raises OSError, naming the setting that asked for it, where nothing can listen there."""
    server = _Server(uvicorn.Config(site, host=host, port=port, lifespan="off", log_config=None, access_log=False))
    # Bound here, because uvicorn ends the process when it cannot bind.
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise OSError(f"{setting}: cannot listen on {host}:{port}: {error.strerror}") from error
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    if serving.done():
        serving.result()
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """Uvicorn without signal handlers of its own: they end the process before anything else is closed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
