"""Slack is where a page is answered, and not the only place where it rings: telephones do, each in its time.

Piet is on call. His telephone rings three minutes after he was called in Slack, unless somebody has answered by then.
"""

from datetime import timedelta

from bot.demo.office import CONFIGURATION
from bot.playground.faults import ANY_METHOD, Fault, FaultKind
from bot.playground.telephones import Ring
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story, at, first_line, posted, reads

NIGHT = "2026-06-01 22:00+02:00"
CRITICAL = "All API calls time out"
WAYS = """
ways:
  U0PIET: [{after: 3 minutes, via: PIET_PHONE}]
  U0MARA: [{after: 3 minutes, via: MARA_PHONE}]
otherwise: [LENA_PHONE]
"""


async def begun(begin: Begin, ways: str = WAYS) -> Story:
    return await begin(NIGHT, configured=f"{CONFIGURATION}{ways}")


def rings(story: Story, whose: str) -> list[Ring]:
    """What somebody's telephone has rung for."""
    return story.trial.telephones.rings(f"{whose.upper()}_PHONE")


async def test_the_telephone_rings_three_minutes_after_slack_and_stops_when_somebody_answers(begin: Begin) -> None:
    story = await begun(begin)
    await story.takes_the_critical_call()
    [page] = story.paged("piet")
    assert rings(story, "piet") == []

    await story.moves_to("2026-06-01 22:03+02:00")
    [ring] = rings(story, "piet")
    assert ring.at - posted(page) == timedelta(minutes=3)
    assert ring.text.startswith("Page: T-1 P1 Critical, Birdsong Mail")
    assert "Call-back due Mon 22:15 CEST" in ring.text
    assert "555 0100" not in ring.text, "the customer's number is read in Slack"

    await story.presses("piet", page, "Acknowledge")
    [_, over] = rings(story, "piet")
    assert over.ends
    assert over.incident == ring.incident
    assert "Somebody has it." in over.text


async def test_whoever_answers_in_slack_in_time_is_not_rung(begin: Begin) -> None:
    story = await begun(begin)
    await story.takes_the_critical_call()
    await story.moves_to("2026-06-01 22:02+02:00")
    await story.presses("piet", story.paged("piet")[0], "Acknowledge")

    await story.moves_to("2026-06-01 22:20+02:00")
    assert rings(story, "piet") == rings(story, "mara") == []


async def test_what_rang_where_and_when_is_in_the_tickets_history(begin: Begin) -> None:
    story = await begun(begin)
    await story.takes_the_critical_call()
    await story.moves_to("2026-06-01 22:04+02:00")
    told = await story.read("ana", "/ticket history 1")
    assert "PIET_PHONE" in told


async def test_a_way_that_does_not_work_is_told_to_the_team(begin: Begin, log: Log) -> None:
    for words in ("Slack refuses a notice", "an audit has found something"):
        log.expects(words)
    story = await begun(begin)
    story.trial.telephones.out_of_order.add("PIET_PHONE")
    await story.takes_the_critical_call()
    await story.goes_on(16)

    said = [reads(story, each) for each in story.history() if "The page did not arrive" in first_line(each)]
    assert any("PIET_PHONE" in each for each in said)


async def test_whoever_slack_does_not_reach_is_rung_at_once(begin: Begin, log: Log) -> None:
    log.expects("Slack refuses a notice")
    log.expects("Slack has not taken an alarm")
    story = await begun(begin)
    gone = Fault(kind=FaultKind.REFUSE, word="user_not_found", channel="U0PIET")
    story.trial.slack.faults.always("chat.postMessage", gone)
    await story.takes_the_critical_call()

    assert [each.at for each in rings(story, "piet")] == [at(NIGHT)]


async def test_when_the_app_is_thrown_out_of_slack_the_next_page_rings_at_once(begin: Begin, log: Log) -> None:
    for words in ("Slack has not taken an alarm", "an audit has found something"):
        log.expects(words)
    story = await begun(begin)
    await story.takes_the_critical_call()
    story.trial.slack.faults.always(ANY_METHOD, Fault(kind=FaultKind.REFUSE, word="token_revoked"))
    await story.goes_on(6)

    [ring] = rings(story, "mara")
    assert ring.at - at("2026-06-01 22:05+02:00") < timedelta(seconds=30)


async def test_while_slack_is_down_the_telephones_ring_and_when_it_is_back_nothing_comes_twice(
    begin: Begin, log: Log
) -> None:
    for words in ("Slack has not taken an alarm", "an audit has found something"):
        log.expects(words)
    story = await begun(begin)
    await story.takes_the_critical_call()
    story.trial.slack.goes_down()
    await story.goes_on(12)

    # Three minutes after the page in Slack, and a minute after the ones that Slack has not taken.
    assert [ring.at for ring in rings(story, "piet")] == [at("2026-06-01 22:03+02:00"), at("2026-06-01 22:11+02:00")]
    assert [ring.at for ring in rings(story, "mara")] == [at("2026-06-01 22:06+02:00")]

    story.trial.slack.comes_back()
    await story.settle()
    assert len(rings(story, "mara")) == 1
    [late] = story.paged("mara")
    assert "late" in reads(story, late)


async def test_a_broken_promise_reaches_the_lead_while_slack_is_down(begin: Begin, log: Log) -> None:
    for words in ("Slack has not taken an alarm", "an audit has found something"):
        log.expects(words)
    story = await begun(begin)
    await story.takes_the_critical_call()
    await story.types("piet", "/ticket ack 1")
    await story.moves_to("2026-06-01 22:14+02:00")
    story.trial.slack.goes_down()
    await story.goes_on(5)

    alarms = [each for each in rings(story, "lena") if each.text.startswith("Alarm: T-1")]
    assert len(alarms) == 1
    assert "Call-back is broken" in alarms[0].text
