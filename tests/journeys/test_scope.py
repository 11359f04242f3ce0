"""What the contract does not cover is closed by naming the line that excludes it, and the customer reads which."""

import pytest

from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, reads

MONDAY = "2026-06-01 10:00+02:00"
THURSDAY = "2026-07-02 10:00-07:00"
BESPOKE = "Deliverability strategy, Tier 2 (bespoke) mediation, and any guarantee of inbox placement."


@pytest.mark.clause("B10")
async def test_a_request_is_closed_as_out_of_scope_only_with_the_line_that_excludes_it(begin: Begin) -> None:
    story = await begin(MONDAY)
    await _asks_for_a_strategy(story)
    await story.types("omar", "/ticket close 1")
    await story.selects("omar", "reason", "The request is a service that is excluded.")
    for line in ("B03", "B10"):
        assert line in story.window_text("omar")
    assert BESPOKE in story.window_text("omar"), "in full, so that nobody has to look it up"

    assert set((await story.submits("omar")).errors) == {"line"}
    await story.submits("omar", line="B10", text="They want us to talk to the provider for them.")

    assert f"Excluded {BESPOKE} (B10)" in story.card_text()
    assert "Omar Agent closed it: out of scope (B10)" in reads(story, story.history()[-1])


@pytest.mark.clause("B10")
async def test_the_customer_reads_the_line_and_that_it_is_final(begin: Begin) -> None:
    story = await begin(MONDAY)
    said = await _asks_for_a_strategy(story)

    await story.types("omar", "/ticket close 1 out_of_scope B10 They want us to talk to the provider for them.")

    told = story.last_answer("bea", said)
    assert f"T-1 is closed: {BESPOKE}" in reads(story, told)
    assert "This is final." in reads(story, told)
    assert "[Open it again]" not in reads(story, told)
    assert "talk to the provider" not in reads(story, told)


@pytest.mark.clause("V28")
async def test_a_line_that_the_contract_does_not_have_is_refused_with_those_it_has(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.asks_for_a_ticket("carl", "acme", "Please change our DNS records", "Low (P3)")

    asked = await story.read("omar", "/ticket close 1 out_of_scope B10 They want us to change their DNS.")
    assert "V24" in asked
    assert "In your words, for the team (optional): They want us to change their DNS." in asked, "nothing typed is lost"
    await story.submits("omar", line="V24")

    assert "Closed The request is outside the scope of the Support Services. (V28)" in story.card_text()
    assert "(V24)" in story.card_text()


@pytest.mark.clause("V28")
async def test_a_lead_can_still_have_it_opened_again_where_the_customer_cannot(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.says("gina", "globex", "Please change our DNS records")
    await story.person("ana").uses_shortcut("open_ticket", said)
    await story.selects("ana", "severity", "Low (P3)")
    await story.submits("ana")
    await story.types("omar", "/ticket close 1 out_of_scope V24")

    refused = await story.read("gina", "/ticket reopen 1 But it is urgent!", "globex")
    assert "support team" in refused
    assert "/ticket reopen 1 But it is urgent!" in refused
    await story.types("lena", "/ticket reopen 1 The record was ours after all.")

    assert "Lena Lead opened it again" in story.card_text()


async def test_the_example_of_the_help_works_when_it_is_copied(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.asks_for_a_ticket("carl", "acme", "Please change our DNS records", "Low (P3)")
    helped = await story.read("omar", "/ticket help close")
    [example] = [part for part in helped.split("/ticket ") if "out_of_scope" in part]

    told = await story.types("omar", "/ticket " + example.split(" names ")[0].replace("12", "1"))

    assert "you closed it" in told.text


async def _asks_for_a_strategy(story: Story) -> Message:
    said = await story.says("bea", "birdsong", "Please make us a strategy for the inbox")
    await story.person("ana").uses_shortcut("open_ticket", said)
    await story.selects("ana", "triage bird", "Nothing: a configuration or information request")
    assert not (await story.submits("ana")).errors
    return said
