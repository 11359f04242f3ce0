"""What people write about a customer: read into values, or every fault at its detail."""

from datetime import date
from typing import Any

import pytest

from bot.desk.customer_details import Detail, DetailFault
from bot.desk.customer_entry import Entry, Values, as_written, key_from, plans_of, read, tracked_duties, values_of
from storage import tables
from tests.desk.office import MONDAY, configuration

SHELF = configuration().shelf
WHOLE = {
    Detail.KEY: "acme-2",
    Detail.NAME: "Acme  Europe ",
    Detail.CONTRACT: "valimail",
    Detail.PLAN: "valicare_plus",
    Detail.TERM_STARTS: "2026-01-01",
    Detail.TERM_ENDS: "2026-12-31",
    Detail.TAM: "U0TESS",
    Detail.CHANNELS: "C0ACME2, C0ACME3\nC0ACME2",
    Detail.CONTACTS: "U0CARL;U0CORA",
    Detail.DUTIES: "V25: done Terry Technical\n\nV24: missing\nV26: unknown",
}


def row(**changes: Any) -> tables.Customer:
    values: dict[str, Any] = {
        "key": "acme",
        "name": "Acme",
        "contract": "valimail",
        "plan": "valicare",
        "created_at": MONDAY,
    }
    return tables.Customer(**values | changes)


def entry(before: tables.Customer | None = None, **changes: str) -> Entry:
    """What is read when this is written: the whole customer for a new one, only the changes for one there is."""
    changed = {Detail(name): text for name, text in changes.items()}
    return read(changed if before else WHOLE | changed, SHELF, before)


def entered(before: tables.Customer | None = None, **changes: str) -> Values:
    """The values, of which none is wrong."""
    found = entry(before, **changes)
    assert found.faults == ()
    return found.values


def faults(before: tables.Customer | None = None, **changes: str) -> list[DetailFault]:
    return list(entry(before, **changes).faults)


def test_a_whole_customer_is_read_from_texts() -> None:
    assert entered() == {
        Detail.KEY: "acme-2",
        Detail.NAME: "Acme Europe",
        Detail.CONTRACT: "valimail",
        Detail.PLAN: "valicare_plus",
        Detail.TERM_STARTS: date(2026, 1, 1),
        Detail.TERM_ENDS: date(2026, 12, 31),
        Detail.TAM: "U0TESS",
        Detail.CHANNELS: ["C0ACME2", "C0ACME3"],
        Detail.CONTACTS: ["U0CARL", "U0CORA"],
        Detail.DUTIES: {
            "V25": {"state": "done", "note": "Terry Technical"},
            "V24": {"state": "missing", "note": ""},
        },
    }


def test_a_name_a_contract_and_a_plan_are_enough() -> None:
    values = read({Detail.NAME: "Acme", Detail.CONTRACT: "valimail", Detail.PLAN: "basic"}, SHELF).values

    assert (values[Detail.KEY], values[Detail.TAM], values[Detail.TERM_ENDS]) == ("acme", None, None)
    assert values[Detail.CHANNELS] == values[Detail.CONTACTS] == []


def test_what_is_written_out_of_a_row_is_read_into_the_same_values() -> None:
    values = entered()
    stored = row(**{detail.value: value for detail, value in values.items()})

    assert values_of(stored) == values
    assert read(as_written(values), SHELF).values == values
    assert read(as_written(values_of(row())), SHELF).values == values_of(row())


def test_what_is_not_written_about_somebody_stays_and_an_empty_text_takes_it_away() -> None:
    before = row(tam="U0TESS", contacts=["U0CARL"], duties={"V25": {"state": "done", "note": ""}})
    values = entered(before, contacts="")

    assert values == {**values_of(before), Detail.CONTACTS: []}


def test_the_key_of_somebody_never_changes() -> None:
    assert entered(row(), key="other")[Detail.KEY] == "acme"


def test_every_fault_is_told_at_once_each_at_its_detail() -> None:
    found = faults(
        key="a b",
        name=" ",
        plan="valicar",
        term_starts="2026-13-01",
        tam="@tess",
        channels="C0A #acme",
        contacts="carl",
    )

    assert [fault.detail for fault in found] == [
        Detail.NAME,
        Detail.KEY,
        Detail.PLAN,
        Detail.TERM_STARTS,
        Detail.TAM,
        Detail.CHANNELS,
        Detail.CONTACTS,
    ]


@pytest.mark.parametrize(
    ("detail", "text", "got", "nearest"),
    [
        ("name", "A" * 151, f"“{'A' * 59}…”", None),
        ("key", "Acme Europe", "“Acme Europe”", "acme-europe"),
        ("contract", "valimial", "“valimial”", "valimail"),
        ("contract", "", "nothing", None),
        ("plan", "platinum", "“platinum”", None),
        ("plan", "Valicar+", "“Valicar+”", "valicare"),
        ("term_starts", "1 January 2026", "“1 January 2026”", None),
        ("term_ends", "2026-02-30", "“2026-02-30”", None),
        ("term_ends", "2025-12-31", "“2025-12-31”", None),
        ("tam", "U0TESS U0OLLY", "“U0TESS U0OLLY”", None),
        ("channels", "C0ACME U0CARL", "“U0CARL”", None),
        ("contacts", "C0ACME", "“C0ACME”", None),
        ("duties", "V255: done", "“V255: done”", "V25"),
        ("duties", "V25: dune", "“V25: dune”", "done"),
        ("duties", f"V25: done {'x' * 151}", f"“{'x' * 59}…”", None),
    ],
)
def test_a_fault_says_what_was_found_and_what_was_probably_meant(
    detail: str, text: str, got: str, nearest: str | None
) -> None:
    (fault,) = faults(None, **{detail: text})

    assert (fault.detail, fault.got, fault.nearest) == (detail, got, nearest)


def test_a_contract_and_a_plan_may_be_called_by_name_in_any_capitals() -> None:
    values = entered(contract=SHELF.contracts[-1].name.upper(), plan="VALICARE+")

    assert (values[Detail.CONTRACT], values[Detail.PLAN]) == ("valimail", "valicare_plus")


def test_another_contract_needs_another_plan() -> None:
    (fault,) = faults(row(), contract="bird")

    assert (fault.detail, fault.expected, fault.got) == (Detail.PLAN, "“email_enterprise”", "“valicare”")


def test_a_term_that_now_starts_after_it_ends_is_a_fault() -> None:
    (fault,) = faults(row(term_ends=date(2026, 6, 30)), term_starts="2026-07-01")

    assert (fault.detail, fault.got) == (Detail.TERM_ENDS, "“2026-06-30”")


def test_a_customer_whose_contract_is_no_longer_in_use_can_still_be_put_right() -> None:
    gone = row(contract="bygone", plan="gold")

    assert entered(gone, tam="U0TESS")[Detail.TAM] == "U0TESS"
    assert entered(gone, contract="valimail", plan="basic")[Detail.PLAN] == "basic"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Acme", "acme"),
        ("Birdsong Mail, Inc.", "birdsong-mail-inc"),
        ("Äcme & Söhne", "acme-sohne"),
        ("Ёлка", "елка"),
        ("snake_case", "snake-case"),
        ("!!!", ""),
        ("x" * 80, "x" * 60),
        ("y" * 59 + " z", "y" * 59),
    ],
)
def test_a_key_is_made_from_the_name(name: str, key: str) -> None:
    assert key_from(name) == key


def test_a_name_without_a_letter_needs_a_key() -> None:
    (fault,) = faults(key="", name="!!!")

    assert (fault.detail, fault.got) == (Detail.KEY, "nothing")
    assert entered(key="bang", name="!!!")[Detail.KEY] == "bang"


def test_the_plans_are_those_of_the_contract() -> None:
    assert set(plans_of(SHELF, "valimail")) == {"basic", "valicare", "valicare_plus"}
    assert plans_of(SHELF, "no such") == {}


def test_the_duties_that_are_kept_are_those_that_can_hold_a_ticket_up() -> None:
    tracked = tracked_duties(SHELF, "valimail")

    assert {"V24", "V25", "V26"} <= set(tracked) <= {"V24", "V25", "V26", "V27"}
    assert all(duty.name for duty in tracked.values())
    assert tracked_duties(SHELF, "bird") == {}
