"""Every example of docs/contracts.md is a contract that holds, and the page leaves out no key and no rule."""

import re
from pathlib import Path

import pytest

from bot.contracts import form
from bot.contracts.examples import failing
from bot.contracts.lint import lint
from bot.contracts.reader import read
from bot.contracts.rules import Rule
from tests.contracts.sample import TODAY, messages

PAGE = (Path(__file__).parents[2] / "docs" / "contracts.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.M | re.S)


def sections(text: str) -> dict[str, str]:
    """A contract file cut at its top-level keys."""
    return {part.split(":")[0]: part for part in re.split(r"^(?=[a-z_]+:)", text, flags=re.M)}


WHOLE, *FRAGMENTS = blocks("yaml")


def with_fragment(fragment: str) -> str:
    """The page's whole contract with the sections that a fragment shows."""
    return "".join((sections(WHOLE) | sections(fragment)).values())


@pytest.mark.parametrize("fragment", ["", *FRAGMENTS])
def test_an_example_of_the_page_is_a_contract_that_holds(fragment: str) -> None:
    reading = read(with_fragment(fragment), "acme.yaml")

    assert [str(fault) for fault in failing(reading)] == []
    assert [str(finding) for finding in lint(reading, TODAY) if not finding.accepted] == []


def test_the_faults_on_the_page_are_those_that_are_told() -> None:
    (faulty,), (told,) = blocks("yaml faulty"), blocks("text")

    assert messages(with_fragment(faulty)) == told.splitlines()


def test_the_page_names_every_rule() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.M)) == set(Rule)


def test_the_page_shows_every_key_of_a_contract_file() -> None:
    forms = [each for each in vars(form).values() if isinstance(each, type) and issubclass(each, form.Form)]
    keys = {key for each in forms for key in each.model_fields}

    assert {key for key in keys if not re.search(rf"\b{key}\b", PAGE)} == set()
