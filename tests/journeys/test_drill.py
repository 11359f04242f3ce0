"""A lead wants proof that on-call can be reached: a drill calls as a page would, and says how long it took."""

from datetime import timedelta

from bot.demo.office import CONFIGURATION
from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, called, first_line, posted, reads

MONDAY = "2026-06-01 20:00+02:00"
WAYS = """
ways:
  U0PIET: [{after: 3 minutes, via: PIET_PHONE}]
"""


async def begun(begin: Begin) -> Story:
    return await begin(MONDAY, configured=f"{CONFIGURATION}{WAYS}")


async def test_whoever_is_on_call_answers_and_everybody_reads_after_how_long(begin: Begin) -> None:
    story = await begun(begin)
    told = await story.read("lena", "/ticket drill primary")
    assert "Piet Oncall is called" in told
    [call] = story.paged("piet")
    assert first_line(call).startswith("🧪 *DRILL")
    [shown] = [each for each in story.told("triage") if "DRILL" in first_line(each)]
    assert called(shown) == {"U0PIET"}

    await story.moves_to("2026-06-01 20:02+02:00")
    answer = await story.presses("piet", call, "Acknowledge")
    assert "after 2 min" in answer

    [call] = story.paged("piet")
    assert "[Acknowledge]" not in reads(story, call)
    assert "Piet Oncall answered after 2 min" in reads(story, call)
    results = [each for each in story.messages() if first_line(each).startswith("🧪 *DRILL over")]
    assert len(results) == 2, "in the channel, and to Lena, who started it"
    assert all("Piet Oncall answered after 2 min" in first_line(each) for each in results)
    await story.moves_to("2026-06-01 20:30+02:00")
    assert story.trial.telephones.rings("PIET_PHONE") == []


async def test_when_nobody_answers_the_telephone_rings_and_after_a_quarter_of_an_hour_it_is_said(begin: Begin) -> None:
    story = await begun(begin)
    await story.types("lena", "/ticket drill primary")
    await story.moves_to("2026-06-01 20:16+02:00")

    call, end = story.trial.telephones.rings("PIET_PHONE")
    assert call.text.startswith("DRILL, this is a test")
    assert call.at - at(MONDAY) == timedelta(minutes=3)
    assert end.ends
    assert end.incident == call.incident
    results = [each for each in story.messages() if first_line(each).startswith("🧪 *DRILL over")]
    assert {posted(each) for each in results} == {at("2026-06-01 20:15+02:00")}
    assert all("nobody has answered within 15 min" in first_line(each) for each in results)
    assert "[Acknowledge]" not in reads(story, story.paged("piet")[0])


async def test_somebody_else_may_answer_and_is_named_and_the_next_one_reads_who_was_faster(begin: Begin) -> None:
    story = await begun(begin)
    await story.types("lena", "/ticket drill primary")
    [shown] = [each for each in story.told("triage") if "DRILL" in first_line(each)]
    await story.presses("omar", shown, "Acknowledge")
    results = [each for each in story.messages() if first_line(each).startswith("🧪 *DRILL over")]
    assert all("Omar Agent answered" in first_line(each) for each in results)
    assert all("They are not who was on call." in reads(story, each) for each in results)


async def test_a_second_one_waits_and_the_list_keeps_both(begin: Begin) -> None:
    story = await begun(begin)
    await story.types("lena", "/ticket drill primary")
    assert "waits for its answer already" in await story.read("ana", "/ticket drill primary")
    await story.moves_to("2026-06-01 20:20+02:00")
    await story.types("ana", "/ticket drill primary")
    told = await story.read("lena", "/ticket drill list")
    assert "waits for its answer" in told
    assert "nobody has answered within 15 min" in told


async def test_a_drill_is_in_no_list_no_digest_and_no_report(begin: Begin) -> None:
    story = await begun(begin)
    before = await story.read("lena", "/ticket digest")
    await story.types("lena", "/ticket drill primary")
    assert "No ticket" in await story.read("lena", "/ticket list")
    assert await story.read("lena", "/ticket digest") == before


async def test_only_the_team_can_start_one(begin: Begin) -> None:
    story = await begun(begin)
    await story.types("gina", "/ticket drill primary", "globex")
    assert story.messages() == []
