"""A file of customers: its columns, its faults with their places, and that it is written as it is read."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.customer_file import read_customers, write_customers
from bot.desk.customer_details import Detail, DetailFault


def told(text: str) -> list[str]:
    """The faults of a file."""
    return [str(fault) for fault in read_customers(text, "customers.csv").faults]


def test_each_row_says_what_its_columns_name() -> None:
    (acme, globex) = read_customers("name;Term starts;TAM\nAcme;2026-01-01;\nGlobex;;U0TESS\n", "customers.csv").rows

    assert acme.written == {Detail.NAME: "Acme", Detail.TERM_STARTS: "2026-01-01", Detail.TAM: ""}
    assert globex.written == {Detail.NAME: "Globex", Detail.TERM_STARTS: "", Detail.TAM: "U0TESS"}


def test_columns_that_are_unknown_or_there_twice_are_refused_with_the_nearest() -> None:
    names = "“key”, “name”, “contract”, “plan”, “term_starts”, “term_ends”, “tam”, “channels”, “contacts”, “duties”"
    assert told("name,contrat,plan,Name\nAcme,valimail,basic,Acme") == [
        f"customers.csv:1:6: expected one of {names}, got “contrat”; did you mean “contract”?",
        "customers.csv:1:19: expected each column once, got “Name” again",
    ]


def test_empty_columns_at_the_end_that_a_spreadsheet_has_kept_are_passed_over() -> None:
    (acme,) = read_customers("name,tam,,\nAcme,,,\n", "customers.csv").rows

    assert acme.written == {Detail.NAME: "Acme", Detail.TAM: ""}


@pytest.mark.parametrize("text", ["", "\n\n", "contract,plan\nvalimail,basic"])
def test_a_file_that_names_nobody_is_refused(text: str) -> None:
    (fault,) = told(text)

    assert fault.startswith("customers.csv:1:1: expected a ")


def test_rows_that_are_too_short_or_too_long_are_refused_at_their_places() -> None:
    assert told("name,contract,plan\nAcme,valimail\nGlobex,valimail,basic,,more,\nInitech,valimail,basic,\n") == [
        "customers.csv:2:6: expected 3 cells, as many as columns, got a row that ends after 2",
        "customers.csv:3:24: expected no more than 3 cells, as many as columns, got “more”",
    ]


def test_a_fault_of_a_detail_is_told_at_its_cell_or_at_the_row_that_lacks_it() -> None:
    read = read_customers('name,contract\n"Acme\nEurope",valimial\n', "customers.csv")
    (row,) = read.rows

    def place(detail: Detail) -> str:
        return str(read.fault(row, DetailFault(detail=detail, expected="other", got="this", nearest="that")))

    assert place(Detail.CONTRACT) == ("customers.csv:3:9: contract: expected other, got this; did you mean “that”?")
    assert place(Detail.PLAN).startswith("customers.csv:2:1: plan: ")


def test_what_is_written_is_read_again() -> None:
    customers = [
        dict.fromkeys(Detail, "") | {Detail.KEY: "acme", Detail.NAME: 'Acme, "Europe"; Ltd'},
        dict.fromkeys(Detail, "") | {Detail.KEY: "élan", Detail.DUTIES: "V25: done Terry\nV24: missing"},
    ]
    read = read_customers(write_customers(customers), "customers.csv")

    assert read.faults == []
    assert [row.written for row in read.rows] == customers


WHAT_A_SPREADSHEET_WOULD_RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_TEXT = st.text(st.sampled_from("=+-@＝\t' a1,;\"\n"), max_size=6).map(str.strip)


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "'=1+1", "''@x", "' =1"])
def test_no_cell_that_is_written_is_run_by_a_spreadsheet_and_each_is_read_as_it_was(name: str) -> None:
    customer = dict.fromkeys(Detail, "") | {Detail.NAME: name}
    text = write_customers([customer])

    _, (_, cell, *_) = csv.reader(StringIO(text))
    assert cell == f"'{name}"
    assert [row.written for row in read_customers(text, "customers.csv").rows] == [customer]


def test_an_apostrophe_before_anything_else_is_a_letter_like_others() -> None:
    assert "'s-Hertogenbosch" in write_customers([dict.fromkeys(Detail, "") | {Detail.NAME: "'s-Hertogenbosch"}])


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(Detail, _TEXT)), max_size=3))
def test_whatever_is_written_is_safe_to_open_and_read_again(customers: list[dict[Detail, str]]) -> None:
    text = write_customers(customers)

    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(WHAT_A_SPREADSHEET_WOULD_RUN)]
    written = [row.written for row in read_customers(text, "customers.csv").rows]
    assert written == [each for each in customers if any(each.values())]


def test_nobody_to_write_leaves_the_first_line() -> None:
    assert write_customers([]) == f"{','.join(Detail)}\n"
