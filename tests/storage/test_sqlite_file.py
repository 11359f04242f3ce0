import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.database import Database
from storage.sqlite_file import AlreadyOpen, hold


async def test_the_sqlite_file_is_made_with_its_folder_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "belltower.db"
    database = await Database.open(f"sqlite:///{path}")
    await database.migrate()
    kept = [stat.S_IMODE(file.stat().st_mode) for file in path.parent.glob("belltower.db*")]
    await database.close()
    assert len(kept) >= 2
    assert set(kept) == {0o600}


def test_a_file_that_everybody_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "belltower.db"
    path.touch(mode=0o644)
    hold(path).release()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_the_sqlite_file_serves_once_in_a_process(sqlite_url: str) -> None:
    database = await Database.open(sqlite_url)
    with pytest.raises(AlreadyOpen, match="PostgreSQL"):
        await Database.open(sqlite_url)
    await database.close()
    again = await Database.open(sqlite_url)
    await again.close()


@contextmanager
def another_process(url: str) -> Iterator[None]:
    """While the block lasts another process has the database open; then it is killed."""
    program = """
import asyncio, sys
from storage.database import Database

async def main():
    await Database.open(sys.argv[1])
    print("open", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", program, url], stdout=subprocess.PIPE, cwd=root) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        yield
        other.kill()


async def test_a_second_process_is_refused_and_a_killed_one_leaves_no_lock(sqlite_url: str) -> None:
    with another_process(sqlite_url), pytest.raises(AlreadyOpen, match="another process"):
        await Database.open(sqlite_url)
    database = await Database.open(sqlite_url)
    await database.close()
