"""An address outside Slack is understood or not, and no part of one is written anywhere."""

import pytest

from bot.apprise_url import understood
from tests.written import written


@pytest.mark.parametrize(
    "url",
    [
        "json://127.0.0.1:9/pages",
        "mailto://olly:hush@mail.example",
        "pagerduty://0123456789abcdef0123456789abcdef@0123456789abcdef0123456789abcdef",
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
    ],
)
def test_the_address_of_a_target_is_understood(url: str) -> None:
    assert understood(url)


@pytest.mark.parametrize(
    "url", ["", "olly", "nowhere://hush", "twilio://hush", "pagerduty://hush", "https://pages.example/hush"]
)
def test_anything_else_is_not_and_nothing_of_it_is_logged(url: str) -> None:
    with written() as lines:
        assert not understood(url)

    assert "hush" not in "".join(lines)
