import pytest

from bot.desk.access import ENTRY_KINDS, Verb
from bot.desk.handling import VERBS
from bot.slack.handling_words import ALIASES, CHANGES, Handle, Handover, handling, handover, hands_over, person

SEVERITIES = ("urgent", "high", "critical")


def said(word: str, rest: str, more: str = "") -> Handle:
    return handling(word, 12, rest, more, SEVERITIES)


def test_every_word_handles_a_ticket_by_a_verb_of_its_own() -> None:
    assert set(ALIASES) == set(CHANGES)
    assert len(set(CHANGES.values())) == len(CHANGES)
    words = [word for verb, others in ALIASES.items() for word in (verb, *others)]
    assert len(set(words)) == len(words)


def test_what_can_be_typed_is_what_can_be_asked_and_what_the_ledger_knows() -> None:
    assert set(CHANGES.values()) == set(VERBS.values()) == set(ENTRY_KINDS)


def test_what_is_said_may_have_several_lines_and_reads_as_it_was_typed() -> None:
    assert said("reply", "Is 1 &lt; 2, <@U0OMAR|omar>?", "See <https://acme.example>.") == Handle(
        verb=Verb.REPLY, ticket=12, text="Is 1 < 2, @omar?\nSee https://acme.example."
    )


@pytest.mark.parametrize(
    ("rest", "word"),
    [
        ("<@U0OMAR|omar>", "U0OMAR"),
        ("<@U0OMAR>", "U0OMAR"),
        ("U0OMAR", "U0OMAR"),
        ("Nobody", "nobody"),
        ("me", "me"),
        ("@somebody-slack-does-not-know", ""),
        ("", ""),
    ],
)
def test_a_ticket_is_assigned_to_a_mention_an_id_nobody_or_oneself(rest: str, word: str) -> None:
    assert said("assign", rest) == Handle(verb=Verb.ASSIGN, ticket=12, word=word, text="" if word else rest)
    assert person(rest) == word


def test_all_that_somebody_has_is_handed_over_only_in_so_many_words() -> None:
    given = Handover(of="U0ANA", to="U0OMAR")
    assert handover("--from <@U0ANA|ana> to <@U0OMAR|omar>") == given
    assert handover("—from <@U0ANA> TO <@U0OMAR>") == handover("from U0ANA to U0OMAR") == given
    assert handover("--from <@U0ANA> to nobody") == Handover(of="U0ANA", to=None)
    assert handover("--from me to <@U0OMAR>") == Handover(of="me", to="U0OMAR")
    for unclear in ("--from <@U0ANA>", "--from nobody to <@U0ANA>", "--from @ana to @omar", "--from <@U0ANA> to"):
        assert handover(unclear) is None
        assert hands_over(unclear)
    assert not hands_over("12 <@U0ANA>")


def test_an_update_may_say_how_often_the_customer_hears_from_now_on() -> None:
    assert said("update", "Every 2 hours: We found it.") == Handle(
        verb=Verb.UPDATE, ticket=12, cadence="2 hours", text="We found it."
    )
    assert said("update", "every 4 business hours, We found it.").cadence == "4 business hours"
    assert said("update", "every 2 hours") == Handle(verb=Verb.UPDATE, ticket=12, cadence="2 hours")
    assert said("update", "Every customer: is affected.").text == "Every customer: is affected."


@pytest.mark.parametrize(
    ("rest", "reason", "text"),
    [
        ("customer waiting for logs", "waiting on customer", "waiting for logs"),
        ("waiting on customer: the logs", "waiting on customer", "the logs"),
        ("for the customer the logs", "waiting on customer", "the logs"),
        ("third party their DNS provider", "waiting on third party", "their DNS provider"),
        ("third_party DNS", "waiting on third party", "DNS"),
        ("agreed until Monday", "agreed", "until Monday"),
        ("customers are asleep", "", "customers are asleep"),
        ("the logs", "", "the logs"),
    ],
)
def test_a_pause_says_for_whom_in_its_first_words(rest: str, reason: str, text: str) -> None:
    assert said("pause", rest) == Handle(verb=Verb.PAUSE, ticket=12, word=reason, text=text)


def test_a_workaround_is_named_and_otherwise_it_is_resolved() -> None:
    assert said("resolve", "workaround: use the other page") == Handle(
        verb=Verb.RESOLVE, ticket=12, word="workaround", text="use the other page"
    )
    assert said("resolve", "The certificate is renewed.") == Handle(
        verb=Verb.RESOLVE, ticket=12, text="The certificate is renewed."
    )


def test_a_closing_names_its_reason_and_the_line_of_the_scope_it_rests_on() -> None:
    assert said("close", "out_of_scope B10: a new feature") == Handle(
        verb=Verb.CLOSE, ticket=12, word="out_of_scope", line="B10", text="a new feature"
    )
    assert said("close", "resolved P1 was too high") == Handle(
        verb=Verb.CLOSE, ticket=12, word="resolved", text="P1 was too high"
    )


def test_an_attempt_may_end_with_where_it_can_be_seen() -> None:
    assert said("tried", "Wrote to them <https://mail.example/7>") == Handle(
        verb=Verb.ATTEMPT, ticket=12, text="Wrote to them", link="https://mail.example/7"
    )
    assert said("tried", "voicemail") == Handle(verb=Verb.ATTEMPT, ticket=12, text="voicemail")


def test_a_regrade_understands_the_beginning_of_a_severity_and_keeps_what_is_none() -> None:
    assert said("regrade", "crit: all is down").word == "critical"
    assert said("regrade", "awful all is down").word == "awful"


def test_a_ticket_is_taken_over_only_in_so_many_words() -> None:
    assert said("take", "Over").word == "over"
    assert said("take", "over lunch").word == ""
