"""The wall in a browser: who is let in and who is not, what the page may do, and that it changes nothing."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

import httpx2
import pytest

from bot.desk.desk import Desk
from bot.desk.requests import Close
from bot.wall.rows import Names
from bot.wall.sign_in import Passes, Use
from bot.wall.site import COOKIE, Wall
from storage import tables
from storage.database import Unavailable
from tests.desk.office import ANA, CARL, LENA, MINUTE, MONDAY, OTTO, done, opened, rows

R = TypeVar("R")
URL = "https://wall.example"
PASSES = Passes("xoxb-northbell")
HOW_TO_SIGN_IN = "Open App Home of Belltower in Slack and press “Deadline wall”"


class Known:
    """Knows everybody by their id."""

    async def render(self, made: Callable[[Names], R]) -> R:
        return made(lambda person: f"Name of {person}")


class Clock:
    """The time, to be moved by hand."""

    at = MONDAY

    async def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wall(desk: Desk, clock: Clock) -> Wall:
    return Wall(desk=desk, now=clock.now, people=Known(), url=URL, passes=PASSES)


@asynccontextmanager
async def browser(wall: Wall) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser that keeps its cookies and follows where it is sent."""
    transport = httpx2.ASGITransport(app=wall.site())
    async with httpx2.AsyncClient(transport=transport, base_url=URL, follow_redirects=True) as client:
        yield client


async def signed_in(wall: Wall, person: str, path: str = "/wall") -> httpx2.Response:
    """What somebody sees who follows their link, and then goes to a path."""
    async with browser(wall) as client:
        await client.get(wall.link(person, await wall.now()))
        return await client.get(path)


async def test_whoever_follows_their_link_sees_what_runs(wall: Wall, desk: Desk) -> None:
    await opened(desk, title="SSO login fails for everyone")

    async with browser(wall) as client:
        page = await client.get(wall.link(LENA.person, MONDAY))

    assert page.status_code == 200
    assert "SSO login fails for everyone" in page.text
    assert "<svg" in page.text
    assert "<table" in page.text


async def test_the_link_does_not_stay_in_the_address(wall: Wall) -> None:
    async with browser(wall) as client:
        page = await client.get(wall.link(LENA.person, MONDAY))
        assert str(page.url) == f"{URL}/wall"
        [exchanged] = page.history
    assert exchanged.status_code == 303
    assert "pass=" not in exchanged.headers["location"]


async def test_the_cookie_is_kept_from_scripts_from_other_sites_and_from_plain_http(wall: Wall) -> None:
    async with browser(wall) as client:
        page = await client.get(wall.link(LENA.person, MONDAY))
    cookie = page.history[0].headers["set-cookie"]
    assert {"HttpOnly", "Path=/wall", "SameSite=lax", "Secure", f"Max-Age={30 * 86_400}"} <= set(cookie.split("; "))


async def test_where_the_wall_is_reached_by_plain_http_the_cookie_can_be(wall: Wall) -> None:
    async with browser(replace(wall, url="http://wall.example/team")) as client:
        answer = await client.get(
            f"/wall/sign-in?pass={PASSES.give(Use.LINK, LENA.person, MONDAY)}", follow_redirects=False
        )
    assert "Secure" not in answer.headers["set-cookie"]
    assert "Path=/team/wall" in answer.headers["set-cookie"]


async def test_a_signed_in_screen_stays_so_for_a_month(wall: Wall, clock: Clock) -> None:
    async with browser(wall) as client:
        await client.get(wall.link(LENA.person, MONDAY))
        clock.at = MONDAY + timedelta(days=30) - MINUTE
        assert (await client.get("/wall")).status_code == 200
        clock.at = MONDAY + timedelta(days=30)
        assert (await client.get("/wall")).status_code == 403


async def test_a_link_ends_after_ten_minutes(wall: Wall, clock: Clock) -> None:
    link = wall.link(LENA.person, MONDAY)
    clock.at = MONDAY + 10 * MINUTE
    async with browser(wall) as client:
        late = await client.get(link)
    assert late.status_code == 403
    assert "This link has ended" in late.text
    assert HOW_TO_SIGN_IN in late.text
    assert "set-cookie" not in late.headers


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "nonsense",
        PASSES.give(Use.LINK, "U0LENA", MONDAY)[:-1] + "x",
        PASSES.give(Use.LINK, "U0LENA", MONDAY).replace("U0LENA", "U0ANA"),
        PASSES.give(Use.COOKIE, "U0LENA", MONDAY),
        Passes("xoxb-elsewhere").give(Use.LINK, "U0LENA", MONDAY),
    ],
)
async def test_a_forged_link_is_refused_and_says_what_to_do(wall: Wall, forged: str) -> None:
    async with browser(wall) as client:
        refused = await client.get("/wall/sign-in", params={"pass": forged})
        assert refused.status_code == 403
        assert HOW_TO_SIGN_IN in refused.text
        assert (await client.get("/wall")).status_code == 403


@pytest.mark.parametrize("cookie", ["", "nonsense", PASSES.give(Use.LINK, "U0LENA", MONDAY)])
@pytest.mark.parametrize("path", ["/wall", "/wall/picture"])
async def test_without_a_cookie_of_ours_nothing_is_shown(wall: Wall, desk: Desk, path: str, cookie: str) -> None:
    await opened(desk, title="SSO login fails for everyone")
    async with browser(wall) as client:
        refused = await client.get(path, headers={"cookie": f"{COOKIE}={cookie}"} if cookie else {})
    assert refused.status_code == 403
    assert "you are not signed in" in refused.text
    assert HOW_TO_SIGN_IN in refused.text
    assert "SSO" not in refused.text


@pytest.mark.parametrize("person", [CARL.person, OTTO.person, "U0NOBODY"])
async def test_whoever_is_not_of_the_team_is_refused_with_a_genuine_cookie_too(wall: Wall, person: str) -> None:
    refused = await signed_in(wall, person)
    assert refused.status_code == 403
    assert "for the support team" in refused.text


async def test_somebody_who_has_left_the_team_is_refused_at_the_next_look(wall: Wall) -> None:
    async with browser(wall) as client:
        await client.get(wall.link(ANA.person, MONDAY))
        cookie = client.cookies[COOKIE]
    roster = replace(wall.desk.roster, agents=frozenset())
    async with browser(replace(wall, desk=replace(wall.desk, roster=roster))) as client:
        refused = await client.get("/wall", headers={"cookie": f"{COOKIE}={cookie}"})
    assert refused.status_code == 403


async def test_a_closed_ticket_is_gone_from_the_wall(wall: Wall, desk: Desk) -> None:
    ticket = await opened(desk)
    async with browser(wall) as client:
        await client.get(wall.link(LENA.person, MONDAY))
        assert "T-1" in (await client.get("/wall/picture")).text
        await done(desk, Close, ticket, MONDAY, reason="resolved")
        assert "No clock is running." in (await client.get("/wall/picture")).text


async def test_behind_a_proxy_that_asks_everybody_may_look(wall: Wall, desk: Desk) -> None:
    await opened(desk)
    behind = replace(wall, passes=None)
    assert behind.link(LENA.person, MONDAY) == f"{URL}/wall"
    async with browser(behind) as client:
        assert "T-1" in (await client.get("/wall")).text
        assert "T-1" in (await client.get("/wall/sign-in?pass=of-yesterday")).text


@pytest.mark.parametrize("path", ["/", "/wall/", "/wall/picture/", "/wall/static"])
async def test_nobody_is_sent_to_another_host(wall: Wall, path: str) -> None:
    async with browser(wall) as client:
        answer = await client.get(path, headers={"Host": "elsewhere.example"}, follow_redirects=False)

    assert "elsewhere" not in answer.headers.get("location", "")


@pytest.mark.parametrize("path", ["/", "/wall/"])
async def test_the_wall_is_found_with_a_slash_too_many_or_without_its_name(wall: Wall, path: str) -> None:
    async with browser(replace(wall, passes=None)) as client:
        answer = await client.get(path)

    assert (answer.status_code, answer.url.path) == (200, "/wall")


@pytest.mark.parametrize("path", ["/wall", "/wall/picture", "/wall/sign-in", "/wall/static/page.js", "/nowhere", "/"])
async def test_every_answer_is_sealed(wall: Wall, path: str) -> None:
    async with browser(wall) as client:
        for answer in (await client.get(path, follow_redirects=False), await client.post(path)):
            policy = answer.headers["content-security-policy"]
            assert answer.headers["cache-control"] == "no-store"
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "://" not in policy
            assert (answer.headers["referrer-policy"], answer.headers["x-content-type-options"]) == (
                "no-referrer",
                "nosniff",
            )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/wall", "/wall/picture", "/wall/sign-in", "/wall/static/page.js", "/"])
async def test_it_can_only_be_looked_at(wall: Wall, method: str, path: str) -> None:
    async with browser(wall) as client:
        await client.get(wall.link(LENA.person, MONDAY))
        assert (await client.request(method, path)).status_code == 405


async def test_looking_writes_nothing(wall: Wall, desk: Desk) -> None:
    await opened(desk)
    kept = [tables.Ticket, tables.LedgerEntry, tables.Notice, tables.Deadline, tables.ReceivedRequest]
    before = [await rows(desk, table) for table in kept]
    assert (await signed_in(wall, LENA.person)).status_code == 200
    assert [await rows(desk, table) for table in kept] == before


async def test_a_head_request_says_that_it_is_there(wall: Wall) -> None:
    async with browser(wall) as client:
        await client.get(wall.link(LENA.person, MONDAY))
        answer = await client.head("/wall")
    assert (answer.status_code, answer.text) == (200, "")


async def test_everything_that_the_page_loads_is_there_and_ours(wall: Wall) -> None:
    async with browser(wall) as client:
        page = await client.get(wall.link(LENA.person, MONDAY))
        loaded = re.findall(r'(?:src|href)="([^"?#]+)"', page.text)
        loaded.remove("data:,")
        assert sorted(loaded) == ["wall/static/page.css", "wall/static/page.js"]
        for path in loaded:
            answer = await client.get(f"/{path}")
            assert answer.status_code == 200
            assert "://" not in answer.text
        script = (await client.get("/wall/static/page.js")).text
    assert "fetch(`wall/picture" in script
    assert '<noscript><meta http-equiv="refresh" content="15"></noscript>' in page.text


async def test_the_root_leads_to_the_wall(wall: Wall) -> None:
    assert str((await signed_in(wall, LENA.person, "/")).url) == f"{URL}/wall"


async def test_the_span_and_the_zone_are_the_viewers_choice(wall: Wall) -> None:
    there = await signed_in(wall, LENA.person, "/wall?span=1w&zone=Asia/Kathmandu")
    assert '<a href="?zone=Asia%2FKathmandu&amp;span=1w" aria-current="true">1 week</a>' in there.text
    assert "Mon 1 Jun 2026 22:45" in there.text
    unsaid = await signed_in(wall, LENA.person)
    assert '<a href="?span=2d" aria-current="true">2 days</a>' in unsaid.text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("span=1y", "There is no such span."),
        ("zone=Mars/Olympus", "There is no such time zone."),
        ("zone=../../etc/passwd", "There is no such time zone."),
        ("zone=%00", "There is no such time zone."),
        ("zone=", "There is no such time zone."),
        (f"zone={'x' * 5_000}", "There is no such time zone."),
    ],
)
async def test_what_there_is_not_is_refused_in_a_sentence(wall: Wall, query: str, told: str) -> None:
    refused = await signed_in(wall, LENA.person, f"/wall?{query}")
    assert refused.status_code == 400
    assert told in refused.text


async def test_while_the_database_is_away_the_page_says_so_and_tries_again(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise Unavailable("the database was not done within 2 s")

    monkeypatch.setattr(wall.desk.database, "reading", away)
    page = await signed_in(wall, LENA.person)
    assert page.status_code == 503
    assert "The database did not answer in time." in page.text
    assert 'http-equiv="refresh"' in page.text
    assert "within 2 s" not in page.text
