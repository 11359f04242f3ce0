"""A customer does not answer: the attempts to reach them are counted, and only so many allow to close a ticket."""

import pytest

from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, key_of, reads, shown

THURSDAY = "2026-07-02 10:00-07:00"


@pytest.mark.clause("V29")
async def test_before_the_contracts_number_of_attempts_nothing_is_closed_for_want_of_an_answer(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _ticket(story)

    refused = await story.read("omar", "/ticket close 1 no_answer They are gone.")
    assert "needs 3 attempts to reach the customer since they wrote last (V29, V30); there is none so far" in refused
    assert "/ticket close 1 no_answer They are gone." in refused, "and what was typed comes back"

    await _tries(story, 2)
    assert "there are 2 so far" in await story.read("omar", "/ticket close 1 no_answer")
    await story.types("omar", "/ticket close 1")
    await story.selects("omar", "reason", "Several attempts to contact the customer went unanswered.")
    assert "It takes one more before it can be closed for this reason" in story.window_text("omar")
    sent = await story.submits("omar")
    assert set(sent.errors) == {"reason"}
    assert "[Take it]" in story.card_text()


@pytest.mark.clause("V29")
async def test_each_attempt_is_counted_with_the_link_where_it_can_be_seen(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await _ticket(story)
    await story.types("omar", "/ticket tried 1 Left a message on their voicemail. https://calls.example/17")
    assert "Attempts to reach them 1 of 3 (V29, V30)" in story.card_text()
    await story.presses("omar", story.card(), "More…")
    await story.presses("omar", story.window("omar"), "Tried to reach them")
    assert "Attempts to reach them since they were heard last: 1 of 3 (V29, V30)." in story.window_text("omar")
    refused = await story.submits("omar", text="Wrote an email.", link="the one from Monday")
    assert set(refused.errors) == {"link"}
    await story.submits("omar", link="https://mail.example/2")
    await story.types("omar", "/ticket tried 1")
    await story.submits("omar", text="Are you still there?", ask=["yes"])

    assert "Are you still there?" in story.answers("carl", said)[-1], "the third was made in their thread"
    await story.types("omar", "/ticket close 1")
    window = await story.selects("omar", "reason", "Several attempts to contact the customer went unanswered.")
    shown_in = str(window.blocks)
    assert "3 of 3 (V29, V30)" in shown_in
    assert shown_in.index("https://calls.example/17") < shown_in.index("https://mail.example/2")
    assert shown_in.index("https://mail.example/2") < shown_in.index("Are you still there?")


@pytest.mark.clause("V29")
async def test_after_them_it_may_be_closed_and_the_customer_reads_why(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await _ticket(story)
    await _tries(story, 3)

    await story.types("omar", "/ticket close 1 no_answer Nobody picks up.")

    assert "Closed Several attempts to contact the customer went unanswered. (V29, V30)" in story.card_text()
    told = story.answers("carl", said)[-1]
    assert "T-1 is closed: Several attempts to contact the customer went unanswered." in told
    assert "Nobody picks up." not in told, "our own words stay with us"


@pytest.mark.clause("V29")
async def test_a_word_from_the_customer_makes_the_count_begin_again(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await _ticket(story)
    await _tries(story, 3)

    await story.says("carl", "acme", "I am back, sorry.", said)

    assert "Attempts to reach them" not in story.card_text()
    assert "there is none so far" in await story.read("omar", "/ticket close 1 no_answer")


@pytest.mark.clause("V30")
async def test_the_customer_has_it_opened_again_and_its_promises_begin_anew(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await _ticket(story)
    await _tries(story, 3)
    await story.types("omar", "/ticket close 1 no_answer")
    await story.moves_to("2026-07-07 10:00-07:00")

    await story.presses("carl", story.last_answer("carl", said), "Open it again")
    await story.submits("carl", text="I was away. It still fails.")

    assert f"*First response* due {shown('2026-07-07 11:00-07:00')}" in str(story.card().blocks)
    assert "Carl Customer opened it again" in story.card_text()
    assert "T-1 is open again, and we go on with it." in story.answers("carl", said)[-1]
    assert "there is none so far" in await story.read("omar", "/ticket close 1 no_answer")


@pytest.mark.clause("V30")
async def test_what_the_customer_writes_after_the_end_reaches_the_team_with_a_way_to_open_it_again(
    begin: Begin,
) -> None:
    story = await begin(THURSDAY)
    said = await _ticket(story)
    await _tries(story, 3)
    await story.types("omar", "/ticket close 1 no_answer")

    await story.says("carl", "acme", "Hello? It still fails.", said)

    heard = story.history()[-1]
    assert "Hello? It still fails." in reads(story, heard)
    await story.presses("omar", heard, "Reopen")
    await story.submits("omar", text="They wrote again.")
    assert "[Take it]" in story.card_text()
    assert [key_of(each) for each in story.messages()].count("1:card") == 1


async def _ticket(story: Story) -> Message:
    """Carl's message of Acme, of which a ticket was made that Omar has answered."""
    said = await story.asks_for_a_ticket("carl", "acme", "Reports are empty", "Urgent (P1)")
    await story.types("omar", "/ticket reply 1 Which reports?")
    return said


async def _tries(story: Story, times: int) -> None:
    for _ in range(times):
        await story.types("omar", "/ticket tried 1 Left a message on their voicemail.")
