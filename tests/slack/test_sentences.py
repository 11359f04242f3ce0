"""A sentence of the desk's names people without calling them, and shows times by each reader's clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import marks
from bot.slack.mrkdwn import printed, when
from bot.slack.sentences import sentence
from tests.slack.nasty import TEXTS
from tests.slack.tickets import FRIDAY, OLLY, names

TOLD = f"The page for {marks.place(OLLY)} of {marks.instant(FRIDAY)} waits for {marks.place('C0ACME')}: <!here>"


def test_people_are_named_channels_linked_and_times_are_the_readers() -> None:
    said = f"The page for Olly Oncall of {when(FRIDAY)} waits for <#C0ACME>: &lt;!here&gt;"
    assert sentence(TOLD, names, 300) == said


def test_where_no_entities_are_shown_times_are_printed() -> None:
    assert f"of {printed(FRIDAY)} waits" in sentence(TOLD, names, 300, printed)


@pytest.mark.parametrize("limit", range(1, len(TOLD) + 60))
def test_it_is_cut_before_an_entity_and_never_within_one(limit: int) -> None:
    said = sentence(TOLD, names, limit)
    assert len(said) <= limit
    assert said.count("<") == said.count(">")
    assert said.endswith("…") or said == sentence(TOLD, names, 1_000)


@given(text=TEXTS, limit=st.integers(1, 400))
def test_whatever_it_says_is_inert_and_short(text: str, limit: int) -> None:
    said = sentence(text, lambda person: text, limit)
    assert len(said) <= limit
    assert "<" not in said
    assert "\n" not in said
