from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, PlainValidator, ValidationError

from bot.contracts.mismatch import Mismatch, mismatch, refuse


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


def refuse_what_is_missing(value: object) -> object:
    raise refuse("a word", got="none")


def refuse_all(value: object) -> object:
    raise refuse("nothing at all", "silence")


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    colour: Colour = Colour.RED
    mode: Literal["slow", "fast"] = "slow"
    from_day: Annotated[int, Field(alias="from", ge=1, le=31)] = 1


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    maybe: Inner | None = None
    many: tuple[Inner, ...] = Field(default=(), min_length=0)
    named: dict[Colour, Inner] = {}
    some: list[int] = Field(default=[1], min_length=1)
    word: Annotated[object, PlainValidator(refuse_all)] = None
    missing: Annotated[object, PlainValidator(refuse_what_is_missing)] = None
    keyed: dict[Annotated[str, PlainValidator(refuse_all)], int] = {}
    name: str = Field(default="a", pattern="^[a-z]$")


def told(value: object) -> Mismatch:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(value)
    (detail,) = caught.value.errors()
    return mismatch(detail, Outer)


def test_a_name_that_is_not_possible_is_told_with_the_possible_ones_wherever_it_stands() -> None:
    expected = {"expected": "one of “red”, “green”", "got": "“gren”", "nearest": "green"}

    for value in (
        {"maybe": {"colour": "gren"}},
        {"many": [{"colour": "gren"}]},
        {"named": {"red": {"colour": "gren"}}},
    ):
        found = told(value)
        assert {"expected": found.expected, "got": found.got, "nearest": found.nearest} == expected
    assert told({"maybe": {"mode": "fats"}}).nearest == "fast"


def test_an_unknown_key_knows_its_neighbours_by_the_names_people_write() -> None:
    found = told({"maybe": {"form": 1}})

    assert found.expected == "one of “colour”, “mode”, “from”"
    assert found.nearest == "from"
    assert found.at_key


def test_limits_are_told_in_words() -> None:
    assert told({"maybe": {"from": 0}}).expected == "1 or more"
    assert told({"maybe": {"from": 32}}).expected == "31 or less"
    assert told({"some": []}).expected == "1 or more entries"
    assert told({"name": "A"}).expected == "text of the form ^[a-z]$"


def test_a_validator_says_it_in_its_own_words() -> None:
    found = told({"word": 1})

    assert (found.path, found.expected, found.got, found.nearest) == (("word",), "nothing at all", "1", "silence")


def test_a_validator_may_say_what_there_is_instead_of_the_value() -> None:
    assert told({"missing": {"some": "mapping"}}).got == "none"


def test_a_refused_key_is_told_at_the_key() -> None:
    found = told({"keyed": {"x": 1}})

    assert (found.path, found.expected, found.got, found.at_key) == (("keyed", "x"), "nothing at all", "“x”", True)
    assert found.nearest == "silence"
