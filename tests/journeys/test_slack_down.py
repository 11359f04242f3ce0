"""Slack is down for ten minutes in the middle of a P1: telephones ring, and afterwards each thing is told once.

Piet is on call and Mara is behind him; a telephone rings three minutes after Slack, and a minute after Slack has not
taken a call.
"""

import re
from datetime import timedelta

import pytest

from bot.demo.office import CONFIGURATION
from bot.playground.faults import ANY_METHOD, FaultKind
from bot.playground.messages import Message
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story, at, called, first_line, key_of, posted, reads

AFTERNOON = "2026-06-01 20:05+02:00"
"""In Los Angeles it is five past eleven in the morning, and half of four business hours end at 22:05."""
NIGHT = "2026-06-01 22:00+02:00"
DOWN, BACK = "2026-06-01 22:02+02:00", "2026-06-01 22:13+02:00"
SOON = timedelta(seconds=20)
WAYS = """
ways:
  U0PIET: [{after: 3 minutes, via: PIET_PHONE}]
  U0MARA: [{after: 3 minutes, via: MARA_PHONE}]
  U0LENA: [{after: 3 minutes, via: LENA_PHONE}]
"""
FAULTS = ("Slack has not taken an alarm", "an audit has found something")


async def called_out(begin: Begin, log: Log) -> Story:
    """A P2 of Acme's is being worked on when at night Birdsong Mail's calls fail, and Slack two minutes later."""
    for words in FAULTS:
        log.expects(words)
    story = await begin(AFTERNOON, configured=f"{CONFIGURATION}{WAYS}")
    await story.types("ana", "/ticket new high Acme: Reports are empty")
    await story.types("omar", "/ticket take 1")
    await story.moves_to(NIGHT)
    await story.takes_the_critical_call()
    await story.moves_to(DOWN)
    return story


def rings(story: Story, who: str) -> list[float]:
    """After how many minutes somebody's telephone has called them for the ticket."""
    kept = story.trial.telephones.rings(f"{who.upper()}_PHONE")
    calls = [ring.at for ring in kept if "T-2" in ring.text and not ring.ends]
    return [(when - at(NIGHT)) / timedelta(minutes=1) for when in calls]


def knows_that_it_is_over(story: Story, who: str) -> bool:
    """Whether the last that somebody's telephone was told is that the call is over."""
    return story.trial.telephones.rings(f"{who.upper()}_PHONE")[-1].ends


def steps(story: Story) -> list[Message]:
    """The calls that the team's channel reads, oldest first."""
    return [message for message in story.history(2) if ":page " in (key_of(message) or "")]


def lateness(story: Story, message: Message) -> timedelta:
    """How late a message says that it is told."""
    said = re.search(r"Told (?:(\d+) min)? ?(?:(\d+) s)? late", reads(story, message))
    assert said is not None, "it is late and does not say so"
    return timedelta(minutes=int(said[1] or 0), seconds=int(said[2] or 0))


@pytest.mark.clause("B19")
@pytest.mark.complaint(37)
async def test_while_slack_is_down_every_level_is_rung_and_afterwards_each_call_is_told_once_and_how_late(
    begin: Begin, log: Log
) -> None:
    story = await called_out(begin, log)
    before = story.messages()
    story.trial.slack.goes_down()
    await story.goes_on(11)

    assert story.messages() == before
    assert rings(story, "piet") == [3, 11], "for the first step, and a minute after the third"
    assert rings(story, "mara") == [6]

    story.trial.slack.comes_back()
    await story.settle()

    assert rings(story, "lena") == [13]
    keys = [key for message in story.messages() if (key := key_of(message))]
    assert len(keys) == len(set(keys)), "nothing is in Slack twice"
    assert [called(page) for page in steps(story)][:4] == [{"U0PIET"}, {"U0MARA"}, {"U0PIET"}, {"U0LENA"}]
    for page, minute in zip(steps(story)[1:3], (5, 10), strict=True):
        assert lateness(story, page) == posted(page) - at(NIGHT) - timedelta(minutes=minute)
    assert [len(story.calls(who)) for who in ("mara", "lena")] == [1, 1]
    assert len(rings(story, "mara")) == 1, "and no telephone rings for what is told late"

    [warning] = [message for message in story.history(1) if "⚠️" in first_line(message)]
    assert lateness(story, warning) == posted(warning) - at("2026-06-01 22:05+02:00")
    assert max(posted(page) for page in steps(story)[:4]) - at(BACK) < SOON, "P1 does not wait behind what is milder"


async def test_when_slack_is_back_the_app_is_too_and_whoever_answers_then_stops_the_bell(
    begin: Begin, log: Log
) -> None:
    for words in ("Failed to retrieve WSS URL", "Failed to receive or enqueue a message"):
        log.expects(words)
    story = await called_out(begin, log)
    story.trial.slack.goes_down()
    await story.trial.slack.socket_mode.drop()
    await story.goes_on(5)
    story.trial.slack.comes_back()
    await story.trial.slack.connected(30.0)
    await story.settle()

    [page] = story.calls("mara")
    await story.presses("mara", page, "Acknowledge")
    await story.moves_to("2026-06-01 22:30+02:00")

    assert [len(story.calls(who)) for who in ("piet", "mara", "lena")] == [1, 1, 0]
    assert all(knows_that_it_is_over(story, who) for who in ("piet", "mara"))
    assert rings(story, "lena") == []


async def test_a_call_that_somebody_answers_while_slack_takes_nothing_from_us_is_not_told_afterwards(
    begin: Begin, log: Log
) -> None:
    story = await called_out(begin, log)
    story.trial.slack.faults.always(ANY_METHOD, FaultKind.SERVER_ERROR)
    await story.goes_on(6)
    assert rings(story, "mara") == [6]

    await story.person("piet").clicks(story.calls("piet")[0], "Acknowledge")
    await story.goes_on(4)
    story.trial.slack.faults.mend()
    await story.settle()

    assert [key_of(page) for page in steps(story)] == ["2:paging:1:page 0"]
    assert story.calls("mara") == story.calls("lena") == []
    assert all(knows_that_it_is_over(story, who) for who in ("piet", "mara"))
    assert "[Acknowledge]" not in reads(story, story.calls("piet")[0])
    assert "acknowledged the page" in "\n".join(first_line(message) for message in story.history(2))
