"""What is committed beside the code: lock files, versions, the Makefile, and what no file may say."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT, kept_files, name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
REGISTRIES = re.compile(r"pypi[.]org|pythonhosted[.]org|anaconda[.]org|/simple/?\s*$", re.M)
PLACES_OF_ONE_MACHINE = re.compile(r"(?<![\w.~-])/(?:work|root|home/[a-z]+|Users/[A-Za-z]+)/")


def normalised(package: str) -> str:
    """A package's name as every tool writes it alike."""
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_file_names_no_place_to_fetch_from_and_pins_everything(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    packages = re.split(r"^(?=\S)", text.replace("\\\n", ""), flags=re.M)[1:]

    assert not re.search(r"://|index-url|find-links|trusted-host", text)
    assert packages
    assert [
        each for each in packages if not re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+( ;.*?)?\s+--hash=sha256:", each)
    ] == []


def test_every_dependency_is_locked() -> None:
    locked = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(each for extra in extras for each in extra)]
    names = {re.split(r"[\[<>=;! ]", each)[0] for each in wanted}
    pinned = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", locked, re.M)

    assert {normalised(each) for each in names} - {normalised(each) for each in pinned} == set()


@pytest.mark.parametrize("said", [REGISTRIES, PLACES_OF_ONE_MACHINE], ids=["a registry", "a place of one machine"])
def test_no_file_names(said: re.Pattern[str]) -> None:
    found = {
        f"{name(path)}: {match[0]}"
        for path in kept_files()
        for match in said.finditer(path.read_text(encoding="utf-8", errors="replace"))
    }

    assert found == set()


def test_a_named_registry_or_machine_would_be_seen() -> None:
    assert REGISTRIES.search("https://" + "pypi." + "org/simple")
    assert PLACES_OF_ONE_MACHINE.search("see " + "/work" + "/main")
    assert not PLACES_OF_ONE_MACHINE.search("/slack/events and docs/" + "work/x")


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)

    assert versions[0] == PROJECT["project"]["version"]
    assert len(set(versions)) == len(versions)


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.M)
    make = shutil.which("make")

    assert phony is not None
    assert set(phony[1].split()) == targets
    assert {"demo", "test", "browser", "check", "bench", "screenshots", "lock", "help"} <= targets
    if make is None:
        pytest.skip("no make on this machine")
    listed = subprocess.run(
        [make, "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(re.findall(r"^  make ([a-z]+) +\S", listed.stdout, re.M)) == targets


def test_docstrings_and_the_wall_clock_are_looked_after_by_the_linter() -> None:
    lint = PROJECT["tool"]["ruff"]["lint"]

    assert {"D1", "DTZ", "TID"} <= set(lint["select"])
    assert set(lint["ignore"]) & {"D1", "D100", "D101", "D102", "D103", "D104", "DTZ", "TID"} == set()
    assert set(lint["flake8-tidy-imports"]["banned-api"]) >= {"datetime.datetime.now", "time.time", "pendulum.now"}
    assert [path for path, rules in lint["per-file-ignores"].items() if "TID251" in rules] == ["bot/app.py"]


def test_the_workflow_does_what_make_check_does() -> None:
    workflow = (ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")

    assert "bash .ci/run" in workflow
    assert "make check" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
