"""`belltower customers`: what an import says before it stores, what it refuses, and that an export is its way back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from rich.console import Console
from typer.testing import CliRunner, Result

from bot import customer_commands
from bot.cli import app
from bot.demo.office import CONFIGURATION
from bot.desk.customer_details import Detail
from bot.settings import VARIABLES
from storage.sqlite_file import hold

PAGE = (Path(__file__).parents[1] / "docs" / "customers.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder with the office's configuration, and nothing about Slack."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "belltower.yaml").write_text(CONFIGURATION, encoding="utf-8")
    yield tmp_path
    structlog.reset_defaults()


def customers(*arguments: str, typed: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["customers", *arguments], input=typed, env={"COLUMNS": "80"})


def imported(text: str, *options: str) -> Result:
    """What the import of a file says."""
    Path("customers.csv").write_text(text, encoding="utf-8")
    return customers("import", "customers.csv", *options)


def exported() -> list[str]:
    result = customers("export")
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.M | re.S)


def test_the_example_of_the_page_is_answered_as_the_page_says() -> None:
    (table,), (answer, _) = blocks("csv"), blocks("text")
    result = imported(table)

    assert (result.exit_code, result.stdout, result.stderr) == (0, answer, "")


def test_the_faults_on_the_page_are_those_that_are_told() -> None:
    (table,), (_, told) = blocks("csv faulty"), blocks("text")
    result = imported(table, "--apply")

    assert (result.exit_code, result.stdout, result.stderr) == (1, "", told)


def test_the_page_and_the_help_explain_every_column() -> None:
    explained = customers("import", "--help").stdout

    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.M) == list(Detail)
    assert re.findall(r"^ +([a-z_]+)  ", explained, re.M) == list(Detail)


def test_nothing_is_stored_without_apply_and_everything_with_it() -> None:
    (table,) = blocks("csv")
    before = exported()

    imported(table)
    assert exported() == before
    result = imported(table, "--apply")
    assert result.stdout.splitlines()[-2] == "2 added, 1 changed, 1 left as they were."
    assert "pied-piper,Pied Piper,bird,email_enterprise,,,,,," in exported()
    assert imported(table).stdout.splitlines()[-1] == (
        "0 to add, 0 to change, 4 to leave. Nothing has been stored; --apply stores it."
    )


def test_one_fault_keeps_everything_out() -> None:
    before = exported()
    result = imported("name,contract,plan\nHooli,valimail,basic\nPied Piper,valimail,bsic\n", "--apply")

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "customers.csv:3:21: plan: expected one of “basic”, “valicare”, “valicare_plus”, got “bsic”; "
        "did you mean “basic”?",
        "1 fault. Nothing has been stored.",
    ]
    assert exported() == before


def test_faults_of_how_it_is_written_are_told_with_those_of_what_it_says() -> None:
    result = imported('name,contract,plan\nHooli,valimial,basic\n"Pied" Piper,valimail,basic\nA,valimail,basic,,x\n')

    assert [line.split(": expected")[0] for line in result.stderr.splitlines()[:-1]] == [
        "customers.csv:2:7: contract",
        "customers.csv:3:1",
        "customers.csv:4:19",
    ]


def test_an_export_is_left_as_it_is_by_an_import() -> None:
    (table,) = blocks("csv")
    imported(table, "--apply")
    assert customers("export", "all.csv").stdout == ""
    text = Path("all.csv").read_bytes()

    result = customers("import", "-", typed=text)
    assert result.stdout == "0 to add, 0 to change, 7 to leave. Nothing has been stored; --apply stores it.\n"


def test_a_spreadsheets_mark_and_line_ends_are_understood() -> None:
    result = customers("import", "-", typed="\ufeffname;contract;plan\r\nHooli;valimail;basic\r\n".encode())

    assert result.stdout.splitlines()[0] == "add     hooli  Hooli"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["import", "absent.csv"], "absent.csv"),
        (["import", "latin.csv"], "latin.csv: expected UTF-8 text; a spreadsheet saves it as “CSV UTF-8”"),
        (["export", "absent/all.csv"], "absent/all.csv"),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_2(arguments: list[str], told: str) -> None:
    Path("latin.csv").write_bytes("name\nÄcme\n".encode("latin-1"))
    result = customers(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert told in line


def test_a_wrong_configuration_is_told_before_the_file_is_looked_at() -> None:
    Path("belltower.yaml").write_text(CONFIGURATION.replace("C0TRIAGE", '"#triage"'), encoding="utf-8")
    result = customers("import", "absent.csv")

    assert result.exit_code == 2
    assert result.stderr.startswith("belltower.yaml:")


def test_a_database_that_belltower_has_open_is_left_alone(folder: Path) -> None:
    held = hold(folder / "belltower.db")
    try:
        result = imported("name\nAcme\n")
    finally:
        held.release()

    assert result.exit_code == 2
    assert "is open in another process" in result.stderr


def test_a_terminal_is_shown_a_bar_for_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Console(force_terminal=True, width=80, record=True, stderr=True)
    monkeypatch.setattr(customer_commands, "errors", watched)
    imported("name,contract,plan\nHooli,valimail,basic\n", "--apply")

    seen = watched.export_text()
    assert "Checking" in seen
    assert "Storing" in seen
