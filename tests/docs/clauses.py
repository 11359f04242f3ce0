"""docs/clauses.md: where each clause of the two contracts is honoured, or that it is not yet.

What counts as honoured is a test that says so with `@pytest.mark.clause`, in the words of whoever promised it. The
contract file says where the clause is written down, and the verbs what a person does about it.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.contracts.document import Document
from bot.contracts.reader import read_file
from bot.desk import access
from tests.docs.clause_words import SAYS
from tests.docs.marks import linked, marks
from tests.house.tree import ROOT, parsed

PAGE = "clauses.md"
CONTRACTS = {"valimail": ("V", 31), "bird": ("B", 24)}
"""Each shipped contract, the letter of its clauses, and how many it has."""
CLAUSE = re.compile(r"\b([VB]\d\d)\b")
NOT_YET = {
    "V07": "an onboarding is no ticket",
    "V08": "its calls are no tickets",
    "V09": "a session is no ticket",
    "V12": "a review is no ticket",
    "V13": "access to a beta is no ticket",
    "V14": "a session is no ticket",
    "V15": "a training is no ticket",
    "V16": "sponsorship is no ticket",
    "V18": "maintenance is not kept track of",
    "V19": "availability is not measured",
    "V20": "credits are not reckoned",
    "V21": "maintenance is not announced",
    "V23": "credits are not reckoned",
    "B03": "planning a migration is no ticket",
    "B05": "planning is no ticket",
    "B06": "education is no ticket",
    "B07": "guidance is no ticket",
    "B08": "blocklists are not watched",
    "B09": "remediation is a ticket like any other",
}
"""Clauses that nothing but the contract file speaks of, and why; a test refuses one that a test does honour."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Honoured:
    """Where one clause is honoured: the keys of its contract file, the verbs, and the tests that say so."""

    clause: str
    says: str
    keys: tuple[str, ...]
    verbs: tuple[str, ...]
    tests: tuple[str, ...]


def ids(contract: str) -> tuple[str, ...]:
    """Every clause of a shipped contract."""
    letter, count = CONTRACTS[contract]
    return tuple(f"{letter}{number:02}" for number in range(1, count + 1))


def honoured(contract: str) -> tuple[Honoured, ...]:
    """Each clause of a shipped contract, in order, and where it is honoured."""
    reading = read_file(contract)
    keys = _by_clause(_keys(Document(reading.text, contract).data, ""))
    verbs, tests = _verbs(), marked()
    return tuple(
        Honoured(
            clause=clause,
            says=SAYS[clause],
            keys=keys.get(clause, ()),
            verbs=verbs.get(clause, ()),
            tests=tests.get(clause, ()),
        )
        for clause in ids(contract)
    )


def text() -> str:
    """The page."""
    parts = [
        "# The contracts, clause by clause\n\n"
        "Where each clause of the two shipped contracts is honoured: the keys of its contract file, what a person "
        "types\nor presses for it, and the tests that hold it. This page is made by `make docs` from the contract "
        "files, the table of\nverbs and the marks of the tests; a clause that no test holds says so.\n"
    ]
    for contract in CONTRACTS:
        reading = read_file(contract)
        parts.append(f"\n## {reading.contract.name}\n\nContract file: `bot/contracts/{contract}.yaml`.\n")
        parts += [_written(each) for each in honoured(contract)]
    return "".join(parts)


def _written(each: Honoured) -> str:
    lines = [f"\n### {each.clause}\n\n{each.says}\n\n"]
    if each.keys:
        lines.append(f"- contract file: {', '.join(f'`{key}`' for key in each.keys)}\n")
    if each.verbs:
        lines.append(f"- verbs: {', '.join(f'`{verb}`' for verb in each.verbs)}\n")
    if each.tests:
        lines += ["- tests:\n", *(f"  - {linked(test)}\n" for test in each.tests)]
    else:
        lines.append(f"- **not yet**: {NOT_YET.get(each.clause, 'no test holds it')}\n")
    return "".join(lines)


def _keys(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Each clause that a contract file names, and the key at which it does."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if CLAUSE.fullmatch(str(key)):
                yield str(key), path
            elif key == "clause":
                yield from ((clause, path) for clause in CLAUSE.findall(str(inner)))
            elif key not in ("because", "text", "definition"):
                yield from _keys(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for inner in value:
            label = (
                next((inner[key] for key in ("id", "kind") if key in inner), "") if isinstance(inner, Mapping) else ""
            )
            yield from _keys(inner, f"{path}.{label}" if label else path)


def _verbs() -> dict[str, tuple[str, ...]]:
    """The verbs whose explanation names a clause."""
    tree = parsed(ROOT / "bot" / "desk" / "access.py")
    (verbs,) = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == access.Verb.__name__]
    pairs = zip(verbs.body, verbs.body[1:], strict=False)
    found = [
        (clause, member.value.value)
        for member, explained in pairs
        if isinstance(member, ast.Assign) and isinstance(member.value, ast.Constant)
        if isinstance(explained, ast.Expr) and isinstance(explained.value, ast.Constant)
        for clause in CLAUSE.findall(str(explained.value.value))
    ]
    return _by_clause(found)


def marked() -> dict[str, tuple[str, ...]]:
    """The tests that are marked with a clause."""
    return _by_clause((str(clause), test) for clause, test in marks("clause"))


def _by_clause(pairs: Any) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for clause, where in pairs:
        found.setdefault(clause, {})[where] = None
    return {clause: tuple(places) for clause, places in found.items()}
