"""A customer hears from us: each update says how it stands, when it should be over, and when the next one comes."""

import pytest

from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import WHOM_TO_CALL, Story, at, first_line, picked, posted, shown

TEN = "2026-06-01 10:00+02:00"


@pytest.mark.clause("B16", "B23")
async def test_an_update_asks_for_status_expectation_and_next_update_and_the_customer_reads_all_three(
    begin: Begin,
) -> None:
    story = await begin(TEN)
    said = await _critical(story)
    await story.presses("piet", story.card(), "Update")
    for asked in ("Status", "Expected to be over by", "Next update", "From now on an update every"):
        assert asked in story.window_text("piet")

    await story.submits(
        "piet",
        text="We have found the cause: a full disk.",
        eta=picked("2026-06-01 13:00+02:00"),
        next_update=picked("2026-06-01 11:30+02:00"),
    )

    update = str(story.last_answer("bea", said).blocks)
    assert "We have found the cause: a full disk." in update
    assert f"*Expected to be over* by {shown('2026-06-01 13:00+02:00')}" in update
    assert f"*You hear from us again* by {shown('2026-06-01 11:30+02:00')}" in update
    card = str(story.card().blocks)
    assert f"*Next update* due {shown('2026-06-01 11:30+02:00')}" in card
    assert f"*Expected to be over* by {shown('2026-06-01 13:00+02:00')}" in card
    assert "Piet Oncall told the customer the progress" in story.card_text()


@pytest.mark.clause("B23")
async def test_what_was_expected_before_stays_visible_to_us_and_to_them(begin: Begin) -> None:
    story = await begin(TEN)
    said = await _critical(story)
    expected = ["2026-06-01 12:00+02:00", "2026-06-01 14:00+02:00", "2026-06-01 17:00+02:00"]
    for eta in expected:
        await story.presses("piet", story.card(), "Update")
        await story.submits("piet", text="It takes longer.", eta=picked(eta))

    for message in (story.card(), story.last_answer("bea", said)):
        drawn = str(message.blocks)
        first, second, third = (drawn.index(shown(eta)) for eta in expected)
        assert third < second < first, "the newest stands first, and the others behind it"
    await story.types("lena", "/ticket history 1")
    history = str(story.window("lena").blocks)
    assert f"Before that it was expected by {shown(expected[0])}" in history
    assert f"Before that it was expected by {shown(expected[1])}" in history


@pytest.mark.clause("B23")
async def test_silence_is_warned_of_then_is_a_breach_and_then_escalates(begin: Begin) -> None:
    story = await begin(TEN)
    await _critical(story)
    await story.types("piet", "/ticket take 1")
    await story.types("piet", "/ticket update 1 We have found the cause.")

    await story.moves_to("2026-06-01 11:30+02:00")

    told = [(first_line(each).split("*")[1], posted(each)) for each in story.history() if "⚠️" in first_line(each)]
    assert told == [
        ("Next update due in 15 min (75% of the time used)", at("2026-06-01 10:45+02:00")),
        ("Next update due in 5 min", at("2026-06-01 10:55+02:00")),
    ]
    [breach] = story.told("breaches")
    assert (posted(breach), "Next update broken" in first_line(breach)) == (at("2026-06-01 11:00+02:00"), True)
    [escalation] = story.told("escalations")
    assert posted(escalation) == at("2026-06-01 11:15+02:00")
    assert "Next update overdue" in story.card_text()

    await story.types("piet", "/ticket update 1 The disk is being replaced.")
    assert f"*Next update* due {shown('2026-06-01 12:30+02:00')}" in str(story.card().blocks)
    assert "Next update broken: due" in story.card_text(), "what was broken stays broken"


@pytest.mark.clause("B23")
async def test_an_alert_about_the_next_update_opens_the_update(begin: Begin) -> None:
    story = await begin(TEN)
    await _critical(story)
    await story.types("piet", "/ticket update 1 We have found the cause.")
    await story.moves_to("2026-06-01 10:46+02:00")

    [alert] = [each for each in story.history() if "⚠️" in first_line(each)]
    await story.presses("piet", alert, "Update")

    assert story.window("piet").title == "Update T-1"


@pytest.mark.clause("B23")
async def test_the_cadence_that_was_agreed_holds_for_this_ticket_and_for_no_other(begin: Begin) -> None:
    story = await begin(TEN)
    await _critical(story)
    await _critical(story)
    await story.presses("piet", story.card(1), "Update")
    assert "Without an agreement: 1 hour (B23)." in story.window_text("piet")
    await story.submits("piet", text="We have found the cause.", cadence="30 minutes")
    await story.types("piet", "/ticket update 2 We have found the cause.")

    assert f"*Next update* due {shown('2026-06-01 10:30+02:00')}" in str(story.card(1).blocks)
    assert "Updates every 30 minutes, as agreed" in story.card_text(1)
    assert f"*Next update* due {shown('2026-06-01 11:00+02:00')}" in str(story.card(2).blocks)

    await story.moves_to("2026-06-01 10:25+02:00")
    await story.types("piet", "/ticket reply 1 The disk is being replaced.")
    assert f"*Next update* due {shown('2026-06-01 10:55+02:00')}" in str(story.card(1).blocks), "from now on"
    await story.types("piet", "/ticket update 1 every 2 hours: They sleep now.")
    assert f"*Next update* due {shown('2026-06-01 12:25+02:00')}" in str(story.card(1).blocks)


@pytest.mark.clause("B23")
async def test_a_moment_that_was_agreed_on_goes_before_the_cadence_and_holds_at_night(begin: Begin) -> None:
    story = await begin("2026-06-01 23:00+02:00")
    await _critical(story)
    await story.presses("piet", story.card(), "Update")
    await story.submits(
        "piet", text="They sleep now.", cadence="30 minutes", next_update=picked("2026-06-02 07:00+02:00")
    )

    await story.moves_to("2026-06-02 06:59+02:00")
    assert story.told("breaches") == []
    await story.moves_to("2026-06-02 07:00:01+02:00")
    assert [posted(each) for each in story.told("breaches")] == [at("2026-06-02 07:00+02:00")]


async def test_a_cadence_that_is_none_and_a_moment_that_has_passed_stay_in_the_window_with_a_reason(
    begin: Begin,
) -> None:
    story = await begin(TEN)
    await _critical(story)
    await story.presses("piet", story.card(), "Update")

    sent = await story.submits("piet", text="We have found the cause.", cadence="often")
    assert "“often” does not say how often the customer hears" in sent.errors["cadence"]
    sent = await story.submits("piet", cadence="", next_update=picked("2026-06-01 09:00+02:00"))
    assert "must lie ahead" in sent.errors["next_update"]
    sent = await story.submits("piet", next_update=None, eta=picked("2026-06-01 09:00+02:00"))
    assert "must lie ahead" in sent.errors["eta"]
    assert "Status: We have found the cause." in story.window_text("piet")
    assert "told the customer" not in story.card_text()


@pytest.mark.clause("B16")
async def test_whoever_has_a_case_without_a_promised_pace_is_reminded_and_no_promise_breaks(begin: Begin) -> None:
    story = await begin(TEN)
    await story.types("ana", "/ticket new Birdsong Mail: Which address first?")
    await story.selects("ana", "triage bird", "Nothing: a configuration or information request")
    await story.submits("ana")
    await story.types("omar", "/ticket take 1")
    await story.types("omar", "/ticket update 1 We look at your volumes.")

    await story.moves_to("2026-06-05 10:00+02:00")

    told = [(first_line(each).split("*")[1], posted(each)) for each in story.history() if "⚠️" in first_line(each)]
    assert told == [
        ("Next update goal in 21 h 52 min (75% of the time used)", at("2026-06-03 12:07:30+02:00")),
        ("Our goal for the next update is missed, just now; no promise is broken", at("2026-06-04 10:00+02:00")),
    ]
    assert story.told("breaches") == []


async def _critical(story: Story) -> Message:
    """Nothing works for Bea, Ana takes it down, and Piet has called back by now; Bea's message."""
    said = await story.says("bea", "birdsong", "All API calls time out")
    await story.person("ana").uses_shortcut("open_ticket", said)
    await story.selects("ana", "triage bird", "All API calls, by a time-out or internal error")
    assert not (await story.submits("ana", **WHOM_TO_CALL)).errors
    await story.person("ana").closes(story.window("ana"))
    number = story.newest()
    await story.types("piet", f"/ticket called {number} They wait for us.")
    return said
