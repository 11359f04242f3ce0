"""Passes: whom they name, how long they hold, and that nobody can make one."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.wall.sign_in import COOKIE_LASTS, LINK_LASTS, Passes, Use

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
PASSES = Passes("xoxb-northbell")


@pytest.mark.parametrize(("use", "lasts"), [(Use.LINK, timedelta(minutes=10)), (Use.COOKIE, timedelta(days=30))])
def test_a_pass_names_its_holder_until_it_ends(use: Use, lasts: timedelta) -> None:
    given = PASSES.give(use, "U0LENA", NOON)
    assert PASSES.holder(use, given, NOON) == "U0LENA"
    assert PASSES.holder(use, given, NOON + lasts - SECOND) == "U0LENA"
    assert PASSES.holder(use, given, NOON + lasts) is None


def test_a_link_is_no_cookie_and_a_cookie_no_link() -> None:
    assert PASSES.holder(Use.COOKIE, PASSES.give(Use.LINK, "U0LENA", NOON), NOON) is None
    assert PASSES.holder(Use.LINK, PASSES.give(Use.COOKIE, "U0LENA", NOON), NOON) is None


def test_another_installations_pass_is_none_of_ours() -> None:
    assert PASSES.holder(Use.LINK, Passes("xoxb-elsewhere").give(Use.LINK, "U0LENA", NOON), NOON) is None


def test_a_pass_that_was_changed_anywhere_is_none() -> None:
    given = PASSES.give(Use.LINK, "U0LENA", NOON)
    for place, letter in enumerate(given):
        changed = given[:place] + ("B" if letter == "A" else "A") + given[place + 1 :]
        assert PASSES.holder(Use.LINK, changed, NOON) is None, changed


def test_a_pass_cannot_be_made_out_to_somebody_else_or_for_longer() -> None:
    person, end, seal = PASSES.give(Use.LINK, "U0LENA", NOON).split(".")
    assert PASSES.holder(Use.LINK, f"U0OTTO.{end}.{seal}", NOON) is None
    assert PASSES.holder(Use.LINK, f"{person}.{int(end) + 600}.{seal}", NOON) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "..",
        "U0LENA",
        "U0LENA.1.",
        f"U0LENA.999999999999.{'0' * 64}",
        f"U0LENA.٣.{'0' * 64}",
        "x" * 100_000,
        "\x00",
        "é",
    ],
)
def test_nonsense_is_no_pass(text: str) -> None:
    assert PASSES.holder(Use.LINK, text, NOON) is None


def test_the_token_is_in_no_pass_and_in_nothing_printed() -> None:
    assert "northbell" not in repr(PASSES)
    assert "northbell" not in PASSES.give(Use.COOKIE, "U0LENA", NOON)


def test_a_link_ends_long_before_a_cookie() -> None:
    assert LINK_LASTS < timedelta(hours=1) < COOKIE_LASTS
