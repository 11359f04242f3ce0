"""A customer calls because everything is down: the contract's question decides, people are paged, somebody calls back.

Bird's hotline is staffed around the clock, and whoever calls it is called back within fifteen minutes.
"""

import pytest

from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, first_line, posted, reads, shown

MONDAY = "2026-06-01 10:00+02:00"
ALL_CALLS = "All API calls, by a time-out or internal error"
TO_CALL_BACK = {
    "contact": "Bea Customer",
    "phone": "+31 20 555 0100",
    "email": "bea@birdsong.example",
}
WHAT_HAPPENS = "Each request ends after thirty seconds with a 504."


@pytest.mark.clause("B11", "B12", "B18")
@pytest.mark.parametrize(
    ("fails", "decided"),
    [
        (ALL_CALLS, "*Critical*, because of “All API calls, by a time-out or internal error” (B11, B18)"),
        ("All API calls and all SMTP injections", "*Critical*, because of “All API calls and all SMTP injections”"),
        ("Some of them, or all are slow", "*Non-critical*, because of “Some of them, or all are slow” (B12)"),
        (
            "Nothing any more: it failed, and works again",
            "*Non-critical*, because of “Nothing any more: it failed, and works again” (B12, B18)",
        ),
    ],
)
async def test_the_answer_to_what_fails_decides_how_bad_it_is_and_says_why(
    begin: Begin, fails: str, decided: str
) -> None:
    story = await begin(MONDAY)
    await story.types("ana", "/ticket new Birdsong Mail: Mail does not go out")
    assert "What fails at this moment?" in story.window_text("ana")

    form = await story.selects("ana", "triage bird", fails)

    assert decided in str(form.blocks)
    assert ("Call-back" in story.window_text("ana")) is ("*Critical*" in decided)
    assert story.messages() == [], "nobody is paged while somebody is still asking"


@pytest.mark.clause("B12")
async def test_what_only_some_see_pages_nobody_and_asks_for_no_phone_number(begin: Begin) -> None:
    story = await begin(MONDAY)
    await story.types("ana", "/ticket new Birdsong Mail: Some injections are slow")
    await story.selects("ana", "triage bird", "Some of them, or all are slow")
    assert "Phone number" not in story.window_text("ana")

    await story.submits("ana")

    assert "P2 Non-critical, because of “Some of them, or all are slow” (B12)" in story.card_text()
    assert all(story.paged(who) == [] for who in ("piet", "mara", "lena"))


@pytest.mark.clause("B20")
async def test_a_critical_ticket_needs_everything_that_a_call_back_needs(begin: Begin) -> None:
    story = await begin(MONDAY)
    await story.types("ana", "/ticket new Birdsong Mail: All API calls time out")
    await story.selects("ana", "triage bird", ALL_CALLS)
    assert "Company: Birdsong Mail" in story.window_text("ana"), "what is known already need not be typed"

    sent = await story.submits("ana", company="")
    assert set(sent.errors) == {"company", "contact", "phone", "email", "description"}
    assert story.messages() == []

    sent = await story.submits("ana", company="Birdsong Mail", description=WHAT_HAPPENS, **TO_CALL_BACK)
    assert sent.errors == {}
    card = story.card_text()
    for given in ("Birdsong Mail", WHAT_HAPPENS, *TO_CALL_BACK.values()):
        assert given in card


@pytest.mark.clause("B18", "B19")
async def test_a_caller_on_the_hotline_is_asked_the_same_question_and_somebody_is_paged_at_once(begin: Begin) -> None:
    story = await begin("2026-12-26 03:00+01:00")
    await story.types("ana", "/ticket hotline Birdsong Mail: All API calls time out")
    form = await story.selects("ana", "triage bird", ALL_CALLS)
    assert "Paged at once: " in story.window_text("ana")
    assert shown("2026-12-26 03:15+01:00") in str(form.blocks), "the night after Christmas counts like any other"

    await story.submits("ana", description=WHAT_HAPPENS, **TO_CALL_BACK)

    [page] = [page for who in ("olly", "piet", "mara") for page in story.paged(who)]
    assert posted(page) == at("2026-12-26 03:00+01:00")
    assert "You are paged" in first_line(page)
    assert "+31 20 555 0100" in reads(story, page), "whoever is paged knows whom to call"


@pytest.mark.clause("B21")
async def test_the_quarter_of_an_hour_ends_at_night_on_a_holiday_too(begin: Begin) -> None:
    story = await begin("2026-12-25 23:50+01:00")
    await _critical(story)
    assert f"*Call-back* due {shown('2026-12-26 00:05+01:00')}" in str(story.card().blocks)

    await story.moves_to("2026-12-26 00:30+01:00")

    assert [first_line(each).split("*")[1] for each in story.history() if "⚠️" in first_line(each)] == [
        "Call-back due in 7 min 30 s (50% of the time used)",
        "Call-back due in 5 min",
        "Call-back due in 2 min",
    ]
    [breach] = story.told("breaches")
    assert posted(breach) == at("2026-12-26 00:05+01:00")
    [escalation] = story.told("escalations")
    assert posted(escalation) == at("2026-12-26 00:20+01:00")


@pytest.mark.clause("B21")
async def test_called_back_stops_the_clock_and_nobody_else_is_paged(begin: Begin) -> None:
    story = await begin(MONDAY)
    await _critical(story)
    await story.types("piet", "/ticket take 1")
    await story.moves_to("2026-06-01 10:14+02:00")

    await story.presses("piet", story.card(), "Called back")
    await story.submits("piet", text="They look at their firewall with us.")

    assert "Call-back kept: done" in story.card_text()
    assert "[Called back]" not in story.card_text()
    await story.moves_to("2026-06-01 10:45+02:00")
    assert story.told("breaches") == []
    assert story.paged("mara") == story.paged("lena") == []


@pytest.mark.clause("B21")
async def test_an_answer_in_writing_is_no_call_back_and_a_late_call_does_not_undo_the_breach(begin: Begin) -> None:
    story = await begin(MONDAY)
    await _critical(story)
    await story.types("piet", "/ticket reply 1 We look into it.")
    await story.moves_to("2026-06-01 10:16+02:00")

    await story.types("piet", "/ticket called 1 They can send again.")

    [breach] = story.told("breaches")
    assert "Call-back broken" in first_line(breach)
    assert "Call-back broken: due" in story.card_text()


@pytest.mark.clause("B20")
async def test_the_phone_number_is_for_the_team_and_nobody_else_reads_it(begin: Begin) -> None:
    story = await begin(MONDAY)
    said = await _critical(story)
    await story.presses("piet", story.card(), "Called back")
    await story.submits("piet", text="They can send again.")
    await story.types("piet", "/ticket update 1 We have found the cause.")
    assert "+31 20 555 0100" in await story.read("omar", "/ticket show 1")
    await story.types("piet", "/ticket resolve 1 The servers are back.")
    await story.person("bea").opens_home()
    await story.settle()

    bea = story.person("bea")
    home = bea.home()
    assert home is not None
    theirs = [*bea.sees("birdsong"), *bea.thread(said), *bea.ephemerals(), *bea.direct_messages()]
    assert len(theirs) > 3
    for text in (str(home.blocks), *(f"{each.text} {each.blocks}" for each in theirs)):
        assert "555 0100" not in text
        assert "bea@birdsong.example" not in text
    assert "All API calls time out" in str(home.blocks)


@pytest.mark.clause("B22")
async def test_a_critical_issue_is_no_longer_worked_on_only_once_it_ended_or_has_a_workaround(begin: Begin) -> None:
    story = await begin(MONDAY)
    await _critical(story)
    await story.types("piet", "/ticket called 1 They can send again through SMTP.")

    closing = await story.read("piet", "/ticket close 1")
    assert "A temporary solution is in place and both sides agree to close." in closing
    await story.selects("piet", "reason", "workaround")
    sent = await story.submits("piet", text="")
    assert "text" in sent.errors, "nobody has said that the customer agrees"

    assert "Next update due" in story.card_text(), "and so updates are still owed"


async def _critical(story: Story) -> Message:
    """Bea writes that nothing works, and Ana takes down what a critical ticket needs; Bea's message."""
    said = await story.says("bea", "birdsong", "All API calls time out\nSince ten to ten.")
    await story.person("ana").uses_shortcut("open_ticket", said)
    await story.selects("ana", "triage bird", ALL_CALLS)
    assert not (await story.submits("ana", **TO_CALL_BACK)).errors
    await story.person("ana").closes(story.window("ana"))
    return said
