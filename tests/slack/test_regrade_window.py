import json
from typing import Any

import pytest
from hypothesis import given

from bot.clocks.contract import IntakeField
from bot.clocks.entries import Replied
from bot.desk import previews
from bot.slack import regrade_window
from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block
from bot.slack.mrkdwn import when
from tests.slack.nasty import TEXTS, checked_view, inputs, words
from tests.slack.tickets import (
    ANA,
    CONTACT,
    FRIDAY,
    MINUTE,
    ORIGIN,
    ROSTER,
    acme,
    clock,
    critical,
    names,
    non_critical,
    ticket,
)

ZONE = "America/Los_Angeles"


def regrade(severity: str, of: str = "low") -> Block:
    return checked_view(regrade_window.regrade(previews.regrade(ROSTER, ticket(severity=of), severity), names))


def test_a_regrade_begins_at_the_severity_in_force() -> None:
    view = regrade("low")
    assert inputs(view)[Field.NEW_SEVERITY]["element"]["initial_option"]["value"] == "low"
    assert "It is Low now. Choose another severity to see what changes." in words(view)
    assert "→" not in words(view)


def test_a_regrade_shows_each_due_time_before_and_after_and_whom_it_pages() -> None:
    view = regrade("urgent")
    before = clock(ticket(severity="low")).due
    after = FRIDAY + 60 * MINUTE
    assert before is not None
    assert f"*First response* due {when(before, ZONE)} → due {when(after, ZONE)}" in words(view)
    assert "*Urgent*: The Valimail platform is completely or partially down. (V17)" in words(view)
    assert "Paged at once: Lena Lead" in words(view)
    assert "<@" not in words(view)
    assert inputs(view)[Field.IMPACT].get("optional") is None


def test_a_regrade_says_what_is_no_longer_promised() -> None:
    view = checked_view(regrade_window.regrade(previews.regrade(ROSTER, critical(), "non_critical"), names))
    assert "→ not promised" in words(view)
    assert "*First response* not promised → goal <!date" in words(view)


def test_a_regrade_that_moves_no_due_time_says_so() -> None:
    answered = ticket(Replied(at=FRIDAY, by=ANA))
    view = checked_view(regrade_window.regrade(previews.regrade(ROSTER, answered, "low"), names))
    assert "No promise runs on it, so no due time changes." in words(view)


def test_what_was_broken_stays_so_in_a_regrade() -> None:
    late = ticket(at=FRIDAY + 70 * MINUTE)
    view = checked_view(regrade_window.regrade(previews.regrade(ROSTER, late, "high"), names))
    assert f"*First response* broken {when(FRIDAY + 60 * MINUTE, ZONE)}" in words(view)


def test_the_window_knows_its_ticket_and_keeps_what_was_typed() -> None:
    view = regrade_window.regrade(previews.regrade(ROSTER, ticket(), "high"), names, impact="words")
    assert (view["callback_id"], view["title"]["text"]) == (Callback.REGRADE, "Regrade T-12")
    assert json.loads(view["private_metadata"]) == {"ticket": 12}
    assert inputs(view)[Field.IMPACT]["element"]["initial_value"] == "words"


@pytest.mark.clause("B20")
def test_a_regrade_asks_for_what_the_severity_needs_and_the_ticket_does_not_have() -> None:
    known = {IntakeField.PHONE: "+31 20 555 0100"}
    of = non_critical(contact=known)
    asked = [Field.COMPANY, Field.CONTACT, Field.EMAIL]

    at_first = checked_view(regrade_window.regrade(previews.regrade(ROSTER, of, "non_critical"), names))
    view = checked_view(
        regrade_window.regrade(
            previews.regrade(ROSTER, of, "critical"), names, contact={IntakeField.CONTACT: "Cara Customer"}
        )
    )

    assert list(inputs(at_first)) == [Field.NEW_SEVERITY, Field.IMPACT]
    assert list(inputs(view)) == [Field.NEW_SEVERITY, Field.IMPACT, *asked]
    assert [inputs(view)[each]["element"].get("initial_value") for each in asked] == ["Globex", "Cara Customer", None]


def test_a_number_that_reaches_nobody_is_asked_for_again_with_what_was_known() -> None:
    of = non_critical(contact={**CONTACT, IntakeField.PHONE: "see profile"})
    view = regrade_window.regrade(previews.regrade(ROSTER, of, "critical"), names)
    assert inputs(view)[Field.PHONE]["element"]["initial_value"] == "see profile"
    assert Field.EMAIL not in inputs(view)


def test_the_customer_is_told_the_severity_and_not_the_impact() -> None:
    of = ticket(severity="low", origin=ORIGIN)
    view = checked_view(regrade_window.regrade(previews.regrade(ROSTER, of, "high"), names), allowed=["#C0ACME"])
    assert "Your words stay with the team. In the customer's thread in <#C0ACME> it says only the new" in words(view)


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_the_window(text: str) -> None:
    touched: dict[str, Any] = {"title": text, "customer": acme(name=text), "origin": ORIGIN}
    urgent = previews.regrade(ROSTER, ticket(severity="low", **touched), "urgent")
    checked_view(regrade_window.regrade(urgent, lambda _: text, impact=text), allowed=["#C0ACME"])
