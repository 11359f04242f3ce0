"""What every module of the house keeps to: its length, its name, its words, and that it does not ask for the time."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SOURCES, modules, name, parsed

ALL = list(modules(*SOURCES))
ONE_SITTING = 300
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "service", "base", "misc"}
WALL_CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("pendulum", "now"),
    ("pendulum", "today"),
}
READER_OF_THE_WALL_CLOCK = ROOT / "bot" / "app.py"


def wall_clock_lines(tree: ast.AST) -> Iterator[int]:
    """The lines on which something asks this machine what time it is."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=asked):
                if (owner, asked) in WALL_CLOCKS:
                    yield node.lineno
            case ast.ImportFrom(module=str(owner), names=names):
                if any((owner, alias.name) in WALL_CLOCKS for alias in names):
                    yield node.lineno


def undocumented_members(source: str) -> Iterator[str]:
    """The members of enums with neither an explanation beneath them nor a comment beside them."""
    lines = source.splitlines()
    for each in ast.walk(ast.parse(source)):
        if not isinstance(each, ast.ClassDef) or not any(ast.unparse(base).endswith("Enum") for base in each.bases):
            continue
        for member, following in zip(each.body, [*each.body[1:], None], strict=True):
            beneath = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
            if isinstance(member, ast.Assign) and not beneath and "  # " not in lines[member.lineno - 1]:
                yield f"{each.name}.{ast.unparse(member.targets[0])}"


def undocumented_names(tree: ast.Module) -> Iterator[str]:
    """The public functions, classes and methods of a module that say nothing about themselves."""
    public: list[ast.AST] = [tree]
    while public:
        for each in ast.iter_child_nodes(public.pop()):
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not each.name.startswith(
                "_"
            ):
                if ast.get_docstring(each) is None:
                    yield each.name
                if isinstance(each, ast.ClassDef):
                    public.append(each)


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.datetime.utcnow()",
        "from datetime import date\ndate.today()",
        "import time\ntime.time()",
        "from time import time_ns",
        "import pendulum\nasked = pendulum.now",
    ],
)
def test_whoever_asks_for_the_time_is_seen(source: str) -> None:
    assert list(wall_clock_lines(ast.parse(source)))


def test_only_one_module_reads_the_wall_clock() -> None:
    readers = [f"{name(path)}:{line}" for path in ALL for line in wall_clock_lines(parsed(path))]

    assert [reader.split(":")[0] for reader in readers if not reader.startswith(name(READER_OF_THE_WALL_CLOCK))] == []
    assert readers, "the composition root reads it"


def test_every_module_can_be_read_in_one_sitting() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ALL}

    assert {path: length for path, length in lengths.items() if length > ONE_SITTING} == {}


def test_every_name_says_something() -> None:
    words = {name(path): set(path.stem.split("_")) | set(path.relative_to(ROOT).parts) for path in ALL}

    assert {path for path, found in words.items() if found & NAMES_THAT_SAY_NOTHING} == set()


def test_every_module_says_what_it_is_for() -> None:
    spoken = [path for path in ALL if "versions" not in path.parts]

    assert [name(path) for path in spoken if ast.get_docstring(parsed(path)) is None] == []


def test_the_map_of_the_house_shows_every_room() -> None:
    shown = ast.get_docstring(parsed(ROOT / "bot" / "__init__.py")) or ""
    rooms = {path.parent.name for path in (ROOT / "bot").glob("*/__init__.py")} | {"storage"}

    assert {room for room in rooms if f"\n`{room}` " not in shown} == set()


def test_everything_public_says_what_it_answers() -> None:
    spoken = [path for path in ALL if "migrations" not in path.parts]

    assert [f"{name(path)}: {each}" for path in spoken for each in undocumented_names(parsed(path))] == []


def test_an_enum_member_without_a_word_is_seen() -> None:
    source = 'class Sort(StrEnum):\n    A = "a"\n    """The first."""\n    B = "b"  # The second.\n    C = "c"\n'

    assert list(undocumented_members(source)) == ["Sort.C"]


def test_every_member_of_an_enum_is_explained() -> None:
    assert [
        f"{name(path)}: {each}" for path in ALL for each in undocumented_members(path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize("room", ["clocks", "desk", "watch", "slack", "pager", "wall"])
def test_every_module_that_does_something_has_its_tests(room: str) -> None:
    """A module of values alone is tested where they are made."""
    folder = ROOT / "bot" / room
    doing = {
        path.stem
        for path in modules(f"bot/{room}")
        if any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in parsed(path).body)
    }
    tested = {path.stem.removeprefix("test_") for path in (ROOT / "tests" / room).glob("test_*.py")}

    assert folder.is_dir()
    assert doing - tested == set()


def test_storage_and_slack_are_where_they_belong() -> None:
    """What import-linter cannot say: which files may mention the libraries at all."""

    def importers(library: str) -> set[Path]:
        return {
            path
            for path in ALL
            for node in ast.walk(parsed(path))
            if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == library)
            or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] == library for alias in node.names))
        }

    assert {path.parent.name for path in importers("slack_bolt")} <= {"slack", "bot"}
    beside = {name(path) for path in importers("slack_bolt") if path.parent.name == "bot"}
    assert beside <= {"bot/app.py", "bot/wiring.py"}
    assert {name(path) for path in importers("ruamel")} <= {"bot/contracts/document.py", "bot/playground/manifest.py"}
