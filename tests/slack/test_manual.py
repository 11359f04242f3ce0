import re

import pytest

from bot.desk.access import ALLOWED, Role, Verb
from bot.slack.grammar import VERBS, Incomplete, Unknown, read
from bot.slack.list_words import UnknownFilter
from bot.slack.macros import MACROS, macro
from bot.slack.manual import EXAMPLES, hints, lines_for, macros_for, macros_of, words_left_out

SEVERITIES = ("urgent", "high", "P1")
TEAM = (Role.LEAD, Role.AGENT, Role.TAM)


def as_slack_sends(typed: str) -> str:
    """What was typed, with people's ids in place of their names."""
    return re.sub(r"@(\w+)", lambda name: f"<@U0{name[1].upper()}|{name[1]}>", typed)


@pytest.mark.parametrize("example", [example for lines in EXAMPLES.values() for example, _ in lines])
def test_every_example_is_understood_when_it_is_copied(example: str) -> None:
    assert not isinstance(read(as_slack_sends(example), SEVERITIES), Unknown | Incomplete | UnknownFilter)


def test_every_word_has_its_examples_and_the_first_one_begins_with_it() -> None:
    assert set(EXAMPLES) == set(VERBS)
    assert [lines[0][0].split()[0] for lines in EXAMPLES.values()] == list(EXAMPLES)


def test_a_role_is_shown_only_what_it_may_do() -> None:
    for_customers = {example.split()[0] for example, _ in lines_for(Role.CUSTOMER)}
    assert for_customers == {"new", "list", "show", "why", "search", "confirm", "object", "reopen"}
    allowed = {verb for verb, roles in ALLOWED.items() if Role.CUSTOMER in roles}
    assert len(for_customers) == len(allowed)
    assert Verb.REPLY not in allowed


def test_the_team_is_shown_first_what_it_needs_all_day() -> None:
    for role in TEAM:
        said = [example.split()[0] for example, _ in lines_for(role)]
        assert said == ["new", "list", "show", "take", "reply", "update", "regrade", "close"]


def test_help_is_eight_lines_at_most_and_none_for_strangers() -> None:
    assert [len(lines_for(role)) for role in Role] == [8, 8, 8, 8, 0]


def test_no_word_that_a_role_may_use_goes_unsaid() -> None:
    said = {example.split()[0] for example, _ in lines_for(Role.LEAD)} | set(words_left_out(Role.LEAD))
    assert said == set(VERBS) - {"help"}
    assert words_left_out(Role.CUSTOMER) == words_left_out(Role.OTHER) == []


@pytest.mark.parametrize("verb", MACROS)
def test_every_macro_has_an_example_that_is_the_commands_without_the_number(verb: str) -> None:
    commands = {words for words, _ in EXAMPLES[verb] if words.split()[1:2] == ["12"]}
    found = [macro(words) for words, _ in macros_of(verb)]
    assert {each.line(12) for each in found if each is not None and each.known} == commands
    assert (verb == "help") == (not commands)


def test_in_a_thread_the_team_is_offered_every_macro_and_nobody_what_is_none() -> None:
    assert {words.split()[0] for words, _ in macros_for(Role.AGENT)} == {f"?{each}" for each in MACROS} - {"?help"}
    assert macros_for(Role.OTHER) == []
    assert macros_of("list") == macros_of("history") == []


def test_what_works_without_commands_is_told_to_whoever_may_use_it() -> None:
    thread, message = hints(Role.AGENT)
    assert "?reply" in thread
    assert hints(Role.CUSTOMER) == [message]
    assert hints(Role.OTHER) == []
