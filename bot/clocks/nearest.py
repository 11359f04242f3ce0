"""The end of a refusal: which known name the wrong one was probably meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(got: str, known: Iterable[str]) -> str:
    """`; did you mean 'X'?` with the nearest known name, whatever its case; empty when nothing is near."""
    by_folded = {name.casefold(): name for name in known}
    matches = get_close_matches(got.casefold(), by_folded, n=1, cutoff=0.5)
    return f"; did you mean {by_folded[matches[0]]!r}?" if matches else ""
