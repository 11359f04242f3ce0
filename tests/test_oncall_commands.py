"""`belltower oncall check`: what it says of hours that nobody covers, and how it ends."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.demo.office import CONFIGURATION
from bot.desk.duty_notices import Gaps, Uncovered
from bot.oncall_commands import MOST_STRETCHES, head, uncovered_lines
from bot.settings import VARIABLES
from storage.sqlite_file import hold

BY_DAY = CONFIGURATION.replace(
    "    members: [U0OLLY, U0PIET]\n",
    "    members: [U0OLLY, U0PIET]\n    hours: {mon-fri: 09:00-17:00}\n",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder with the office's configuration, and nothing about Slack."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "belltower.yaml").write_text(CONFIGURATION, encoding="utf-8")
    yield tmp_path
    structlog.reset_defaults()


def check(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(app, ["oncall", "check", *arguments], env={"COLUMNS": "80", **environment})


def test_where_every_hour_is_covered_it_says_so_and_ends_with_0() -> None:
    result = check()

    assert (result.exit_code, result.stderr) == (0, "")
    first, *others = result.stdout.splitlines()
    assert first.startswith("The next 60 days, until ")
    assert others == [
        "Every hour that was promised is covered.",
        "Slack was not asked who is there: SLACK_BOT_TOKEN is not set.",
    ]


@pytest.mark.clause("V05")
def test_each_promise_that_nobody_covers_is_told_with_every_stretch_and_it_ends_with_1(folder: Path) -> None:
    (folder / "belltower.yaml").write_text(BY_DAY, encoding="utf-8")

    result = check("--days", "30")

    assert result.exit_code == 1, result.output
    lines = result.stdout.splitlines()
    assert "Promised, and nobody is on call; pages go to the leads instead:" in lines
    [first] = [number for number, line in enumerate(lines) if "Acme, Initech (V05)" in line]
    promise = re.fullmatch(r"  primary: (\d\d) stretches; Acme, Initech \(V05\)", lines[first])
    assert promise is not None, lines[first]
    stretches = lines[first + 1 : first + 1 + int(promise[1])]
    assert all(re.fullmatch(r"    .* P[DS]T to .* P[DS]T", line) for line in stretches), stretches
    assert len(set(stretches)) == int(promise[1])


def test_the_head_is_in_the_zone_of_the_gaps_where_they_share_one_and_says_which_it_is() -> None:
    at = datetime(2026, 6, 1, 17, 30, 12, tzinfo=UTC)

    def gaps(*zones: str) -> Gaps:
        holes = tuple(
            Uncovered(schedule="primary", zone=zone, starts=at, ends=at, customers=("Acme",), clause="V05")
            for zone in zones
        )
        return Gaps(at=at, until=at + timedelta(days=60), uncovered=holes, unreachable={})

    until = "The next 60 days, until Fri 31 Jul 2026"
    assert head(gaps()) == f"{until} 17:30 UTC."
    assert head(gaps("America/Los_Angeles")) == f"{until} 10:30 PDT. All times are those of America/Los_Angeles."
    assert head(gaps("Europe/Amsterdam", "America/Los_Angeles")) == (
        f"{until} 17:30 UTC. Each promise is told in its contract's zone, named with every time."
    )


def test_a_gap_that_has_begun_is_told_from_this_minute_on_without_seconds() -> None:
    starts = datetime(2026, 6, 1, 17, 30, 12, 5, tzinfo=UTC)
    hole = Uncovered(
        schedule="primary",
        zone="UTC",
        starts=starts,
        ends=starts.replace(hour=18, minute=0, second=0, microsecond=0),
        customers=("Acme",),
        clause="V05",
    )
    [line] = uncovered_lines(hole)
    assert line.plain == "  primary: Mon 1 Jun 2026 17:30 UTC to Mon 1 Jun 2026 18:00 UTC; Acme (V05)"


def test_of_very_many_stretches_the_first_are_told_and_how_many_there_are_besides(folder: Path) -> None:
    (folder / "belltower.yaml").write_text(BY_DAY, encoding="utf-8")

    lines = check("--days", "366").stdout.splitlines()

    [first] = [number for number, line in enumerate(lines) if "Acme, Initech (V05)" in line]
    of_acme = lines[first + 1 : first + 2 + MOST_STRETCHES]
    assert len(of_acme) == MOST_STRETCHES + 1
    assert re.fullmatch(r"    and \d+ more", of_acme[-1])


def test_a_single_stretch_is_one_line() -> None:
    starts = datetime(2026, 6, 1, 17, tzinfo=UTC)
    hole = Uncovered(
        schedule="primary",
        zone="UTC",
        starts=starts,
        ends=starts + timedelta(hours=8),
        customers=("Acme",),
        clause="V05",
    )
    [line] = uncovered_lines(hole)
    assert re.fullmatch(r"  primary: Mon 1 Jun .*17:00 UTC to Tue 2 Jun .*01:00 UTC; Acme \(V05\)", line.plain)


def test_whoever_has_no_way_of_their_own_is_named_mildly_where_there_is_one_for_the_case_that_slack_fails(
    folder: Path,
) -> None:
    everybody_but_tess = "".join(f"  {who}: [{{via: PHONE}}]\n" for who in ("U0OLLY", "U0PIET", "U0MARA", "U0LENA"))
    written = f"{CONFIGURATION}ways:\n{everybody_but_tess}"
    (folder / "belltower.yaml").write_text(f"{written}otherwise: [PHONE]\n", encoding="utf-8")
    result = check(PHONE="json://127.0.0.1:1/")

    assert result.exit_code == 0, result.output
    said = "No way of their own beside Slack, only the one for the case that Slack fails: U0TESS"
    assert said in result.stdout.splitlines()

    (folder / "belltower.yaml").write_text(written, encoding="utf-8")
    result = check(PHONE="json://127.0.0.1:1/")

    assert result.exit_code == 1, result.output
    assert "  U0TESS: Slack alone would reach them" in result.stdout


def test_it_looks_beside_a_bot_that_has_the_file_open_and_leaves_the_file_alone(folder: Path) -> None:
    assert check().exit_code == 0
    (folder / "belltower.yaml").write_text(BY_DAY, encoding="utf-8")
    held = hold(folder / "belltower.db")
    try:
        result = check()
        before = held.path.read_bytes()
        again = check()
    finally:
        held.release()

    assert result.exit_code == again.exit_code == 1, result.output
    assert "Acme, Initech (V05)" in result.stdout
    assert held.path.read_bytes() == before


def test_beside_a_bot_a_file_of_another_version_is_no_use(folder: Path) -> None:
    held = hold(folder / "belltower.db")
    try:
        result = check()
    finally:
        held.release()

    assert result.exit_code == 2
    assert "was made by another version of Belltower" in result.stderr


def test_ways_without_an_address_and_calendars_that_nobody_has_read_yet_are_found(folder: Path) -> None:
    ways = "ways:\n  U0OLLY: [{after: 3 minutes, via: OLLY_SMS}]\n"
    calendar = "  third:\n    zone: UTC\n    calendar: third.ics\n    people: {Olly: U0OLLY}\n"
    (folder / "third.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n", encoding="utf-8"
    )
    text = CONFIGURATION.replace("on_call:\n", f"on_call:\n{calendar}") + ways
    (folder / "belltower.yaml").write_text(text, encoding="utf-8")

    result = check(OLLY_SMS="")

    assert result.exit_code == 1, result.output
    assert "Ways that lead nowhere:" in result.stdout
    assert "OLLY_SMS" in result.stdout
    assert "third: it has not been read yet" in result.stdout


def test_a_configuration_that_cannot_be_used_is_told_with_2(folder: Path) -> None:
    (folder / "belltower.yaml").write_text("contracts: [valimail]\n", encoding="utf-8")

    result = check()

    assert result.exit_code == 2
    assert "belltower.yaml" in result.stderr


def test_where_slack_does_not_answer_it_says_that_it_was_not_asked() -> None:
    nowhere = {"SLACK_BOT_TOKEN": "xoxb-of-a-test", "SLACK_API_URL": "http://127.0.0.1:1/"}
    result = check(**nowhere)

    assert result.exit_code == 0, result.output
    assert "Slack was not asked who is there: it did not tell (" in result.stdout
