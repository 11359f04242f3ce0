"""The command line: what each command prints, where, and the exit code it ends with."""

import re
import socket
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.demo.office import CONFIGURATION
from bot.settings import VARIABLES
from storage.sqlite_file import hold

ROOT = Path(__file__).parents[1]
INSTANT = "2026-07-02T17:30-07:00"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder with the office's configuration, and settings that would do if Slack were there."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "belltower.yaml").write_text(CONFIGURATION, encoding="utf-8")
    yield tmp_path
    structlog.reset_defaults()


def belltower(*arguments: str) -> Result:
    """Run a command in this process, as if typed on a terminal that is none, 80 columns wide."""
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "80"}, prog_name="belltower")


def refused(*arguments: str, code: int = 2) -> list[str]:
    """What a command says that is expected to fail: on standard error only, and without a traceback."""
    result = belltower(*arguments)
    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()


def test_the_version_is_that_of_the_package() -> None:
    result = belltower("--version")

    assert (result.exit_code, result.stdout) == (0, f"belltower {version('belltower')}\n")


@pytest.mark.parametrize(
    "command",
    [
        "",
        "run",
        "demo",
        "migrate",
        "due",
        "contract",
        "contract check",
        "contract show",
        "customers",
        "customers import",
        "customers export",
    ],
)
def test_each_command_explains_itself_in_80_columns_without_colour(command: str) -> None:
    result = belltower(*command.split(), "--help")

    assert result.exit_code == 0
    assert " ".join(["Usage: belltower", *command.split()]) in result.stdout
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize("typed", [["rnu"], ["due"], ["contract", "check"], ["run", "now"]])
def test_a_command_that_cannot_be_understood_ends_with_2(typed: list[str]) -> None:
    assert refused(*typed)


def test_due_says_when_each_promise_falls_due() -> None:
    result = belltower("due", "--contract", "valimail", "--plan", "valicare", "--severity", "urgent", "--at", INSTANT)

    assert result.exit_code == 0
    assert result.stdout == "first response: due Mon 6 Jul 2026 06:30 PDT (1 business hour, V06)\n"


def test_due_proves_it_line_by_line() -> None:
    result = belltower(
        "due", "--contract", "bird", "--plan", "email_enterprise", "--severity", "Critical", "--at", INSTANT, "--why"
    )

    assert result.exit_code == 0
    assert "call-back: due Fri 3 Jul 2026 02:45 CEST (15 minutes, B21)" in result.stdout
    assert re.search(r"^ +\d+\. Opened Fri 3 Jul 2026 02:30 CEST as Critical \(P1\)", result.stdout, re.M)


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--contract", "valimial", "did you mean “valimail”?"),
        ("--plan", "valicar", "no plan “valicar” in valimail, expected one of"),
        ("--severity", "urgnt", "did you mean “urgent”?"),
        ("--at", "2026-07-02T17:30", "--at: expected an instant with its offset, such as"),
        ("--at", "yesterday", "got yesterday"),
        ("--at", "0001-01-01T00:00+14:00", "--at: expected an instant"),
    ],
)
def test_due_says_what_it_cannot_use(option: str, value: str, told: str) -> None:
    given = {"--contract": "valimail", "--plan": "valicare", "--severity": "urgent", "--at": INSTANT} | {option: value}
    (line,) = refused("due", *(word for pair in given.items() for word in pair))

    assert told in line


def test_contract_check_counts_the_examples_that_hold() -> None:
    result = belltower("contract", "check", "valimail", "bird")

    assert result.exit_code == 0
    assert re.findall(r"^(\w+)\.yaml: sound; \d+ examples hold", result.stdout, re.M) == ["valimail", "bird"]


def test_contract_check_reports_every_file_and_ends_with_1(folder: Path) -> None:
    text = (ROOT / "bot" / "contracts" / "bird.yaml").read_text(encoding="utf-8")
    (folder / "wrong.yaml").write_text(
        text.replace("zone: Europe/Amsterdam", "zone: Europe/Amsterdan"), encoding="utf-8"
    )
    (folder / "broken.yaml").write_text("contract: [", encoding="utf-8")

    lines = refused("contract", "check", "wrong.yaml", "broken.yaml", "absent.yaml", code=1)

    assert [line.split(":")[0] for line in lines] == ["wrong.yaml", "broken.yaml", "absent.yaml"]
    assert "did you mean “Europe/Amsterdam”?" in lines[0]


def test_contract_check_reports_an_example_that_does_not_hold(folder: Path) -> None:
    text = (ROOT / "bot" / "contracts" / "valimail.yaml").read_text(encoding="utf-8")
    due = re.search(r"due: \{first_response: (\S+ \S+)\}", text)
    assert due is not None
    (folder / "ours.yaml").write_text(text.replace(due[1], "2031-01-01 00:00+00:00", 1), encoding="utf-8")

    lines = refused("contract", "check", "ours.yaml", code=1)

    assert len(lines) == 1
    assert re.match(r"ours\.yaml:\d+:\d+: ", lines[0])


def test_contract_show_prints_a_page() -> None:
    result = belltower("contract", "show", "valimail")

    assert result.exit_code == 0
    assert "Valicare+" in result.stdout
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_contract_show_refuses_what_is_no_contract() -> None:
    (line,) = refused("contract", "show", "valimial")

    assert line.startswith("valimial:1:1: expected a contract file")


def test_migrate_says_where_the_database_is_and_at_which_revision(folder: Path) -> None:
    result = belltower("migrate")

    assert result.exit_code == 0
    assert re.search(r"^SQLite .*belltower\.db: at revision \d{4}$", result.stdout)
    assert (folder / "belltower.db").exists()


def test_run_tells_every_fault_of_settings_and_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxp-secret")
    monkeypatch.setenv("DATABASE_URL", "oracle://root:secret@db/x")
    (folder / "belltower.yaml").write_text(CONFIGURATION.replace("C0TRIAGE", '"#triage"').replace("[U0LENA]", "[]"))

    lines = refused("run")

    assert [line.split(":")[0] for line in lines] == ["SLACK_BOT_TOKEN", "DATABASE_URL", *["belltower.yaml"] * 2]
    assert "secret" not in "\n".join(lines)


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_file_that_another_process_has_open_is_left_alone(folder: Path, command: str) -> None:
    held = hold(folder / "belltower.db")
    try:
        (line,) = refused(command)
    finally:
        held.release()

    assert "is open in another process. SQLite serves one process at a time" in line


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_database_of_a_newer_version_is_left_alone(folder: Path, command: str) -> None:
    assert belltower("migrate").exit_code == 0
    with sqlite3.connect(folder / "belltower.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    (line,) = refused(command)

    assert line.startswith("the database is at schema revision 9999, this version of Belltower knows revisions up to")


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_database_that_is_away_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://belltower:s3cret@127.0.0.1:1/belltower")

    (line,) = refused(command)

    assert line.startswith("DATABASE_URL: the database could not be reached")
    assert "s3cret" not in line


def test_a_folder_that_cannot_be_made_is_told_in_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "file").touch()
    monkeypatch.setenv("DATABASE_URL", "sqlite:///file/belltower.db")

    (line,) = refused("migrate")

    assert "file" in line


def test_an_address_that_is_taken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("BELLTOWER_LISTEN", f"127.0.0.1:{taken.getsockname()[1]}")
        monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
        monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
        lines = refused("run")

    assert "in use" in lines[-1]


def test_a_demo_on_a_port_that_is_taken_says_how_to_choose_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (line,) = refused("demo", "--no-browser", "--port", str(port))

    assert line == f"--port {port}: it is in use. Choose another, or 0 for any that is free."


def test_a_demo_of_no_scenario_names_those_that_there_are() -> None:
    (line,) = refused("demo", "--no-browser", "--scenario", "weekend-breech")

    assert "promise-kept" in line
    assert "did you mean “weekend-breach”?" in line


@pytest.mark.parametrize("port", ["-1", "65536", "web"])
def test_a_demo_on_no_port_ends_with_2(port: str) -> None:
    assert refused("demo", "--port", port)
