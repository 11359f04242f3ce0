"""Storms: a mail server goes down, and twenty customers' tickets come within a minute."""

import pytest

from bot.playground.forms import Control
from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, first_line

NOON = "2026-06-05 12:00-07:00"


async def many(story: Story, count: int, severity: str = "medium") -> None:
    """So many tickets, opened faster than Slack takes messages."""
    for number in range(count):
        await story.person("ana").types("triage", f"/ticket new {severity} Acme: Report {number} is empty")


def lines(message: Message) -> list[str]:
    """The lines of a storm's message: the blocks with a button that shows a ticket."""
    return [block["text"]["text"] for block in message.blocks if "accessory" in block]


@pytest.mark.complaint(35)
async def test_twenty_tickets_in_a_minute_are_one_message_with_twenty_lines(begin: Begin) -> None:
    story = await begin(NOON)
    await many(story, 20)
    await story.settle()

    [storm] = story.told("triage")
    assert storm.text.startswith("20 at once: 20 new tickets")
    assert len(lines(storm)) == 20
    assert "T-7" in lines(storm)[6]
    assert "Report 6 is empty · due" in lines(storm)[6]


async def test_a_critical_ticket_in_a_storm_comes_first_and_alone(begin: Begin) -> None:
    story = await begin(NOON)
    await many(story, 12)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")

    first, *_ = story.person("lena").sees("triage")
    assert first == story.card(13)
    [storm] = [message for message in story.told("triage") if "at once" in message.text]
    assert not [line for line in lines(storm) if "T-13" in line]
    assert story.paged("piet")


async def test_from_its_line_a_ticket_is_shown_and_once_somebody_takes_it_it_has_a_card(begin: Begin) -> None:
    story = await begin(NOON)
    await many(story, 8)
    await story.settle()
    [storm] = story.told("triage")

    button = next(block for block in storm.blocks if "*T-3*" in str(block))
    await story.person("omar").clicks(storm, Control(button["block_id"], "show"))
    assert "Report 2 is empty" in story.window_text("omar")
    await story.types("omar", "/ticket take 3")

    card = story.notice("3:card own")
    assert "Report 2 is empty" in str(card.blocks)
    [event] = story.person("lena").thread(card)
    assert first_line(event) == "Omar Agent took it"


async def test_their_warnings_are_one_message_too_and_so_are_their_broken_promises(begin: Begin) -> None:
    story = await begin(NOON)
    await many(story, 8, "high")
    await story.settle()
    await story.moves_to("2026-06-05 16:30-07:00")

    breached = story.told("breaches")
    assert [message.text.split(":")[0] for message in breached] == ["8 at once"]
    assert {message.text.split(":")[0] for message in story.told("triage")} == {"8 at once"}
