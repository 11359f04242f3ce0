"""Every page that is made, by its name in docs/, and the function that makes its text."""

from collections.abc import Callable

from tests.docs import clauses, complaints, roles, transitions
from tests.house.tree import ROOT

FOLDER = ROOT / "docs"
PAGES: dict[str, Callable[[], str]] = {
    clauses.PAGE: clauses.text,
    complaints.PAGE: complaints.text,
    roles.PAGE: roles.text,
    transitions.PAGE: transitions.text,
}
