"""How a value differs from the model it was read with, in words for the person who wrote it.

Turns pydantic's findings into expected, got and the nearest valid name. Validators that want their own words raise
`refuse(…)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails, PydanticCustomError

from bot.contracts.faults import nearest, one_of, shown

Path = tuple[str | int, ...]

_EXPECTED = {
    "string_type": "text (in quotes where it looks like a number)",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "a mapping of keys to values",
    "model_type": "a mapping of keys to values",
    "model_attributes_type": "a mapping of keys to values",
    "string_too_short": "text that is not empty",
    "string_pattern_mismatch": "text of the form {pattern}",
    "too_short": "{min_length} or more entries",
    "too_long": "{max_length} or fewer entries",
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than_equal": "{le} or less",
    "less_than": "less than {lt}",
    "refused": "{expected}",
    "value_error": "{error}",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mismatch:
    """One value that does not fit; `at_key` where the key itself is what is wrong."""

    path: Path
    expected: str
    got: str
    nearest: str | None = None
    at_key: bool = False


def refuse(expected: str, nearest: str | None = None, *, got: str | None = None) -> PydanticCustomError:
    """What a validator raises to say in its own words what was expected; `got` is by default the value itself."""
    return PydanticCustomError("refused", "{expected}", {"expected": expected, "nearest": nearest, "got": got})


def mismatch(detail: ErrorDetails, model: type[BaseModel]) -> Mismatch:
    """One of pydantic's findings about `model`, in words."""
    path, got, context = detail["loc"], detail["input"], detail.get("ctx", {})
    if path and path[-1] == "[key]":
        hint = context.get("nearest")
        return Mismatch(path=path[:-1], expected=_expected(detail), got=shown(got), nearest=hint, at_key=True)
    match detail["type"]:
        case "missing":
            return Mismatch(path=path[:-1], expected=f"the key “{path[-1]}”", got="none")
        case "extra_forbidden":
            names = _names(_annotation(model, path[:-1]))
            return Mismatch(
                path=path,
                expected=one_of(names),
                got=f"the key “{path[-1]}”",
                nearest=nearest(path[-1], names),
                at_key=True,
            )
        case "enum" | "literal_error":
            names = _names(_annotation(model, path))
            return Mismatch(path=path, expected=one_of(names), got=shown(got), nearest=nearest(got, names))
        case _:
            said = context.get("got") or shown(got)
            return Mismatch(path=path, expected=_expected(detail), got=said, nearest=context.get("nearest"))


def _expected(detail: ErrorDetails) -> str:
    template = _EXPECTED.get(detail["type"])
    return detail["msg"] if template is None else template.format_map(detail.get("ctx", {}))


def _annotation(annotation: Any, path: Path) -> Any:
    """The type that a model wants at a path, through models, mappings, lists and `… | None`; None where unknown."""
    annotation = _bare(annotation)
    if not path:
        return annotation
    step, rest = path[0], path[1:]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if step in (name, field.alias):
                return _annotation(field.annotation, rest)
        return None
    inner = get_args(annotation)
    if not inner:
        return None
    origin = get_origin(annotation)
    is_mapping = isinstance(origin, type) and issubclass(origin, Mapping)
    return _annotation(inner[1] if is_mapping else inner[0], rest)


def _bare(annotation: Any) -> Any:
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            annotation = next(inner for inner in get_args(annotation) if inner is not type(None))
        else:
            return annotation


def _names(annotation: Any) -> tuple[str, ...]:
    """The names that are possible: a model's keys, an enum's values, a literal's."""
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return tuple(field.alias or name for name, field in annotation.model_fields.items())
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(str(member.value) for member in annotation)
    return ()
