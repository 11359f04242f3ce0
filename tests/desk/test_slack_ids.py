import pytest

from bot.desk.slack_ids import is_channel, is_person


@pytest.mark.parametrize("text", ["C0ACME", "G0ACME"])
def test_the_id_of_a_channel_is_known_public_or_private(text: str) -> None:
    assert is_channel(text)
    assert not is_person(text)


@pytest.mark.parametrize("text", ["U0CARL", "W0CARL"])
def test_the_id_of_a_person_is_known(text: str) -> None:
    assert is_person(text)
    assert not is_channel(text)


@pytest.mark.parametrize("text", ["", "C", "#acme", "@carl", "c0acme", "C0ACME ", "<@U0CARL>", "U0" + "A" * 30])
def test_what_is_no_id_is_neither(text: str) -> None:
    assert not is_channel(text)
    assert not is_person(text)
