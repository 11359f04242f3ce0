"""What every room's tests share: the databases, and where the reference data lies."""

from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.databases", "tests.journeys.stage"]

# How long an example takes says more of the machine than of the code.
settings.register_profile("belltower", deadline=None)
settings.load_profile("belltower")

SHARED = Path(__file__).parents[2] / "shared"


def shared_path(*parts: str) -> Path:
    """The path of a reference file beside the project; the test is skipped where that file is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"reference data {'/'.join(parts)} is not here")
    return path
