import json
from pathlib import Path

import jsonschema
import pytest

from bot.contracts.document import Document
from bot.contracts.reader import shipped
from bot.contracts.schema import FILE, main, schema
from tests.contracts.sample import SAMPLE, changed

VALIDATOR = jsonschema.Draft202012Validator(json.loads(schema()))


def refused(text: str) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(Document(text, "acme.yaml").data)]


def test_the_committed_schema_is_fresh() -> None:
    assert FILE.read_text(encoding="utf-8") == schema(), "run python -m bot.contracts.schema"


def test_the_schema_is_written_again_by_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.contracts.schema.FILE", tmp_path / "contract.schema.json")
    main()

    assert (tmp_path / "contract.schema.json").read_text(encoding="utf-8") == schema()


def test_the_schema_is_a_valid_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema()))


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_contract_fits_the_schema_and_names_it_for_editors(name: str) -> None:
    text = shipped()[name].read_text(encoding="utf-8")

    assert refused(text) == []
    assert text.startswith(f"# yaml-language-server: $schema={FILE.name}\n")


def test_an_editor_marks_what_the_reader_would_refuse() -> None:
    assert refused(SAMPLE) == []
    for old, new in (
        ("clause: A1\n", "claus: A1\n"),
        ("mon-fri:", "mon-frii:"),
        ("09:00-17:00", "9-17"),
        ("P1: 1 business hour", "P1: 1 business hor"),
        ("[50%]", "[soon]"),
        ("mode: fair", "mode: unfair"),
        ("kind: first_response", "kind: first_respons"),
        ("effective: 2026-01-01", "effective: January"),
        ("opened: 2026-06-01 10:00+02:00", "opened: 2026-06-01 10:00"),
    ):
        assert refused(changed((old, new))), new
