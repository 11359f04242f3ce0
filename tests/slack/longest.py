"""A ticket on which everything is as long and as many as it can be, under a contract with a hundred of everything."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from bot.clocks.conduct import CloseNeed, CloseReason, Duty, Reach, Term, Triage, TriageAnswer
from bot.clocks.contract import PauseReason, Severity, Terms
from bot.clocks.entries import (
    Attempted,
    Closed,
    Confirmed,
    Entry,
    Heard,
    Opened,
    Outcome,
    Paused,
    Regraded,
    Reopened,
    Replied,
    Resolved,
    Resumed,
    Taken,
    Updated,
)
from bot.desk.facts import Customer, DutyStanding, DutyState, Ticket
from bot.desk.notice_parts import About
from bot.slack.cards import FIELD_LABELS
from tests.slack.tickets import ANA, CARA, FRIDAY, ORIGIN, email_enterprise, globex, ticket

MANY = 100
LONGEST_NAME = 80
"""Characters of a name in Slack, and of a severity, a plan or a duty in a contract."""
LONGEST_LINE = 150
"""Characters of what is typed on one line."""
LATEST = FRIDAY + timedelta(days=30)


@dataclass(frozen=True)
class Longest:
    """Everything that people and contracts say is this text, as far as there is room for it."""

    text: str

    @cached_property
    def word(self) -> str:
        """The text as a name; nothing is called by blanks alone."""
        return self.text.strip()[:LONGEST_NAME] or "x" * LONGEST_NAME

    @cached_property
    def line(self) -> str:
        """The text as it fits an input of one line."""
        return self.text[:LONGEST_LINE]

    def names(self, _person: str) -> str:
        """What everybody is called."""
        return self.word

    @cached_property
    def terms(self) -> Terms:
        """What was sold: the promises of Bird's contract, and a hundred of everything that can be many."""
        sold = email_enterprise()
        critical, other = sold.contract.severities
        severities = (
            replace(critical, name=self.word, definition=self.text or "x"),
            *(self._severity(number, other) for number in range(1, MANY - 1)),
            replace(other, name=self.word),
        )
        answers = tuple(
            TriageAnswer(id=f"a{number}", text=self.word, severity="critical", clause=self.word)
            for number in range(MANY)
        )
        contract = replace(
            sold.contract,
            severities=severities,
            triage=Triage(question=self.word * 3, answers=answers),
            duties=tuple(Duty(text=self.text, clause=f"D{number}", name=self.word) for number in range(MANY)),
            excluded=tuple(Term(text=self.text, clause=f"X{number}") for number in range(MANY)),
            close_reasons=tuple(self._reason(number) for number in range(MANY)),
            lapsed_clause=self.word,
        )
        reach = Reach(ways={f"w{number}": self.word for number in range(10)}, clause=self.word)
        return replace(sold, contract=contract, plan=replace(sold.plan, name=self.word, reached_by=reach))

    @cached_property
    def customer(self) -> Customer:
        """A customer who owes every duty and whose subscription is over."""
        owed = {f"D{number}": DutyStanding(state=DutyState.MISSING, note=self.word) for number in range(MANY)}
        return globex(name=self.word, duties=owed, ends=date(2026, 1, 1), contacts=(CARA,))

    @cached_property
    def about(self) -> About:
        """The ticket as notices name it."""
        return About(
            number=999_999_999,
            title=self.text,
            customer=self.word,
            plan=self.word,
            severity=self.word,
            priority="P1",
            assignee=ANA,
            rank=0,
        )

    @cached_property
    def open(self) -> Ticket:
        """A ticket that has been open for a month, with all that can happen in one."""
        return self.ticket(*self._worked_on())

    @cached_property
    def waiting(self) -> Ticket:
        """The same, waiting for the customer."""
        return self.ticket(*self._worked_on(), self._paused())

    @cached_property
    def proposed(self) -> Ticket:
        """The same, proposed as resolved."""
        return self.ticket(*self._worked_on(), self._resolved())

    @cached_property
    def agreed(self) -> Ticket:
        """The same, after the customer agreed."""
        confirmed = Confirmed(at=LATEST, by=CARA, text=self.text)
        return self.ticket(*self._worked_on(), self._resolved(), confirmed)

    @cached_property
    def closed(self) -> Ticket:
        """The same, closed for a scope line."""
        ended = Closed(at=LATEST, by=ANA, reason="r0", text=self.text, line="X1")
        return self.ticket(*self._worked_on(), ended)

    @cached_property
    def uncovered(self) -> Ticket:
        """One that was taken without promises."""
        taken = Opened(at=FRIDAY, by=CARA, severity="critical", covered=False, triage="a1")
        return self.ticket(first=taken)

    @property
    def tickets(self) -> tuple[Ticket, ...]:
        """One in each state."""
        return (self.open, self.waiting, self.proposed, self.agreed, self.closed, self.uncovered)

    def ticket(self, *later: Entry, **changes: Any) -> Ticket:
        """A ticket of this customer with what happened later."""
        values: dict[str, Any] = {
            "number": 999_999_999,
            "at": LATEST,
            "severity": "critical",
            "first": Opened(at=FRIDAY, by=CARA, severity="critical", triage="a1", via="w1"),
            "terms": self.terms,
            "customer": self.customer,
            "title": self.text,
            "description": self.text,
            "contact": dict.fromkeys(FIELD_LABELS, self.text),
            "origin": ORIGIN,
        }
        return ticket(*later, **values | changes)

    def _worked_on(self) -> tuple[Entry, ...]:
        begun: list[Entry] = [Taken(at=FRIDAY, by=ANA, to=ANA), Replied(at=FRIDAY, by=ANA, text=self.text)]
        for day in range(1, 13):
            at = FRIDAY + timedelta(days=day)
            begun += [
                Closed(at=at, by=ANA, reason="r0", text=self.text),
                Reopened(at=at, by=CARA, text=self.text),
                self._paused(at),
                Resumed(at=at, by=ANA, text=self.text),
                Regraded(at=at, by=ANA, severity="critical", impact=self.text),
                Updated(at=at, by=ANA, text=self.text, eta=at, cadence="2 hours"),
            ]
        at = FRIDAY + timedelta(days=20)
        heard = Heard(at=at, by=CARA, text=self.text, files=(self.line,) * MANY)
        return (*begun, heard, *(Attempted(at=at, by=ANA, text=self.text, link=self.text) for _ in range(MANY)))

    def _paused(self, at: datetime = LATEST) -> Paused:
        return Paused(at=at, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text=self.text, until=LATEST, duty="D1")

    def _resolved(self) -> Resolved:
        return Resolved(at=LATEST, by=ANA, text=self.text, outcome=Outcome.WORKAROUND)

    def _severity(self, number: int, like: Severity) -> Severity:
        return replace(like, id=f"s{number}", name=self.word, definition=self.text, clause=self.word)

    def _reason(self, number: int) -> CloseReason:
        return CloseReason(
            id=f"r{number}",
            text=self.text or "x",
            reopens=True,
            clause=self.word,
            needs=frozenset(CloseNeed),
            attempts=MANY * 2,
        )
