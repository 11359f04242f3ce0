"""The databases that are measured: a SQLite file and a PostgreSQL server as they are run for real, fsync and all."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.databases import running_postgresql


@contextmanager
def measured_databases(count: int = 1) -> Iterator[dict[str, list[str]]]:
    """The addresses of so many empty databases of each kind."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="belltower-bench-")))
        servers = [stack.enter_context(running_postgresql()) for _ in range(count)]
        yield {
            "SQLite": [f"sqlite:///{folder / f'{number}.db'}" for number in range(count)],
            "PostgreSQL": servers,
        }
