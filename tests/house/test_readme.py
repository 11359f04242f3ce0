"""What the README says is so: its commands exist, its links lead somewhere, and its examples print what it shows."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.demo.scenarios import scenarios
from bot.slack import grammar

TOP = Path(__file__).parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")
PICTURES = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)
LARGEST_PICTURE, ALL_PICTURES = 150_000, 350_000
"""Bytes of one and of all: a clone should stay quick, and each is kept in every version it ever had."""
PAGES = ["README.md", "CONTRIBUTING.md", *(f"docs/{page.name}" for page in sorted((TOP / "docs").glob("*.md")))]


def test_the_console_example_prints_what_the_readme_shows() -> None:
    (example,) = re.findall(r"```\n\$ \.venv/bin/belltower (.+?)\n(.+?)```", README, flags=re.DOTALL)
    command, shown = example
    result = CliRunner().invoke(app, shlex.split(command), env={"COLUMNS": "100"})
    assert result.exit_code == 0
    assert result.stdout == shown


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_to_a_file_that_is_there(page: str) -> None:
    text = (TOP / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text) if "://" not in link]
    assert [link for link in links if not (TOP / page).parent.joinpath(link).exists()] == []


def test_every_make_target_of_the_readme_is_one() -> None:
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"^make (\w+)$|`make (\w+)`", README, flags=re.MULTILINE))
    for target in {name for pair in named for name in pair if name}:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_exactly_two_commands_are_needed_to_try_it() -> None:
    section = README.split("## Try it")[1].split("## ")[0]
    (block,) = re.findall(r"```\n(.+?)```", section, flags=re.DOTALL)
    assert block.split() == ["make", "demo", "make", "test"]


def test_the_scenarios_that_the_readme_names_are_on_the_page() -> None:
    section = README.split("## Try it")[1].split("## ")[0]
    named = re.findall(r"“(.+?)”", section)
    assert named == [scenarios()[name].title for name in ("week-on-call", "bell-rings-on", "storm", "slack-down")]


def test_the_ticket_that_the_readme_opens_in_one_line_is_understood() -> None:
    (line,) = re.findall(r"^/ticket (new .+)$", README, flags=re.MULTILINE)
    said = grammar.read(line, {"urgent"})
    assert isinstance(said, grammar.New)
    assert said.complete


def test_the_pictures_are_there_and_small() -> None:
    sizes = [(TOP / picture).stat().st_size for _, picture in PICTURES]
    assert len(sizes) == 4
    assert max(sizes) < LARGEST_PICTURE
    assert sum(sizes) < ALL_PICTURES


def test_every_picture_is_shown_and_said_in_words() -> None:
    assert {picture for _, picture in PICTURES} == {f"docs/{path.name}" for path in (TOP / "docs").glob("*.png")}
    assert [picture for said, picture in PICTURES if len(said.split()) < 5] == []
