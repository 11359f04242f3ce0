"""The marks of the tests: which test says that it holds what."""

import ast
from collections.abc import Iterator

from tests.house.tree import modules, name, parsed


def marks(sort: str) -> Iterator[tuple[str | int, str]]:
    """What tests are marked with by `@pytest.mark.<sort>(…)`, and each test as `tests/room/test_x.py::test_y`."""
    for path in modules("tests"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for said in _said(node, f"pytest.mark.{sort}"):
                    yield said, f"{name(path)}::{node.name}"


def linked(test: str) -> str:
    """A test by its own words, leading to its file, for a page of docs/."""
    file, _, function = test.partition("::")
    return f"[{function.removeprefix('test_').replace('_', ' ')}](../{file})"


def _said(node: ast.FunctionDef | ast.AsyncFunctionDef, mark: str) -> Iterator[str | int]:
    for each in node.decorator_list:
        if isinstance(each, ast.Call) and ast.unparse(each.func) == mark:
            for argument in each.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str | int):
                    yield argument.value
