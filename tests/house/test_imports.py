"""The rooms and which may import which, as import-linter is told in pyproject.toml."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.tree import ROOT

RULES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
LINTER = Path(sys.executable).with_name("lint-imports")


def test_every_import_runs_downhill() -> None:
    found = subprocess.run([LINTER, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stdout
    assert f"Contracts: {len(RULES['contracts'])} kept, 0 broken." in found.stdout


def test_no_rule_has_an_exemption() -> None:
    exempting = {"ignore_imports", "unmatched_ignore_imports_alerting", "exclude_type_checking_imports"}

    assert [contract["id"] for contract in RULES["contracts"] if exempting & contract.keys()] == []
    assert not exempting & RULES.keys()


def test_every_room_stands_in_the_order() -> None:
    order = next(contract["layers"] for contract in RULES["contracts"] if contract["type"] == "layers")
    ordered = {room.strip() for layer in order for room in layer.split("|")}
    rooms = {f"bot.{path.stem}" for path in (ROOT / "bot").iterdir() if path.is_dir() or path.suffix == ".py"}

    assert ordered == {"storage"} | rooms - {"bot.__init__", "bot.__pycache__"}
