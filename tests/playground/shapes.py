"""Real payloads and answers of Slack beside ours: the same keys of the same types, and every difference by its name."""

import json
from typing import Any

from bot.playground.refusals import Json
from tests.conftest import shared_path

OPEN_ENDED = {"values", "blocks", "metadata", "element"}
"""What is below these keys is the app's or the person's own content, not the shape of the request."""
NO_ORGANISATION = {"enterprise_id", "enterprise_name", "context_enterprise_id"}
"""Keys that are only there when the workspace is part of an organisation; ours is not."""


def sample(*parts: str) -> Json:
    """A reference file, of a form-encoded request its fields."""
    document: Json = json.loads(shared_path("slack", *parts).read_text())
    return document["fields"] if "_form_encoded" in document else document


def outline(value: Any, path: str = "") -> dict[str, set[str]]:
    """The paths of all keys, with the types of what stands there; null says nothing of the type."""
    found: dict[str, set[str]] = {}
    if isinstance(value, list):
        for entry in value:
            _join(found, outline(entry, path))
    elif isinstance(value, dict):
        for name, entry in value.items():
            here = f"{path}/{name}"
            _join(found, {here: set() if entry is None else {type(entry).__name__}})
            if name not in OPEN_ENDED:
                _join(found, outline(entry, here))
    return found


def differences(ours: Json, real: Json, *shapes: Json) -> dict[str, str]:
    """What is not as in a real request: by path, `invented`, `absent` or another type.

    `shapes` are further samples for what a single request does not show; of them nothing needs to be there. Where ours
    has null, nothing is missing below it.
    """
    mine, theirs = outline(ours), outline(real)
    known = outline([real, *shapes])
    found = dict.fromkeys(mine.keys() - known.keys(), "invented")
    found |= {
        path: "absent"
        for path in theirs.keys() - mine.keys()
        if mine.get(path.rpartition("/")[0]) != set() and not _of_an_organisation(path)
    }
    for path in mine.keys() & known.keys():
        if mine[path] and known[path] and not mine[path] <= known[path]:
            found[path] = f"{'/'.join(sorted(mine[path]))} and not {'/'.join(sorted(known[path]))}"
    return found


def _of_an_organisation(path: str) -> bool:
    return path.rpartition("/")[2] in NO_ORGANISATION or path.startswith("/enterprise/")


def _join(found: dict[str, set[str]], more: dict[str, set[str]]) -> None:
    for path, types in more.items():
        found.setdefault(path, set()).update(types)
