from dataclasses import fields, is_dataclass
from typing import Annotated, get_args

import pytest
from pydantic import Field, TypeAdapter

from bot.clocks.entries import Contact, Entry, Resolved
from tests.clocks.samples import MAKE, monday

TEN = monday("10:00")
STORED: TypeAdapter[Entry] = TypeAdapter(Annotated[Entry, Field(discriminator="kind")])


def test_each_kind_of_entry_has_its_own_word() -> None:
    kinds = [kind.__dataclass_fields__["kind"].default for kind in get_args(Entry)]
    assert sorted(kinds) == sorted(MAKE)


@pytest.mark.parametrize("kind", MAKE)
def test_an_entry_comes_back_from_the_database_as_it_went_in(kind: str) -> None:
    entry = MAKE[kind](TEN)
    assert entry.kind == kind
    assert STORED.validate_json(STORED.dump_json(entry)) == entry


@pytest.mark.parametrize("kind", MAKE)
def test_an_entry_is_never_changed_and_says_when_and_by_whom(kind: str) -> None:
    entry = MAKE[kind](TEN)
    assert is_dataclass(entry)
    assert {"at", "by"} <= {each.name for each in fields(entry)}
    with pytest.raises(AttributeError):
        entry.by = "Carl Customer"  # type: ignore[misc]


def test_only_what_a_person_of_the_team_says_to_the_customer_is_a_contact() -> None:
    contacts = {kind for kind in MAKE if isinstance(MAKE[kind](TEN), Contact)}
    assert contacts == {"replied", "updated", "called back"}
    assert not isinstance(MAKE["resolved"](TEN), Contact)
    assert isinstance(MAKE["resolved"](TEN), Resolved)
