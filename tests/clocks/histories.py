"""Random tickets: any entries that may follow one another, close together or at one instant, under any settings."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from bot.clocks.cadence import next_by_cadence
from bot.clocks.conduct import Silence
from bot.clocks.contract import ClockKind, PageStep, Paging, PauseReason, RegradeMode, ReopenMode, Terms, terms
from bot.clocks.durations import parse_target
from bot.clocks.entries import Entry
from bot.clocks.ledger import TRANSITIONS, History
from bot.contracts.reader import load
from tests.clocks.samples import (
    HOUR,
    MAKE,
    MICROSECOND,
    MINUTE,
    THIRD_PARTY,
    WAITING,
    acknowledged,
    agreement,
    assigned,
    before,
    called_back,
    day,
    escalation,
    opened,
    paused,
    plan_terms,
    promise,
    regraded,
    replied,
    share,
    snoozed,
    taken,
    updated,
)

SHIPPED = (
    terms(load("valimail"), "basic"),
    terms(load("valimail"), "valicare"),
    terms(load("bird"), "email_enterprise"),
)
WAITS = (0 * MINUTE, MICROSECOND, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, 9 * HOUR, 64 * HOUR)


def rich_terms(
    regrade: RegradeMode, reopen: ReopenMode, silence: Silence | None = None, needs: int = 1, repeats: int = 0
) -> Terms:
    """Every kind of clock, targets and goals, two clocks that are paused by different waits, pages and escalations."""
    update, resolution = ClockKind.NEXT_UPDATE, ClockKind.RESOLUTION
    warnings = (share(50), share(75), before("5 minutes"))
    in_hours = (share(50), before("15 business minutes"))
    waiting, third = frozenset({WAITING}), frozenset({THIRD_PARTY})
    return plan_terms(
        urgent=[
            promise("30 minutes", goal="10 minutes", warnings=warnings),
            promise("15 minutes", kind=ClockKind.CALL_BACK, warnings=warnings),
            promise("1 hour", kind=update, warnings=warnings),
            promise("8 hours", kind=resolution, paused_by=third),
        ],
        high=[
            promise("4 business hours", goal="1 business hour", calendar="desk", warnings=in_hours, paused_by=waiting),
            promise(goal="1 business day", kind=update, calendar="desk", warnings=(share(75),), paused_by=waiting),
            promise("3 business days", kind=resolution, calendar="desk", paused_by=waiting | third),
        ],
        low=[promise(goal="2 business days", calendar="desk", warnings=in_hours, paused_by=waiting | third)],
        paging={
            "P1": Paging(
                steps=(PageStep(after=0 * MINUTE, whom="primary"), PageStep(after=HOUR, whom="leads")),
                repeats=repeats,
                again_after=30 * MINUTE if repeats else None,
                needs=needs,
                silence=HOUR if needs == 1 else None,
                clause="A5",
            ),
            "P2": Paging(
                steps=(PageStep(after=5 * MINUTE, whom="primary"),), coverage="desk", silence=15 * MINUTE, clause="A5"
            ),
        },
        escalations=[escalation("30 minutes", "leads"), escalation("2 business hours", "leadership")],
        regrade=regrade,
        reopen=reopen,
        agreement=None if silence is None else agreement("8 business hours", silence, "desk"),
    )


rich = st.builds(
    rich_terms,
    st.sampled_from(RegradeMode),
    st.sampled_from(ReopenMode),
    st.none() | st.sampled_from(Silence),
    needs=st.integers(1, 2),
    repeats=st.integers(0, 2),
)
any_terms = st.sampled_from(SHIPPED) | rich


@st.composite
def ledgers(draw: st.DrawFn, sold: Terms, *, regrades: bool = True, steps: int = 12) -> list[Entry]:
    """A ticket opened in the first days of June 2026 and up to so many entries that follow it."""
    severities = [severity.id for severity in sold.contract.severities]
    at = day(draw(st.integers(0, 6)), "00:00") + draw(st.integers(0, 24 * 60)) * MINUTE
    entries: list[Entry] = [opened(at, draw(st.sampled_from(severities)))]
    for _ in range(draw(st.integers(0, steps))):
        at += draw(st.sampled_from(WAITS))
        history = History.of(entries)
        kinds = [kind for kind in TRANSITIONS[history.state] if regrades or kind != "regraded"]
        entries.append(draw(following(sold, history, draw(st.sampled_from(kinds)), at)))
    return entries


@st.composite
def following(draw: st.DrawFn, sold: Terms, history: History, kind: str, at: datetime) -> Entry:
    """An entry of a kind that may follow in a ticket's present state, with any of the values it may carry."""
    later = st.none() | st.sampled_from(WAITS).map(lambda wait: at + wait)
    match kind:
        case "replied":
            return replied(at, draw(later))
        case "updated":
            return updated(at, *draw(_agreements(sold, history, at) | st.tuples(later, st.none())))
        case "called back":
            return called_back(at, draw(later))
        case "regraded":
            if len(history.grades) > 1 and draw(st.booleans()):
                return regraded(at, history.grades[-2].severity, undo=True)
            return regraded(at, draw(st.sampled_from([severity.id for severity in sold.contract.severities])))
        case "taken":
            return draw(st.sampled_from([taken(at), assigned(at), assigned(at, to="Ana Agent")]))
        case "acknowledged":
            return replace(acknowledged(at), by=draw(st.sampled_from(["Olly Oncall", "Ana Agent"])))
        case "snoozed":
            return snoozed(at, at + draw(st.sampled_from(WAITS[1:])))
        case "paused":
            return paused(at, draw(st.sampled_from(PauseReason)), draw(later))
        case _:
            return MAKE[kind](at)


def _agreements(sold: Terms, history: History, at: datetime) -> st.SearchStrategy[tuple[datetime | None, str | None]]:
    """A cadence, with the next update that follows from it."""
    cadences = st.sampled_from(["30 minutes", "2 hours", "1 business hour", "1 business day"])
    return cadences.map(lambda cadence: (next_by_cadence(sold, history.severity, parse_target(cadence), at), cadence))


def instants(entries: list[Entry]) -> st.SearchStrategy[datetime]:
    """Instants around the entries, and up to two weeks after the last."""
    last = entries[-1].at
    near = st.builds(lambda entry, wait: entry.at + wait, st.sampled_from(entries), st.sampled_from(WAITS))
    return near | st.integers(0, 14 * 24 * 60).map(lambda minutes: last + timedelta(minutes=minutes))


def naive_due(
    start: datetime, minutes: int, pauses: list[tuple[datetime, datetime | None]], *, in_hours: bool
) -> datetime | None:
    """Step minute by minute and look at the wall clock and the list of pauses; None while one is open."""
    at = start
    while minutes:
        if any(begin <= at and end is None for begin, end in pauses):
            return None
        is_open = not in_hours or (at.weekday() < 5 and 9 <= at.hour < 17)
        is_paused = any(begin <= at and end is not None and at < end for begin, end in pauses)
        minutes -= is_open and not is_paused
        at += MINUTE
    return at
