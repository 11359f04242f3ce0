"""Afterwards it can be shown whom Belltower told, when, by which way and how late, who saw it and who answered."""

from datetime import timedelta

import pytest
from sqlalchemy import delete
from sqlmodel import col

from bot.playground.faults import FaultKind
from storage import tables
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story, at, key_of, reads

THURSDAY = "2026-07-02 10:00+02:00"
MINUTE = timedelta(minutes=1)


async def called_and_answered(begin: Begin) -> Story:
    """Birdsong Mail's calls fail, on-call is paged, sees it and acknowledges."""
    story = await begin(THURSDAY)
    await story.takes_the_critical_call()
    await story.moves_to("2026-07-02 10:01+02:00")
    [page] = [message for message in story.messages() if key_of(message) == "1:paging:1:page 0"]
    await story.person("olly").reacts(page, "eyes")
    await story.settle()
    await story.moves_to("2026-07-02 10:02+02:00")
    await story.presses("olly", page, "Acknowledge")
    return story


async def test_each_notice_is_shown_with_when_it_went_who_saw_it_and_who_answered(begin: Begin) -> None:
    story = await called_and_answered(begin)

    text = await story.read("ana", "/ticket alerts 1")

    page = next(line for line in text.splitlines() if line.startswith("planned") and "seen by Olly" in line)
    assert "sent" in page
    assert "acknowledged by Olly Oncall" in page
    assert "Page to primary · #triage" in text
    assert "The card · #triage" in text
    assert "not who only reads it" in text


async def test_in_the_thread_a_macro_does_the_same_and_a_button_too(begin: Begin) -> None:
    story = await called_and_answered(begin)

    before = len(story.person("ana").ephemerals())
    await story.says("ana", "triage", "?alerts", story.card())
    [answer] = story.person("ana").ephemerals()[before:]
    assert "Page to primary" in reads(story, answer)

    await story.presses("ana", story.card(), "More…")
    await story.presses("ana", story.window("ana"), "Alerts")
    assert "Page to primary" in story.window_text("ana")


async def test_a_customer_learns_nothing_of_it(begin: Begin) -> None:
    story = await called_and_answered(begin)

    assert "Page" not in await story.read("gina", "/ticket alerts 1", "globex")


async def test_what_slack_took_late_is_late_in_the_proof_as_well(begin: Begin) -> None:
    story = await begin(THURSDAY)
    story.trial.slack.faults.script("chat.postMessage", *[FaultKind.SERVER_ERROR] * 4)
    await story.types("ana", "/ticket new high Acme: Reports are empty")

    assert "late" in await story.read("ana", "/ticket alerts 1")


@pytest.mark.complaint(36)
async def test_a_call_that_is_lost_is_found_made_good_and_said_loudly(begin: Begin, log: Log) -> None:
    log.expects("an audit has found something")
    story = await begin(THURSDAY)
    await story.moves_to("2026-07-02 10:05+02:00")
    await story.takes_the_critical_call()
    async with story.trial.bot.desk.database.transaction() as session:
        armed = delete(tables.Deadline).where(col(tables.Deadline.clock) == "paging:1")
        await session.exec(armed, execution_options={"synchronize_session": False})

    await story.moves_to("2026-07-02 10:30+02:00")

    audits = [message for message in story.told("triage") if (key_of(message) or "").startswith("audit")]
    assert "T-1" in reads(story, audits[0])
    assert [message for message in story.paged("lena") if "audit" in (key_of(message) or "")]
    assert any(key_of(message) == "1:paging:1:page 1" for message in story.messages())
    assert at("2026-07-02 10:30+02:00") - story.trial.clock() < MINUTE
