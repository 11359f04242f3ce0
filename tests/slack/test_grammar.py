import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.contract import ClockKind
from bot.desk.access import Verb
from bot.desk.lists import Wanted, Which
from bot.slack.customer_words import CustomerAct, Customers
from bot.slack.grammar import VERBS, Command, Help, Incomplete, New, Show, Unknown, Why, may_name_somebody
from bot.slack.grammar import read as read_with
from bot.slack.handling_words import Handle, Handover
from bot.slack.list_words import List, Search, UnknownFilter
from bot.slack.manual import EXAMPLES
from bot.slack.mrkdwn import as_read
from bot.slack.on_call_words import SwapWords, WhoIsOnCall
from bot.slack.slips import Slip
from tests.slack.nasty import TEXTS

SEVERITIES = (
    *("urgent", "Urgent", "high", "High", "medium", "Medium", "low", "Low"),
    *("critical", "Critical", "non_critical", "Non-critical", "P1", "P2", "P3"),
)
ACME = New(severity="urgent", customer="Acme", title="SSO login fails for everyone")


def read(text: str) -> Command:
    return read_with(text, SEVERITIES)


@pytest.mark.parametrize(
    "text",
    [
        "new urgent Acme: SSO login fails for everyone",
        "  NEW   Urgent   Acme :  SSO login fails for everyone  ",
        "new urg Acme: SSO login fails for everyone",
        "new urgent, Acme: SSO login fails for everyone",
        "new\u00a0urgent\u00a0Acme:\u00a0SSO login fails for everyone",
        'new urgent "Acme": SSO login fails for everyone',
        "new urgent “Acme”: SSO login fails for everyone",
        "open urgent “Acme” SSO login fails for everyone",
        "new urgent Acme：SSO login fails for everyone",
    ],
)
def test_a_ticket_is_opened_in_one_line_however_it_is_typed(text: str) -> None:
    said = read(text)
    assert isinstance(said, New)
    assert said.complete
    assert (said.severity or "").casefold() == "urgent"
    assert (said.customer, said.title) == (ACME.customer, ACME.title)


def test_a_customers_name_may_have_spaces_and_in_quotes_a_colon() -> None:
    assert read("new P1 Acme Europe: It is down") == New(severity="P1", customer="Acme Europe", title="It is down")
    assert read('new P1 "Acme: Europe": It is down') == New(severity="P1", customer="Acme: Europe", title="It is down")
    assert read('new "Low Tide": It is down') == New(customer="Low Tide", title="It is down")


def test_a_colon_in_an_address_or_a_time_does_not_end_the_customers_name() -> None:
    assert read("new high https://acme.example is down") == New(severity="high", title="https://acme.example is down")
    assert read("new high since 10:30 nothing works") == New(severity="high", title="since 10:30 nothing works")


def test_what_was_not_said_is_left_to_the_form() -> None:
    assert read("") == read("   ") == read("new") == New()
    assert read("new urgent") == New(severity="urgent")
    assert read("new urgent: It is down") == New(severity="urgent", title="It is down")
    assert read("new Acme: It is down") == New(customer="Acme", title="It is down")
    assert read("new urgent Acme SSO fails") == New(severity="urgent", title="Acme SSO fails")
    assert not New(severity="urgent", customer="Acme").complete


def test_the_lines_after_the_first_are_the_description() -> None:
    said = read("new urgent Acme: It is down\nSince ten.\n\nFor everyone.")
    assert isinstance(said, New)
    assert (said.title, said.description) == ("It is down", "Since ten.\n\nFor everyone.")


def test_a_beginning_that_fits_two_severities_or_is_too_short_is_a_customers_name() -> None:
    assert read_with("new med Acme: x", ("medium", "medical")) == New(customer="med Acme", title="x")
    assert read("new hi Acme: x") == New(customer="hi Acme", title="x")
    assert read("new non-crit Acme: x") == New(severity="non_critical", customer="Acme", title="x")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("customer", Customers()),
        ("customers list acm page 2", Customers(text="acm", page=2)),
        ("client show Acme &amp; Sons", Customers(act=CustomerAct.SHOW, text="Acme & Sons")),
        ("customer add Hooli", Customers(act=CustomerAct.ADD, text="Hooli")),
        ("customer show", Incomplete(text="customer show", verb="customer")),
    ],
)
def test_customers_have_words_of_their_own(typed: str, said: object) -> None:
    assert read(typed) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("oncall", WhoIsOnCall()),
        ("on-call primary", WhoIsOnCall(schedule="primary")),
        ("duty swap <@U0PIET|piet>", SwapWords(person="U0PIET")),
        ("oncall <@U0OLLY|olly>", Incomplete(text="oncall @olly", verb="oncall")),
    ],
)
def test_being_on_call_has_words_of_its_own(typed: str, said: object) -> None:
    assert read(typed) == said


@pytest.mark.parametrize("number", ["12", "T-12", "t-12", "#12", "t12"])
def test_a_ticket_is_named_as_people_name_it(number: str) -> None:
    assert read(f"show {number}") == Show(ticket=12)


def test_a_list_is_narrowed_and_tickets_are_searched_for() -> None:
    assert read("list") == List()
    assert read("ls mine page 2") == List(wanted=Wanted(which=frozenset({Which.MINE})), page=2)
    assert isinstance(read("list everything"), UnknownFilter)
    assert read("search sso login") == Search(words="sso login")
    assert read("search") == Incomplete(text="search", verb="search")


def test_a_proof_may_be_asked_of_one_clock() -> None:
    assert read("why 12") == Why(ticket=12)
    assert read("why 12 next update") == read("explain #12 update") == Why(ticket=12, clock=ClockKind.NEXT_UPDATE)
    assert read("why 12 call-back") == Why(ticket=12, clock=ClockKind.CALL_BACK)
    assert read("why 12 next update 3") == Why(ticket=12, clock=ClockKind.NEXT_UPDATE, cycle=3)


def test_a_ticket_is_handled_with_words_in_their_order() -> None:
    assert read("take 12") == Handle(verb=Verb.TAKE, ticket=12)
    assert read("ack #12") == Handle(verb=Verb.ACKNOWLEDGE, ticket=12)
    assert read("reply 12 We are on it.\nSoon more.") == Handle(
        verb=Verb.REPLY, ticket=12, text="We are on it.\nSoon more."
    )
    assert read("called 12 They can send") == Handle(verb=Verb.CALL_BACK, ticket=12, text="They can send")
    assert read("regrade 12 crit: All is down") == Handle(
        verb=Verb.REGRADE, ticket=12, word="critical", text="All is down"
    )
    assert read("regrade 12 awful All is down") == Handle(
        verb=Verb.REGRADE, ticket=12, word="awful", text="All is down"
    )
    assert read("close 12 resolved They confirmed") == Handle(
        verb=Verb.CLOSE, ticket=12, word="resolved", text="They confirmed"
    )
    assert read("assign 12 <@U0OMAR|omar>") == Handle(verb=Verb.ASSIGN, ticket=12, word="U0OMAR")
    assert read("close <#C0TWELVE|12> resolved") == Handle(verb=Verb.CLOSE, ticket=12, word="resolved")
    assert read("resolve 12 It is over") == read("done 12 It is over")
    assert read("reopen 12 Again") == Handle(verb=Verb.REOPEN, ticket=12, text="Again")


def test_a_mere_name_means_whoever_is_known_by_it_and_only_as_a_whole() -> None:
    names = {"omar": "U0OMAR", "omar agent": "U0OMAR", "ana": "U0ANA"}

    assert read_with("assign 12 Omar", SEVERITIES, names) == Handle(verb=Verb.ASSIGN, ticket=12, word="U0OMAR")
    assert read_with("assign 12 omar agent", SEVERITIES, names) == Handle(verb=Verb.ASSIGN, ticket=12, word="U0OMAR")
    assert read_with("assign 12 omar another", SEVERITIES, names) == Handle(
        verb=Verb.ASSIGN, ticket=12, text="omar another"
    )
    assert read_with("assign --from omar to ana", SEVERITIES, names) == Handover(of="U0OMAR", to="U0ANA")


@pytest.mark.parametrize("text", ["assign 12 omar", "list omar", "list of:omar", "assign --from omar to ana"])
def test_names_are_worth_asking_for_where_one_may_be_meant(text: str) -> None:
    assert may_name_somebody(read(text))


@pytest.mark.parametrize(
    "text", ["assign 12", "assign 12 me", "list mine", "oncall", "reply 12 omar", "show", "new omar"]
)
def test_names_are_not_asked_for_where_none_is_meant(text: str) -> None:
    assert not may_name_somebody(read(text))


def test_all_that_somebody_has_is_handed_over() -> None:
    assert read("assign --from <@U0ANA|ana> to nobody") == Handover(of="U0ANA", to=None)
    assert read("assign --from <@U0ANA|ana>") == Incomplete(text="assign --from @ana", verb="assign")


def test_the_hotline_opens_a_ticket_of_the_highest_priority() -> None:
    assert read("hotline Birdsong: All API calls fail") == New(
        severity="P1", customer="Birdsong", title="All API calls fail"
    )
    assert read("hotline") == New(severity="P1")


def test_what_slack_made_of_the_words_reads_as_it_was_typed() -> None:
    assert read("new urgent Acme: <https://acme.example> &amp; all else is down, says <@U0OMAR|omar>") == New(
        severity="urgent", customer="Acme", title="https://acme.example & all else is down, says @omar"
    )
    assert read("regarde 12 &lt;high&gt;").text == "regarde 12 <high>"  # type: ignore[union-attr]


def test_help_is_general_or_of_one_verb() -> None:
    assert read("help") == read("?") == read("help nonsense") == Help()
    assert read("help regrade") == read("help upgrade") == Help(verb="regrade")


def test_an_unknown_word_gets_the_nearest_verb_and_keeps_what_was_typed() -> None:
    assert read("regarde 12 high") == Unknown(text="regarde 12 high", word="regarde", nearest="regrade")
    assert read("xyzzy") == Unknown(text="xyzzy", word="xyzzy", nearest=None)


@pytest.mark.parametrize("text", ["show", "show me", "why T-", "take 12345678901", "reply hello 12", "assign @omar 12"])
def test_a_verb_without_what_must_follow_keeps_what_was_typed(text: str) -> None:
    assert read(text) == Incomplete(text=text, verb=text.split(maxsplit=1)[0])


def test_every_verb_has_examples_that_are_understood() -> None:
    assert set(EXAMPLES) == set(VERBS)
    for verb, examples in EXAMPLES.items():
        for example, _ in examples:
            # Slack puts the id of a person in the place of their name.
            said = read(re.sub(r"@(\w+)", lambda name: f"<@U0{name[1].upper()}|{name[1]}>", example))
            assert not isinstance(said, Unknown | UnknownFilter | Incomplete | Slip), example
            assert example.split()[0] == verb


@given(st.one_of(TEXTS, st.builds("{} {}".format, st.sampled_from(VERBS), TEXTS)))
def test_whatever_is_typed_is_read(text: str) -> None:
    said = read(text)
    if isinstance(said, Unknown | Incomplete):
        assert said.text == as_read(text)


@pytest.mark.parametrize("text", ["a" * 40_000, "new " + "a " * 20_000, "new a" + " " * 40_000 + "b", 'new "' * 8_000])
def test_a_very_long_text_is_read_too(text: str) -> None:
    assert isinstance(read(text), New | Unknown)
