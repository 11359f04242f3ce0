"""The severity follows the current impact: up or down, with what it changes shown first, and nothing is ever hidden."""

import pytest

from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, first_line, posted, reads, shown

THURSDAY = "2026-07-02 10:00-07:00"
TO_CALL = {
    "contact": "Bea Customer",
    "phone": "+31 20 555 0100",
    "email": "bea@birdsong.example",
}


@pytest.mark.clause("V31")
async def test_one_line_regrades_and_says_what_is_due_now(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new low Acme: Some reports are empty")

    told = await story.types("omar", "/ticket regrade 1 urgent No report can be opened by anybody.")

    assert "first response due Thu 2 Jul 11:00 PDT" in told.text
    assert "P1 Urgent" in story.card_text()
    assert f"*First response* due {shown('2026-07-02 11:00-07:00')}" in str(story.card().blocks)
    assert len(story.paged("piet")) == 1, "somebody is called for it as for any urgent ticket"
    regraded = next(each for each in story.history() if "regraded it from Low to Urgent (P1)" in first_line(each))
    assert "No report can be opened by anybody." in reads(story, regraded)


@pytest.mark.clause("V31")
async def test_without_the_current_impact_nothing_is_regraded(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new low Acme: Some reports are empty")

    asked = await story.read("omar", "/ticket regrade 1 urgent")

    assert "(•) Urgent (P1)" in asked, "what was said already is chosen"
    assert "impact" in (await story.submits("omar")).errors
    assert "P3 Low" in story.card_text()
    assert story.paged("piet") == []


@pytest.mark.clause("V31")
async def test_the_customer_is_told_the_severity_and_not_what_we_said_about_it(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "Reports are empty", "High (P2)")

    await story.types("omar", "/ticket regrade 1 low They panic, it is one report.")

    told = story.answers("carl", said)[-1]
    assert "T-1 has the severity Low now. It was High." in told
    assert "panic" not in told


@pytest.mark.clause("V31")
async def test_a_slip_is_taken_back_with_one_press_and_the_due_time_is_what_it_was(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new high Acme: Reports are empty")
    before = shown("2026-07-02 14:00-07:00")
    assert before in str(story.card().blocks)
    await story.moves_to("2026-07-02 10:05-07:00")
    await story.types("omar", "/ticket regrade 1 low I thought it was the other one.")
    assert before not in str(story.card().blocks)

    await story.presses("omar", story.person("omar").ephemerals()[-1], "Undo")

    assert "P2 High" in story.card_text()
    assert f"*First response* due {before}" in str(story.card().blocks)
    assert "took the regrade back" in first_line(story.history()[-1])
    assert "Nothing to do on T-1" in (await story.types("omar", "/ticket undo 1")).text, "there is no second undo"


@pytest.mark.clause("V31")
async def test_somebody_who_was_paged_by_mistake_is_not_paged_further_after_the_undo(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new high Acme: Reports are empty")
    await story.types("omar", "/ticket regrade 1 urgent Everything is down.")
    assert len(story.paged("piet")) == 1

    await story.types("omar", "/ticket undo 1")
    await story.moves_to("2026-07-02 10:45-07:00")

    assert story.paged("mara") == story.paged("lena") == []


@pytest.mark.clause("V31")
@pytest.mark.complaint(29)
async def test_a_breach_that_happened_stays_whatever_the_severity_is_afterwards(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")
    await story.moves_to("2026-07-02 11:30-07:00")
    assert len(story.told("breaches")) == 1

    await story.types("omar", "/ticket regrade 1 low It was never that bad.")
    await story.types("omar", "/ticket undo 1")
    await story.types("omar", "/ticket regrade 1 high Reports fail.")

    assert "First response overdue since" in story.card_text()
    await story.types("omar", "/ticket reply 1 We are sorry.")
    await story.moves_to("2026-07-08 11:30-07:00")
    assert "First response broken: due" in story.card_text()
    assert len(story.told("breaches")) == 1, "and it is told once"


@pytest.mark.clause("V31")
async def test_the_full_history_says_who_changed_what_when_and_why(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new low Acme: Reports are empty")
    await story.types("omar", "/ticket regrade 1 urgent No report can be opened.")
    await story.moves_to("2026-07-02 10:30-07:00")
    await story.types("lena", "/ticket regrade 1 high Only two of them.")
    await story.types("lena", "/ticket undo 1")

    history = await story.read("ana", "/ticket history 1")

    expected = (
        "Opened by Ana Agent",
        "Omar Agent regraded it to Urgent, from Low",
        "No report can be opened.",
        "Lena Lead regraded it to High, from Urgent",
        "Only two of them.",
        "Lena Lead took the regrade back to Urgent, from High",
    )
    places = [history.index(words) for words in expected]
    assert places == sorted(places)


@pytest.mark.clause("V31")
async def test_a_critical_issue_that_is_over_is_no_longer_critical_and_its_hourly_updates_end(begin: Begin) -> None:
    story = await begin("2026-06-01 10:00+02:00")
    await _critical(story)
    await story.types("piet", "/ticket called 1 They can send again, slowly.")
    await story.presses("piet", story.card(), "Regrade")
    window = await story.selects("piet", "new_severity", "Non-critical (P2)")
    assert shown("2026-06-01 11:00+02:00") in str(window.blocks)
    assert "→" in story.window_text("piet")
    await story.submits("piet", impact="Only some injections are slow now.")

    await story.moves_to("2026-06-01 14:00+02:00")

    assert story.told("breaches") == []
    assert "P2 Non-critical" in story.card_text()
    assert "because of" not in story.card_text(), "the answer at the opening says nothing about it any more"


@pytest.mark.clause("V31", "B20")
async def test_a_ticket_that_becomes_critical_is_called_back_within_a_quarter_of_an_hour_from_then(
    begin: Begin,
) -> None:
    story = await begin("2026-06-01 22:00+02:00")
    await story.types("ana", "/ticket new Birdsong Mail: Some injections are slow")
    await story.selects("ana", "triage bird", "Some of them, or all are slow")
    await story.submits("ana")
    await story.moves_to("2026-06-02 03:00+02:00")

    asked = await story.read("omar", "/ticket regrade 1 critical Now all of them fail.")
    assert "Phone number" in asked, "nobody could be called back otherwise"
    assert not (await story.submits("omar", **TO_CALL)).errors

    assert f"*Call-back* due {shown('2026-06-02 03:15+02:00')}" in str(story.card().blocks)
    assert [posted(page).hour for page in story.paged("piet")] == [1], "three in the morning in Amsterdam"
    assert "+31 20 555 0100" in reads(story, story.paged("piet")[0])


async def _critical(story: Story) -> Message:
    """The card of a critical ticket of Birdsong Mail."""
    await story.types("ana", "/ticket new Birdsong Mail: All API calls time out")
    await story.selects("ana", "triage bird", "All API calls, by a time-out or internal error")
    assert not (await story.submits("ana", description="Every call has failed since nine.", **TO_CALL)).errors
    return story.card()
