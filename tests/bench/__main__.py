"""`make bench`: every measurement in one run. Names as arguments pick some: `make bench ARGS="sweep commands"`.

`make bench ARGS="workers --tickets 2000 --due 200"` makes the longest of them a matter of seconds.
"""

import argparse
import sys
from collections.abc import Callable
from functools import partial

from tests.bench import (
    bench_clocks,
    bench_commands,
    bench_evaluate,
    bench_lists,
    bench_page,
    bench_sweep,
    bench_workers,
)

BENCHES: dict[str, Callable[[], None]] = {
    "clocks": bench_clocks.main,
    "evaluate": bench_evaluate.main,
    "sweep": bench_sweep.main,
    "commands": bench_commands.main,
    "lists": bench_lists.main,
    "page": bench_page.main,
    "workers": bench_workers.main,
}


def main(arguments: list[str]) -> None:
    """Run the named benches, or all."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHES)}; without any, all")
    parser.add_argument("--tickets", type=int, default=bench_workers.TICKETS, help="open tickets, for “workers”")
    parser.add_argument("--due", type=int, default=bench_workers.DUE, help="deadlines among them, for “workers”")
    wanted = parser.parse_args(arguments)
    benches: dict[str, Callable[[], None]] = {
        **BENCHES,
        "workers": partial(bench_workers.main, wanted.tickets, wanted.due),
    }
    for name in wanted.names or benches:
        benches[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
