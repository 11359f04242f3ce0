import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.reading import MalformedPayloadError, asker, mapping, text, text_or_none, tidy


@pytest.mark.parametrize("payload", [{}, {"user": None}, {"user": "U1"}, {"user": {"id": ""}}, {"user": {"id": 7}}])
def test_what_is_not_there_is_refused_by_its_path(payload: dict[str, object]) -> None:
    with pytest.raises(MalformedPayloadError, match=r"no usable user\.id"):
        text(payload, "user", "id")


def test_an_object_that_is_none_is_refused_and_an_absent_text_may_be_none() -> None:
    with pytest.raises(MalformedPayloadError) as refused:
        mapping({"view": []}, "view")
    assert refused.value.missing == "view"
    assert text_or_none({"team": None}, "team", "id") is None


def test_whoever_asks_is_known_with_the_channel_they_asked_in() -> None:
    payload = {"user": {"id": "U1", "team_id": "T-theirs"}, "team": {"id": "T-ours"}, "channel": {"id": "C1"}}
    found = asker(payload)
    assert (found.person, found.channel) == ("U1", "C1")


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=200))
def test_whatever_is_typed_can_be_stored_and_sent(typed: str) -> None:
    kept = tidy(typed)
    assert "\x00" not in kept
    assert kept.encode("utf-8").decode("utf-8") == kept


def test_ordinary_text_is_kept_as_it_is() -> None:
    assert tidy("Zoë 😀\n<!channel>") == "Zoë 😀\n<!channel>"
