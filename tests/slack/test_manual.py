from bot.desk.access import ALLOWED, Role
from bot.slack.grammar import VERBS, Handle, List, New, Show, Why, read
from bot.slack.manual import lines_for, words_left_out

SEVERITIES = ("urgent", "high")
VERB_OF = {New: "new", Show: "show", List: "list", Why: "why"}


def test_a_role_is_shown_only_what_it_may_do() -> None:
    for role in Role:
        for example, _ in lines_for(role):
            said = read(example, SEVERITIES)
            verb = said.verb if isinstance(said, Handle) else VERB_OF[type(said)]
            assert role in {each.value: roles for each, roles in ALLOWED.items()}[str(verb)]


def test_help_is_five_to_eight_lines_and_none_for_strangers() -> None:
    assert len(lines_for(Role.LEAD)) == len(lines_for(Role.AGENT)) == 8
    assert len(lines_for(Role.CUSTOMER)) == 5
    assert lines_for(Role.OTHER) == []


def test_no_word_that_a_role_may_use_goes_unsaid() -> None:
    said = {example.split()[0] for example, _ in lines_for(Role.LEAD)} | set(words_left_out(Role.LEAD))
    assert said == set(VERBS) - {"help"}
    assert words_left_out(Role.CUSTOMER) == words_left_out(Role.OTHER) == []
