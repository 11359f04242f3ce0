"""How long it takes to know where a ticket stands: its clocks and milestones from ledgers of growing length."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle, islice

from rich.console import Console
from rich.table import Table

from bot.clocks.clock import evaluate
from bot.clocks.contract import PauseReason, Terms, terms
from bot.clocks.entries import Acknowledged, Entry, Opened, Paused, Regraded, Replied, Resumed, Taken
from bot.clocks.ledger import History
from bot.clocks.milestones import passed, upcoming
from bot.clocks.paging import chains
from bot.contracts.reader import load
from tests.bench.timing import microseconds

OPENED = datetime(2026, 6, 1, 16, 0, tzinfo=UTC)
LENGTHS = (5, 50, 500)
BY = "Ana Agent"


def ledger(length: int, severities: tuple[str, str]) -> tuple[Entry, ...]:
    """A ticket on which people talk, wait and regrade in turn, an entry every twenty minutes."""
    high, low = severities
    instants = (OPENED + timedelta(minutes=20) * number for number in range(1, length))
    kinds: list[Callable[[datetime], Entry]] = [
        lambda at: Taken(at=at, by=BY, to=BY),
        lambda at: Paused(at=at, by=BY, reason=PauseReason.WAITING_ON_CUSTOMER, text="Which domain?"),
        lambda at: Replied(at=at, by=BY, text="Still looking."),
        lambda at: Resumed(at=at, by=BY),
        lambda at: Regraded(at=at, by=BY, severity=low, impact="One team only."),
        lambda at: Acknowledged(at=at, by=BY),
        lambda at: Replied(at=at, by=BY, text="A fix is on its way."),
        lambda at: Regraded(at=at, by=BY, severity=high, impact="Everybody again."),
    ]
    later = (make(at) for make, at in zip(cycle(kinds), instants, strict=False))
    return (Opened(at=OPENED, by=BY, severity=high), *islice(later, length - 1))


def stand(sold: Terms, history: History, at: datetime) -> None:
    """All that the desk asks of the engine after each entry and at each deadline."""
    clocks, pagings = evaluate(sold, history, at), chains(sold, history)
    passed(sold, history, clocks, pagings, at)
    upcoming(sold, history, clocks, pagings, at)


def main() -> None:
    """Print one line for each contract and length of ledger."""
    table = Table(
        "contract", "entries", "folded, µs", "evaluated, µs", "µs per entry", title="Clocks: where a ticket stands"
    )
    plans = {"valimail": ("valicare", ("urgent", "low")), "bird": ("email_enterprise", ("critical", "non_critical"))}
    for name, (plan, severities) in plans.items():
        sold = terms(load(name), plan)
        for length in LENGTHS:
            entries = ledger(length, severities)
            history, at = History.of(entries), entries[-1].at + timedelta(minutes=1)
            fold = microseconds(partial(History.of, entries))
            whole = microseconds(partial(stand, sold, history, at))
            table.add_row(name, f"{length}", f"{fold:,.0f}", f"{whole:,.0f}", f"{(fold + whole) / length:,.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()
