"""Many customers at once: what would be added, changed and left; all of it stored, or with one fault nothing."""

import pytest
from sqlmodel import col, select

from bot.desk.customer_details import Detail, Written
from bot.desk.customer_import import Imported, Outcome, Step, export_customers, import_customers
from bot.desk.desk import Desk
from storage import tables
from tests.desk.office import MONDAY
from tests.storage.test_query_plans import statements

NEW = {Detail.NAME: "Hooli", Detail.CONTRACT: "valimail", Detail.PLAN: "basic"}


def told(_step: Step, _done: int, _of: int) -> None:
    """Nobody watches."""


async def imported(desk: Desk, *rows: Written, apply: bool = True) -> Imported:
    return await import_customers(desk, rows, MONDAY, apply=apply, progress=told)


async def stored(desk: Desk) -> dict[str, tables.Customer]:
    async with desk.database.reading() as session:
        return {row.key: row for row in await session.exec(select(tables.Customer).order_by(col(tables.Customer.key)))}


def rows_of(found: Imported) -> list[tuple[int, str, str]]:
    return [(number, fault.detail, fault.got) for number, fault in found.faults]


async def test_a_dry_run_says_what_would_change_and_changes_nothing(desk: Desk) -> None:
    before = await stored(desk)
    found = await imported(desk, NEW, {Detail.KEY: "ACME", Detail.PLAN: "basic"}, {Detail.NAME: "globex"}, apply=False)

    hooli, acme, globex = found.outcomes
    assert (hooli.key, hooli.is_added, hooli.before) == ("hooli", True, {})
    assert acme == Outcome(key="acme", name="Acme", before={Detail.PLAN: "valicare"}, after={Detail.PLAN: "basic"})
    assert (globex.before, globex.after) == ({Detail.NAME: "Globex"}, {Detail.NAME: "globex"})
    assert not found.faults
    assert {key: row.model_dump() for key, row in (await stored(desk)).items()} == {
        key: row.model_dump() for key, row in before.items()
    }


async def test_what_is_right_is_stored_and_belongs_to_people_from_then_on(desk: Desk) -> None:
    await imported(desk, NEW | {Detail.CHANNELS: "C0HOOLI"}, {Detail.KEY: "acme", Detail.TAM: "U0TESS"})

    found = await stored(desk)
    assert (found["hooli"].name, found["hooli"].channels, found["hooli"].created_at) == ("Hooli", ["C0HOOLI"], MONDAY)
    assert (found["acme"].tam, found["acme"].channels) == ("U0TESS", ["C0ACME"])
    assert found["hooli"].seed is None
    assert found["acme"].seed is None
    assert found["globex"].seed is not None


async def test_one_fault_and_nothing_is_stored(desk: Desk) -> None:
    found = await imported(
        desk, NEW, {Detail.KEY: "acme", Detail.TAM: "U0TESS"}, {Detail.KEY: "globex", Detail.PLAN: "gold"}
    )

    assert rows_of(found) == [(2, Detail.PLAN, "“gold”")]
    assert "hooli" not in await stored(desk)
    assert (await stored(desk))["acme"].tam is None


async def test_every_fault_of_every_row_is_told(desk: Desk) -> None:
    found = await imported(
        desk, {Detail.NAME: "Hooli"}, {Detail.KEY: "acme", Detail.TAM: "tess", Detail.CHANNELS: "acme"}
    )

    assert rows_of(found) == [
        (0, Detail.CONTRACT, "nothing"),
        (1, Detail.TAM, "“tess”"),
        (1, Detail.CHANNELS, "“acme”"),
    ]


async def test_somebody_may_stand_in_a_file_once(desk: Desk) -> None:
    found = await imported(
        desk,
        {Detail.KEY: "acme", Detail.TAM: "U0TESS"},
        {Detail.NAME: "Acme", Detail.TAM: "U0OLLY"},
        NEW,
        NEW | {Detail.NAME: "HOOLI"},
        NEW | {Detail.KEY: "hooli-2"},
    )

    assert rows_of(found) == [
        (1, Detail.NAME, "“Acme” again"),
        (3, Detail.KEY, "“hooli”"),
        (3, Detail.NAME, "“HOOLI”"),
        (4, Detail.NAME, "“Hooli”"),
    ]


async def test_a_channel_goes_from_one_to_another_in_one_file(desk: Desk) -> None:
    giving, taking = {Detail.KEY: "acme", Detail.CHANNELS: ""}, {Detail.KEY: "initech", Detail.CHANNELS: "C0ACME"}

    assert rows_of(await imported(desk, taking, apply=False)) == [(0, Detail.CHANNELS, "“C0ACME”")]
    assert rows_of(await imported(desk, taking, giving)) == []
    assert (await stored(desk))["initech"].channels == ["C0ACME"]


async def test_what_is_exported_is_left_as_it_is_by_an_import(desk: Desk) -> None:
    await imported(desk, NEW | {Detail.DUTIES: "V25: done Terry"})
    exported = await export_customers(desk)
    found = await imported(desk, *exported)

    assert [outcome.key for outcome in found.outcomes] == ["acme", "birdsong", "bygone", "globex", "hooli", "initech"]
    assert not any(outcome.after for outcome in found.outcomes)
    assert (await stored(desk))["globex"].seed is not None, "who is left is the file's as before"


async def test_ten_thousand_rows_are_one_reading_and_a_few_writings(desk: Desk) -> None:
    rows = [NEW | {Detail.NAME: f"Customer {number}", Detail.CHANNELS: f"C0N{number}"} for number in range(10_000)]
    steps: list[tuple[Step, int, int]] = []
    with statements() as seen:
        await import_customers(desk, rows, MONDAY, apply=True, progress=lambda *step: steps.append(step))

    assert len([statement for statement, _ in seen if statement.startswith("SELECT")]) == 1
    assert len(seen) < 100
    assert steps[-1] == (Step.STORING, 10_000, 10_000)
    assert (Step.CHECKING, 10_000, 10_000) in steps
    assert len(await stored(desk)) == 10_005


@pytest.mark.parametrize("apply", [True, False])
async def test_an_import_of_nobody_does_nothing(desk: Desk, apply: bool) -> None:
    assert await imported(desk, apply=apply) == Imported(outcomes=[], faults=[])
