"""How long one call takes."""

from collections.abc import Callable
from time import perf_counter

ROUNDS = 5
ROUND_SECONDS = 0.1


def microseconds(call: Callable[[], object]) -> float:
    """The time of one call in the fastest round; each round lasts long enough to be measured."""
    call()
    began = perf_counter()
    call()
    repeats = max(1, int(ROUND_SECONDS / max(perf_counter() - began, 1e-7)))
    rounds = []
    for _ in range(ROUNDS):
        began = perf_counter()
        for _ in range(repeats):
            call()
        rounds.append((perf_counter() - began) / repeats * 1e6)
    return min(rounds)
