"""In threads Slack takes no commands: a question mark and the same words do the same, and the menu of a message too."""

import pytest

from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, reads, shown

THURSDAY = "2026-07-02 10:00-07:00"


async def test_a_ticket_is_taken_answered_and_closed_without_leaving_its_thread(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await _urgent(story)

    for words, happens in (
        ("?take", "Omar Agent took it"),
        ("?reply We look into it.", "Omar Agent answered the customer"),
        ("?regrade high Only the reports fail now.", "Omar Agent regraded it from Urgent to High (P2)"),
        ("?pause customer Which reports?", "Omar Agent set it to waiting on customer"),
        ("?update They find nothing yet.", "Omar Agent told the customer the progress"),
        ("?resume", "Omar Agent ended the wait"),
        ("?resolve The reports are back.", "Omar Agent asked the customer to agree that it is resolved"),
        ("?close resolved Carl said so on the phone.", "Omar Agent closed it: resolved"),
    ):
        await _types(story, words)
        assert happens in reads(story, story.history()[-1]), words

    told = "".join(story.answers("carl", said))
    assert "We look into it." in told
    assert "They find nothing yet." in told
    assert "?reply" not in told
    assert "on the phone" not in told
    assert "Closed The customer's question is answered" in story.card_text()


async def test_a_macro_answers_only_whoever_typed_it_and_in_the_thread(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _urgent(story)
    before = len(story.history())

    why = await _types(story, "?why")
    helped = await _types(story, "?help")

    assert "V06" in reads(story, why)
    assert why.shown_only_to == helped.shown_only_to == "U0OMAR"
    assert why.thread_ts == story.card().ts
    assert "/ticket" in reads(story, helped)
    assert len(story.history()) == before + 2, "the two questions, and nothing of ours"


@pytest.mark.parametrize(
    ("words", "title", "kept"),
    [
        ("?update", "Update T-1", "Status: …"),
        ("?close", "Close T-1", "In your words, for the team (optional): …"),
        ("?pause They look for the logs.", "Waiting T-1", "They look for the logs."),
        ("?regrade high", "Regrade T-1", "(•) High (P2)"),
        ("?assign", "Assign T-1", "Nobody has it yet."),
    ],
)
async def test_what_needs_a_window_comes_with_the_button_that_opens_it_filled_in(
    begin: Begin, words: str, title: str, kept: str
) -> None:
    story = await begin(THURSDAY)
    await _urgent(story)

    told = await _types(story, words)
    assert words in reads(story, told), "nothing typed is lost"
    label = reads(story, told).split("[")[1].split("]")[0]
    await story.presses("omar", told, label)

    assert story.window("omar").title == title
    assert kept in story.window_text("omar")


async def test_a_mistyped_macro_does_nothing_and_is_given_back_with_the_nearest(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _urgent(story)

    told = await _types(story, "?tkae")

    assert "Did you mean “?take”?" in told.text
    assert "?tkae" in reads(story, told)
    assert "nobody yet" in story.card_text()


async def test_a_question_among_colleagues_is_no_macro(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _urgent(story)
    for words in ("? who has this", "?who has this", "why does it fail?", "???"):
        await story.says("omar", "triage", words, story.card())

    assert story.person("omar").ephemerals() == []


async def test_a_refused_macro_says_why_and_gives_the_words_back(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _urgent(story)

    told = await _types(story, "?close no_answer They are gone.")

    assert "needs 3 attempts" in told.text
    assert "?close no_answer They are gone." in reads(story, told)


async def test_a_macro_of_somebody_who_may_not_is_refused_privately(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _urgent(story)
    await story.person("otto").joins("triage")

    await story.says("otto", "triage", "?take", story.card())

    assert "There is no ticket T-1 that you can see." in story.person("otto").ephemerals()[-1].text
    assert "nobody yet" in story.card_text()


async def test_in_the_menu_of_a_message_is_all_that_can_be_done_to_the_ticket_of_its_thread(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await _urgent(story)
    note = await story.says("lena", "triage", "Who takes this?", story.card())

    await story.person("omar").uses_shortcut("ticket_next", note)
    await story.settle()
    window = story.window_text("omar")
    for button in ("Take it", "Reply", "Update", "Regrade", "Waiting", "Propose resolution", "Close", "History"):
        assert f"[{button}]" in window
    await story.presses("omar", story.window("omar"), "Take it")
    assert "Omar Agent" in story.card_text()

    await story.person("omar").uses_shortcut("ticket_next", said)
    await story.settle()
    await story.presses("omar", story.window("omar"), "Regrade")
    await story.submits("omar", new_severity="High (P2)", impact="Only the reports fail now.")
    assert f"*First response* due {shown('2026-07-02 14:00-07:00')}" in str(story.card().blocks)


async def test_where_no_ticket_is_the_menu_says_so(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.says("otto", "random", "Who has the projector?")
    await story.person("lena").joins("random")

    await story.person("lena").uses_shortcut("ticket_next", said)
    await story.settle()

    assert "No ticket belongs to this thread." in story.person("lena").ephemerals()[-1].text


async def _urgent(story: Story) -> Message:
    return await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")


async def _types(story: Story, words: str) -> Message:
    """Omar writes into the thread of the card; what only he is told of it, last."""
    await story.says("omar", "triage", words, story.card())
    return story.person("omar").ephemerals()[-1]
