"""Workers that end."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.crew import crew


# Two processes are started here, which on a busy machine takes its time.
@pytest.mark.timeout(300)
async def test_a_worker_that_ends_by_itself_leaves_its_last_words_and_is_started_again(tmp_path: Path) -> None:
    async with crew([0.0], tmp_path, {"BELLTOWER_CONFIG": "absent.yaml"}) as [worker]:
        while worker.starts < 2:  # noqa: ASYNC110 - another process is at work
            await asyncio.sleep(0.05)

    [ending, *_] = worker.by_itself
    assert ending.startswith("worker1, exit code 2: ")
    assert "absent.yaml" in ending
