"""Which key, name and channel is whose: nobody is given what belongs to somebody else."""

import pytest

from bot.desk.customer_details import Detail
from bot.desk.customer_directory import Directory
from bot.desk.refusals import CustomerFaultsError
from storage import tables
from tests.desk.test_customer_entry import entry, row

GLOBEX = {"key": "globex", "name": "Globex", "channels": ["C0GLOBEX", "C0BOTH"]}


def blamed(directory: Directory, before: tables.Customer | None = None, **changes: str) -> list[tuple[str, str]]:
    with pytest.raises(CustomerFaultsError) as refused:
        directory.enter(entry(before, **changes), before)
    return [(fault.detail, fault.got) for fault in refused.value.faults]


def test_a_key_a_name_and_a_channel_of_somebody_else_are_each_refused() -> None:
    directory = Directory([row(**GLOBEX)], [])

    assert blamed(directory, key="GLOBEX", name="globex", channels="C0MINE C0GLOBEX") == [
        (Detail.KEY, "“GLOBEX”"),
        (Detail.NAME, "“globex”"),
        (Detail.CHANNELS, "“C0GLOBEX”"),
    ]


def test_the_refusal_says_whose_it_is() -> None:
    with pytest.raises(CustomerFaultsError) as refused:
        Directory([row(**GLOBEX)], []).enter(entry(channels="C0GLOBEX"))

    (fault,) = refused.value.faults
    assert fault.expected == "a channel of theirs, because this is Globex's"


def test_what_is_wrong_in_itself_is_told_together_with_what_is_somebody_elses() -> None:
    directory = Directory([row(**GLOBEX)], [])

    assert blamed(directory, key="a b", name="Globex", contacts="carl") == [
        (Detail.KEY, "“a b”"),
        (Detail.NAME, "“Globex”"),
        (Detail.CONTACTS, "“carl”"),
    ]


def test_a_channel_of_the_teams_own_is_shared_with_nobody() -> None:
    assert blamed(Directory([], ["C0TRIAGE"]), channels="C0TRIAGE") == [(Detail.CHANNELS, "“C0TRIAGE”")]


def test_what_somebody_has_had_before_is_not_blamed_on_them() -> None:
    acme = row(channels=["C0BOTH"])
    directory = Directory([row(**GLOBEX)], [])

    directory.enter(entry(acme, tam="U0TESS"), acme)


def test_customers_that_are_entered_one_after_the_other_know_of_each_other() -> None:
    directory = Directory([], [])
    directory.enter(entry())

    assert [detail for detail, _ in blamed(directory)] == [
        Detail.KEY,
        Detail.NAME,
        Detail.CHANNELS,
        Detail.CHANNELS,
    ]


def test_what_one_has_let_go_another_may_have() -> None:
    acme = row(channels=["C0ACME"])
    directory = Directory([], [])

    directory.enter(entry(acme, channels=""), acme)
    directory.enter(entry(key="other", name="Other", channels="C0ACME"))
