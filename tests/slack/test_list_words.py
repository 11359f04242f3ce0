"""The words after `list` and `search`: in any order, and written again so that they read the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.lists import Wanted, Which
from bot.slack.list_words import (
    List,
    Search,
    UnknownFilter,
    list_words,
    page_meant,
    read_list,
    read_search,
    search_words,
)
from tests.slack.nasty import TEXTS

SEVERITIES = ("urgent", "high", "low", "non_critical", "Urgent", "Non-critical", "P1", "P2", "P3")


NAMES = {"omar": "U0OMAR", "omar agent": "U0OMAR", "mine": "U0MINE"}


def read(rest: str) -> List | UnknownFilter:
    return read_list(rest, f"list {rest}", SEVERITIES, NAMES)


def wanted(*which: Which, page: int = 1, **what: object) -> List:
    return List(wanted=Wanted(which=frozenset(which), **what), page=page)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", wanted()),
        ("mine", wanted(Which.MINE)),
        ("MINE open Breaching", wanted(Which.MINE, Which.OPEN, Which.BREACHING)),
        ("page 2 unassigned", wanted(Which.UNASSIGNED, page=2)),
        ("unassigned 2", wanted(Which.UNASSIGNED, page=2)),
        ("waiting p 3", wanted(Which.WAITING, page=3)),
        ("page 0", wanted()),
        ("p1 mine", wanted(Which.MINE, priority=1)),
        ("P3", wanted(priority=3)),
        ("urgent", wanted(severity="urgent")),
        ("non-critical", wanted(severity="non_critical")),
        ("customer:acme", wanted(customer="acme")),
        ('customer:"Acme Europe" p1', wanted(customer="Acme Europe", priority=1)),
        ("customer:“Acme Europe”", wanted(customer="Acme Europe")),
        ("Customer:Tom&amp;Co", wanted(customer="Tom&Co")),
        ("of:<@U0OMAR|omar>", wanted(owner="U0OMAR")),
        ("<@U0OMAR>", wanted(owner="U0OMAR")),
        ("Omar p1", wanted(priority=1, owner="U0OMAR")),
        ("@omar", wanted(owner="U0OMAR")),
        ("of:omar", wanted(owner="U0OMAR")),
        ("“Omar Agent”", wanted(owner="U0OMAR")),
        ('of:"Omar Agent"', wanted(owner="U0OMAR")),
        ("of:me", wanted(Which.MINE)),
        ("of:nobody", wanted(Which.UNASSIGNED)),
        ("overdue, closed", wanted(Which.BREACHING, Which.CLOSED)),
    ],
)
def test_words_combine_in_any_order(typed: str, expected: List) -> None:
    assert read(typed) == expected


@pytest.mark.parametrize(
    ("typed", "word", "nearest"),
    [
        ("mien", "mien", "mine"),
        ("mine breeching", "breeching", "breaching"),
        ("everything", "everything", None),
        ("@zoe", "@zoe", None),
        ("customer:", "customer:", "customer:"),
        ("page", "page", "page"),
        ("page two", "page", "page"),
    ],
)
def test_an_unknown_word_gets_the_nearest_and_keeps_what_was_typed(typed: str, word: str, nearest: str | None) -> None:
    assert read(typed) == UnknownFilter(text=f"list {typed}", word=word, nearest=nearest)


WANTED = st.builds(
    Wanted,
    which=st.frozensets(st.sampled_from(Which)),
    priority=st.none() | st.integers(1, 9),
    severity=st.none() | st.sampled_from(SEVERITIES[:4]),
    customer=st.none() | st.sampled_from(["acme", "Acme Europe", "Tom & Jerry", "Müller"]),
    owner=st.none() | st.sampled_from(["U0OMAR", "W0ANA1"]),
)


@given(WANTED, st.integers(1, 99_999))
def test_the_words_of_a_button_read_into_the_list_they_were_made_of(asked: Wanted, page: int) -> None:
    assert read(list_words(asked, page)) == List(wanted=asked, page=page)


def test_a_search_is_its_words_and_at_the_end_the_page() -> None:
    assert read_search("sso  login") == Search(words="sso login")
    assert read_search("sso page 2") == Search(words="sso", page=2)
    assert read_search("page 2") == Search(words="page 2"), "without a word there is nothing to find a page of"
    assert read_search("landing page broken") == Search(words="landing page broken")
    assert read_search("   ") is None


@given(st.sampled_from(["sso", "sso login", "T-12", "page 2"]), st.integers(1, 99_999))
def test_the_words_of_a_searchs_button_read_into_the_same(words: str, page: int) -> None:
    assert read_search(search_words(words, page)) == Search(words=words, page=page)


def test_a_page_alone_is_understood() -> None:
    assert (page_meant("page 3"), page_meant("Page 0"), page_meant("3"), page_meant("")) == (3, 1, None, None)


@given(TEXTS)
def test_whatever_is_typed_is_read(text: str) -> None:
    found = read(text)
    if isinstance(found, UnknownFilter):
        assert found.text == f"list {text}"
