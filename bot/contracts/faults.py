"""What is wrong with a file, said so that it can be put right: where, what was expected, what was found.

A reader collects every fault before it gives up, because a person who mends a file wants the whole list at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One fault at one place of one file. `line` and `column` count from 1; `path` is `plans.basic.targets.P1`."""

    file: str
    line: int
    column: int
    path: str
    expected: str
    got: str
    nearest: str | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: "
        where = f"{self.path}: " if self.path else ""
        hint = f"; did you mean “{self.nearest}”?" if self.nearest else ""
        return f"{place}{where}expected {self.expected}, got {self.got}{hint}"


class Faults(Exception):  # noqa: N818 -- it is a list of faults, and reads so where it is raised and caught
    """Every fault that was found, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def nearest(word: object, names: Iterable[object]) -> str | None:
    """The name that was most likely meant by a misspelt word, or None where none is close."""
    spellings = {str(name).lower(): str(name) for name in names}
    close = get_close_matches(str(word).lower(), spellings, n=1, cutoff=0.6)
    return spellings[close[0]] if close else None


def one_of(names: Iterable[object]) -> str:
    """The names that were possible, as part of a sentence: `one of “P1”, “P2”`."""
    quoted = [f"“{name}”" for name in names]
    return f"one of {', '.join(quoted)}" if len(quoted) > 1 else "".join(quoted) or "no entry here"


def shown(value: Any) -> str:
    """A value as a sentence about a file may show it: `“24 hourz”`, `17`, `a list`, `nothing`."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case dict():
            return "a mapping" if value else "an empty mapping"
        case list():
            return "a list" if value else "an empty list"
        case str() if "://" in value:
            return "an address, which may be a secret"
        case str():
            return f"“{value if len(value) <= 60 else value[:59] + '…'}”"
        case _:
            return str(value)
