"""The small rules that Block Kit is made of: a text so long, an array so big, an object with these keys.

A rule takes a value and its JSON pointer and yields a line for each fault, worded like Slack's own lines.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]


def fault(pointer: str, words: str) -> str:
    """One line of Slack's `response_metadata.messages`."""
    return f"[ERROR] {words} [json-pointer:{pointer}]"


def string(most: int, least: int = 1) -> Rule:
    """A string of at most and at least so many characters."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault(pointer, "should be a string")
        elif len(value) > most:
            yield fault(pointer, f"must be less than {most + 1} characters")
        elif len(value) < least:
            yield fault(pointer, f"must be more than {least - 1} characters")

    return check


def matching(pattern: str, words: str) -> Rule:
    """A string of the given form."""
    compiled = re.compile(pattern)

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield fault(pointer, f"must be {words}")

    return check


def one_of(*allowed: str) -> Rule:
    """One of a few words."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if value not in allowed:
            yield fault(pointer, f"must be a valid enum value: {', '.join(allowed)}")

    return check


def boolean(value: Any, pointer: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield fault(pointer, "should be a boolean")


def whole_number(least: int, most: int | None = None) -> Rule:
    """A whole number inside bounds."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield fault(pointer, "should be an integer")
        elif value < least:
            yield fault(pointer, f"must be greater than or equal to {least}")
        elif most is not None and value > most:
            yield fault(pointer, f"must be less than or equal to {most}")

    return check


def anything(_value: Any, _pointer: str) -> Iterator[str]:
    """Whatever it is."""
    yield from ()


def array(item: Rule, most: int, least: int = 1) -> Rule:
    """An array of at most and at least so many items, each following the rule."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list | tuple):
            yield fault(pointer, "must be an array")
            return
        if len(value) > most:
            yield fault(pointer, f"no more than {most} items allowed")
        if len(value) < least:
            yield fault(pointer, f"no less than {least} items allowed")
        for position, entry in enumerate(value):
            yield from item(entry, f"{pointer}/{position}")

    return check


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """An object with these properties and no other."""
    known = {**required, **(optional or {})}

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield fault(pointer, "must be an object")
            return
        for name in required:
            if value.get(name) is None:
                yield fault(pointer, f"missing required field: {name}")
        for name, entry in value.items():
            if name not in known:
                yield fault(pointer, f"invalid additional property: {name}")
            elif entry is not None:
                yield from known[name](entry, f"{pointer}/{name}")

    return check


def by_type(shapes: Mapping[str, Rule]) -> Rule:
    """An object whose `type` says which rule it follows."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield fault(pointer, "must be an object")
        elif "type" not in value:
            yield fault(pointer, "missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in shapes:
            yield fault(f"{pointer}/type", f"unsupported type: {value['type']}")
        else:
            yield from shapes[value["type"]](value, pointer)

    return check


def plain_text(most: int, least: int = 1) -> Rule:
    """A `plain_text` object."""
    return by_type({"plain_text": shape({"type": anything, "text": string(most, least)}, {"emoji": boolean})})


def any_text(most: int, least: int = 1) -> Rule:
    """A `plain_text` or `mrkdwn` object."""
    return by_type(
        {
            "plain_text": shape({"type": anything, "text": string(most, least)}, {"emoji": boolean}),
            "mrkdwn": shape({"type": anything, "text": string(most, least)}, {"verbatim": boolean}),
        }
    )
