"""A table as spreadsheets write it: every cell with its place, whatever parts, quotes and ends it."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spreadsheet import read_table


def texts(written: str) -> list[list[str]]:
    table = read_table(written, "a.csv")
    assert table.faults == ()
    return [[cell.text for cell in row] for row in table.rows]


def places(written: str) -> list[tuple[str, int, int]]:
    table = read_table(written, "a.csv")
    return [(cell.text, cell.line, cell.column) for row in table.rows for cell in row]


@pytest.mark.parametrize("between", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_first_line_tells_what_parts_the_cells(between: str, end: str) -> None:
    others = "".join({",", ";", "\t"} - {between})

    assert texts(end.join([f"a{between}b", f"1{between}2{others}3", ""])) == [["a", "b"], ["1", f"2{others}3"]]


def test_a_mark_at_the_beginning_of_the_file_is_no_part_of_it() -> None:
    assert texts("\ufeffname\nAcme") == [["name"], ["Acme"]]


def test_empty_lines_and_the_space_around_a_cell_are_left_out() -> None:
    assert texts("a,b\n\n 1 , 2\t\n , \n,,\n\n") == [["a", "b"], ["1", "2"]]


def test_a_cell_in_quotation_marks_holds_what_would_part_or_end_it() -> None:
    assert texts('a;b\n"x;y" ; "say ""hi""\nto them"\n') == [["a", "b"], ["x;y", 'say "hi"\nto them']]


def test_a_quotation_mark_within_a_bare_cell_is_a_letter_like_others() -> None:
    assert texts('a,b\nAcme "Europe",5" pipe') == [["a", "b"], ['Acme "Europe"', '5" pipe']]


def test_each_cell_knows_where_it_begins_also_behind_one_of_several_lines() -> None:
    assert places('a,b,c\n"1\n2", 3,4\n\n5,6,7') == [
        ("a", 1, 1),
        ("b", 1, 3),
        ("c", 1, 5),
        ("1\n2", 2, 1),
        ("3", 3, 4),
        ("4", 3, 7),
        ("5", 5, 1),
        ("6", 5, 3),
        ("7", 5, 5),
    ]


def test_a_quotation_mark_that_nothing_ends_is_told_at_its_place() -> None:
    (fault,) = read_table('a,b\n1,"2\n3,4\n', "a.csv").faults

    assert str(fault) == "a.csv:2:3: expected a quotation mark that ends what the one here begins, got “2\n3,4”"


def test_what_stands_behind_a_closing_quotation_mark_is_told() -> None:
    (fault,) = read_table('a,b\n"Acme" GmbH,1\n', "a.csv").faults

    assert str(fault).startswith("a.csv:2:1: expected nothing between a closing quotation mark and the end of the cell")


@pytest.mark.parametrize("written", ["", "\ufeff", "\n\n", " \n;;\n"])
def test_a_file_with_nothing_in_it_has_no_rows(written: str) -> None:
    assert texts(written) == []


_CELL = st.text(st.sampled_from('abc ,;"\n é'), max_size=6).map(str.strip)


@given(st.lists(st.lists(_CELL, min_size=2, max_size=3), min_size=1, max_size=5))
def test_whatever_a_spreadsheet_writes_is_read_again(rows: list[list[str]]) -> None:
    rows = [["a", "b"], *rows]
    text = StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)

    assert texts(text.getvalue()) == [row for row in rows if any(row)]
