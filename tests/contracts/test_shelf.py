from datetime import UTC, datetime, timedelta

import pytest

from bot.contracts.reader import digest, read
from bot.contracts.shelf import Shelf
from tests.contracts.sample import SAMPLE, changed

MIDNIGHT = datetime(2026, 6, 30, 22, tzinfo=UTC)
"""When the first of July begins in Amsterdam, where the sample's people are."""
SECOND = timedelta(seconds=1)
LATER = changed(('version: "1", effective: 2026-01-01', 'version: "2", effective: 2026-07-01'))
EDITED = changed(("P2: 4 business hours", "P2: 3 business hours"))


def shelf(*texts: str) -> Shelf:
    return Shelf(read(text, "acme.yaml") for text in texts)


def test_the_latest_version_that_has_begun_is_in_force() -> None:
    both = shelf(LATER, SAMPLE)

    assert both.in_force("acme", MIDNIGHT - SECOND).version == "1"
    assert both.in_force("acme", MIDNIGHT).version == "2"
    assert both.ids == ("acme",)


def test_every_version_is_listed_from_the_first_to_the_latest() -> None:
    assert [contract.version for contract in shelf(LATER, SAMPLE).contracts] == ["1", "2"]


def test_a_contract_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(KeyError, match="no contract “acne”, expected “acme”; did you mean “acme”"):
        shelf(SAMPLE).in_force("acne", datetime(2026, 6, 1, tzinfo=UTC))


def test_a_day_before_the_first_version_has_no_contract() -> None:
    with pytest.raises(KeyError, match="in force from 2026-01-01 on, not yet on 2025-12-31"):
        shelf(SAMPLE).in_force("acme", datetime(2025, 12, 31, tzinfo=UTC))


def test_a_version_is_found_by_its_digest_with_its_text() -> None:
    both = shelf(SAMPLE, LATER)

    assert both.by_digest(digest(LATER)).version == "2"
    assert both.text(digest(SAMPLE)) == SAMPLE
    with pytest.raises(KeyError, match="no contract with the digest"):
        both.by_digest("0000")


def test_editing_a_file_leaves_the_terms_of_a_running_ticket_as_they_were() -> None:
    after_the_edit = shelf(EDITED)

    recalled = after_the_edit.recall(digest(SAMPLE), SAMPLE)

    assert str(recalled.plans["gold"].promises["P2"][0].target) == "4 business hours"
    assert after_the_edit.by_digest(digest(SAMPLE)) is recalled
    in_force = after_the_edit.in_force("acme", datetime(2026, 6, 1, tzinfo=UTC))
    assert str(in_force.plans["gold"].promises["P2"][0].target) == "3 business hours"


def test_what_is_on_the_shelf_is_not_read_again() -> None:
    whole = shelf(SAMPLE)

    assert whole.recall(digest(SAMPLE), "not even YAML: [") is whole.by_digest(digest(SAMPLE))


def test_a_copy_that_was_tampered_with_is_not_taken_for_the_contract() -> None:
    with pytest.raises(ValueError, match="is another one"):
        shelf().recall(digest(SAMPLE), EDITED)


def test_two_files_cannot_both_be_in_force_from_one_day_on() -> None:
    with pytest.raises(ValueError, match="two versions from 2026-01-01 on"):
        shelf(SAMPLE, EDITED)
    assert shelf(SAMPLE, SAMPLE).ids == ("acme",)
