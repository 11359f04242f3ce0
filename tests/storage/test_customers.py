import asyncio

import pytest

from storage import customers
from storage.database import Database
from tests.storage.rows import MINUTE, NOON, customer


async def store(database: Database, *names: str) -> None:
    async with database.transaction() as session:
        session.add_all([customer(key=f"c{number}", name=name) for number, name in enumerate(names)])


async def test_a_customer_of_the_configuration_is_added_once(database: Database) -> None:
    for _ in range(2):
        async with database.transaction() as session:
            kept = await customers.seed(session, customer(seed="s1", channels=["C0ACME"]))
    async with database.reading() as session:
        assert [found.id for found in await customers.search(session, "")] == [kept.id]
    assert kept.channels == ["C0ACME"]


async def test_what_people_changed_stays_while_the_configuration_says_the_same(database: Database) -> None:
    async with database.transaction() as session:
        (await customers.seed(session, customer(seed="s1"))).tam = "U0TESS"
    async with database.transaction() as session:
        kept = await customers.seed(session, customer(seed="s1", tam=None))
    assert kept.tam == "U0TESS"


async def test_a_changed_entry_of_the_configuration_is_taken_over(database: Database) -> None:
    async with database.transaction() as session:
        first = (await customers.seed(session, customer(seed="s1", tam="U0TESS"))).id
    async with database.transaction() as session:
        changed = customer(seed="s2", plan="platinum", contacts=["U0CARL"], created_at=NOON + MINUTE)
        kept = await customers.seed(session, changed)
    assert (kept.id, kept.plan, kept.contacts, kept.tam) == (first, "platinum", ["U0CARL"], None)
    assert kept.created_at == NOON


async def test_who_was_added_or_edited_by_people_is_left_alone_by_the_configuration(database: Database) -> None:
    async with database.transaction() as session:
        await customers.save(session, customer(plan="platinum"))
        (await customers.seed(session, customer("globex", seed="s1"))).seed = None
    async with database.transaction() as session:
        acme = await customers.seed(session, customer(seed="s2"))
        globex = await customers.seed(session, customer("globex", plan="platinum", seed="s2"))
    assert (acme.plan, acme.seed) == ("platinum", None)
    assert (globex.plan, globex.seed) == ("gold", None)


async def test_a_changed_entry_leaves_the_duties_that_it_does_not_speak_of(database: Database) -> None:
    duties = {"V25": {"state": "done", "note": ""}}
    async with database.transaction() as session:
        (await customers.seed(session, customer(seed="s1"))).duties = duties
    async with database.transaction() as session:
        assert (await customers.seed(session, customer(seed="s2"))).duties == duties


async def test_whoever_changes_customers_waits_for_whoever_holds_them(database: Database) -> None:
    held, seen = asyncio.Event(), asyncio.Event()
    order: list[str] = []

    async def first() -> None:
        async with database.transaction(patience=30) as session:
            await customers.hold(session)
            held.set()
            await seen.wait()
            await customers.save(session, customer())
            order.append("first")

    async def second() -> None:
        await held.wait()
        asyncio.get_running_loop().call_soon(seen.set)
        async with database.transaction(patience=30) as session:
            await customers.hold(session)
            order.append(f"second sees {len(await customers.everybody(session))}")

    await asyncio.gather(first(), second())
    assert order == ["first", "second sees 1"]


async def test_two_workers_that_start_at_once_add_a_customer_once(database: Database) -> None:
    async def start() -> int:
        async with database.transaction(patience=30) as session:
            return (await customers.seed(session, customer(seed="s1"))).id

    assert len(set(await asyncio.gather(*(start() for _ in range(5))))) == 1


async def test_an_entry_without_its_digest_is_refused(database: Database) -> None:
    async with database.transaction() as session:
        with pytest.raises(ValueError, match="digest"):
            await customers.seed(session, customer())


@pytest.mark.parametrize("text", ["acme", "ACME", " Acme ", "acme gmbh", "ACME GmbH"])
async def test_a_customer_is_found_by_key_or_name_in_any_capitals(database: Database, text: str) -> None:
    async with database.transaction() as session:
        session.add_all([customer("acme", name="Acme GmbH"), customer("globex", name="Globex")])
    async with database.reading() as session:
        found = await customers.find(session, text)
    assert found is not None
    assert found.key == "acme"


async def test_a_part_of_a_name_is_not_the_customer(database: Database) -> None:
    await store(database, "Acme GmbH")
    async with database.reading() as session:
        assert await customers.find(session, "acme") is None


async def test_a_key_comes_before_somebody_elses_name(database: Database) -> None:
    async with database.transaction() as session:
        session.add_all([customer("other", name="acme"), customer("acme", name="Acme GmbH")])
    async with database.reading() as session:
        found = await customers.find(session, "acme")
    assert found is not None
    assert found.key == "acme"


async def test_capitals_of_every_alphabet_count_as_the_same(database: Database) -> None:
    await store(database, "Äcme Österreich", "Ёлка")
    async with database.reading() as session:
        assert (await customers.find(session, "äCME öSTERREICH")) is not None
        assert [found.name for found in await customers.search(session, "ёл")] == ["Ёлка"]


async def test_the_search_finds_beginnings_of_the_key_the_name_and_its_words(database: Database) -> None:
    async with database.transaction() as session:
        session.add_all(
            [
                customer("glx", name="Globex"),
                customer("bank", name="Bank of Globex"),
                customer("globex-2", name="Second"),
                customer("no", name="Anglobex"),
            ]
        )
    async with database.reading() as session:
        found = await customers.search(session, "GLOB")
    assert [match.name for match in found] == ["Bank of Globex", "Globex", "Second"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"'])
async def test_signs_that_mean_something_in_sql_mean_nothing_here(database: Database, text: str) -> None:
    await store(database, "Acme", "100% Pure", "_under")
    async with database.reading() as session:
        found = [match.name for match in await customers.search(session, text)]
    assert found == (["_under"] if text == "_" else [])


async def test_more_text_than_any_name_has_finds_nobody(database: Database) -> None:
    await store(database, "Acme")
    async with database.reading() as session:
        assert await customers.search(session, "%" * 100_000) == []


async def test_no_text_finds_the_first_hundred_by_name(database: Database) -> None:
    await store(database, *(f"Customer {number:03}" for number in reversed(range(120))))
    async with database.reading() as session:
        found = [match.name for match in await customers.search(session, "")]
    assert found == [f"Customer {number:03}" for number in range(100)]


async def test_a_customer_is_found_by_its_channel_and_by_its_contacts(database: Database) -> None:
    async with database.transaction() as session:
        session.add_all(
            [
                customer("acme", channels=["C0ACME", "C0SHARED"], contacts=["U0CARL"]),
                customer("globex", name="Globex", channels=["C0SHARED"], contacts=[]),
            ]
        )
    async with database.reading() as session:
        by_channel = {
            channel: [match.key for match in await customers.in_channel(session, channel)]
            for channel in ("C0ACME", "C0SHARED", "C0", "C0ACME2", "%")
        }
        by_contact = [match.key for match in await customers.of_contact(session, "U0CARL")]
    assert by_channel == {"C0ACME": ["acme"], "C0SHARED": ["acme", "globex"], "C0": [], "C0ACME2": [], "%": []}
    assert by_contact == ["acme"]


async def test_a_customer_is_found_by_its_row_number(database: Database) -> None:
    await store(database, "Acme")
    async with database.reading() as session:
        [acme] = await customers.search(session, "")
        assert await customers.get(session, acme.id) is acme
        assert await customers.get(session, acme.id + 1) is None


async def test_everybody_is_there_by_key_however_many_were_added_at_once(database: Database) -> None:
    async with database.transaction() as session:
        await customers.add_many(session, [customer(f"c{number}", channels=[f"C0{number}"]) for number in (2, 1)])
        await customers.add_many(session, [])
    async with database.reading() as session:
        found = await customers.everybody(session)
    assert [(each.key, each.channels, each.duties, each.created_at) for each in found] == [
        ("c1", ["C01"], {}, NOON),
        ("c2", ["C02"], {}, NOON),
    ]


async def test_customers_are_paged_by_name_and_by_their_technical_account_manager(database: Database) -> None:
    async with database.transaction() as session:
        session.add_all(
            customer(f"c{number}", name=f"Acme {number}", tam="U0TESS" if number % 2 else None) for number in range(7)
        )
        session.add(customer("globex", name="Globex", tam="U0TESS"))
    async with database.reading() as session:
        second = await customers.page(session, "acme", limit=3, offset=3)
        hers = await customers.page(session, tam="U0TESS", limit=2)
        none = await customers.page(session, "x" * 2_000)
    assert ([each.name for each in second.customers], second.total) == (["Acme 3", "Acme 4", "Acme 5"], 7)
    assert ([each.name for each in hers.customers], hers.total) == (["Acme 1", "Acme 3"], 4)
    assert (none.customers, none.total) == ([], 0)


async def test_a_technical_account_managers_customers_are_found(database: Database) -> None:
    async with database.transaction() as session:
        session.add_all([customer("acme", tam="U0TESS"), customer("globex"), customer("initech", tam="U0TIM")])
    async with database.reading() as session:
        assert [each.key for each in await customers.of_tam(session, "U0TESS")] == ["acme"]
        assert list(await customers.of_tam(session, "U0OTTO")) == []


async def test_whom_a_person_speaks_for_and_whose_account_manager_they_are_is_found_once(database: Database) -> None:
    async with database.transaction() as session:
        session.add_all(
            [
                customer("acme", tam="U0TESS"),
                customer("globex", contacts=["U0TESS"]),
                customer("initech", tam="U0TESS", contacts=["U0TESS"]),
                customer("bygone", tam="U0TIM", contacts=["U0CARL"]),
            ]
        )
    async with database.reading() as session:
        found = await customers.of_person(session, "U0TESS")
    assert [each.key for each in found] == ["acme", "globex", "initech"]
