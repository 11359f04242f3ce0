"""A customer's subscription is over: intake says so, the contract's rule is followed, nothing unsold is promised."""

from pathlib import Path

import pytest

from bot.contracts.reader import read_file
from bot.demo.office import CONFIGURATION
from tests.journeys.stage import Begin

THURSDAY = "2026-07-02 10:00-07:00"
ENDED = "the subscription ended on 31 December 2025 (V22)"


@pytest.mark.clause("V22")
async def test_the_form_says_so_as_soon_as_the_customer_is_chosen_and_takes_nothing(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket")
    await story.selects("ana", "customer", "Bygone")
    assert f"Not taken: {ENDED}." in story.window_text("ana")

    await story.selects("ana", "severity", "Urgent (P1)")
    assert "First response due" not in story.window_text("ana"), "nothing is promised in passing"
    sent = await story.submits("ana", title="SSO login fails")

    assert set(sent.errors) == {"customer"}
    assert "the promises are for subscribers only (V22)" in sent.errors["customer"]
    assert story.messages() == []


@pytest.mark.clause("V22")
async def test_one_line_is_refused_kindly_and_comes_back(begin: Begin) -> None:
    story = await begin(THURSDAY)

    told = await story.read("ana", "/ticket new urgent Bygone: SSO login fails")

    assert "Bygone has no subscription today" in told
    assert "A lead can change the dates" in told
    assert "/ticket new urgent Bygone: SSO login fails" in told


@pytest.mark.clause("V22")
async def test_where_the_contract_helps_them_all_the_same_no_clock_runs_and_nobody_is_paged(
    begin: Begin, tmp_path: Path
) -> None:
    story = await begin(THURSDAY, configured=_helping_everybody(tmp_path))
    await story.types("ana", "/ticket")
    await story.selects("ana", "customer", "Bygone")
    await story.selects("ana", "severity", "Urgent (P1)")
    form = story.window_text("ana")
    assert f"Taken without SLA: {ENDED}. No clock starts and nobody is paged." in form
    assert "First response due" not in form

    await story.submits("ana", title="SSO login fails")

    assert f"Taken without SLA {ENDED}" in story.card_text()
    assert "due" not in story.card_text()
    assert all(story.paged(who) == [] for who in ("olly", "piet", "mara", "lena"))
    await story.types("omar", "/ticket reply 1 We look at it when we can.")
    await story.types("omar", "/ticket regrade 1 high Only reports fail.")
    await story.moves_to("2026-08-02 10:00-07:00")
    assert story.told("breaches") == story.told("escalations") == []
    assert not [each for each in story.history() if "⚠️" in each.text]


@pytest.mark.clause("V22")
async def test_what_was_taken_without_a_subscription_gets_no_promise_when_it_is_opened_again(
    begin: Begin, tmp_path: Path
) -> None:
    story = await begin(THURSDAY, configured=_helping_everybody(tmp_path))
    await story.types("ana", "/ticket new urgent Bygone: SSO login fails")
    await story.types("omar", "/ticket close 1 resolved They found it.")

    await story.types("omar", "/ticket reopen 1 It is back.")

    assert "due" not in story.card_text()
    assert "without SLA" in story.card_text()


@pytest.mark.clause("V22")
async def test_a_ticket_that_was_sold_keeps_its_promise_when_the_subscription_ends_meanwhile(begin: Begin) -> None:
    story = await begin("2026-07-02 17:30-07:00")
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")
    await story.types("lena", "/ticket customer edit acme")
    await story.submits("lena", customer_ends="2026-07-03")

    await story.moves_to("2026-07-06 06:30:01-07:00")

    assert len(story.told("breaches")) == 1
    assert "has no subscription today" in await story.read("ana", "/ticket new urgent Acme: And again")


@pytest.mark.clause("V22")
async def test_a_customer_whose_subscription_is_extended_is_taken_again(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("lena", "/ticket customer edit bygone")
    await story.submits("lena", customer_ends="2027-12-31")

    await story.types("ana", "/ticket new urgent Bygone: SSO login fails")

    assert "First response due" in story.card_text()


def _helping_everybody(folder: Path) -> str:
    """A configuration with Valimail's contract, but whoever is no subscriber is helped all the same."""
    shipped = read_file("valimail").text
    changed = shipped.replace("lapsed: {mode: refuse,", "lapsed: {mode: without sla,")
    assert changed != shipped
    (folder / "valimail.yaml").write_text(changed, encoding="utf-8")
    return CONFIGURATION.replace("contracts: [valimail, bird]", "contracts: [valimail.yaml, bird]")
