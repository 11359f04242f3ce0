"""The small rules that Block Kit is made of: a text so long, an array so big, an object with these keys.

A rule takes a value and its JSON pointer and yields a line for each fault. The words are those of the JSON schema
validator that Slack has published, and of refusals that app authors have quoted.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]


def fault(pointer: str, words: str) -> str:
    """One fault and its place, as Slack writes them."""
    return f"{words} [json-pointer:{pointer}]"


def anything(_value: Any, _pointer: str) -> Iterator[str]:
    """Whatever it is."""
    yield from ()


def string(most: int | None = None, least: int = 1) -> Rule:
    """A string of at most and at least so many characters."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault(pointer, "must provide a string")
        elif most is not None and len(value) > most:
            yield fault(pointer, f"must be less than {most + 1} characters")
        elif len(value) < least:
            yield fault(pointer, f"must be more than {least - 1} characters")

    return check


def matching(pattern: str) -> Rule:
    """A string of the given form."""
    compiled = re.compile(pattern)

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault(pointer, "must provide a string")
        elif not compiled.fullmatch(value):
            yield fault(pointer, f"input must match regex pattern: {pattern}")

    return check


def one_of(*allowed: str) -> Rule:
    """One of a few words."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault(pointer, "must provide a string")
        elif value not in allowed:
            yield fault(pointer, "must be a valid enum value")

    return check


def boolean(value: Any, pointer: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield fault(pointer, "must be a boolean")


def number(value: Any, pointer: str) -> Iterator[str]:
    """Any number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield fault(pointer, "must provide a number")


def whole_number(least: int, most: int | None = None) -> Rule:
    """A whole number inside bounds, the bounds included."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield fault(pointer, "must provide an integer")
        elif value < least:
            yield fault(pointer, f"must be greater than {least - 1}")
        elif most is not None and value > most:
            yield fault(pointer, f"must be less than {most + 1}")

    return check


def array(item: Rule, most: int | None = None, least: int = 1) -> Rule:
    """An array of at most and at least so many items, each following the rule."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            yield fault(pointer, "must provide an array")
            return
        if most is not None and len(value) > most:
            yield fault(pointer, f"no more than {most} items allowed")
        if len(value) < least:
            yield fault(pointer, f"must provide at least {least} items")
        for position, entry in enumerate(value):
            yield from item(entry, f"{pointer}/{position}")

    return check


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """An object with these properties and no other; null is no way to leave one out."""
    known = {**required, **(optional or {})}

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield fault(pointer, "must provide an object")
            return
        for name in required:
            if name not in value:
                yield fault(pointer, f"missing required field: {name}")
        for name, entry in value.items():
            if name in known:
                yield from known[name](entry, f"{pointer}/{name}")
            else:
                yield fault(pointer, f"invalid additional property: {name}")

    return check


def by_type(shapes: Mapping[str, Rule]) -> Rule:
    """An object whose `type` says which rule it follows."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield fault(pointer, "must provide an object")
        elif "type" not in value:
            yield fault(pointer, "missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in shapes:
            yield fault(f"{pointer}/type", f"unsupported type: {value['type']}")
        else:
            yield from shapes[value["type"]](value, pointer)

    return check


def as_well(rule: Rule, more: Callable[[Any, str], Iterator[str]]) -> Rule:
    """A rule and, where a value follows it, a second look at how the value's parts go together."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        faults = [*rule(value, pointer)]
        yield from faults or more(value, pointer)

    return check


def one_schema_of_several(rule: Rule) -> Rule:
    """A rule that Slack composes of several schemas: a line about that goes before the faults themselves."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        faults = [*rule(value, pointer)]
        if faults:
            yield fault(pointer, "failed to match all allowed schemas")
        yield from faults

    return check
