"""The judge of a run: what people were told, what the ledgers say and what Slack shows, and all that is wrong with it.

It computes the milestones anew from each ledger and shares none of the ways by which the bot finds what it owes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bot.clocks.ledger import TRANSITIONS, History
from bot.desk.notice_kinds import EDITS, NoticeKind
from storage.tables import NoticeState
from tests.faults.asked import Asked, Told
from tests.faults.evidence import Evidence, Owed, Shown, Trail
from tests.faults.owing import is_due_to, owed_by, owed_meanwhile, unmade_lapse

NEAR = timedelta(seconds=2)
"""How far the instant of a decision may be from that of its commit, and one machine's clock from Slack's."""
_TELLS_OF_TIME = frozenset(
    {
        NoticeKind.WARNING,
        NoticeKind.GOAL,
        NoticeKind.BREACH,
        NoticeKind.ESCALATION,
        NoticeKind.PAGE,
        NoticeKind.HELD,
        NoticeKind.REMINDER,
    }
)
"""What is told because its time has come."""
_MAY_BE_DROPPED = (
    EDITS
    | _TELLS_OF_TIME
    | {NoticeKind.PAGE_DIRECT, NoticeKind.PAGE_OUTSIDE, NoticeKind.PROPOSAL, NoticeKind.ALARM_OUTSIDE}
) - {NoticeKind.BREACH}
"""What may have been overtaken before it could be told, beside what is about no ticket."""


class Wrong(StrEnum):
    """The ways in which a run can have failed."""

    LOST = "requests lost"
    """Somebody was told that it is recorded, and it is not."""
    TWICE = "requests twice"
    """One request has made two entries."""
    UNTRUE = "requests done though refused"
    """Somebody was told that nothing has changed, and it has."""
    MISSED = "notices missed"
    """Something was owed, and nobody was told."""
    DOUBLED = "notices doubled"
    """Something stands in Slack twice."""
    UNFOUNDED = "notices without a reason"
    """Something was told that no ledger gives a reason for."""
    EARLY = "notices too early"
    """Something was told before its time had come."""
    ORDER = "notices out of order"
    """Of two notices of a ticket in one place the later one stands first."""
    URGENCY = "notices before a P1"
    """Something less urgent was told in a place while a P1 was waiting for it."""
    STALE = "messages not brought up to date"
    """An edit counts as made, and the message does not show it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Violation:
    """One thing that is wrong, and what it is about."""

    wrong: Wrong
    about: str

    def __str__(self) -> str:
        return f"{self.wrong}: {self.about}"


def violations(evidence: Evidence) -> tuple[Violation, ...]:
    """Everything that is wrong with what a run has left behind; none is what it is to show."""
    return (
        *_requests(evidence),
        *_missed(evidence),
        *_unfounded(evidence),
        *_doubled(evidence),
        *_early(evidence),
        *_order(evidence),
        *_urgency(evidence),
        *_stale(evidence),
    )


def _requests(evidence: Evidence) -> Iterator[Violation]:
    by_number = {trail.number: trail for trail in evidence.trails}
    for asked in evidence.asked:
        among = evidence.trails if asked.ticket is None else [by_number[asked.ticket]]
        found = sum(_entries(trail, asked) for trail in among)
        if found == 0 and asked.told is Told.DONE and not (asked.source and _could_not_follow(among, asked)):
            yield Violation(wrong=Wrong.LOST, about=str(asked))
        if found > 0 and asked.told is Told.REFUSED and asked.token:
            yield Violation(wrong=Wrong.UNTRUE, about=str(asked))
        if found > 1 and (asked.token or asked.source):
            yield Violation(wrong=Wrong.TWICE, about=str(asked))


def _entries(trail: Trail, asked: Asked) -> int:
    """How many entries of a ledger are what was asked for."""
    same = [entry for entry in trail.history.entries if entry.kind == asked.kind]
    if asked.kind == "opened":
        return int(asked.token in trail.title)
    if asked.source:
        return sum(asked.source in str(entry) for entry in same)
    if asked.token:
        return sum(asked.token in str(entry) for entry in same)
    since, until = asked.began - NEAR, asked.ended + NEAR
    return sum(entry.by == asked.by and since <= entry.at <= until for entry in same)


def _could_not_follow(trails: Sequence[Trail], asked: Asked) -> bool:
    """Whether a ticket was since such that what somebody writes in its thread makes no entry, as when it is closed."""
    for trail in trails:
        entries = trail.history.entries
        known = max(1, sum(entry.at <= asked.began for entry in entries))
        since = (History.of(entries[:place]).state for place in range(known, len(entries) + 1))
        if any(asked.kind not in TRANSITIONS[state] for state in since):
            return True
    return False


def _missed(evidence: Evidence) -> Iterator[Violation]:
    shown, owed = {each.key: each for each in evidence.shown}, {each.key: each for each in evidence.owed}
    for notice in evidence.owed:
        if notice.put_at <= evidence.until and (why := _untold(notice, owed, shown)) is not None:
            yield Violation(wrong=Wrong.MISSED, about=f"{notice.key} ({notice.kind}) {why}")
    handled = [(each.planned_at, each.put_at) for each in evidence.owed if each.kind in _TELLS_OF_TIME]
    for trail in evidence.trails:
        due = owed_by(trail, evidence.until) | owed_meanwhile(trail, handled)
        for key in sorted(due - owed.keys()):
            yield Violation(wrong=Wrong.MISSED, about=f"{key} was never put")
        if unmade_lapse(trail, evidence.until):
            yield Violation(wrong=Wrong.MISSED, about=f"{trail.number}: what a rule makes happen was not written down")


def _untold(notice: Owed, owed: dict[str, Owed], shown: dict[str, Shown]) -> str | None:
    """Why a notice that was owed counts as missed; None where it does not."""
    match notice.state:
        case NoticeState.DROPPED if notice.kind in _MAY_BE_DROPPED or notice.ticket is None:
            return None
        case NoticeState.SENT if notice.kind in EDITS:
            return None
        case NoticeState.SENT if notice.bundle is not None:
            together = shown.get(notice.bundle)
            if together is not None and f"T-{notice.ticket}" in together.words:
                return None
            return f"has no line in {notice.bundle}"
        case NoticeState.SENT if notice.key in shown:
            return None
        case NoticeState.SENT:
            return "counts as sent and is not in Slack"
        case NoticeState.PENDING if notice.planned_at > notice.put_at + NEAR:
            return None
        case state:
            return f"was left {state}: {notice.error}"


def _unfounded(evidence: Evidence) -> Iterator[Violation]:
    """What is about no notice at all, and what is about a time that had not come by its ledger."""
    known = {each.key for each in evidence.owed}
    for each in evidence.shown:
        if each.key not in known:
            yield Violation(wrong=Wrong.UNFOUNDED, about=f"{each.key} is in Slack and was never put")
    trails = {trail.number: trail for trail in evidence.trails}
    for notice in evidence.owed:
        if notice.kind not in _TELLS_OF_TIME or notice.ticket is None:
            continue
        if not is_due_to(trails[notice.ticket], notice.key, notice.put_at):
            yield Violation(wrong=Wrong.UNFOUNDED, about=f"{notice.key} put at {notice.put_at}")


def _doubled(evidence: Evidence) -> Iterator[Violation]:
    copies = Counter(each.key for each in evidence.shown)
    for notice in evidence.owed:
        # What a storm's message tells has no message of its own.
        if copies[notice.key] > (0 if notice.bundle is not None else 1):
            yield Violation(wrong=Wrong.DOUBLED, about=f"{notice.key} in {notice.place}")


def _early(evidence: Evidence) -> Iterator[Violation]:
    shown = {each.key: each.at for each in evidence.shown}
    for notice in evidence.owed:
        # A storm's message is there before its later lines are; those are told when they are settled.
        told = notice.settled_at if notice.bundle is not None else shown.get(notice.key)
        if told is not None and notice.kind is not NoticeKind.STORM and told < notice.planned_at - NEAR:
            yield Violation(wrong=Wrong.EARLY, about=f"{notice.key} by {notice.planned_at - told}")


def _order(evidence: Evidence) -> Iterator[Violation]:
    for lane in _told_by(evidence, lambda notice: notice.lane).values():
        for (earlier, stands), (later, before) in pairwise(lane):
            if before.ts < stands.ts:
                yield Violation(wrong=Wrong.ORDER, about=f"{later.key} stands before {earlier.key} in {later.place}")


def _urgency(evidence: Evidence) -> Iterator[Violation]:
    """Of what was told at its first attempt: whether anything that was put later, and less urgent, went before it."""
    settled: dict[str, datetime] = {}
    free: dict[str, datetime] = {}
    for notice in evidence.owed:
        lane_free = settled.get(notice.lane, notice.put_at)
        free[notice.key] = max(notice.put_at, notice.planned_at, notice.not_before, lane_free)
        settled[notice.lane] = max(lane_free, notice.settled_at or evidence.until)
    for told in _told_by(evidence, lambda notice: notice.place).values():
        less_urgent = [(notice, shown) for notice, shown in told if notice.rank > 0]
        for urgent, stands in told:
            if urgent.rank > 0 or urgent.attempts != 1:
                continue
            for other, before in less_urgent:
                if before.ts < stands.ts and other.put_at > free[urgent.key] + NEAR:
                    yield Violation(wrong=Wrong.URGENCY, about=f"{other.key} before {urgent.key} in {urgent.place}")


def _stale(evidence: Evidence) -> Iterator[Violation]:
    messages = {(each.channel, each.ts): each for each in evidence.shown}
    for notice in evidence.owed:
        if notice.kind not in EDITS or notice.state is not NoticeState.SENT or not (notice.channel and notice.ts):
            continue
        message = messages.get((notice.channel, notice.ts))
        if message is not None and (message.edited_at is None or message.edited_at < notice.put_at - NEAR):
            yield Violation(wrong=Wrong.STALE, about=notice.key)


def _told_by(evidence: Evidence, part: Callable[[Owed], str]) -> dict[str, Sequence[tuple[Owed, Shown]]]:
    """The notices that have a message of their own, with it, by a part of theirs and in the order they were put."""
    shown = {each.key: each for each in evidence.shown}
    found: defaultdict[str, list[tuple[Owed, Shown]]] = defaultdict(list)
    for notice in evidence.owed:
        if notice.key in shown and notice.bundle is None:
            found[part(notice)].append((notice, shown[notice.key]))
    return dict(found)
