from datetime import date
from typing import Any

from hypothesis import given

from bot.clocks.contract import PauseReason
from bot.clocks.entries import (
    CalledBack,
    Closed,
    Opened,
    Paused,
    Reopened,
    Replied,
    Resolved,
    Taken,
    Updated,
)
from bot.desk.facts import DutyStanding, DutyState
from bot.slack.actions import MORE, Action
from bot.slack.cards import FIELD_LABELS, card
from bot.slack.mrkdwn import when
from tests.slack.nasty import TEXTS, buttons, checked_message, words
from tests.slack.tickets import ANA, CARA, FRIDAY, MINUTE, OLLY, ORIGIN, acme, critical, names, ticket, with_rules

TAKEN = Taken(at=FRIDAY + 5 * MINUTE, by=ANA, to=ANA)
REPLIED = Replied(at=FRIDAY + 30 * MINUTE, by=ANA, text="We are on it.")
CLOSED = Closed(at=FRIDAY + 90 * MINUTE, by=ANA, reason="resolved")
COMES_FROM = "#C0ACME"


def test_an_open_ticket_shows_who_what_and_what_is_promised() -> None:
    made = checked_message(card(ticket(origin=ORIGIN), names), allowed=[COMES_FROM])
    assert made.blocks[0]["text"]["text"] == "🔴 T-12 · SSO login fails for everyone"
    for shown in (
        "Since this morning nobody can log in.",
        "Acme · Valicare",
        "P1 Urgent",
        "nobody yet",
        "by Cara Customer",
        "<#C0ACME>",
        "on time · 1 business hour · V06",
        "contract valimail@2024-01",
    ):
        assert shown in words(made)
    assert words(made).count("Cara Customer") == 1, "who opened it is said once"


def test_a_title_too_long_for_the_head_of_the_card_stands_in_full_beneath() -> None:
    title = "Since the certificate was renewed nobody can log in " + "any more, " * 15 + "in no region"
    made = checked_message(card(ticket(title=title), names))
    assert made.blocks[0]["text"]["text"].endswith("…")
    assert made.blocks[1]["text"]["text"] == f"{title}\nSince this morning nobody can log in."
    assert words(checked_message(card(ticket(), names))).count("SSO login fails for everyone") == 1


def test_the_notification_says_priority_number_customer_and_what_is_due() -> None:
    said = "P1 Urgent · T-12 · Acme · first response due Fri 5 Jun 17:30 PDT · SSO login fails for everyone"
    assert card(ticket(), names).text == said


def test_the_buttons_of_a_card_are_about_its_ticket() -> None:
    made = checked_message(card(ticket(), names))
    assert buttons(made) == [Action.TAKE, Action.REPLY, Action.REGRADE, MORE]
    *shown, menu = made.blocks[-1]["elements"]
    assert {each["value"] for each in shown} == {"12"}
    assert [each["value"] for each in menu["options"]] == [
        "pause 12",
        "resolve 12",
        "why 12 first_response 1",
        "close 12",
        "next 12",
    ]


def test_only_while_a_call_back_is_owed_can_it_be_recorded() -> None:
    owed = card(critical(), names)
    assert buttons(owed) == [Action.TAKE, Action.REPLY, Action.CALLED_BACK, Action.REGRADE, MORE]
    at = FRIDAY + 10 * MINUTE
    assert Action.CALLED_BACK not in buttons(card(critical(CalledBack(at=at, by=OLLY), at=at), names))


def test_a_critical_ticket_shows_whom_to_call() -> None:
    made = checked_message(card(critical(), names))
    for shown in ("*Contact* Cara Customer", "*Phone* +31 20 555 0100", "*Email* cara@globex.example"):
        assert shown in words(made)


def test_taking_it_is_the_first_thing_to_do_until_somebody_has() -> None:
    assert card(ticket(), names).blocks[-1]["elements"][0].get("style") == "primary"
    taken = card(ticket(TAKEN, at=TAKEN.at), names)
    take = taken.blocks[-1]["elements"][0]
    assert "style" not in take
    assert take["text"]["text"] == "Take over", "whoever presses it takes it from somebody"
    assert "*Owner*\nAna Agent" in words(taken)
    assert "Ana Agent took it" in words(taken)


def test_nobody_is_mentioned_on_a_card() -> None:
    assert "<@" not in words(card(ticket(TAKEN, at=TAKEN.at), names))


def test_a_waiting_ticket_says_for_whom_and_keeps_its_buttons() -> None:
    pause = Paused(at=FRIDAY + MINUTE, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="Which domain?")
    made = checked_message(card(ticket(pause, at=FRIDAY + 2 * MINUTE), names))
    assert "waiting on customer since <!date" in words(made)
    assert "paused since <!date" in words(made)
    assert Action.REPLY in buttons(made)


def test_a_finished_ticket_collapses_to_its_outcome_and_can_be_reopened() -> None:
    closed = checked_message(card(ticket(TAKEN, REPLIED, CLOSED, at=CLOSED.at), names))
    assert buttons(closed) == [Action.REOPEN, MORE]
    assert closed.blocks[0]["text"]["text"].startswith("⚪ T-12")
    for shown in ("*Closed* The customer's question is answered", "*First response* kept: done"):
        assert shown in words(closed)
    for hidden in ("Owner", "Since this morning"):
        assert hidden not in words(closed)


def test_a_proposed_resolution_waits_for_the_customers_agreement() -> None:
    resolved = Resolved(at=CLOSED.at, by=ANA, text="Rolled back.")
    made = checked_message(card(ticket(TAKEN, resolved, at=CLOSED.at), names))
    assert "*Resolved* Rolled back.\n*Waits* for the customer to agree." in words(made)
    assert buttons(made) == [Action.CONFIRM, Action.REOPEN, Action.CLOSE, MORE]


def test_a_card_shows_what_else_a_reader_must_know() -> None:
    eta = FRIDAY + 90 * MINUTE
    update = Updated(at=FRIDAY, by=ANA, text="Found it.", eta=eta, cadence="2 hours")
    standings = {"V25": DutyStanding(state=DutyState.MISSING)}
    of = ticket(update, terms=with_rules(), customer=acme(duties=standings))
    made = words(checked_message(card(of, names)))
    for shown in (f"*Expected to be over* by {when(eta)}", "*Updates* every 2 hours", "technical representative (V25)"):
        assert shown in made


def test_a_card_says_how_the_customer_turned_to_support() -> None:
    of = ticket(first=Opened(at=FRIDAY, by=ANA, severity="urgent", via="messenger"))
    assert "the messenger in the application (V02)" in words(checked_message(card(of, names)))
    assert "Reached us by" not in words(checked_message(card(ticket(), names)))


def test_a_ticket_taken_without_promises_says_so_and_has_no_clock() -> None:
    uncovered = Opened(at=FRIDAY, by=CARA, severity="urgent", covered=False)
    of = ticket(first=uncovered, terms=with_rules(), customer=acme(ends=date(2026, 5, 3)))
    made = words(checked_message(card(of, names)))
    assert "*Taken without SLA* the subscription ended on 3 May 2026 (V22)" in made
    assert "First response" not in made


def test_a_reopened_ticket_is_open_again() -> None:
    again = Reopened(at=CLOSED.at + MINUTE, by=CARA, text="Again.")
    made = checked_message(card(ticket(REPLIED, CLOSED, again, at=again.at), names))
    assert Action.REPLY in buttons(made)
    assert "Cara Customer opened it again" in words(made)


def test_a_ticket_reopened_very_often_still_fits() -> None:
    entries: list[Any] = []
    for hour in range(60):
        at = FRIDAY + 60 * hour * MINUTE
        entries += [Closed(at=at, by=ANA, reason="resolved"), Reopened(at=at, by=CARA, text="Again.")]
    entries.append(Closed(at=FRIDAY + 3600 * MINUTE, by=ANA, reason="resolved"))
    checked_message(card(ticket(*entries, at=FRIDAY + 3600 * MINUTE), names))


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_on_a_card(text: str) -> None:
    touched: dict[str, Any] = {
        "title": text,
        "description": text,
        "customer": acme(name=text),
        "contact": dict.fromkeys(FIELD_LABELS, text),
        "origin": ORIGIN,
    }
    reason = Closed(at=FRIDAY, by=ANA, reason=text, text=text)
    resolved = Resolved(at=FRIDAY, by=ANA, text=text)
    for of in (ticket(**touched), ticket(reason, **touched), ticket(resolved, **touched)):
        checked_message(card(of, lambda _: text), allowed=[COMES_FROM])
