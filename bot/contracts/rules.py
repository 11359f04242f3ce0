"""The names of what `contract check` warns about; a contract file accepts a warning by its name."""

from dataclasses import dataclass
from enum import StrEnum

from bot.contracts.mismatch import Path


class Rule(StrEnum):
    """What a file may say that is valid, and yet probably not what was meant."""

    LONGER_THAN_IT_LOOKS = "longer-than-it-looks"
    """A target in business hours of more than one working day."""
    HOLIDAYS_END = "holidays-end"
    """The holiday set has nothing for next year."""
    NO_HOLIDAYS = "no-holidays"
    """A calendar with weekly hours has no holiday set."""
    NO_TARGET = "no-target"
    """A priority of a plan has goals only, so that nothing there can ever be a breach."""
    COVERAGE_WIDER_THAN_CLOCK = "coverage-wider-than-clock"
    """People may be paged at times when the clock stands still."""
    COVERAGE_NARROWER_THAN_CLOCK = "coverage-narrower-than-clock"
    """The clock runs at times when nobody may be paged."""
    WARNING_AT_OPENING = "warning-at-opening"
    """A warning that comes in the minute of the opening, or would have to come before it."""
    WARNING_TWICE = "warning-twice"
    """Two warnings of one promise in the same minute."""
    UNIT_MIX = "unit-mix"
    """One kind of promise is counted in business time for one priority and around the clock for a milder one."""
    MILDER_IS_STRICTER = "milder-is-stricter"
    """A less urgent priority has a shorter target than a more urgent one."""
    GOAL_BEYOND_TARGET = "goal-beyond-target"
    """A goal that is not stricter than its target."""
    VERSION_BEFORE_CONTRACT = "version-before-contract"
    """A calendar version that starts on or before the day on which the contract does."""
    PAGES_OUT_OF_ORDER = "pages-out-of-order"
    """A page step that comes no later than the one above it."""
    SILENCE_TOO_SHORT = "silence-too-short"
    """Whoever acknowledged a page has hardly the time to begin before people are paged again."""
    PAGES_ONCE = "pages-once"
    """A page chain that is gone through once, after which a ticket that nobody has pages nobody."""
    UNUSED_CALENDAR = "unused-calendar"
    """A calendar that nothing refers to."""
    NEVER_OPEN = "never-open"
    """A calendar without any opening, in which no target is ever due."""
    HOURS_IN_CLOCK_CHANGE = "hours-in-clock-change"
    """Hours that open or close at a wall-clock time which a change of the clocks skips or repeats."""
    VAGUE_SEVERITY = "vague-severity"
    """A severity whose definition says no more than its name."""
    SEVERITY_WITHOUT_ANSWER = "severity-without-answer"
    """A severity that no answer of the triage question decides."""
    NO_EXAMPLES = "no-examples"
    """A plan for which no example proves a due time."""
    ACCEPTS_NOTHING = "accepts-nothing"
    """An accepted warning that does not arise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """A rule that a place of the file breaks, in words; `at_key` where the key at that path is what is meant."""

    rule: Rule
    path: Path
    message: str
    at_key: bool = False
