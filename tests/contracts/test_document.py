import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from bot.contracts.document import Document, read, spelled
from bot.contracts.faults import Fault, Faults


class Channel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    size: int = 0


class House(BaseModel):
    model_config = ConfigDict(extra="forbid")
    channels: dict[str, Channel] = {}
    rooms: list[Channel] = []
    open: bool = True


def told(text: str) -> list[str]:
    with pytest.raises(Faults) as caught:
        read(text, "house.yaml", House)
    return [str(fault) for fault in caught.value.faults]


class Yard(BaseModel):
    model_config = ConfigDict(extra="forbid")
    gates: list[Channel] = Field(min_length=1)


def test_a_list_whose_entries_are_wrong_is_not_called_too_short_as_well() -> None:
    with pytest.raises(Faults) as caught:
        read("gates: [{name: G1, size: large}]", "yard.yaml", Yard)
    assert [fault.path for fault in caught.value.faults] == ["gates[0].size"]
    with pytest.raises(Faults) as caught:
        read("gates: []", "yard.yaml", Yard)
    assert [fault.expected for fault in caught.value.faults] == ["1 or more entries"]


def test_a_file_becomes_a_model() -> None:
    house = read("channels:\n  triage: {name: C1, size: 3}\nopen: false\n", "house.yaml", House)

    assert house.channels["triage"] == Channel(name="C1", size=3)
    assert house.open is False


def test_times_dates_and_norway_stay_the_text_that_was_written() -> None:
    text = "a: 17:00\nb: NO\nc: 2026-07-03\nd: 010\ne: on\nf: '12'\ng: 12\nh: ~\ni: True\nj: 06:00-18:00\n"

    assert list(Document(text, "f").data.values()) == [
        "17:00", "NO", "2026-07-03", "010", "on", "12", 12, None, True, "06:00-18:00",
    ]  # fmt: skip


def test_a_yaml_1_1_file_is_read_by_the_same_rules() -> None:
    assert Document("%YAML 1.1\n---\na: NO\nb: 17:00\n", "f").data == {"a": "NO", "b": "17:00"}


def test_an_unknown_key_is_told_where_it_stands_with_the_nearest_key() -> None:
    assert told("channels:\n  triage: {name: C1, sise: 3}\n") == [
        "house.yaml:2:22: channels.triage.sise: expected one of “name”, “size”, got the key “sise”; "
        "did you mean “size”?"
    ]


def test_a_missing_key_is_told_at_its_parent() -> None:
    assert told("channels:\n  triage: {size: 3}\n") == [
        "house.yaml:2:11: channels.triage: expected the key “name”, got none"
    ]
    assert told("channels:\n  triage:\n    size: 3\n") == [
        "house.yaml:2:3: channels.triage: expected the key “name”, got none"
    ]


def test_a_wrong_type_is_told_at_its_value_also_inside_a_list() -> None:
    assert told("rooms:\n  - name: a\n  - name: 17\n    size: many\n") == [
        "house.yaml:3:11: rooms[1].name: expected text (in quotes where it looks like a number), got 17",
        "house.yaml:4:11: rooms[1].size: expected a whole number, got “many”",
    ]
    assert told("channels: [a]\n") == ["house.yaml:1:11: channels: expected a mapping of keys to values, got a list"]
    assert told("open: maybe\n") == ["house.yaml:1:7: open: expected true or false, got “maybe”"]


def test_all_duplicate_keys_are_told_with_the_line_of_the_first() -> None:
    assert told("open: true\nchannels:\n  a: {name: x}\n  a: {name: y}\nopen: false\n") == [
        "house.yaml:4:3: channels.a: expected each key once, got “a” again (first on line 3)",
        "house.yaml:5:1: open: expected each key once, got “open” again (first on line 1)",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("open: [1\n", "2:1"),
        ("open: true\n channels: 1\n", "2:10"),
        ("a:\n\tb: 1\n", "2:1"),
        ("open: *x\n", "1:7"),
        ("a: 1\n---\nb: 2\n", "2:1"),
        ("open: 'x\n", "2:1"),
        ("a: 1\nb: \x01\n", "2:4"),
        ("[" * 3000, "1:1"),
    ],
)
def test_text_that_is_not_yaml_is_told_with_its_place(text: str, place: str) -> None:
    (message,) = told(text)

    assert message.startswith(f"house.yaml:{place}: expected valid YAML, got ")


def test_an_empty_file_is_told() -> None:
    assert told("") == ["house.yaml:1:1: expected a mapping of keys to values, got nothing"]


def test_anchors_are_refused_because_a_reader_could_not_see_what_holds() -> None:
    (message,) = told("rooms:\n  - &a {name: x}\n  - *a\n")[:1]

    assert message.startswith("house.yaml:2:5: rooms[0]: expected every value written out where it is used")


def test_an_alias_that_leads_back_to_its_anchor_ends_in_a_fault() -> None:
    assert told("rooms: &a [*a]\n")[0].startswith("house.yaml:1:8: rooms: expected every value written out")


def test_a_key_that_is_a_list_is_told() -> None:
    assert told("? [a, b]\n: 1\n") == [
        "house.yaml:1:3: ?: expected a key of plain text, got a list or a mapping as the key"
    ]


def test_faults_noted_by_others_come_at_their_path_all_at_once() -> None:
    document = Document("rooms:\n  - name: a\n", "house.yaml")
    document.fault(("rooms", 0, "name"), "one of “b”", nearest="b")
    document.fault(("rooms",), "two rooms", "one", at_key=True)

    with pytest.raises(Faults) as caught:
        document.settle()
    assert str(caught.value) == (
        "house.yaml:1:1: rooms: expected two rooms, got one\n"
        "house.yaml:2:11: rooms[0].name: expected one of “b”, got “a”; did you mean “b”?"
    )


def test_a_path_that_is_not_written_has_the_place_of_what_is_around_it() -> None:
    document = Document("rooms:\n  - name: a\n", "house.yaml")

    assert document.place(("rooms", 0, "size")) == (2, 5)
    assert document.place(("channels", "x")) == (1, 1)
    assert document.value(("channels", "x")) is None


def test_paths_are_spelled_as_people_write_them() -> None:
    assert spelled(("plans", "basic", "promises", 0, "targets", "P1")) == "plans.basic.promises[0].targets.P1"
    assert spelled(()) == ""


@given(st.dictionaries(st.text(string.ascii_lowercase, min_size=1), st.text(string.printable), min_size=1))
def test_whatever_text_is_quoted_comes_back_and_knows_its_line(values: dict[str, str]) -> None:
    escaped = {key: "".join(f"\\x{ord(letter):02x}" for letter in value) for key, value in values.items()}
    document = Document("".join(f'{key}: "{value}"\n' for key, value in escaped.items()), "f")

    assert document.data == values
    assert [document.place((key,))[0] for key in values] == list(range(1, len(values) + 1))


@given(st.text(max_size=200))
def test_any_text_at_all_is_either_read_or_refused_with_faults(text: str) -> None:
    faults: tuple[Fault, ...] = ()
    try:
        Document(text, "f")
    except Faults as found:
        faults = found.faults
    assert all(fault.line >= 1 and fault.column >= 1 for fault in faults)
