"""`make faults`: real workers, killed and cut off at random, on both databases at once; exit code 1 if a promise broke.

`make faults ARGS="--seed 7 --minutes 30"` runs longer and by another seed, `--only sqlite` on one of them.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from tests.databases import postgresql
from tests.faults.checker import violations
from tests.faults.report import printed
from tests.faults.run import Outcome, Place, Plan, on_postgresql, on_sqlite, run

MINUTES = 2.0
"""How long people act and trouble is made; starting and settling take about one more."""


def main(arguments: list[str]) -> int:
    """Run, print, and say by the exit code whether all that was promised was kept."""
    parser = argparse.ArgumentParser(prog="make faults")
    parser.add_argument("--seed", type=int, default=1, help="what is done and what goes wrong follows from it")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="how long people act and trouble is made")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="on one of the two databases")
    wanted = parser.parse_args(arguments)
    console, folder = Console(width=120), Path(tempfile.mkdtemp(prefix="belltower-faults-"))
    plan = Plan(seed=wanted.seed, seconds=wanted.minutes * 60)
    with ExitStack() as stack:
        places = {}
        if wanted.only != "postgresql":
            places["sqlite"] = on_sqlite(_inside(folder, "sqlite"))
        if wanted.only != "sqlite":
            places["postgresql"] = on_postgresql(stack.enter_context(postgresql()))
        outcomes = asyncio.run(_runs(places, plan, folder))
    judged = [(outcome, violations(outcome.evidence)) for outcome in outcomes]
    printed(console, judged)
    if any(wrong for _, wrong in judged):
        console.print(f"The workers' logs are in {folder}.", markup=False, soft_wrap=True)
        return 1
    shutil.rmtree(folder)
    return 0


async def _runs(places: dict[str, Place], plan: Plan, folder: Path) -> list[Outcome]:
    async with asyncio.TaskGroup() as group:
        runs = [group.create_task(run(place, plan, _inside(folder, name))) for name, place in places.items()]
    return [each.result() for each in runs]


def _inside(folder: Path, name: str) -> Path:
    inside = folder / name
    inside.mkdir(exist_ok=True)
    return inside


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
