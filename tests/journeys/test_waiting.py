"""A ticket waits for the customer: with a reason, until they answer, and with every minute of it accounted for."""

import pytest

from bot.playground.directory import BotKind
from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, picked, reads, shown

THURSDAY = "2026-07-02 10:00-07:00"
WHICH = "Which address do you log in from?"


@pytest.mark.clause("B15")
@pytest.mark.complaint(20)
async def test_nothing_waits_without_somebody_saying_for_whom_and_for_what(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _urgent(story)
    await story.presses("omar", story.card(), "Waiting")
    window = story.window("omar")
    assert "Stops the first response" in str(window.blocks), "what it does to the clocks is said beforehand"
    assert str(window.blocks).count("Every clock runs on") == 2

    assert set((await story.submits("omar")).errors) == {"pause_reason", "text"}
    assert set((await story.submits("omar", pause_reason="The customer", text=" ")).errors) == {"text"}
    sent = await story.submits("omar", pause_reason="Nobody: it was agreed to wait", text=WHICH)
    assert set(sent.errors) == {"until"}, "who agrees to wait agrees until when"
    assert "First response due" in story.card_text()

    await story.submits("omar", pause_reason="The customer")
    assert f"waiting on customer since {shown(THURSDAY)}" in str(story.card().blocks)
    assert WHICH in story.card_text()
    assert "First response paused since" in story.card_text()


@pytest.mark.clause("B15")
@pytest.mark.complaint(18, 20)
async def test_the_customers_answer_in_the_thread_ends_the_wait_and_the_time_left_goes_on(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await _urgent(story)
    await story.moves_to("2026-07-02 10:40-07:00")
    await story.types("omar", f"/ticket pause 1 customer {WHICH}")
    await story.moves_to("2026-07-02 14:00-07:00")
    assert story.told("breaches") == []

    await story.says("carl", "acme", "From 192.0.2.1, in the office.", said)

    assert f"*First response* due {shown('2026-07-02 14:20-07:00')}" in str(story.card().blocks)
    assert "State" in story.card_text()
    assert "waiting" not in story.card_text().split("[")[0]
    heard, resumed = (reads(story, each) for each in story.history()[-2:])
    assert "The customer wrote (Carl Customer)" in heard
    assert "From 192.0.2.1, in the office." in heard
    assert "Carl Customer ended the wait by writing" in resumed
    await story.moves_to("2026-07-02 14:20:01-07:00")
    assert len(story.told("breaches")) == 1


@pytest.mark.complaint(18)
async def test_an_answer_elsewhere_in_their_channel_that_names_the_ticket_ends_the_wait_too(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _urgent(story)
    await story.types("omar", f"/ticket pause 1 customer {WHICH}")

    await story.says("carl", "acme", "Good morning everybody")
    assert "waiting on customer" in story.card_text()

    await story.says("carl", "acme", "About T-1: we log in from 192.0.2.1.")
    assert "First response due" in story.card_text()
    assert "About T-1: we log in from 192.0.2.1." in "".join(reads(story, each) for each in story.history())


@pytest.mark.complaint(20, 30)
@pytest.mark.parametrize("kind", list(BotKind))
async def test_no_automatic_answer_ends_a_wait(begin: Begin, kind: BotKind) -> None:
    story = await begin(THURSDAY)
    said = await _urgent(story)
    await story.types("omar", f"/ticket pause 1 customer {WHICH}")
    story.trial.office.workspace.add_bot("Out of office", kind=kind)

    await story.trial.slack.bot("Out of office").says("acme", "I am back on Monday.", said)
    await story.settle()
    assert "waiting on customer" in story.card_text()
    assert "back on Monday" not in "".join(reads(story, each) for each in story.history())


@pytest.mark.complaint(20)
async def test_what_one_of_us_writes_does_not_end_the_wait(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await _urgent(story)
    await story.types("omar", f"/ticket pause 1 customer {WHICH}")

    await story.says("omar", "acme", "Did you find it?", said)
    await story.says("lena", "triage", "They are slow today.", story.card())

    assert "waiting on customer" in story.card_text()


@pytest.mark.complaint(20)
async def test_each_wait_is_listed_with_its_length_its_question_and_the_answer_that_ended_it(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await _urgent(story)
    await story.types("omar", f"/ticket pause 1 customer {WHICH}")
    await story.moves_to("2026-07-02 11:30-07:00")
    answer = await story.says("carl", "acme", "From 192.0.2.1.", said)
    await story.types("omar", "/ticket pause 1 customer And with which browser?")
    await story.moves_to("2026-07-02 17:00-07:00")
    await story.types("omar", "/ticket resume 1 They told me on the phone.")

    history = await story.read("lena", "/ticket history 1")
    assert (
        "It waited for 1 h 30 min (waiting on customer): the first response stood still for 1 h 30 min of office hours"
        in history
    )
    assert "It waited for 5 h 30 min (waiting on customer)" in history
    assert WHICH in history
    assert "And with which browser?" in history
    assert "They told me on the phone." in history
    assert f"p{answer.ts.replace('.', '')}" in str(story.window("lena").blocks), "the answer itself is a click away"


@pytest.mark.complaint(20)
async def test_the_question_that_is_asked_in_the_thread_is_the_evidence_of_the_wait(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await _urgent(story)
    await story.presses("omar", story.card(), "Waiting")
    await story.submits("omar", pause_reason="The customer", text=WHICH, ask=["yes"])

    question = story.last_answer("carl", said)
    assert WHICH in question.text
    assert "waiting on customer" in story.card_text()
    await story.types("lena", "/ticket history 1")
    assert f"p{question.ts.replace('.', '')}" in str(story.window("lena").blocks)


async def test_what_waits_is_listed_and_the_longest_wait_is_in_the_digest(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _urgent(story)
    await story.types("ana", "/ticket new high Acme: Reports are empty")
    await story.types("omar", f"/ticket pause 1 customer {WHICH}")
    await story.moves_to("2026-07-06 10:00-07:00")

    listed = await story.read("lena", "/ticket list waiting")
    assert "1 ticket" in listed
    assert "T-1" in listed
    assert "T-2" not in listed
    digest = await story.read("lena", "/ticket digest")
    assert "Waiting: 1" in digest
    assert "waiting on customer ⏳ for 4 d" in digest


@pytest.mark.clause("B21")
async def test_a_clock_that_the_contract_does_not_pause_runs_on(begin: Begin) -> None:
    story = await begin("2026-06-01 10:00+02:00")
    await story.takes_the_critical_call()
    await story.presses("piet", story.card(), "Waiting")
    assert str(story.window("piet").blocks).count("Every clock runs on") == 3

    await story.submits("piet", pause_reason="The customer", text="They look for somebody who can take the call.")
    assert f"*Call-back* due {shown('2026-06-01 10:15+02:00')}" in str(story.card().blocks)
    await story.moves_to("2026-06-01 10:15:01+02:00")

    assert len(story.told("breaches")) == 1


async def test_a_wait_that_was_agreed_on_ends_at_its_moment_by_itself(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _urgent(story)
    await story.presses("omar", story.card(), "Waiting")
    await story.submits(
        "omar",
        pause_reason="Nobody: it was agreed to wait",
        text="They restart at noon.",
        until=picked("2026-07-02 12:00-07:00"),
    )
    assert f"agreed since {shown(THURSDAY)}" in str(story.card().blocks)
    assert f" until {shown('2026-07-02 12:00-07:00')}" in str(story.card().blocks)
    assert "First response due" in story.card_text(), "the contract does not pause it for that"

    await story.moves_to("2026-07-02 12:00-07:00")

    assert "Belltower ended the wait" in reads(story, story.history()[-1])
    assert "agreed since" not in story.card_text()


async def _urgent(story: Story) -> Message:
    """Carl's message of Acme, of which an urgent ticket was made."""
    return await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")
