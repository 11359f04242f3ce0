"""A YAML 1.2 file as plain values that remember where they stood.

The one place that knows which YAML library is used. Nothing here knows what a contract is: any pydantic model with
`extra="forbid"` can be read, and every fault has its line and column. Values are read by YAML's core rules only
(text, whole numbers, true, false, null), so `17:00`, `NO` and `2026-07-03` stay the text that was written.
"""

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from bot.contracts.faults import Fault, Faults, shown
from bot.contracts.mismatch import Path, mismatch

_WHOLE_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
M = TypeVar("M", bound=BaseModel)


class Document:
    """One file: its values, their places, and the faults found so far."""

    def __init__(self, text: str, file: str) -> None:
        """Raises `Faults` where the text is not YAML or not of the plain kind read here."""
        self.file = file
        self.faults: list[Fault] = []
        self._keys: dict[Path, tuple[int, int]] = {}
        self._values: dict[Path, tuple[int, int]] = {(): (1, 1)}
        root = self._compose(text)
        self.data: Any = None if root is None else self._plain(root, ())
        self.settle()

    def read(self, model: type[M]) -> M:
        """The file's values as a model; raises `Faults` with everything that does not fit."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            details = error.errors(include_url=False)
            for detail in details:
                # A list whose entries are wrong is counted without them, which is nothing that needs mending.
                if detail["type"] == "too_short" and any(_inside(each["loc"], detail["loc"]) for each in details):
                    continue
                found = mismatch(detail, model)
                self.fault(found.path, found.expected, found.got, found.nearest, at_key=found.at_key)
            raise Faults(self.faults) from None

    def fault(
        self, path: Path, expected: str, got: str | None = None, nearest: str | None = None, *, at_key: bool = False
    ) -> None:
        """Note what is wrong at a path; the arguments are those of `fault_at`."""
        self.faults.append(self.fault_at(path, expected, got, nearest, at_key=at_key))

    def fault_at(
        self, path: Path, expected: str, got: str | None = None, nearest: str | None = None, *, at_key: bool = False
    ) -> Fault:
        """What is wrong at a path, without noting it. `got` is by default the value that stands there."""
        line, column = self.place(path, at_key=at_key)
        return Fault(
            file=self.file,
            line=line,
            column=column,
            path=spelled(path),
            expected=expected,
            got=shown(self.value(path)) if got is None else got,
            nearest=nearest,
        )

    def settle(self) -> None:
        """Raise `Faults` with all that was noted; nothing happens where there is none."""
        if self.faults:
            raise Faults(self.faults)

    def value(self, path: Path) -> Any:
        """The plain value at a path, or None where nothing is written."""
        value = self.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def place(self, path: Path, *, at_key: bool = False) -> tuple[int, int]:
        """The line and column of a path, both from 1; of the nearest part that is written where it is missing."""
        if at_key and path in self._keys:
            return self._keys[path]
        while path not in self._values:
            path = path[:-1]
        return self._values[path]

    def _compose(self, text: str) -> Node | None:
        try:
            root: Node | None = YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as error:
            raise self._not_yaml(error.problem_mark.line, error.problem_mark.column, error.problem) from None
        except ReaderError as error:
            lines = text[: error.position].split("\n")
            raise self._not_yaml(len(lines) - 1, len(lines[-1]), error.reason) from None
        except RecursionError:
            raise self._not_yaml(0, 0, "brackets inside brackets without end") from None
        return root

    def _not_yaml(self, line: int, column: int, problem: str) -> Faults:
        return Faults(
            [Fault(file=self.file, line=line + 1, column=column + 1, path="", expected="valid YAML", got=problem)]
        )

    def _plain(self, node: Node, path: Path) -> Any:
        """The value of a node; notes where it and everything in it stands."""
        start = _place(node)
        is_block = isinstance(node, MappingNode | SequenceNode) and not node.flow_style
        self._values[path] = self._keys.get(path, start) if is_block else start
        if node.anchor is not None:
            # Nothing under an anchor is looked at, because an alias inside it could lead back to it without end.
            self.fault(path, "every value written out where it is used", f"the anchor “&{node.anchor}”")
            return None
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        return [self._plain(item, (*path, index)) for index, item in enumerate(node.value)]

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._values.setdefault((*path, "?"), _place(key_node))
                self.fault((*path, "?"), "a key of plain text", "a list or a mapping as the key")
                continue
            key = key_node.value
            here = (*path, key)
            if key in values:
                first_line = self._keys[here][0]
                self._keys[here] = _place(key_node)
                self.fault(here, "each key once", f"“{key}” again (first on line {first_line})", at_key=True)
                continue
            self._keys[here] = _place(key_node)
            values[key] = self._plain(value_node, here)
        return values


def read(text: str, file: str, model: type[M]) -> M:
    """The text of a file as a model; raises `Faults` with every fault and its place. `file` is what messages say."""
    return Document(text, file).read(model)


def spelled(path: Path) -> str:
    """A path as people write it: `plans.basic.promises[0].targets.P1`. Lists count from 0."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def _inside(path: Path, outer: Path) -> bool:
    return len(path) > len(outer) and path[: len(outer)] == outer


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _scalar(node: ScalarNode) -> Any:
    text: str = node.value
    if node.style is not None:
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
