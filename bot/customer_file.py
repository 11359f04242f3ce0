"""Customers as a file that a spreadsheet reads and writes: a row for each, a column for each detail."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from bot.contracts.faults import Fault, nearest, one_of, shown
from bot.desk.customer_details import Detail, DetailFault, Written
from bot.spreadsheet import Cell, as_meant, as_text, read_table


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One customer of a file, and the cell of each detail that has one."""

    line: int
    cells: dict[Detail, Cell]

    @property
    def written(self) -> Written:
        """What is written about the customer."""
        return {detail: as_meant(cell.text) for detail, cell in self.cells.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerFile:
    """The customers of a file, and the faults of how it is written; those of what it says are not known yet."""

    file: str
    rows: Sequence[Row]
    faults: Sequence[Fault]

    def fault(self, row: Row, wrong: DetailFault) -> Fault:
        """The fault of a row's detail with its place: its cell, or where there is none the beginning of the row."""
        cell = row.cells.get(wrong.detail)
        return Fault(
            file=self.file,
            line=cell.line if cell else row.line,
            column=cell.column if cell else 1,
            path=wrong.detail,
            expected=wrong.expected,
            got=wrong.got,
            nearest=wrong.nearest,
        )


def read_customers(text: str, file: str) -> CustomerFile:
    """The customers that a file's text holds; `file` is what its faults call it.

    Without a first line that names columns nothing else of the file can be understood, and there are no rows.
    """
    table = read_table(text, file)
    faults = list(table.faults)
    if not table.rows:
        faults.append(_fault(file, Cell(text="", line=1, column=1), _COLUMNS, "nothing"))
        return CustomerFile(file=file, rows=(), faults=faults)
    heading, *rows = table.rows
    wrong: list[Fault] = []
    columns = _columns(heading, file, wrong)
    if wrong:
        return CustomerFile(file=file, rows=(), faults=[*faults, *wrong])
    for row in rows:
        faults += _width_faults(row, columns, file)
    return CustomerFile(
        file=file,
        rows=[Row(line=row[0].line, cells=dict(zip(columns, row, strict=False))) for row in rows],
        faults=faults,
    )


def write_customers(customers: Iterable[Written]) -> str:
    """The text of a file of customers, safe to open in a spreadsheet; `read_customers` reads the same again."""
    text = StringIO()
    writer = csv.DictWriter(text, list(Detail), lineterminator="\n")
    writer.writeheader()
    writer.writerows({detail: as_text(said) for detail, said in each.items()} for each in customers)
    return text.getvalue()


_COLUMNS = f"a first line that names columns, {one_of(Detail)}"


def _columns(heading: Sequence[Cell], file: str, faults: list[Fault]) -> list[Detail]:
    """The detail of each column. Columns are named as they like to be: `Term starts` is `term_starts`."""
    columns: list[Detail] = []
    while not heading[-1].text:
        heading = heading[:-1]
    for cell in heading:
        name = "_".join(cell.text.casefold().replace("-", " ").split())
        if name not in set(Detail):
            faults.append(_fault(file, cell, one_of(Detail), shown(cell.text), nearest(name, Detail)))
        elif name in columns:
            faults.append(_fault(file, cell, "each column once", f"{shown(cell.text)} again"))
        else:
            columns.append(Detail(name))
    if not faults and not {Detail.KEY, Detail.NAME}.intersection(columns):
        faults.append(_fault(file, heading[0], "a column “key” or “name”, which says who is meant", "neither"))
    return columns


def _width_faults(row: Sequence[Cell], columns: Sequence[Detail], file: str) -> Iterable[Fault]:
    if len(row) < len(columns):
        yield _fault(file, row[-1], f"{len(columns)} cells, as many as columns", f"a row that ends after {len(row)}")
    for cell in row[len(columns) :]:
        if cell.text:
            yield _fault(file, cell, f"no more than {len(columns)} cells, as many as columns", shown(cell.text))


def _fault(file: str, cell: Cell, expected: str, got: str, meant: str | None = None) -> Fault:
    return Fault(file=file, line=cell.line, column=cell.column, path="", expected=expected, got=got, nearest=meant)
