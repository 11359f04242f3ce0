"""A table as spreadsheets write it to a file: cells between commas or semicolons, each with its place.

Python's own reader does not say where in a line a cell begins, and a fault without its place is half a fault.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.contracts.faults import Fault, shown

DELIMITERS = (";", ",", "\t")

_WOULD_BE_RUN = re.compile(r"['\s]*[=+\-@＝＋－＠]")
"""How a cell begins that a spreadsheet takes for a formula, however many apostrophes stand before it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """What is written between two delimiters, without white space around it, and where; both count from 1."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The rows of a file that have anything in them, and the faults of how they are written."""

    rows: tuple[tuple[Cell, ...], ...]
    faults: tuple[Fault, ...]


def read_table(text: str, file: str) -> Table:
    """The cells of a file; `file` is what its faults call it. Which sign parts the cells is told by the first line."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    rows: list[tuple[Cell, ...]] = []
    faults: list[Fault] = []
    row: list[Cell] = []
    for cell, wrong, ends_row in _cells(text, _delimiter(text)):
        if wrong:
            faults.append(
                Fault(file=file, line=cell.line, column=cell.column, path="", expected=wrong, got=shown(cell.text))
            )
        row.append(cell)
        if ends_row:
            if any(each.text for each in row):
                rows.append(tuple(row))
            row = []
    return Table(rows=tuple(rows), faults=tuple(faults))


def as_text(text: str) -> str:
    """What to write in a cell so that no spreadsheet runs it: behind an apostrophe where it would be a formula."""
    return f"'{text}" if _WOULD_BE_RUN.match(text) else text


def as_meant(text: str) -> str:
    """What a cell means; takes back exactly what `as_text` has put there."""
    return text[1:] if text.startswith("'") and _WOULD_BE_RUN.match(text) else text


def _delimiter(text: str) -> str:
    """The sign that parts the cells of the first line that is not empty."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _cells(text: str, delimiter: str) -> Iterator[tuple[Cell, str, bool]]:
    """Each cell, what was expected where it is not well written, and whether its row ends with it."""
    between = re.escape(delimiter)
    quoted = re.compile(rf'[^\S\n{between}]*"([^"]*(?:""[^"]*)*)("?)([^{between}\n]*)')
    bare = re.compile(rf"[^{between}\n]*")
    at, line, line_begins = 0, 1, 0
    while True:
        column = at - line_begins + 1
        if found := quoted.match(text, at):
            said, wrong = found[1].replace('""', '"'), ""
            if not found[2]:
                wrong = "a quotation mark that ends what the one here begins"
            elif found[3].strip():
                wrong = 'nothing between a closing quotation mark and the end of the cell; write “""” for one within'
        else:
            found = bare.match(text, at)
            assert found is not None, "a bare cell may be empty"  # noqa: S101
            said, wrong = found[0], ""
        begins, at = at, found.end()
        is_last = at >= len(text)
        ends_row = is_last or text[at] == "\n"
        yield Cell(text=said.strip(), line=line, column=column), wrong, ends_row
        if is_last:
            return
        at += 1
        if newlines := text.count("\n", begins, at):
            line, line_begins = line + newlines, text.rindex("\n", begins, at) + 1
