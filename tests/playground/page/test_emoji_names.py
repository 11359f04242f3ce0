"""Emoji by the names that Slack has for them."""

import pytest

from bot.playground.page.emoji_names import picture, pictures


@pytest.mark.parametrize(
    ("name", "emoji"),
    [
        ("tada", "🎉"),
        ("+1", "👍"),
        ("warning", "⚠️"),
        ("white_check_mark", "✅"),
        ("large_green_circle", "🟢"),
        ("simple_smile", "🙂"),
        ("male-technologist", "👨‍💻"),
        ("woman-shrugging", "🤷‍♀️"),
        ("flag-nl", "🇳🇱"),
        ("wave::skin-tone-2", "👋🏻"),
        ("+1::skin-tone-6", "👍🏿"),
        ("v::skin-tone-4", "✌🏽"),
        ("tada::skin-tone-3", "🎉"),
        ("wave::skin-tone-9", "👋"),
    ],
)
def test_a_name_of_slacks_has_its_picture(name: str, emoji: str) -> None:
    assert picture(name) == emoji


@pytest.mark.parametrize("name", ["", "30", "nope", "flag-xx", "flag-n1", "flag-", "woman-nope", "::skin-tone-2"])
def test_an_unknown_name_has_none(name: str) -> None:
    assert picture(name) is None


def test_every_name_that_is_offered_has_its_picture() -> None:
    assert len(pictures()) > 3_000
    assert {name for name in pictures() if picture(name) != pictures()[name]} == set()
