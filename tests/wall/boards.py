"""Boards for the tests of the wall: tickets of both contracts over a weekend, and small ones."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clocks.clock import evaluate
from bot.clocks.contract import PauseReason
from bot.clocks.entries import Entry, Opened, Paused, Regraded, Replied, Taken
from bot.clocks.ledger import History
from bot.clocks.paging import chains
from bot.desk.board import Board, Running
from bot.desk.facts import Customer, Ticket
from tests.slack.tickets import ANA, CARA, OLLY, TESS, acme, email_enterprise, globex, names, valicare

__all__ = ["SATURDAY", "board", "made", "names", "weekend"]

SATURDAY = datetime(2026, 6, 6, 13, 40, tzinfo=UTC)
"""Twenty to seven on a Saturday morning in Los Angeles, twenty to four in the afternoon in Amsterdam."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def board(tickets: Iterable[Ticket], at: datetime = SATURDAY, **counts: int) -> Board:
    """The board with these tickets' live clocks, in the desk's order."""
    running = [Running(ticket=each, clock=clock) for each in tickets for clock in each.live_clocks]
    return Board(at=at, running=sorted(running, key=lambda each: (each.aim is None, each.aim or at)), **counts)


def weekend(at: datetime = SATURDAY) -> Board:
    """Twelve clocks of both contracts on a Saturday: broken, due soon, paused, regraded, and due on weekdays."""
    friday = datetime(2026, 6, 5, 20, 10, tzinfo=UTC)

    def of(number: int, title: str, opened: datetime, *later: Entry, **options: Any) -> Ticket:
        return made(number, title, opened, at, *later, **options)

    return board(
        [
            of(41, "SSO login fails for everyone", friday, severity="urgent"),
            of(42, "All API calls time out", at - 22 * MINUTE, severity="critical"),
            of(
                43,
                "SMTP injection answers 421",
                at - 9 * MINUTE,
                Taken(at=at - 7 * MINUTE, by=OLLY, to=OLLY),
                severity="critical",
            ),
            of(
                44,
                "Webhooks are delivered twice since the last release",
                at - 65 * MINUTE,
                Replied(at=at - 50 * MINUTE, by=ANA, text="Looking."),
                Taken(at=at - 50 * MINUTE, by=ANA, to=ANA),
                severity="critical",
                customer=globex(name="Birdsong Mail"),
            ),
            of(45, "DMARC reports stopped arriving", friday + 2 * HOUR, severity="high"),
            of(
                46,
                "The dashboard shows yesterday's numbers",
                friday + HOUR,
                Regraded(at=friday + 3 * HOUR, by=ANA, severity="high", impact="Reports fail."),
                Taken(at=friday + 3 * HOUR, by=ANA, to=ANA),
                severity="low",
                customer=acme(name="Initech"),
            ),
            of(
                47,
                "How do I add a second domain?",
                friday - 30 * HOUR,
                Paused(at=friday - 2 * HOUR, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="Which one?"),
                severity="low",
            ),
            of(48, "Export of users has no header line", friday - 5 * HOUR, severity="medium"),
            of(49, "A question about the roadmap session", friday - 50 * HOUR, severity="low"),
            of(
                50,
                "IP warm-up plan for the new pool",
                friday - 8 * HOUR,
                severity="non_critical",
                customer=globex(name="Birdsong Mail"),
            ),
            of(
                51,
                "Bounce rate at one mailbox provider",
                friday - 26 * HOUR,
                Replied(at=friday - 25 * HOUR, by=TESS, text="We will follow it."),
                Taken(at=friday - 25 * HOUR, by=TESS, to=TESS),
                severity="non_critical",
            ),
            of(52, "Seats for 40 new colleagues", friday - HOUR, severity="low", customer=acme(name="Initech")),
        ],
        at,
        idle=3,
        left_out=0,
    )


def made(
    number: int,
    title: str,
    opened: datetime,
    at: datetime,
    *later: Entry,
    severity: str = "urgent",
    customer: Customer | None = None,
) -> Ticket:
    """A ticket opened at an instant, as it stands at another; Bird's severities make it one of Globex."""
    sold = email_enterprise() if severity in ("critical", "non_critical") else valicare()
    history = History.of([Opened(at=opened, by=CARA, severity=severity), *later])
    return Ticket(
        number=number,
        title=title,
        description="",
        customer=customer or (globex() if sold is email_enterprise() else acme()),
        terms=sold,
        history=history,
        at=at,
        clocks=evaluate(sold, history, at),
        chains=chains(sold, history),
        opened_by=CARA,
    )
