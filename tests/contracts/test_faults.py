from bot.contracts.faults import Fault, Faults, nearest, one_of, shown


def fault(line: int, column: int = 1, **words: str) -> Fault:
    return Fault(file="acme.yaml", line=line, column=column, path="plans", expected="a", got="b", **words)


def test_a_fault_reads_as_one_line_with_its_place() -> None:
    assert str(fault(12, 7)) == "acme.yaml:12:7: plans: expected a, got b"


def test_a_fault_names_the_nearest_valid_name() -> None:
    assert str(fault(1, nearest="gold")).endswith("got b; did you mean “gold”?")


def test_faults_are_told_in_the_order_of_the_file() -> None:
    found = Faults([fault(9), fault(2, 8), fault(2, 3)])

    assert [(each.line, each.column) for each in found.faults] == [(2, 3), (2, 8), (9, 1)]
    assert str(found).count("\n") == 2


def test_nearest_ignores_case_and_gives_up_on_what_is_far_away() -> None:
    assert nearest("VALICAR", ["basic", "Valicare"]) == "Valicare"
    assert nearest("xyz", ["basic", "Valicare"]) is None


def test_names_are_listed_as_part_of_a_sentence() -> None:
    assert one_of(["P1", "P2"]) == "one of “P1”, “P2”"
    assert one_of(["P1"]) == "“P1”"
    assert one_of([]) == "no entry here"


def test_values_are_shown_as_a_person_would_say_them() -> None:
    values: list[object] = [None, True, 17, "x", {}, [], {"a": 1}, [1], 1.5]
    assert [shown(value) for value in values] == [
        "nothing", "true", "17", "“x”", "an empty mapping", "an empty list", "a mapping", "a list", "1.5",
    ]  # fmt: skip
    assert len(shown("x" * 500)) < 70


def test_an_address_is_not_shown_because_it_may_be_a_secret() -> None:
    assert shown("twilio://account:token@+15550100") == "an address, which may be a secret"
