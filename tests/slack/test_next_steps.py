from typing import Any

from hypothesis import given

from bot.clocks.entries import Closed, Resolved, Taken
from bot.desk.access import ALLOWED, Role
from bot.desk.facts import Ticket
from bot.slack.actions import Action, Callback
from bot.slack.next_steps import next_steps
from bot.slack.offers import offers
from tests.slack.nasty import TEXTS, checked_view, words
from tests.slack.tickets import ANA, FRIDAY, acme, names, ticket

PROPOSED = Resolved(at=FRIDAY, by=ANA, text="Renewed.")


def steps(of: Ticket, role: Role) -> list[str]:
    view = checked_view(next_steps(of, names, role))
    return [block["accessory"]["action_id"] for block in view["blocks"] if "accessory" in block]


def test_the_team_finds_everything_that_can_be_done() -> None:
    for role in (Role.LEAD, Role.AGENT, Role.TAM):
        assert steps(ticket(), role) == [offer.action for offer in offers(ticket())]


def test_a_customer_finds_what_is_theirs_to_do() -> None:
    assert steps(ticket(PROPOSED), Role.CUSTOMER) == [Action.CONFIRM, Action.OBJECT, Action.REOPEN, Action.WHY]
    assert all(Role.CUSTOMER in ALLOWED[each.verb] for each in offers(ticket(PROPOSED)) if each.action == Action.WHY)


def test_whoever_can_do_nothing_is_told_so() -> None:
    assert "There is nothing that you can do to it now." in words(next_steps(ticket(), names, Role.OTHER))


def test_it_says_which_ticket_it_is_and_who_has_it() -> None:
    view = next_steps(ticket(Taken(at=FRIDAY, by=ANA, to=ANA)), names, Role.AGENT)
    assert (view["title"]["text"], view["callback_id"]) == ("Next steps T-12", Callback.NOTICE)
    assert "P1 Urgent · Acme · SSO login fails for everyone" in words(view)
    assert "Ana Agent has it." in words(view)
    assert "Nobody has it yet." in words(next_steps(ticket(), names, Role.AGENT))


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_it(text: str) -> None:
    touched: dict[str, Any] = {"title": text, "customer": acme(name=text)}
    taken = Taken(at=FRIDAY, by=ANA, to=ANA)
    for of in (ticket(taken, **touched), ticket(Closed(at=FRIDAY, by=ANA, reason=text), **touched)):
        checked_view(next_steps(of, lambda _: text, Role.AGENT))
