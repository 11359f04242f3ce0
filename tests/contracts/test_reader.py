from pathlib import Path

import pytest

from bot.contracts.faults import Faults
from bot.contracts.reader import digest, load, read_contract, read_file, shipped
from tests.contracts.sample import SAMPLE


def test_a_contract_is_read_from_its_path_or_by_the_name_it_ships_under(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(SAMPLE)

    assert load(path) == load(str(path)) == read_contract(SAMPLE, "elsewhere.yaml")
    assert load("valimail").id == "valimail"
    assert set(shipped()) == {"valimail", "bird"}


def test_a_contract_knows_the_very_text_it_was_read_from() -> None:
    assert read_contract(SAMPLE, "acme.yaml").digest == digest(SAMPLE)
    assert read_contract(SAMPLE + "# a remark\n", "acme.yaml").digest != digest(SAMPLE)


def test_a_name_that_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(Faults) as caught:
        load("valimial")
    assert str(caught.value) == (
        "valimial:1:1: expected a contract file, or one of “bird”, “valimail”, got no such file or directory; "
        "did you mean “valimail”?"
    )


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "acme.yaml"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(Faults, match="something that is not UTF-8 text"):
        load(path)


def test_a_shipped_file_is_called_by_its_file_name_in_messages() -> None:
    assert read_file("bird").document.file == "bird.yaml"
