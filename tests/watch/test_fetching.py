"""A calendar is fetched by HTTP or from a file, within bounds, and no fault repeats its address."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from bot.desk.calendar_feed import LARGEST
from bot.watch import fetching
from bot.watch.fetching import FetchError, fetch

HUSH = "hush-hush"
"""What is secret in the addresses."""


async def answered(request: web.Request) -> web.StreamResponse:
    match request.match_info["what"]:
        case "calendar":
            return web.Response(text="BEGIN:VCALENDAR", content_type="text/calendar")
        case "moved":
            raise web.HTTPFound(f"/calendar?{HUSH}")
        case "round":
            raise web.HTTPFound(f"/round?{HUSH}")
        case "large":
            return web.Response(body=b"x" * (LARGEST + 1))
        case "mojibake":
            return web.Response(body=b"\xff\xfe")
        case "marked":
            return web.Response(body=b"\xef\xbb\xbfBEGIN:VCALENDAR")
        case "never":
            await asyncio.Event().wait()
    raise web.HTTPForbidden(text=HUSH)


@pytest_asyncio.fixture
async def site() -> AsyncIterator[str]:
    """The address of a service of calendars, on loopback."""
    app = web.Application()
    app.router.add_get("/{what}", answered)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("what", ["calendar", "moved", "marked"])
async def test_the_text_at_an_address_is_fetched_wherever_it_has_moved(site: str, what: str) -> None:
    assert await fetch(f"{site}/{what}?{HUSH}") == "BEGIN:VCALENDAR"


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("gone", "HTTP 403"),
        ("round", "it cannot be reached (TooManyRedirects)"),
        ("large", "it is larger than 4 MB"),
        ("mojibake", "it is not UTF-8 text"),
        ("never", "no answer within 0 seconds"),
    ],
)
async def test_what_cannot_be_fetched_is_said_without_the_address(
    monkeypatch: pytest.MonkeyPatch, site: str, what: str, why: str
) -> None:
    if what == "never":
        monkeypatch.setattr(fetching, "WITHIN", 0.1)
    with pytest.raises(FetchError) as refused:
        await fetch(f"{site}/{what}?{HUSH}")

    assert str(refused.value) == why


async def test_where_nobody_listens_nothing_is_repeated_either(unused_tcp_port: int) -> None:
    with pytest.raises(FetchError, match=r"^it cannot be reached \(ClientConnectorError\)$"):
        await fetch(f"http://127.0.0.1:{unused_tcp_port}/{HUSH}")


async def test_a_file_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "rota.ics").write_text("BEGIN:VCALENDAR", encoding="utf-8")

    assert await fetch(str(tmp_path / "rota.ics")) == "BEGIN:VCALENDAR"
    with pytest.raises(FetchError, match=r"^the file cannot be read \(No such file or directory\)$"):
        await fetch(str(tmp_path / "absent.ics"))
