"""What the customer must do themselves is known for each customer, and stands where it holds a ticket up."""

import pytest

from tests.journeys.stage import Begin
from tests.journeys.story import Story, reads, shown

THURSDAY = "2026-07-02 10:00-07:00"


@pytest.mark.clause("V24", "V25", "V26", "V27")
async def test_each_duty_is_kept_for_each_customer_with_a_note(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _missing(story)

    known = await story.read("omar", "/ticket customer show acme")

    assert "V24 DNS records: not known" in known
    assert "V25 technical representative: done · Terry Technical" in known
    assert "V26 SAML/SSO: missing · Their provider has it." in known
    assert "V27 sending services: not known" in known
    assert "V26 SAML/SSO: not known" in await story.read("omar", "/ticket customer show globex")


@pytest.mark.clause("V25", "V26")
async def test_what_is_missing_stands_on_each_of_their_cards_and_on_nobody_elses(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _missing(story)
    await story.types("ana", "/ticket new high Acme: Reports are empty")
    await story.types("ana", "/ticket new high Globex: Reports are empty")

    assert "Acme still owes SAML/SSO (V26)" in story.card_text(1)
    assert "still owes" not in story.card_text(2)


@pytest.mark.clause("V26")
async def test_a_wait_for_a_duty_names_it_and_the_contract_stops_the_clock(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _missing(story)
    await story.types("ana", "/ticket new high Acme: Reports are empty")
    await story.presses("omar", story.card(), "Waiting")
    window = story.window("omar")
    assert "SAML/SSO" in str(window.blocks)
    assert "V26 · not done yet" in str(window.blocks), "which of them is missing is said where it is chosen"

    await story.submits("omar", pause_reason="The customer", duty="V26", text="Without it nobody can log in.")

    assert "SAML/SSO (V26)" in story.card_text()
    assert f"waiting on customer since {shown(THURSDAY)}" in str(story.card().blocks)
    assert "First response paused since" in story.card_text()
    assert "Owed by the contract V26" in reads(story, story.history()[-1])
    assert "SAML/SSO (V26)" in await story.read("lena", "/ticket list waiting")


@pytest.mark.clause("V26")
async def test_once_it_is_done_it_holds_nothing_up_any_more(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await _missing(story)
    await story.types("ana", "/ticket new high Acme: Reports are empty")
    await story.types("lena", "/ticket customer edit acme")
    await story.submits("lena", **{"customer_duty V26": "done"})

    assert "still owes" not in await story.read("omar", "/ticket show 1")
    await story.types("omar", "/ticket take 1")
    assert "still owes" not in story.card_text()


async def test_a_duty_that_can_hold_no_ticket_up_is_kept_for_nobody(begin: Begin) -> None:
    story = await begin(THURSDAY)

    known = await story.read("omar", "/ticket customer show birdsong")

    assert "B15" not in known
    await story.types("lena", "/ticket customer edit birdsong")
    assert "What the customer must do" not in story.window_text("lena")


async def _missing(story: Story) -> None:
    """Acme has a technical representative and no single sign-on yet."""
    await story.types("lena", "/ticket customer edit acme")
    await story.submits(
        "lena",
        **{
            "customer_duty V25": "done",
            "customer_note V25": "Terry Technical",
            "customer_duty V26": "missing",
            "customer_note V26": "Their provider has it.",
        },
    )
