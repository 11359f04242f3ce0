"""The customers as the team looks at them: what the list and the page of one say, and that Slack takes both."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from bot.clocks.contract import terms
from bot.desk.clientele import Account, ListedCustomers, Standing
from bot.desk.customer_entry import tracked_duties
from bot.desk.facts import Customer, DutyStanding, DutyState
from bot.slack.blocks import Message
from bot.slack.customer_pages import account, listing, saved
from tests.desk.office import MONDAY, configuration
from tests.slack.nasty import TEXTS, buttons, checked_message, words
from tests.slack.tickets import names, ticket

SHELF = configuration().shelf
ACME = Customer(
    id=1,
    key="acme",
    name="Acme",
    contract="valimail",
    plan="valicare",
    tam="U0TESS",
    channels=("C0ACME",),
    contacts=("U0CARL",),
    starts=date(2026, 1, 1),
    ends=date(2026, 12, 31),
    duties={"V25": DutyStanding(state=DutyState.DONE, note="Terry Technical")},
)
TODAY = date(2026, 6, 1)


def standing(**changes: Any) -> Standing:
    sold = terms(SHELF.in_force("valimail", MONDAY), "valicare")
    values: dict[str, Any] = {"customer": ACME, "terms": sold, "today": TODAY}
    return Standing(**values | changes)


def page(of: Standing | None = None, *, open: int = 0, may_edit: bool = False) -> Message:  # noqa: A002
    shown = Account(
        standing=of or standing(), tickets=[ticket() for _ in range(min(open, 5))], open=open, may_edit=may_edit
    )
    return checked_message(account(shown, names), allowed=["#C0ACME"])


def listed(*found: Standing, page: int = 1, total: int | None = None) -> ListedCustomers:
    total = len(found) if total is None else total
    return ListedCustomers(customers=found, page=page, pages=max(1, -(-total // 20)), total=total)


def test_the_page_of_a_customer_says_what_they_bought_and_who_they_are() -> None:
    text = words(page())

    assert "Valicare of" in text
    assert "current, from 1 January 2026 until 31 December 2026" in text
    assert "<#C0ACME>" in text
    assert names("U0TESS") in text
    assert names("U0CARL") in text


def test_each_priority_has_its_promises_in_one_line() -> None:
    assert "*P1* Urgent: first response 1 business hour · V06" in words(page()).splitlines()


def test_the_duties_say_how_each_stands() -> None:
    lines = words(page()).splitlines()

    for clause, duty in tracked_duties(SHELF, "valimail").items():
        state = "done · Terry Technical" if clause == "V25" else "not known"
        assert f"{clause} {duty.name}: {state}" in lines


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2025, 12, 31), "⚠️ begins 1 January 2026"),
        (date(2026, 1, 1), "current, from"),
        (date(2026, 12, 31), "current, from"),
        (date(2027, 1, 1), "⚠️ ended 31 December 2026"),
    ],
)
def test_it_says_whether_the_subscription_covers_today(today: date, said: str) -> None:
    assert said in words(page(standing(today=today)))
    assert said in page(standing(today=today)).text


def test_open_tickets_are_named_and_the_further_ones_counted() -> None:
    assert "none" in words(page())
    assert words(page(open=7)).count("T-12") == 5
    assert "and 2 more" in words(page(open=7))


def test_only_leads_have_the_button_to_edit() -> None:
    assert buttons(page()) == []
    assert buttons(page(may_edit=True)) == ["customer_edit"]


def test_a_contract_that_is_not_in_force_is_called_so() -> None:
    text = words(page(standing(terms=None, customer=replace(ACME, contract="gone", plan="gold"))))

    assert "gold of gone, which is not in force here" in text
    assert "Promises" not in text


def test_nobody_and_nothing_is_said_in_words() -> None:
    bare = Customer(id=1, key="acme", name="Acme", contract="valimail", plan="valicare")
    text = words(page(standing(customer=bare)))

    assert "nobody" in text
    assert "*Subscription*\ncurrent\n" in text


def test_a_list_names_each_with_key_plan_and_term() -> None:
    message = checked_message(listing(listed(standing(), standing(today=date(2027, 1, 1))), ""))

    assert message.text == "2 customers, by name. /ticket customer show acme shows one."
    assert "*Acme* · acme · Valicare · current, from" in words(message)
    assert "⚠️ ended 31 December 2026" in words(message)


def test_an_empty_list_says_what_there_is_none_of() -> None:
    assert listing(listed(), "").text == "There are no customers."
    assert listing(listed(), "hoo").text == "There are no customers that begin with “hoo”."
    assert listing(listed(page=3, total=30), "").text == "Page 3 is empty; page 2 is the last."


def test_a_long_list_has_buttons_to_the_pages_beside_it() -> None:
    message = checked_message(listing(listed(*[standing()] * 20, page=2, total=60), "acme europe"))

    values = [button["value"] for block in message.blocks if block["type"] == "actions" for button in block["elements"]]
    assert values == ['customer list "acme europe" page 1', 'customer list "acme europe" page 3']


def test_after_a_change_the_page_is_shown_with_what_can_be_done_next() -> None:
    shown = Account(standing=standing(), tickets=[], open=0, may_edit=True)

    added = checked_message(saved(shown, names, is_new=True), allowed=["#C0ACME"])
    assert added.text == "Acme is a customer now."
    assert "/ticket new acme: … opens a ticket for them." in words(added)
    assert saved(shown, names, is_new=False).text == "Acme is changed."


@settings(deadline=None)
@given(TEXTS)
def test_whatever_people_are_called_slack_takes_every_page(text: str) -> None:
    duties = {clause: DutyStanding(state=DutyState.MISSING, note=text) for clause in tracked_duties(SHELF, "valimail")}
    ids = tuple(f"U0{number:03}" for number in range(200))
    customer = replace(
        ACME, key=text.strip() or "k", name=text.strip() or "n", contacts=ids, channels=(), duties=duties
    )
    shown = Account(standing=standing(customer=customer), tickets=[ticket(title=text)] * 5, open=9, may_edit=False)

    checked_message(account(shown, lambda _: text))
    checked_message(saved(shown, lambda _: text, is_new=True))
    checked_message(listing(listed(*[shown.standing] * 20, total=90), text))
