"""A listener answers while its context lasts, lets go of its address afterwards, and says what is wrong with it."""

import socket

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.listening import listening
from tests.journeys.stage import free_address

SITE = Starlette(routes=[Route("/", lambda _: PlainTextResponse("here"))])


async def test_it_answers_while_it_lasts_and_not_afterwards() -> None:
    at = free_address()
    async with aiohttp.ClientSession() as session:
        for _ in range(2):
            async with listening(SITE, at.host, at.port, "HERE"), session.get(f"http://{at}/") as answer:
                assert await answer.text() == "here"
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get(f"http://{at}/")


async def test_an_address_that_is_taken_is_told_with_the_setting_that_asked_for_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"^HERE: cannot listen on 127.0.0.1:{port}: Address already in use"):
            async with listening(SITE, "127.0.0.1", port, "HERE"):
                pytest.fail("it listens twice")
