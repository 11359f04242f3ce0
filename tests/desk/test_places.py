"""A place is a channel or a person in Slack, or a way outside it by its name."""

import pytest

from bot.desk.places import outside, way_of


@pytest.mark.parametrize("way", ["OLLY_PHONE", "VIA", "via:", ""])
def test_a_way_is_found_again_in_its_place(way: str) -> None:
    assert way_of(outside(way)) == way


@pytest.mark.parametrize("place", ["C0TRIAGE", "U0OLLY", "W0OLLY", "G0TRIAGE"])
def test_a_place_in_slack_is_no_way(place: str) -> None:
    assert way_of(place) is None
