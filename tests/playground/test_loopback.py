"""Serving on this machine: a port, and an end that does not wait for streams."""

import asyncio
import errno
from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from bot.playground import loopback


async def _forever(_: Request) -> StreamingResponse:
    async def lines() -> AsyncIterator[str]:
        yield "begun\n"
        await asyncio.Event().wait()

    return StreamingResponse(lines())


async def test_a_stream_that_never_ends_is_cut_off_at_the_end() -> None:
    server = loopback.server(Starlette(routes=[Route("/", _forever)]))
    with loopback.listener(0) as listening:
        await server.startup(sockets=[listening])
        address = f"http://{loopback.HOST}:{listening.getsockname()[1]}/"
        async with httpx2.AsyncClient() as client, client.stream("GET", address) as stream:
            lines = stream.aiter_lines()
            assert await anext(lines) == "begun"
            async with asyncio.timeout(5):
                await loopback.stop(server)
                with pytest.raises((httpx2.HTTPError, StopAsyncIteration)):
                    await anext(lines)


def test_a_port_in_use_is_an_error_and_leaves_nothing_open() -> None:
    with loopback.listener(0) as first, pytest.raises(OSError, match="in use") as refused:
        loopback.listener(first.getsockname()[1])
    assert refused.value.errno == errno.EADDRINUSE
