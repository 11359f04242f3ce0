"""The worker processes of a run: started anew whenever one has ended, as whoever supervises an installation would."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAUSE = 0.5
"""Seconds after which a process that has ended is started again."""
LAST_WORK = 15.0
"""Seconds that a worker is given to end by itself when it is told to."""


@dataclass(kw_only=True)
class Worker:
    """One worker: `ahead` is how many seconds its machine's clock is."""

    ahead: float
    folder: Path
    environment: Mapping[str, str]
    log: Path
    starts: int = 0
    by_itself: list[str] = field(default_factory=list)
    """How it ended, for each time that it did so without being killed: exit code and last words."""
    _process: Process | None = field(default=None, repr=False)
    _killed: bool = False

    @property
    def runs(self) -> bool:
        """Whether there is a process now."""
        return self._process is not None and self._process.returncode is None

    def kill(self) -> bool:
        """End its process as a power cut would; False where there is none just now."""
        if self._process is None or not self.runs:
            return False
        self._killed = True
        self._process.kill()
        return True

    async def run(self) -> None:
        """Start the process, and again whenever it has ended, until cancelled; then ask it to end."""
        command = ["-m", "tests.faults.worker", str(self.ahead)] if self.ahead else ["-m", "bot", "run"]
        with self.log.open("ab") as log:
            while True:
                self._killed = False
                self._process = process = await asyncio.create_subprocess_exec(
                    sys.executable, *command, cwd=self.folder, env=self.environment, stdout=log, stderr=log
                )
                self.starts += 1
                try:
                    await process.wait()
                except asyncio.CancelledError:
                    await _ended(process)
                    raise
                if not self._killed:
                    self.by_itself.append(f"{self.log.stem}, exit code {process.returncode}: {_last_line(self.log)}")
                await asyncio.sleep(PAUSE)


@asynccontextmanager
async def crew(ahead: Sequence[float], folder: Path, settings: Mapping[str, str]) -> AsyncIterator[list[Worker]]:
    """So many workers with the same settings, at work until the context is left."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    workers = [
        Worker(ahead=each, folder=folder, environment=environment, log=folder / f"worker{number}.log")
        for number, each in enumerate(ahead, start=1)
    ]
    tasks = [asyncio.create_task(worker.run()) for worker in workers]
    try:
        yield workers
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _last_line(log: Path) -> str:
    """The last line that says anything; what a worker prints and its errors are in one log."""
    said = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return said[-1] if said else "no words"


async def _ended(process: Process) -> None:
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(LAST_WORK):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
