"""What an open page hears: at first everything, then only what looks different."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest

from bot.playground.messages import Message
from bot.playground.page.exchanges import Exchanges
from bot.playground.page.lists import Lists
from bot.playground.page.live import Live
from bot.playground.page.regions import Regions
from bot.playground.page.visit import Visitors
from tests.playground.conftest import Stage
from tests.playground.page.conftest import Board

FORM = {"type": "modal", "title": {"type": "plain_text", "text": "Form"}, "blocks": []}


def say(stage: Stage, channel: str, text: str) -> Message:
    """Olly says something, of which the app is not told."""
    workspace = stage.slack.workspace
    place = workspace.channel(channel)
    assert place is not None
    message = workspace.say(channel=place, user=workspace.users["U0OLLY"], text=text, at=stage.clock())
    stage.slack.records.tell()
    return message


class Listener:
    """One open page, and the events that it hears."""

    def __init__(self, stream: AsyncIterator[str]) -> None:
        self._stream = stream

    async def hears(self, wanted: str, /, **like: Any) -> Any:
        """The next event of a name whose data has these parts; what comes before it is passed over."""
        async for said in self._stream:
            event, data = said.removeprefix("event: ").rstrip("\n").split("\ndata: ")
            heard = json.loads(data)
            if event == wanted and like.items() <= heard.items():
                return heard
        raise AssertionError(f"the stream ended without {wanted} {like}")

    async def until_caught_up(self) -> list[str]:
        """The names of the events until everything has been said once."""
        names = []
        async for said in self._stream:
            names.append(said.split("\n")[0].removeprefix("event: "))
            if names[-1] == "caught-up":
                break
        return names


@pytest.fixture
def visitors(stage: Stage, panels: list[Board]) -> Visitors:
    people = {"ana": stage.ana, "olly": stage.olly, "carl": stage.carl}
    return Visitors(stage.slack, people, panels)


@pytest.fixture
def live(stage: Stage, panels: list[Board], visitors: Visitors) -> Live:
    slack = stage.slack
    lists = Lists(slack.workspace, slack.installation.manifest, slack.now)
    exchanges = Exchanges(slack.records, slack.installation)
    regions = Regions(slack=slack, visitors=visitors, panels=panels, lists=lists, exchanges=exchanges)
    return Live(records=slack.records, visitors=visitors, regions=regions, lists=lists)


@pytest.fixture
async def listener(live: Live, visitors: Visitors) -> AsyncIterator[Listener]:
    """Ana looks at #triage."""
    async with aclosing(live.stream(visitors.visit("ana", "triage"), since=None, first_new=None)) as stream:
        yield Listener(stream)


async def test_at_first_everything_is_said_once(listener: Listener) -> None:
    names = await listener.until_caught_up()

    assert names.count("region") == len(["title", "outage", "sidebar", "header", "wire", "time", "guide"])
    assert names[-4:] == ["messages", "messages", "window", "caught-up"]


async def test_a_message_comes_with_the_place_where_it_belongs(stage: Stage, listener: Listener) -> None:
    first = say(stage, "triage", "first")
    whole = await listener.hears("messages", list="channel", whole=True)
    second = say(stage, "triage", "second")
    more = await listener.hears("messages", list="channel", whole=False)

    assert [each["key"] for each in whole["put"]] == ["day-2026-07-02", f"m-{first.ts}"]
    assert [(each["key"], each["after"]) for each in more["put"]] == [(f"m-{second.ts}", f"m-{first.ts}")]
    assert "second" in more["put"][0]["html"]
    assert more["drop"] == []


async def test_what_changes_or_goes_is_said_again_and_nothing_else(stage: Stage, listener: Listener) -> None:
    kept = say(stage, "triage", "kept")
    ts = (await stage.client.chat_postMessage(channel="C0TRIAGE", text="card"))["ts"]
    await listener.until_caught_up()
    await stage.client.chat_update(channel="C0TRIAGE", ts=ts, text="card, edited")
    edited = await listener.hears("messages", list="channel")
    await stage.client.chat_delete(channel="C0TRIAGE", ts=ts)
    gone = await listener.hears("messages", list="channel")

    assert [each["key"] for each in edited["put"]] == [f"m-{ts}"]
    assert (gone["put"], gone["drop"]) == ([], [f"m-{ts}"])
    assert stage.ana.sees("#triage") == [kept]


async def test_a_page_that_comes_back_hears_what_it_missed(live: Live, visitors: Visitors, stage: Stage) -> None:
    said = [say(stage, "triage", f"message {number}") for number in range(60)]
    visit = visitors.visit("ana", "triage")
    async with aclosing(live.stream(visit, since=said[5].ts, first_new=said[7].ts)) as stream:
        whole = await Listener(stream).hears("messages", list="channel")

    keys = [each["key"] for each in whole["put"]]
    assert keys[:4] == [f"m-{said[5].ts}", f"m-{said[6].ts}", "new", f"m-{said[7].ts}"]
    assert keys[-1] == f"m-{said[-1].ts}"


async def test_another_channel_is_unread_in_the_sidebar_and_calls_in_the_title(
    stage: Stage, listener: Listener
) -> None:
    await listener.until_caught_up()
    say(stage, "lobby", "<@U0ANA> please look")
    title = await listener.hears("region", name="title")
    sidebar = await listener.hears("region", name="sidebar")

    assert title["html"].startswith("(1) #triage")
    assert "unread" in sidebar["html"]


async def test_what_is_meant_for_one_person_is_heard_by_them_alone(
    stage: Stage, listener: Listener, live: Live, visitors: Visitors
) -> None:
    olly = live.stream(visitors.visit("olly", "triage"), since=None, first_new=None)
    async with aclosing(olly) as stream:
        await stage.client.chat_postEphemeral(channel="C0TRIAGE", user="U0ANA", text="psst")
        heard_by_olly = await Listener(stream).hears("messages", list="channel")
        heard_by_ana = await listener.hears("messages", list="channel")

    assert heard_by_olly["put"] == []
    assert "psst" in heard_by_ana["put"][-1]["html"]


async def test_a_window_opens_changes_and_closes(stage: Stage, listener: Listener) -> None:
    await listener.until_caught_up()
    trigger = stage.slack.workspace.passes.issue_trigger("U0ANA", stage.clock())
    view = (await stage.client.views_open(trigger_id=trigger, view=FORM))["view"]
    opened = await listener.hears("window")
    changed = {**FORM, "title": {"type": "plain_text", "text": "Changed"}}
    await stage.client.views_update(view_id=view["id"], view=changed)
    updated = await listener.hears("window")
    form = stage.ana.modal()
    assert form is not None
    await stage.ana.closes(form)

    assert f'data-view="{view["id"]}"' in opened["html"]
    assert "Changed" in updated["html"]
    assert (await listener.hears("window")) == {"html": None}


async def test_a_panel_is_asked_again_although_nothing_was_told(listener: Listener, panels: list[Board]) -> None:
    await listener.until_caught_up()
    panels[0].asked.append({})

    assert (await listener.hears("region", name="panel-time"))["html"] == "<b>1 things</b>"


async def test_however_much_happens_it_is_said_in_few_words(stage: Stage, listener: Listener) -> None:
    await listener.until_caught_up()
    for number in range(50):
        say(stage, "triage", f"message {number}")
    put = (await listener.hears("messages", list="channel"))["put"]

    assert len([each for each in put if each["key"].startswith("m-")]) == 50


async def test_whoever_is_taken_out_of_a_channel_is_led_away(stage: Stage, listener: Listener) -> None:
    await listener.until_caught_up()
    workspace = stage.slack.workspace
    workspace.leave(workspace.channels["C0TRIAGE"], stage.ana.user)

    assert await listener.hears("moved") == {}


async def test_when_the_page_is_closed_everybody_is_led_on(live: Live, listener: Listener) -> None:
    await listener.until_caught_up()
    moved, _ = await asyncio.gather(listener.hears("moved"), live.close())

    assert moved == {}
