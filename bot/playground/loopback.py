"""Serving on this machine alone: a port, a server that sets no signal handlers, and an end that waits for nobody."""

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp

HOST = "127.0.0.1"


def listener(port: int) -> socket.socket:
    """A socket that listens on a port of this machine, 0 for any free one; OSError where nothing can listen there."""
    # Named, because asyncio turns Nagle's delay off only where the protocol is.
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((HOST, port))
        opened.listen()
    except OSError:
        opened.close()
        raise
    return opened


def server(app: ASGIApp) -> uvicorn.Server:
    """A server that is ready for `startup` with a listener; signals are left to whoever runs it."""
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        date_header=False,
        server_header=False,
    )
    config.load()
    ready = uvicorn.Server(config)
    ready.lifespan = config.lifespan_class(config)
    return ready


async def stop(running: uvicorn.Server) -> None:
    """Close everything at once, streams that never end too; uvicorn's own shutdown would wait for them."""
    for listening in running.servers:
        listening.close()
    for connection in list(running.server_state.connections):
        connection.shutdown()
        connection.transport.close()
    tasks = list(running.server_state.tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for listening in running.servers:
        await listening.wait_closed()
