"""The proof of a clock as its lines, each with its clause."""

from collections.abc import Iterable
from datetime import datetime

from bot.clocks.clock import evaluate
from bot.clocks.contract import ClockKind, Terms
from bot.clocks.entries import Entry
from bot.clocks.explain import explain
from bot.clocks.ledger import History


def proof(
    sold: Terms, entries: Iterable[Entry], at: datetime, kind: ClockKind = ClockKind.FIRST_RESPONSE
) -> list[tuple[str, str | None]]:
    history = History.of(entries)
    clock = next(clock for clock in evaluate(sold, history, at) if clock.kind is kind)
    return [(line.text, line.clause) for line in explain(sold, history, clock)]


def texts(lines: Iterable[tuple[str, str | None]]) -> list[str]:
    return [text for text, _ in lines]
