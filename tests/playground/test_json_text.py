"""JSON from outside: what is no JSON, or cannot be written again, is refused with what is wrong."""

import pytest

from bot.playground.json_text import read, read_object
from bot.playground.refusals import Refusal

NO_JSON = ["", "{", "no json", b"\xff", "[" * 100_000, '{"a": NaN}', '{"a": 1e400}', '{"a": "\\ud83d"}']


@pytest.mark.parametrize("text", NO_JSON)
def test_what_is_no_json_or_cannot_be_written_again_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(text)
    with pytest.raises(Refusal) as refused:
        read_object(text)
    assert (refused.value.details, refused.value.status) == (("[ERROR] this is no JSON",), 400)


@pytest.mark.parametrize("text", ["[1]", "3", "null", '"x"', "true"])
def test_what_is_no_object_is_refused_where_one_is_wanted(text: str) -> None:
    read(text)
    with pytest.raises(Refusal) as refused:
        read_object(text)
    assert (refused.value.details, refused.value.status) == (("[ERROR] this is no JSON object",), 400)


def test_an_object_is_what_it_says() -> None:
    assert read_object(b'{"text": "\xf0\x9f\x94\x94"}') == {"text": "🔔"}
