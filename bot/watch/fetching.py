"""Fetching a calendar: from an address by HTTP, or from a file of this machine."""

import asyncio
from pathlib import Path
from typing import Protocol

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from bot.desk.calendar_feed import LARGEST

WITHIN = 20.0
"""Seconds that fetching may take in all."""


class FetchError(Exception):
    """Why a source could not be read, in words that do not repeat its address."""


class Fetch(Protocol):
    """How the text of a source is got."""

    async def __call__(self, source: str) -> str:
        """The text at an address or in a file. Raises FetchError."""


async def fetch(source: str) -> str:
    """The text at an address or in a file, of bounded size and in bounded time. Raises FetchError."""
    content = await (_from_web(source) if "://" in source else _from_file(Path(source)))
    if len(content) > LARGEST:
        raise FetchError(f"it is larger than {LARGEST // 1_000_000} MB")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FetchError("it is not UTF-8 text") from None


async def _from_web(address: str) -> bytes:
    try:
        async with (
            ClientSession(timeout=ClientTimeout(total=WITHIN), trust_env=True) as session,
            session.get(address, headers={"Accept": "text/calendar, */*;q=0.1"}) as answer,
        ):
            if answer.status != 200:
                raise FetchError(f"HTTP {answer.status}")
            return await _content(answer)
    # The errors' own words may have the address in them.
    except TimeoutError:
        raise FetchError(f"no answer within {WITHIN:.0f} seconds") from None
    except (ClientError, OSError, ValueError) as error:
        raise FetchError(f"it cannot be reached ({type(error).__name__})") from None


async def _content(answer: ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in answer.content.iter_any():
        content += chunk
        if len(content) > LARGEST:
            break
    return bytes(content)


async def _from_file(path: Path) -> bytes:
    def read() -> bytes:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)

    try:
        return await asyncio.to_thread(read)
    except OSError as error:
        raise FetchError(f"the file cannot be read ({error.strerror})") from None
