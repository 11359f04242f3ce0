"""Whoever has a ticket may lose it again: a snooze ends, nothing more is heard of them, or they let go of it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.contracts.reader import read_file
from bot.demo.office import CONFIGURATION
from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, first_line, key_of, reads, shown

NIGHT = "2026-06-06 23:00+02:00"
"""A Saturday in Piet's week, with Mara behind him."""
URGENT = "/ticket new urgent Acme: SSO login fails"


def minutes(*calls: tuple[str, int]) -> list[tuple[str, datetime]]:
    """Calls so many minutes after the ticket was opened."""
    return [(who, at(NIGHT) + timedelta(minutes=minute)) for who, minute in calls]


async def called_out(begin: Begin, configured: str | None = None) -> Story:
    """Acme's login fails at night, and Piet is called."""
    story = await begin(NIGHT, configured=configured)
    await story.types("ana", URGENT)
    return story


def thread(story: Story) -> str:
    """The first lines of what stands in the ticket's thread."""
    return "\n".join(first_line(message) for message in story.history())


async def test_an_acknowledgement_after_which_nothing_is_heard_calls_people_again(begin: Begin) -> None:
    story = await called_out(begin)
    await story.moves_on(2)
    await story.presses("piet", story.calls("piet")[0], "Acknowledge")
    await story.moves_on(29)
    assert story.rung() == minutes(("piet", 0))

    await story.moves_on(12)

    assert story.rung() == minutes(("piet", 0), ("piet", 32), ("mara", 42))
    assert "Whoever had it has given no sign of life, so people are paged again" in thread(story)
    assert "[Acknowledge]" in reads(story, story.calls("piet")[1])


@pytest.mark.parametrize("sign", ["/ticket take 1", "/ticket tried 1 Left a message on their voicemail."])
async def test_whoever_shows_that_they_work_on_it_is_left_alone_for_another_half_hour(begin: Begin, sign: str) -> None:
    story = await called_out(begin)
    await story.types("piet", "/ticket ack 1")
    await story.moves_on(25)
    await story.types("piet", sign)
    await story.moves_on(29)
    assert story.rung() == minutes(("piet", 0))
    await story.moves_on(2)
    assert story.rung() == minutes(("piet", 0), ("piet", 55))


async def test_whoever_has_spoken_to_the_customer_is_asked_for_no_other_sign(begin: Begin) -> None:
    story = await called_out(begin)
    await story.types("piet", "/ticket ack 1")
    await story.types("piet", "/ticket reply 1 We have found it, and work on it.")
    await story.moves_on(10 * 60)
    assert story.rung() == minutes(("piet", 0))


async def test_a_ticket_that_waits_for_the_customer_is_nobodys_silence(begin: Begin) -> None:
    story = await called_out(begin)
    await story.types("piet", "/ticket ack 1")
    await story.types("piet", "/ticket wait 1 customer Which browser do you use?")
    assert "[Resume" in story.card_text()
    await story.moves_on(3 * 60)
    assert story.rung() == minutes(("piet", 0))


@pytest.mark.complaint(39)
async def test_a_call_that_is_put_off_rests_and_rings_again_at_the_end(begin: Begin) -> None:
    story = await called_out(begin)
    await story.presses("piet", story.calls("piet")[0], "Snooze 30 minutes")
    assert "[Acknowledge]" in reads(story, story.calls("piet")[0]), "it is still for somebody to answer"
    await story.moves_on(29)
    assert story.rung() == minutes(("piet", 0))

    await story.moves_on(12)

    assert story.rung() == minutes(("piet", 0), ("piet", 30), ("mara", 40))
    assert "The snooze is over, so people are paged again" in thread(story)


async def test_of_two_snoozes_the_newer_holds_and_a_word_does_what_the_menu_does(begin: Begin) -> None:
    story = await called_out(begin)
    await story.presses("piet", story.calls("piet")[0], "Snooze 4 hours")
    reply = await story.types("piet", "/ticket snooze 1 until 23:20")
    assert reply.message is not None
    assert shown("2026-06-06 23:20+02:00") in str(reply.message.blocks)

    await story.moves_on(21)

    assert story.rung() == minutes(("piet", 0), ("piet", 20))


async def test_whoever_answers_during_a_snooze_ends_it_for_good(begin: Begin) -> None:
    story = await called_out(begin)
    await story.presses("piet", story.calls("piet")[0], "Snooze 15 minutes")
    await story.types("mara", "/ticket update 1 We have found the cause.")
    await story.moves_on(6 * 60)
    assert story.rung() == minutes(("piet", 0))
    assert "[Acknowledge]" not in reads(story, story.calls("piet")[0])


async def test_what_can_not_be_put_off_is_said_with_what_can_be_done(begin: Begin) -> None:
    story = await called_out(begin)
    for line, told in {
        "snooze 1 30 hours": "A page can be put off for 1 d at most",
        "snooze 1 until 1 June 2026": "goes like this",
        "snooze 1": "goes like this",
        "snooze 1 soon": "goes like this",
    }.items():
        assert told in await story.read("piet", f"/ticket {line}"), line
    await story.types("piet", "/ticket reply 1 We are on it.")
    assert "nobody is being paged" in await story.read("piet", "/ticket snooze 1 30m")


async def test_a_ticket_that_its_owner_gives_back_rings_again_at_once(begin: Begin) -> None:
    story = await called_out(begin)
    await story.types("piet", "/ticket take 1")
    await story.moves_on(5)
    await story.types("piet", "/ticket assign 1 nobody")
    await story.moves_on(1)
    assert story.rung() == minutes(("piet", 0), ("piet", 5))
    assert "Nobody has it any more, so people are paged again" in thread(story)


async def test_a_ticket_that_is_given_to_somebody_who_does_not_stir_rings_again(begin: Begin) -> None:
    story = await called_out(begin)
    await story.types("piet", "/ticket take 1")
    await story.types("piet", "/ticket assign 1 @omar")
    await story.moves_on(4)
    assert story.rung() == minutes(("piet", 0))
    await story.moves_on(2)
    assert story.rung() == minutes(("piet", 0), ("piet", 5))


async def test_where_the_contract_asks_for_two_people_one_is_not_enough(begin: Begin, tmp_path: Path) -> None:
    story = await called_out(begin, configured=_asking_for_two(tmp_path))
    await story.presses("piet", story.calls("piet")[0], "Acknowledge")
    assert "you have it already, and it takes one more person" in await story.read("piet", "/ticket ack 1")

    await story.moves_on(11)
    assert story.rung() == minutes(("piet", 0), ("mara", 10))
    await story.presses("mara", story.calls("mara")[0], "Acknowledge")
    await story.moves_on(25)

    assert story.rung() == minutes(("piet", 0), ("mara", 10))
    for page in [*story.calls("piet"), *story.calls("mara")]:
        assert "[Acknowledge]" not in reads(story, page)
    steps = [key for message in story.history() if ":page " in (key := key_of(message) or "")]
    assert steps == ["1:paging:1:page 0", "1:paging:1:page 1"]


def _asking_for_two(folder: Path) -> str:
    """A configuration with Valimail's contract, but two people of Valicare's must say that they have it."""
    shipped = read_file("valimail").text
    changed = shipped.replace("again_after: 15 minutes\n", "again_after: 15 minutes\n        needs: 2\n")
    assert changed != shipped
    (folder / "valimail.yaml").write_text(changed, encoding="utf-8")
    return CONFIGURATION.replace("contracts: [valimail, bird]", "contracts: [valimail.yaml, bird]")
