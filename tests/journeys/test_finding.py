"""Finding tickets in Slack: lists that page in place, a search, a history, the day's digest, and App Home."""

import json
from dataclasses import replace
from datetime import time

from bot.desk.lists import PAGE
from bot.desk.timetable import Timetable
from tests.journeys.stage import Begin
from tests.journeys.story import Story, key_of, reads

MORNING = "2026-07-02 10:00-07:00"


async def with_tickets(begin: Begin, count: int) -> Story:
    """A story on a Thursday morning in Los Angeles with so many urgent tickets of Acme, nobody's yet."""
    story = await begin(MORNING)
    for number in range(1, count + 1):
        await story.types("ana", f"/ticket new urgent Acme: Login fails in office {number}")
    return story


async def test_an_agent_pages_through_a_list_in_place(begin: Begin) -> None:
    story = await with_tickets(begin, PAGE + 2)
    answer = await story.types("ana", "/ticket list unassigned customer:acme p1")
    first = answer.message
    assert first is not None
    assert "12 tickets: P1, open, that nobody has, of acme." in reads(story, first)
    before = len(story.person("ana").ephemerals())

    await story.presses("ana", first, "Next")

    second = story.person("ana").ephemerals()[-1]
    assert len(story.person("ana").ephemerals()) == before, "the page takes the place of the one before it"
    assert f"Login fails in office {PAGE + 2}" in reads(story, second)
    await story.presses("ana", second, "Previous")
    assert "Login fails in office 1\n" in reads(story, story.person("ana").ephemerals()[-1])


async def test_from_app_home_all_tickets_open_in_a_window_that_pages(begin: Begin) -> None:
    story = await with_tickets(begin, PAGE + 1)
    await story.person("lena").opens_home()
    await story.settle()
    tab = story.person("lena").home()
    assert tab is not None
    assert "Needs you now" in str(tab.blocks)

    await story.presses("lena", tab, f"Show all {PAGE + 1}")
    assert "Page 1 of 2" in story.window_text("lena")
    await story.presses("lena", story.window("lena"), "Next")
    assert "Page 2 of 2" in story.window_text("lena")
    await story.presses("lena", story.window("lena"), "Show")
    assert story.window("lena").title.startswith("T-")


async def test_a_search_finds_a_closed_ticket_by_its_words(begin: Begin) -> None:
    story = await with_tickets(begin, 2)
    await story.types("ana", "/ticket close 1 resolved Carl agreed on the phone.")
    answer = await story.types("ana", "/ticket search login OFFICE 1")
    assert answer.message is not None
    assert "T-1" in reads(story, answer.message)
    assert "T-2" not in reads(story, answer.message)
    customers = await story.types("gina", "/ticket search login", channel="globex")
    assert "No ticket that you can see has “login”" in customers.text


async def test_a_history_tells_who_did_what_and_which_promise_it_kept(begin: Begin) -> None:
    story = await with_tickets(begin, 1)
    await story.types("ana", "/ticket take 1")
    await story.types("ana", "/ticket reply 1 We are looking into it.")
    await story.types("lena", "/ticket history 1")
    said = story.window_text("lena")
    assert "Ana Agent took it" in said
    assert "We are looking into it." in said
    assert "keeps the first response (V06)" in said
    await story.types("ana", "/ticket new low Globex: How do I export reports?")
    refused = await story.types("gina", "/ticket history 2", channel="globex")
    assert "is for the support team" in refused.text


async def test_the_digest_comes_once_in_the_morning_also_when_the_bot_was_started_again(begin: Begin) -> None:
    story = await with_tickets(begin, 1)
    schedule = Timetable(at=time(8, 30), zone="America/Los_Angeles", days=frozenset(range(5)), channel="C0TRIAGE")
    configuration = replace(story.trial.settings.configuration, digest=schedule)
    story.trial.settings = replace(story.trial.settings, configuration=configuration)
    async with story.trial.down():
        pass
    await story.moves_to("2026-07-03 08:31-07:00")
    async with story.trial.down():
        pass
    await story.settle()
    digests = [each for each in story.person("lena").sees("triage") if "Today's digest" in each.text]
    assert [key_of(each) for each in digests] == ["digest 2026-07-02", "digest 2026-07-03"]
    assert "Overdue: 1" in reads(story, digests[-1])
    assert "@" not in json.dumps(digests[-1].blocks), "nobody is called by it"
    asked = await story.types("ana", "/ticket digest")
    assert asked.message is not None
    assert "Overdue: 1" in reads(story, asked.message)


async def test_an_unknown_filter_gets_the_nearest_and_comes_back(begin: Begin) -> None:
    story = await with_tickets(begin, 1)
    answer = await story.types("ana", "/ticket list mien p1")
    assert "“mien” narrows no list. Did you mean “mine”?" in answer.text
    assert answer.message is not None
    assert "/ticket list mien p1" in reads(story, answer.message)
