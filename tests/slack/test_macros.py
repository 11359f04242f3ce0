import pytest
from hypothesis import given

from bot.slack.macros import macro
from tests.slack.nasty import TEXTS


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("?take", "take 12"),
        (" ?Take over ", "take 12 over"),
        ("?reply We are on it.\nSoon more.", "reply 12 We are on it.\nSoon more."),
        ("?regrade: high Only the reports", "regrade 12 high Only the reports"),
        ("?assign <@U0OMAR>", "assign 12 <@U0OMAR>"),
        ("?why first response", "why 12 first response"),
        ("?done The certificate is renewed.", "resolve 12 The certificate is renewed."),
        ("?help", "help"),
        ("?take T-7", "take T-7"),
        ("?reply #7 We are on it.", "reply #7 We are on it."),
        ("?take 7", "take 7"),
        ("?reply 2 servers are back.", "reply 12 2 servers are back."),
        ("?reply T-7b is the name.", "reply 12 T-7b is the name."),
        ("?help regrade", "help regrade"),
    ],
)
def test_a_macro_is_the_command_with_the_threads_ticket_in_it(text: str, line: str) -> None:
    found = macro(text)
    assert found is not None
    assert found.known
    assert found.line(12) == line


@pytest.mark.parametrize(
    "text",
    ["", "?", "?!", "???", "? take", "?what", "?really now", "?12", "is it?", "so ?take it", "?take! now", "?why?"],
)
def test_a_question_of_peoples_is_no_macro(text: str) -> None:
    assert macro(text) is None


@pytest.mark.parametrize(("text", "verb"), [("?regarde high", "regrade"), ("?tkae", "take"), ("?resovle x", "resolve")])
def test_a_macro_that_was_mistyped_is_known_by_the_nearest(text: str, verb: str) -> None:
    found = macro(text)
    assert found is not None
    assert (found.known, found.verb) == (False, verb)


@given(TEXTS)
def test_whatever_is_written_is_read(text: str) -> None:
    found = macro(f"?take {text}")
    assert found is not None
    assert found.line(12).startswith("take ")
