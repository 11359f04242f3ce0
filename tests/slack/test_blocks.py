from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.actions import Action
from bot.slack.blocks import (
    Message,
    actions,
    button,
    context,
    fields,
    fitting,
    header,
    marked,
    paragraphs,
    plain,
    section,
    spoken,
)
from tests.slack.nasty import TEXTS, checked_message


def test_a_message_with_more_blocks_than_slack_takes_is_refused() -> None:
    Message(text="fits", blocks=[section("one")] * 50)
    with pytest.raises(ValueError, match="got 51 and"):
        Message(text="too many", blocks=[section("one")] * 51)


def test_a_message_with_more_text_than_slack_takes_is_refused() -> None:
    Message(text="fits", blocks=[section("x" * 2_640)] * 5)
    with pytest.raises(ValueError, match="got 5 and 13205"):
        Message(text="too long", blocks=[section("x" * 2_641)] * 5)


@given(TEXTS)
def test_a_title_of_any_length_fits_a_header(text: str) -> None:
    checked_message(Message(text="title", blocks=[header(f"T-12 {text}")]))


def test_every_piece_is_one_that_slack_takes() -> None:
    blocks = [
        section("*bold*"),
        spoken("as <typed>"),
        fields([("Owner", "Ana Agent")]),
        context(plain("<small>"), marked("_too_")),
        actions(button(Action.TAKE, "Take it", "12", primary=True), button(Action.WHY, "Why", "12")),
    ]
    checked_message(Message(text="pieces", blocks=blocks))
    assert blocks[-1]["elements"][0]["style"] == "primary"
    assert "style" not in blocks[-1]["elements"][1]


@given(st.lists(st.text(alphabet="abc ", min_size=1, max_size=30), max_size=20), st.integers(30, 100))
def test_lines_are_joined_into_as_few_paragraphs_as_fit(lines: list[str], limit: int) -> None:
    made = list(paragraphs(lines, limit))
    assert "\n".join(made) == "\n".join(lines)
    assert all(len(text) <= limit for text in made)
    assert all(len(one) + 1 + len(two.split("\n")[0]) > limit for one, two in pairwise(made))


def test_lines_that_do_not_fit_are_counted() -> None:
    assert fitting(["one", "two"], 8) == ["one", "two"]
    assert fitting(["one", "two", "three"], 8) == ["one", "two", "… and 1 more line"]
    assert fitting(["one", "two", "three"], 4) == ["one", "… and 2 more lines"]
