"""The demo as a site: a page for each person, a fresh world for each scenario, and an end that waits for nobody."""

import asyncio
import json
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest

from bot.demo import address
from bot.demo.office import People
from bot.demo.scenarios import scenarios
from bot.demo.site import Demo, demo, serve
from bot.demo.templating import typed
from storage.database import Database, Unavailable

SOON = 5.0
"""Seconds within which something must have happened."""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left_in(folder: Path) -> list[Path]:
    """What is still in a folder."""
    return list(folder.iterdir())


@pytest.fixture
async def site(temporary: Path) -> AsyncIterator[tuple[Demo, httpx2.AsyncClient]]:
    with address.listener(0) as listening:
        async with (
            demo("promise-kept", listening) as running,
            httpx2.AsyncClient(base_url=address.url_of(listening), follow_redirects=True) as browser,
        ):
            yield running, browser
    assert left_in(temporary) == []


Site = tuple[Demo, httpx2.AsyncClient]


async def act(browser: httpx2.AsyncClient, handle: str, **wanted: object) -> object:
    """Do something on somebody's page."""
    return (await browser.post(f"/as/{handle}/do", json=wanted)).json()


async def test_app_home_leads_the_team_to_a_wall_that_asks_for_its_signed_link(site: Site) -> None:
    stage = site[0].world.stage
    lena, slack = stage.person("lena"), stage.pace.trial.slack
    await lena.opens_home()
    await lena.clicks(await slack.until(lena.home), "Deadline wall")
    window = await slack.until(lena.modal)
    [link] = [part["url"] for block in window.blocks for part in block.get("elements", ()) if "url" in part]
    async with httpx2.AsyncClient(follow_redirects=True) as visitor:
        assert (await visitor.get(link.partition("?")[0])).status_code == 403
        assert "No clock is running" in (await visitor.get(link)).text


async def test_it_opens_where_the_scenario_begins_with_the_time_and_the_guide(site: Site) -> None:
    _, browser = site
    page = await browser.get("/")
    assert (page.status_code, page.url.path) == (200, scenarios()["promise-kept"].start)
    assert "Valimail Customer Support" in page.text
    assert scenarios()["promise-kept"].steps[0].title in page.text


@pytest.mark.parametrize("handle", People._fields)
async def test_one_can_be_everybody_of_the_office(site: Site, handle: str) -> None:
    _, browser = site
    place = {"carl": "acme", "bea": "birdsong", "gina": "globex", "otto": "random"}.get(handle, "triage")
    assert (await browser.get(f"/as/{handle}/{place}")).status_code == 200
    wall = await browser.get(f"/as/{handle}/wall")
    assert (wall.status_code == 200) is (place == "triage"), "the deadline wall is the team's"


async def test_the_panels_have_their_own_style(site: Site) -> None:
    _, browser = site
    page = await browser.get("/")
    assert 'href="/demo/demo.css"' in page.text
    style = await browser.get("/demo/demo.css")
    assert style.headers["content-type"].startswith("text/css")


async def test_what_a_person_types_reaches_the_real_bot(site: Site) -> None:
    running, browser = site
    line = "/ticket new urgent Acme: SSO login fails for everyone"
    assert await act(browser, "ana", act="say", place="triage", text=line) == {}
    stage = running.world.stage
    await stage.pace.trial.slack.until(lambda: stage.card_says("SSO login fails"))


async def test_another_scenario_begins_in_a_fresh_world_and_the_page_moves_there(site: Site) -> None:
    running, browser = site
    await act(browser, "ana", act="say", place="triage", text="Before.")
    before = running.world
    answer = await act(browser, "ana", act="panel", panel="guide", begin="night-call")
    assert answer == {"go": scenarios()["night-call"].start}
    assert running.world is not before
    page = await browser.get("/")
    assert page.url.path == scenarios()["night-call"].start
    assert "Before." not in (await browser.get("/as/ana/triage")).text


async def test_open_pages_hear_that_the_world_has_moved(site: Site) -> None:
    _, browser = site
    async with asyncio.timeout(SOON), browser.stream("GET", "/as/ana/triage/live") as stream:
        events = stream.aiter_lines()
        assert (await anext(events)).startswith("event: ")
        await act(browser, "ana", act="panel", panel="guide", begin="promise-kept")
        while await anext(events) != "event: moved":
            pass


async def test_a_step_is_shown_on_the_page_where_it_happens(site: Site) -> None:
    _, browser = site
    await act(browser, "ana", act="panel", panel="guide", begin="weekend-breach")
    step = scenarios()["weekend-breach"].steps[0]
    assert await act(browser, "ana", act="panel", panel="guide", show=0) == {"go": f"/as/{step.who}/{step.place}"}
    assert typed(step.notice) in (await browser.get("/as/ana/triage")).text


@pytest.mark.parametrize("wanted", [{}, {"begin": ["night-call"]}, {"show": {}}, {"show": 7}])
async def test_what_the_guide_cannot_do_is_answered_with_a_sentence(site: Site, wanted: dict[str, object]) -> None:
    _, browser = site
    answer = await act(browser, "ana", act="panel", panel="guide", **wanted)
    assert "error" in json.dumps(answer)


@pytest.fixture
def heeds_hang_ups() -> Iterator[None]:
    """As started from a terminal, although whoever runs the tests may have told them to outlive theirs."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("heeds_hang_ups")
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_it_ends_at_once_when_told_to_although_pages_are_open(temporary: Path, stop: signal.Signals) -> None:
    ready = asyncio.Event()
    with address.listener(0) as listening:
        serving = asyncio.create_task(serve("promise-kept", listening, ready=ready.set, stop_on=[stop]))
        await ready.wait()
        async with (
            httpx2.AsyncClient(base_url=address.url_of(listening)) as browser,
            browser.stream("GET", "/as/ana/triage/live") as stream,
        ):
            await anext(stream.aiter_lines())
            os.kill(os.getpid(), stop)
            async with asyncio.timeout(SOON):
                await serving
    asyncio.get_running_loop().remove_signal_handler(stop)
    assert left_in(temporary) == []


async def test_whoever_started_it_to_outlive_the_terminal_is_heeded(temporary: Path) -> None:
    ready = asyncio.Event()
    ignored = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with address.listener(0) as listening:
            stop_on = [signal.SIGHUP, signal.SIGTERM]
            serving = asyncio.create_task(serve("promise-kept", listening, ready=ready.set, stop_on=stop_on))
            await ready.wait()
            os.kill(os.getpid(), signal.SIGHUP)
            async with httpx2.AsyncClient(base_url=address.url_of(listening), follow_redirects=True) as browser:
                assert (await browser.get("/")).status_code == 200
            assert not serving.done()
            os.kill(os.getpid(), signal.SIGTERM)
            async with asyncio.timeout(SOON):
                await serving
    finally:
        signal.signal(signal.SIGHUP, ignored)
    asyncio.get_running_loop().remove_signal_handler(signal.SIGTERM)


async def test_what_keeps_it_from_beginning_is_told(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refused(_: str) -> Database:
        raise Unavailable("no space left")

    monkeypatch.setattr(Database, "open", refused)
    with address.listener(0) as listening, pytest.raises(Unavailable, match="no space left"):
        async with demo("promise-kept", listening):
            pytest.fail("it has begun")
    assert left_in(temporary) == []


async def test_it_ends_although_the_time_is_moving_and_a_step_is_being_shown(temporary: Path) -> None:
    with address.listener(0) as listening:
        async with asyncio.timeout(2 * SOON), demo("weekend-breach", listening) as running:
            stage = running.world.stage
            await running.world.guide.act(stage.person("ana"), {"show": 0})
            jumping = asyncio.create_task(stage.waits(300 * (stage.pace.now - stage.pace.now.replace(hour=0))))
            await asyncio.sleep(0)
        await asyncio.gather(jumping, return_exceptions=True)
    assert left_in(temporary) == []
