import json
from typing import Any

from hypothesis import given

from bot.clocks.entries import Replied
from bot.desk import previews
from bot.slack import regrade_window
from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block
from bot.slack.mrkdwn import when
from tests.slack.nasty import TEXTS, checked_view, inputs, words
from tests.slack.tickets import ANA, FRIDAY, MINUTE, ORIGIN, ROSTER, acme, clock, critical, names, ticket

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


def test_the_customer_is_told_the_severity_and_not_the_impact() -> None:
    of = ticket(severity="low", origin=ORIGIN)
    view = checked_view(regrade_window.regrade(previews.regrade(ROSTER, of, "high"), names), allowed=["#C0ACME"])
    assert "Your words stay with the team. In the customer's thread in <#C0ACME> it says only the new" in words(view)


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_the_window(text: str) -> None:
    touched: dict[str, Any] = {"title": text, "customer": acme(name=text), "origin": ORIGIN}
    urgent = previews.regrade(ROSTER, ticket(severity="low", **touched), "urgent")
    checked_view(regrade_window.regrade(urgent, lambda _: text, impact=text), allowed=["#C0ACME"])
