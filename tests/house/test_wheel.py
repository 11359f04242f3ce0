"""The package as it is installed: everything that the program reads at run time is in it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.tree import ROOT

builder = pytest.importorskip("hatchling.builders.wheel", reason="hatchling is not installed")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel would install."""
    folder = tmp_path_factory.mktemp("wheel")
    (wheel,) = builder.WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    site = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def says(site: Path, *code: str) -> str:
    """What a Python says that finds the installed package before this checkout."""
    ran = subprocess.run(
        [sys.executable, "-c", "; ".join(code)],
        cwd=site.parent,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_it_has_what_is_no_python(installed: Path) -> None:
    found = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.suffix != ".py"}

    assert found >= {
        "bot/contracts/bird.yaml",
        "bot/contracts/valimail.yaml",
        "bot/contracts/contract.schema.json",
        "bot/manifest.yml",
        "bot/py.typed",
        "bot/wall/static/page.css",
        "bot/wall/static/page.js",
        "bot/wall/static/picture.css",
        "bot/wall/templates/facts.html",
        "bot/wall/templates/notice.html",
        "bot/wall/templates/picture.html",
        "bot/wall/templates/wall.html",
        "storage/py.typed",
    }
    assert (installed / "bot/manifest.yml").read_bytes() == (ROOT / "manifest.yml").read_bytes()


def test_it_has_every_module_and_every_migration_and_nothing_else_at_its_top(installed: Path) -> None:
    packed = {path.relative_to(installed) for path in installed.rglob("*.py")}
    written = {path.relative_to(ROOT) for top in ("bot", "storage") for path in (ROOT / top).rglob("*.py")}

    assert packed == written
    assert {path.name for path in installed.iterdir() if path.suffix != ".dist-info"} == {"bot", "storage"}


def test_the_demo_finds_its_manifest_there(installed: Path) -> None:
    found = says(installed, "from bot.demo.trial import MANIFEST", "print(MANIFEST.resolve(strict=True))")

    assert Path(found).is_relative_to(installed.resolve())


def test_contracts_and_migrations_are_found_there(installed: Path) -> None:
    found = says(
        installed,
        "from bot.contracts.reader import shipped",
        "from storage.schema import newest_revision",
        "print(*shipped(), newest_revision())",
    )

    assert found.split()[:2] == ["bird", "valimail"]
    assert found.split()[2].isdecimal()
