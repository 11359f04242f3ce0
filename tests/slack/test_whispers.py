import pytest

from bot.clocks.entries import Closed
from bot.desk.access import Role
from bot.desk.requests import Origin
from bot.slack.actions import Action, Entrance
from bot.slack.handling_words import ALIASES
from bot.slack.macros import macro
from bot.slack.manual import EXAMPLES
from bot.slack.whispers import already, closed, macro_help, no_answer, no_ticket_here, unknown_macro
from tests.slack.nasty import CORPUS, checked_message, words
from tests.slack.tickets import ANA, FRIDAY, ticket


@pytest.mark.parametrize("typed", CORPUS)
def test_what_was_typed_comes_back_and_nothing_of_it_is_alive(typed: str) -> None:
    for message in (no_answer(12, f"?{typed}"), unknown_macro("regrade", f"?regarde {typed}")):
        checked_message(message)


def test_one_of_us_is_told_that_a_macro_in_the_customers_thread_did_nothing() -> None:
    message = no_answer(12, "?close resolved")
    assert "nothing was done" in message.text
    assert "T-12" in message.text
    assert message.blocks[-1]["text"]["text"] == "?close resolved"


@pytest.mark.parametrize("verb", [*ALIASES, "show", "why", "help"])
def test_the_nearest_macro_comes_with_an_example_that_works(verb: str) -> None:
    message = checked_message(unknown_macro(verb, "?oops"))
    example = message.text.split("`")[1]
    found = macro(example)
    assert found is not None
    assert (found.known, found.verb) == (True, verb)
    assert found.line(12).startswith(EXAMPLES[verb][0][0].split()[0])


def test_in_a_thread_help_speaks_of_what_can_be_typed_there() -> None:
    told = words(checked_message(macro_help(Role.AGENT, None)))
    assert "`?reply We are looking into it.`" in told
    assert "?resolve" in told
    assert "`/ticket" not in told
    assert "`?take over` from whoever has it" in words(checked_message(macro_help(Role.AGENT, "take")))
    assert "`/ticket search sso login`" in words(checked_message(macro_help(Role.AGENT, "search")))
    assert "A lead can add you" in words(checked_message(macro_help(Role.OTHER, None)))


def test_a_message_that_has_a_ticket_says_which() -> None:
    message = checked_message(already(ticket()))
    assert "T-12" in message.text
    assert message.blocks[-1]["elements"][0]["value"] == "12"


def test_a_message_whose_ticket_is_closed_leads_to_that_one_and_to_another() -> None:
    over = ticket(Closed(at=FRIDAY, by=ANA, reason="resolved"))
    message = Origin(channel="C0ACME", ts="1.2")
    again, final = (checked_message(closed(over, message, reopens=reopens)) for reopens in (True, False))
    for told in (again, final):
        assert "T-12, which is closed" in told.text
    offered = [[each["action_id"] for each in told.blocks[-1]["elements"]] for told in (again, final)]
    assert offered == [[Action.REOPEN, Entrance.FORM, Action.SHOW], [Entrance.FORM, Action.SHOW]]
    assert "again" not in final.text


def test_a_thread_without_a_ticket_says_how_to_open_one() -> None:
    assert "Open a ticket" in checked_message(no_ticket_here()).text
