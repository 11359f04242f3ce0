"""`make bench`: every measurement in one run. Names as arguments pick some: `make bench ARGS="sweep commands"`."""

import sys

from tests.bench import bench_clocks, bench_commands, bench_evaluate, bench_lists, bench_page, bench_sweep

BENCHES = {
    "clocks": bench_clocks.main,
    "evaluate": bench_evaluate.main,
    "sweep": bench_sweep.main,
    "commands": bench_commands.main,
    "lists": bench_lists.main,
    "page": bench_page.main,
}


def main(names: list[str]) -> None:
    """Run the named benches, or all."""
    for name in names or BENCHES:
        BENCHES[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
