"""App Home and the deadline wall: from the tab in Slack to the screen in the team's room."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import aiohttp
import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from yarl import URL

from bot.playground.faults import Fault, FaultKind
from bot.playground.refusals import Json
from bot.playground.views import View
from bot.settings import WallSettings, WallSignIn
from storage.database import Unavailable
from tests.journeys.stage import Begin, Log, free_address
from tests.journeys.story import Story

THURSDAY = "2026-07-02 10:00-07:00"
URGENT = "/ticket new urgent Acme: SSO login fails for everyone"


async def begun(begin: Begin, sign_in: WallSignIn = WallSignIn.LINK) -> Story:
    """An office with a wall, on a Thursday with an urgent ticket of Acme."""
    listen = free_address()
    story = await begin(THURSDAY, wall=WallSettings(listen=listen, url=f"http://{listen}", sign_in=sign_in))
    await story.types("ana", URGENT)
    return story


async def home(story: Story, who: str) -> View:
    """The tab as somebody sees it who opens it now."""
    await story.person(who).opens_home()
    await story.settle()
    shown = story.person(who).home()
    assert shown is not None
    return shown


def reads(tab: View) -> str:
    """Everything that a tab says."""
    return str(tab.blocks)


async def link(story: Story, who: str) -> str:
    """Somebody presses “Deadline wall”; the link that they get."""
    await story.presses(who, await home(story, who), "Deadline wall")
    address = offered(story, who)
    await story.presses(who, story.window(who), "Open it in the browser")
    return address


def offered(story: Story, who: str) -> str:
    """The link in the window that somebody has open."""
    elements = (each for block in story.window(who).blocks for each in block.get("elements", []))
    [address] = [each["url"] for each in elements if "url" in each]
    return str(address)


@asynccontextmanager
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that keeps its cookies, those of addresses without a name too."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


async def looked(session: aiohttp.ClientSession, address: str | URL) -> tuple[int, str]:
    """What an address answers: the status and the page."""
    async with session.get(address) as answer:
        return answer.status, await answer.text()


async def test_a_lead_goes_from_the_tab_to_the_wall_and_sees_what_runs(begin: Begin) -> None:
    story = await begun(begin)

    async with browser() as session:
        async with session.get(await link(story, "lena")) as answer:
            page, address = await answer.text(), answer.url
        assert (address.path, address.query_string) == ("/wall", ""), "the pass does not stay in the address"
        assert "SSO login fails for everyone" in page
        assert "nobody yet" in page

        await story.types("omar", "/ticket take 1")
        assert "Omar Agent" in (await looked(session, address))[1]

        await story.moves_to("2026-07-02 11:12-07:00")
        assert "12 min late" in (await looked(session, address))[1]

        await story.types("omar", "/ticket close 1 resolved Done.")
        status, page = await looked(session, address)
    assert status == 200
    assert "No clock is running." in page
    assert "SSO login fails" not in page


async def test_each_press_gives_a_fresh_link_however_long_the_tab_was_open(begin: Begin) -> None:
    story = await begun(begin)
    tab = await home(story, "lena")
    old = await link(story, "lena")
    await story.person("lena").closes(story.window("lena"))
    await story.moves_to("2026-07-02 15:00-07:00")

    await story.presses("lena", tab, "Deadline wall")
    fresh = offered(story, "lena")

    async with browser() as session:
        status, page = await looked(session, old)
        assert (status, "This link has ended" in page) == (403, True)
        assert (await looked(session, fresh))[0] == 200


async def test_a_customer_has_no_way_to_the_wall_and_gets_none_by_a_button_of_somebody_elses(begin: Begin) -> None:
    story = await begun(begin)

    tab = await home(story, "carl")

    assert "SSO login fails for everyone" in reads(tab)
    assert "Deadline wall" not in reads(tab)
    assert "On call" not in reads(tab)
    carl = story.person("carl").user
    pressed = await _presses_what_is_not_there(story, carl.id, "wall")
    assert "The deadline wall is for the support team." in pressed
    assert "http" not in pressed


async def test_a_forged_link_is_refused_with_what_to_do(begin: Begin) -> None:
    story = await begun(begin)
    genuine = await link(story, "lena")

    async with browser() as session:
        for forged in (genuine.replace("U0LENA", "U0OTTO"), genuine[:-1] + ("0" if genuine[-1] != "0" else "1")):
            status, page = await looked(session, forged)
            assert status == 403
            assert "Open App Home of Belltower in Slack and press “Deadline wall”" in page
        assert (await looked(session, URL(genuine).with_path("/wall").with_query(None)))[0] == 403


async def test_somebody_who_has_left_the_team_is_refused_though_the_screen_was_signed_in(begin: Begin) -> None:
    story = await begun(begin)
    async with browser() as session:
        address = await link(story, "omar")
        assert (await looked(session, address))[0] == 200

        roster = story.trial.settings.configuration.roster
        without_omar = replace(roster, agents=roster.agents - {"U0OMAR"})
        configuration = replace(story.trial.settings.configuration, roster=without_omar)
        story.trial.settings = replace(story.trial.settings, configuration=configuration)
        async with story.trial.down():
            pass

        for refused in (URL(address).with_path("/wall").with_query(None), address):
            assert (await looked(session, refused))[0] == 403
    assert "Deadline wall" not in reads(await home(story, "omar"))


async def test_behind_a_proxy_the_link_is_the_address_and_asks_nobody(begin: Begin) -> None:
    story = await begun(begin, WallSignIn.PROXY)
    address = await link(story, "lena")
    assert URL(address).path == "/wall"
    async with browser() as session:
        assert "SSO login fails for everyone" in (await looked(session, address))[1]


async def test_without_a_wall_an_old_button_says_that_there_is_none(begin: Begin) -> None:
    story = await begun(begin)
    tab = await home(story, "lena")
    story.trial.settings = replace(story.trial.settings, wall=None)
    async with story.trial.down():
        pass

    await story.presses("lena", tab, "Deadline wall")

    assert "There is no deadline wall here any more." in story.window_text("lena")
    assert "Deadline wall" not in reads(await home(story, "lena"))


async def test_opening_the_tab_again_shows_it_fresh(begin: Begin) -> None:
    story = await begun(begin)
    assert "nobody yet" in reads(await home(story, "ana"))

    await story.types("ana", "/ticket take 1")

    fresh = reads(await home(story, "ana"))
    assert "nobody yet" not in fresh
    assert "Ana Agent" in fresh
    await story.types("ana", "/ticket close 1 resolved Done.")
    assert "No ticket is open." in reads(await home(story, "ana"))


async def test_the_form_and_a_ticket_open_from_the_tab(begin: Begin) -> None:
    story = await begun(begin)
    await story.presses("ana", await home(story, "ana"), "Show")
    assert story.window("ana").title == "T-1"
    assert "SSO login fails for everyone" in story.window_text("ana")
    await story.person("ana").closes(story.window("ana"))

    await story.presses("ana", await home(story, "ana"), "Open a ticket")
    await story.selects("ana", "customer", "Globex")
    await story.selects("ana", "severity", "Low (P3)")
    await story.submits("ana", title="How do I export reports?")
    assert "T-2 is open: P3 Low for Globex." in story.window_text("ana")


async def test_a_refusal_in_the_tab_is_said_in_a_window_for_there_is_no_channel(begin: Begin) -> None:
    story = await begun(begin)

    told = await _presses_what_is_not_there(story, "U0ANA", "show", value="99")

    assert "There is no ticket T-99 that you can see." in told


async def test_an_outsider_learns_what_this_is(begin: Begin) -> None:
    story = await begun(begin)
    tab = reads(await home(story, "otto"))
    assert "A lead can add you to either: Lena Lead." in tab
    assert "SSO" not in tab


@pytest.mark.parametrize("fault", [Fault(kind=FaultKind.REFUSE, word="not_enabled"), Fault(kind=FaultKind.CLOSE)])
async def test_a_tab_that_cannot_be_published_is_logged_and_nothing_else_suffers(
    begin: Begin, log: Log, fault: Fault
) -> None:
    story = await begun(begin)
    story.trial.slack.faults.script("views.publish", fault)

    await story.person("ana").opens_home()
    await story.settle()

    assert story.person("ana").home() is None
    assert "App Home could not be published" in log.text
    assert "SSO login fails" in reads(await home(story, "ana"))


async def test_while_the_database_is_away_the_tab_says_so(
    begin: Begin, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = await begun(begin)

    def away() -> None:
        raise Unavailable("the database was not done within 2 s")

    with monkeypatch.context() as patched:
        patched.setattr(story.trial.bot.desk.database, "reading", away)
        await story.person("ana").opens_home()
        assert await story.trial.bot.in_flight.drained(5.0)

    tab = story.person("ana").home()
    assert tab is not None
    assert "could not be read just now" in reads(tab)
    assert "App Home could not be drawn" in log.text


async def _presses_what_is_not_there(story: Story, person: str, action: str, value: str = "wall") -> str:
    """What the window says that opens for a press which no button of this person's tab can have made."""
    user = story.trial.office.workspace.users[person]
    trigger = story.trial.office.workspace.passes.issue_trigger(person, story.trial.clock())
    payload: Json = {
        "type": "block_actions",
        "user": {"id": person, "team_id": user.team_id},
        "team": {"id": user.team_id},
        "trigger_id": trigger,
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
    }
    answer = await story.trial.bot.app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
    assert answer.status == 200
    await story.settle()
    view = story.trial.slack.person(person).modal()
    assert view is not None
    return str(view.blocks)
