import pytest
from hypothesis import given

from bot.slack.on_call_words import (
    OnCallWords,
    StandInOff,
    StandInWords,
    SwapWords,
    WeekOf,
    WhoIsOnCall,
    read_on_call,
    week_words,
)
from bot.slack.slips import Slip
from tests.slack.nasty import TEXTS

OLLY = "<@U0OLLY|olly>"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", WhoIsOnCall()),
        ("primary", WhoIsOnCall(schedule="primary")),
        ("second line", WhoIsOnCall(schedule="second line")),
        ("schedule", WeekOf()),
        ("week primary", WeekOf(schedule="primary")),
        ("schedule next week", WeekOf(day="next")),
        ("next week", WeekOf(day="next")),
        ("schedule second line week of Friday", WeekOf(schedule="second line", day="friday")),
        ("schedule  second   line  week  of  Friday ", WeekOf(schedule="second line", day="friday")),
        ("override", StandInWords()),
        ("cover me until 18:00", StandInWords(person="me", ends="18:00")),
        ("override off", StandInOff()),
        ("override off primary", StandInOff(schedule="primary")),
        ("override @U0OLLY until 18:00", StandInWords(person="U0OLLY", ends="18:00")),
        (f"override off {OLLY} on second line", StandInOff(person="U0OLLY", schedule="second line")),
        ("override off me", StandInOff(person="me")),
        (f"swap {OLLY}", SwapWords(person="U0OLLY")),
        (f"swap with {OLLY} on second line", SwapWords(person="U0OLLY", schedule="second line")),
    ],
)
def test_being_on_call_is_spoken_of_in_few_words(typed: str, meant: OnCallWords) -> None:
    assert read_on_call(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        f"override {OLLY} from friday 09:00 until 2026-12-24 18:00 primary",
        f"override primary {OLLY} from friday 09:00 until 2026-12-24 18:00",
        f"override until 2026-12-24 18:00 from friday 09:00 {OLLY} primary",
        f"Override  {OLLY} starting Friday\u00a009:00 till 2026-12-24 18:00 on primary",
    ],
)
def test_the_parts_of_an_override_come_in_any_order(typed: str) -> None:
    said = read_on_call(typed)
    assert isinstance(said, StandInWords)
    assert (said.schedule, said.person) == ("primary", "U0OLLY")
    assert (said.starts.casefold(), said.ends) == ("friday 09:00", "2026-12-24 18:00")


def test_a_length_takes_the_place_of_an_end() -> None:
    said = StandInWords(schedule="primary", person="U0OLLY", lasts="4 hours")
    assert read_on_call(f"override {OLLY} for 4 hours primary") == said


@pytest.mark.parametrize(
    ("typed", "got", "instead"),
    [
        (f"override {OLLY} until", "until", "until friday 09:00"),
        (f"override {OLLY} until friday primary", "friday", "friday 09:00"),
        (f"override {OLLY} till fryday 09:00", "fryday 09:00", "friday 09:00"),
        (f"override {OLLY} from soon until 18:00", "soon", "friday 09:00"),
        (f"override {OLLY} for ever", "ever", "4 hours"),
        (f"override {OLLY} for primary until 18:00", "for", ""),
        (f"override {OLLY} until 18:00 for 4", "for 4", ""),
        (f"override {OLLY} until for 4 hours", "until", ""),
        (f"override {OLLY} until 18:00 for 4 hours", "for 4 hours", ""),
        ("override nobody until 18:00", "nobody", "@olly"),
        ("override @olly until 18:00", "@olly", "@olly"),
        ("override <!subteam^S0AGENTS|@agents> until 18:00", "@agents", "@olly"),
        (f"override {OLLY} <@U0PIET|piet> until 18:00", "@piet", ""),
        ("swap", "swap", "swap @olly"),
        ("exchange primary", "exchange", "exchange @olly"),
        ("swap @piet", "@piet", "@olly"),
        ("swap nobody", "nobody", "@olly"),
        (f"swap {OLLY} <@U0PIET|piet>", "@piet", ""),
    ],
)
def test_what_was_not_understood_is_named_with_what_could_stand_there(typed: str, got: str, instead: str) -> None:
    slip = read_on_call(typed)
    assert isinstance(slip, Slip)
    assert (slip.got, slip.instead) == (got, instead)


def test_a_person_alone_makes_no_sense() -> None:
    assert read_on_call(OLLY) is None


def test_the_words_of_a_button_are_read_into_its_week() -> None:
    words = week_words("primary", "2026-06-08")
    assert read_on_call(words.removeprefix("oncall ")) == WeekOf(schedule="primary", day="2026-06-08")


@given(text=TEXTS)
def test_whatever_is_typed_is_read_without_a_fault(text: str) -> None:
    for verb in ("", "override ", "swap ", "schedule "):
        said = read_on_call(verb + text)
        assert said is None or isinstance(said, OnCallWords)
