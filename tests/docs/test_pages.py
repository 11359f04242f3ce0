"""The made pages of docs/ say what the code does today."""

import pytest

from tests.docs import clauses, complaints
from tests.docs.pages import FOLDER, PAGES


@pytest.mark.parametrize("page", PAGES)
def test_a_made_page_is_what_would_be_made_now(page: str) -> None:
    assert (FOLDER / page).read_text(encoding="utf-8") == PAGES[page](), "run `make docs`"


@pytest.mark.parametrize("contract", clauses.CONTRACTS)
def test_every_clause_stands_in_its_contract_file(contract: str) -> None:
    assert [each.clause for each in clauses.honoured(contract) if not each.keys] == []


@pytest.mark.parametrize("contract", clauses.CONTRACTS)
def test_a_clause_without_a_test_says_why_and_one_with_a_test_does_not(contract: str) -> None:
    untested = {each.clause for each in clauses.honoured(contract) if not each.tests}

    assert untested == {clause for clause in clauses.NOT_YET if clause in clauses.ids(contract)}


def test_a_mark_names_clauses_that_there_are() -> None:
    known = {clause for contract in clauses.CONTRACTS for clause in clauses.ids(contract)}

    assert set(clauses.marked()) <= known


def test_each_complaint_is_held_by_a_test_or_cannot_happen() -> None:
    held = set(complaints.held())

    assert held | set(complaints.CANNOT_HAPPEN) == set(complaints.COMPLAINTS)
    assert held & set(complaints.CANNOT_HAPPEN) == set()
