"""A run in figures: what was asked for, what went wrong around it, what was told and how late."""

from collections import Counter
from collections.abc import Sequence
from statistics import quantiles

from rich.console import Console
from rich.table import Table

from bot.desk.notice_kinds import EDITS, NoticeKind
from storage.tables import NoticeState
from tests.faults.asked import Told
from tests.faults.checker import Violation, Wrong
from tests.faults.evidence import Evidence, Owed
from tests.faults.run import Outcome

LEAST_URGENT = 9
LATEST_SHOWN = 3
"""So many of the latest notices are named."""
MOST_SHOWN = 20
"""So many violations are printed in full."""


def printed(console: Console, judged: Sequence[tuple[Outcome, Sequence[Violation]]]) -> None:
    """Print the runs side by side, and then what is wrong."""
    table = Table(title="The fault run", title_justify="left")
    table.add_column("")
    columns = []
    for outcome, wrong in judged:
        table.add_column(outcome.name, justify="right")
        columns.append(_figures(outcome, wrong))
    for name in dict.fromkeys(name for column in columns for name in column):
        table.add_row(name, *(column.get(name, "0") for column in columns))
    console.print(table)
    for outcome, wrong in judged:
        for seconds, notice in lateness(outcome.evidence)[-LATEST_SHOWN:]:
            late = f"{notice.key} ({notice.kind}, rank {notice.rank}) {seconds:.1f} s late, {notice.attempts} attempts"
            console.print(f"{outcome.name}: {late}", markup=False, soft_wrap=True)
        for ending in outcome.by_themselves[:MOST_SHOWN]:
            console.print(f"{outcome.name}: ended by itself: {ending}", markup=False, soft_wrap=True)
        for each in wrong[:MOST_SHOWN]:
            console.print(f"{outcome.name}: {each}", markup=False, soft_wrap=True)


def lateness(evidence: Evidence) -> list[tuple[float, Owed]]:
    """How many seconds after its instant each notice stood in Slack, by itself or in a storm, the latest last."""
    shown = {each.key: each.at for each in evidence.shown}
    late = []
    for notice in evidence.owed:
        told = notice.settled_at if notice.bundle is not None else shown.get(notice.key)
        if told is not None and notice.kind not in EDITS | {NoticeKind.STORM}:
            late.append(((told - notice.planned_at).total_seconds(), notice))
    return sorted(late, key=lambda each: each[0])


def _spread(seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return "-"
    shares = quantiles(seconds, n=100, method="inclusive")
    return " / ".join(f"{each:.1f}" for each in (shares[49], shares[94], shares[98], max(seconds)))


def _figures(outcome: Outcome, wrong: Sequence[Violation]) -> dict[str, str]:
    evidence = outcome.evidence
    told = Counter(asked.told for asked in evidence.asked)
    entries = Counter(entry.kind for trail in evidence.trails for entry in trail.history.entries)
    states = Counter(notice.state for notice in evidence.owed)
    kinds = Counter(notice.kind for notice in evidence.owed if notice.state is NoticeState.SENT)
    every, urgent = (
        [seconds for seconds, notice in lateness(evidence) if notice.rank <= rank] for rank in (LEAST_URGENT, 0)
    )
    found = Counter(each.wrong for each in wrong)
    return {
        "requests": str(len(evidence.asked)),
        **{f"  told {each}": str(told[each]) for each in Told},
        "tickets": str(len(evidence.trails)),
        "entries in their ledgers": str(entries.total()),
        **{f"  {kind}": str(entries[kind]) for kind in ("acknowledged", "unacknowledged")},
        "notices": str(len(evidence.owed)),
        **{f"  {state}": str(states[state]) for state in NoticeState},
        **{f"  sent: {kind}": str(number) for kind, number in sorted(kinds.items())},
        "  of them told in a storm's message": str(sum(notice.bundle is not None for notice in evidence.owed)),
        "late: median / 95% / 99% / most, s": _spread(every),
        "  of a P1": _spread(urgent),
        "troubles made": str(outcome.troubles.total()),
        **{f"  {name}": str(number) for name, number in sorted(outcome.troubles.items())},
        "workers started": str(outcome.starts),
        "  after one had ended by itself": str(len(outcome.by_themselves)),
        **{str(each): str(found[each]) for each in Wrong},
    }
