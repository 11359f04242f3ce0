import json
from dataclasses import replace

import pytest
from hypothesis import given

from bot.clocks.conduct import LapsedMode
from bot.clocks.contract import IntakeField
from bot.desk import previews
from bot.desk.requests import Origin
from bot.playground.forms import carried_over, starting_values
from bot.slack.actions import Field
from bot.slack.blocks import Block
from bot.slack.forms import Draft
from bot.slack.intake_form import customer_options, intake
from bot.slack.mrkdwn import when
from tests.slack.nasty import TEXTS, checked_view, inputs, words
from tests.slack.samples import typed
from tests.slack.tickets import (
    FRIDAY,
    MINUTE,
    ORIGIN,
    ROSTER,
    acme,
    email_enterprise,
    globex,
    names,
    valicare,
    with_rules,
)

QUESTION = email_enterprise().contract.triage
assert QUESTION is not None
FIRST_ANSWER = QUESTION.answers[0]


def form(severity: str | None = None, **draft: object) -> Block:
    """The form of an Acme ticket, with its preview once there is a severity."""
    made = Draft(customer="acme", customer_name="Acme", severity=severity, **draft)  # type: ignore[arg-type]
    preview = previews.opening(ROSTER, acme(), valicare(), severity, FRIDAY) if severity else None
    return checked_view(intake(made, names, terms=valicare(), preview=preview))


def critical_form(**draft: object) -> Block:
    chosen = {"severity": "critical", "triage": FIRST_ANSWER.id}
    made = Draft(customer="globex", customer_name="Globex", **chosen, **draft)  # type: ignore[arg-type]
    preview = previews.opening(ROSTER, globex(), email_enterprise(), "critical", FRIDAY, answer=FIRST_ANSWER)
    return checked_view(intake(made, names, terms=email_enterprise(), preview=preview))


def test_the_customer_is_asked_first() -> None:
    view = checked_view(intake(Draft(), names))
    assert list(inputs(view)) == [Field.CUSTOMER, Field.TITLE, Field.DESCRIPTION]
    assert inputs(view)[Field.CUSTOMER]["element"]["min_query_length"] == 0
    assert inputs(view)[Field.DESCRIPTION]["optional"] is True


def test_then_the_severities_of_their_contract_in_its_own_words() -> None:
    view = form()
    element = inputs(view)["severity valimail"]["element"]
    labels = [each["text"]["text"] for each in element["options"]]
    assert labels == ["Urgent (P1)", "High (P2)", "Medium (P2)", "Low (P3)"]
    assert (
        "*High*: Any critical condition which prevents the use of core Valimail platform functionality. (V17)"
        in words(view)
    ), "in full, before one is chosen"
    assert inputs(view)["severity valimail"]["dispatch_action"] is True
    assert inputs(view)[Field.CUSTOMER]["element"]["initial_option"]["text"]["text"] == "Acme"


def test_then_what_the_severity_promises_and_whom_it_pages() -> None:
    due = when(FRIDAY + 60 * MINUTE, "America/Los_Angeles")
    view = form("urgent")
    assert f"*First response* due {due} · 1 business hour · V06" in words(view)
    assert "Paged at once: Lena Lead" in words(view)
    assert "Paged at once" not in words(form("low"))


def test_a_severity_for_which_nothing_is_promised_says_so() -> None:
    plan = replace(valicare().plan, promises={})
    sold = replace(valicare(), plan=plan)
    preview = previews.opening(ROSTER, acme(), sold, "low", FRIDAY)
    draft = Draft(customer="acme", customer_name="Acme", severity="low")
    view = checked_view(intake(draft, names, terms=sold, preview=preview))
    assert "Nothing is promised for Low, so no clock starts." in words(view)


def test_a_critical_ticket_asks_for_what_the_contract_requires() -> None:
    view = critical_form(contact={IntakeField.PHONE: "+31 20 555 0100"})
    asked = inputs(view)
    assert {Field.COMPANY, Field.CONTACT, Field.PHONE, Field.EMAIL} <= set(asked)
    assert all(asked[name].get("optional") is None for name in (Field.COMPANY, Field.PHONE))
    assert asked[Field.COMPANY]["element"]["initial_value"] == "Globex"
    assert asked[Field.PHONE]["element"]["initial_value"] == "+31 20 555 0100"
    assert asked[Field.EMAIL]["element"]["type"] == "email_text_input"
    assert Field.PHONE not in inputs(form("urgent"))


def test_where_the_contract_asks_what_fails_the_answer_takes_the_place_of_the_severity() -> None:
    made = Draft(customer="globex", customer_name="Globex", severity="critical")
    preview = previews.opening(ROSTER, globex(), email_enterprise(), "critical", FRIDAY)
    asked = checked_view(intake(made, names, terms=email_enterprise(), preview=preview))
    assert QUESTION is not None
    question = inputs(asked)["triage bird"]
    assert (question["label"]["text"], question["dispatch_action"]) == (QUESTION.question, True)
    assert "severity bird" not in inputs(asked)
    assert "Call-back" not in words(asked), "an open question promises nothing yet"
    assert Field.PHONE not in inputs(asked)


def test_the_form_asks_how_the_customer_turned_to_support_unless_a_message_says_it() -> None:
    asked = checked_view(intake(Draft(customer="globex", via="email"), names, terms=email_enterprise()))
    way = inputs(asked)["via email_enterprise"]
    assert (way["label"]["text"], way["optional"]) == ("Reached us by (B13, B19)", True)
    assert way["element"]["initial_option"]["value"] == "email"

    from_message = Draft(customer="globex", origin=Origin(channel="C0GLOBEX", ts="1700000000.000100"))
    asked = checked_view(intake(from_message, names, terms=email_enterprise()))
    assert "via email_enterprise" not in inputs(asked)


def test_the_form_says_what_the_answer_decides_and_why() -> None:
    said = words(critical_form())
    assert f"*Critical*, because of “{FIRST_ANSWER.text}” ({FIRST_ANSWER.clause})" in said
    assert "*Call-back* due <!date" in said


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        (LapsedMode.REFUSE, "*Not taken*: the subscription ended on 3 May 2026 (V22). A lead can change the dates"),
        (LapsedMode.WITHOUT_SLA, "*Taken without SLA*: the subscription ended on 3 May 2026 (V22). No clock starts"),
    ],
)
def test_a_customer_without_a_subscription_is_told_as_soon_as_they_are_chosen(mode: LapsedMode, said: str) -> None:
    sold = with_rules(lapsed=mode)
    draft = Draft(customer="acme", customer_name="Acme")
    lapsed = "the subscription ended on 3 May 2026"
    assert said in words(checked_view(intake(draft, names, terms=sold, lapsed=lapsed)))


def test_without_a_subscription_no_due_time_is_shown_but_what_is_needed_is_asked() -> None:
    sold = with_rules(email_enterprise(), triage=None)
    preview = previews.opening(ROSTER, globex(), sold, "critical", FRIDAY, covered=False)
    draft = Draft(customer="globex", customer_name="Globex", severity="critical")
    view = checked_view(intake(draft, names, terms=sold, preview=preview, lapsed="the subscription ended"))
    assert "Call-back" not in words(view)
    assert "so no clock starts" not in words(view), "it is said once, above"
    assert Field.PHONE in inputs(view)


def test_what_was_typed_survives_each_redraw() -> None:
    held = starting_values(form()["blocks"])
    held[Field.TITLE][Field.TITLE] = typed("It is d")
    redrawn = carried_over(held, form("urgent")["blocks"])
    assert redrawn[Field.TITLE][Field.TITLE]["value"] == "It is d"


def test_another_contracts_severity_is_not_kept_when_the_customer_changes() -> None:
    held = starting_values(critical_form()["blocks"])
    redrawn = carried_over(held, form()["blocks"])
    assert redrawn["severity valimail"][Field.SEVERITY]["selected_option"] is None


def test_a_form_from_a_message_brings_its_words_and_remembers_it() -> None:
    view = form(title="It is down", description="It is down\nfor all", origin=ORIGIN)
    assert inputs(view)[Field.TITLE]["element"]["initial_value"] == "It is down"
    assert inputs(view)[Field.DESCRIPTION]["element"]["initial_value"] == "It is down\nfor all"
    assert json.loads(view["private_metadata"]) == {"channel": ORIGIN.channel, "ts": ORIGIN.ts}


def test_customers_are_offered_by_name_and_come_back_by_key() -> None:
    found = customer_options([acme(), globex()])["options"]
    assert [(each["text"]["text"], each["value"]) for each in found] == [("Acme", "acme"), ("Globex", "globex")]
    assert len(customer_options([acme()] * 300)["options"]) == 100


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_the_form(text: str) -> None:
    contact = dict.fromkeys(IntakeField, text)
    critical_form(title=text, description=text, contact=contact)
    customer = globex(name=text)
    preview = previews.opening(ROSTER, customer, email_enterprise(), "critical", FRIDAY)
    if text.strip():
        draft = Draft(customer="globex", customer_name=text, severity="critical")
        checked_view(intake(draft, lambda _: text, terms=email_enterprise(), preview=preview))
