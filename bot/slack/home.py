"""App Home: what needs you now, what is yours, how it goes, and the ways in; drawn anew each time it is opened."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.clocks.durations import in_words
from bot.desk.access import Role
from bot.desk.duty_notices import Swap
from bot.desk.facts import Ticket
from bot.desk.lists import Listed, Which
from bot.desk.overview import LATELY, STILL_NEWS, Overview
from bot.desk.tally import Tally
from bot.slack.actions import COMMAND, Action, Entrance
from bot.slack.blocks import (
    Block,
    Names,
    actions,
    button,
    context,
    header,
    marked,
    plain,
    section,
)
from bot.slack.digest import tally_words
from bot.slack.listing import entry, own_entry
from bot.slack.mrkdwn import line, when
from bot.slack.on_call import NO_SCHEDULE, schedule_lines
from bot.slack.sentences import sentence
from bot.slack.stand_ins import swap

MOST_LEADS = 20
"""Names of leads that are shown at most."""
MOST_SWAPS = 5
"""Exchanges of shifts that are shown at most."""
MOST_TROUBLES = 5
STANDS_STILL = timedelta(minutes=2)
"""A loop that has made no pass for so long is not well."""
Entry = Callable[[Ticket, Names], Block]
Passes = Mapping[str, datetime | None]
"""When each loop has made its last pass, by what it looks after; None before the first."""


def home(seen: Overview, names: Names, *, wall: bool, passes: Passes, troubles: Sequence[str] = ()) -> Block:
    """The tab as it is for one person; `wall` says whether this installation has a deadline wall to go to.

    `troubles` are what is not well besides the loops, in words in which places and instants may be marked.
    """
    match seen.role:
        case Role.LEAD | Role.AGENT:
            blocks = [*_for_the_team(seen, names, wall=wall), context(marked(_health(seen, names, passes, troubles)))]
        case Role.TAM:
            blocks = _for_a_manager(seen, names)
        case Role.CUSTOMER:
            blocks = _for_a_customer(seen, names)
        case Role.OTHER:
            blocks = _for_others(seen, names)
    return _tab([*blocks, context(marked(f"As it stood at {when(seen.at)}. Come back to this tab to see it anew."))])


def not_read() -> Block:
    """The tab while the database is away."""
    return _tab([section("The tickets could not be read just now. Come back to this tab in a moment.")])


def _tab(blocks: Sequence[Block]) -> Block:
    return {"type": "home", "blocks": list(blocks)}


def _for_the_team(seen: Overview, names: Names, *, wall: bool) -> list[Block]:
    ways = [button(Entrance.NEW_TICKET, "Open a ticket", "new", primary=True)]
    ways += [button(Entrance.WALL, "Deadline wall", "wall")] if wall else []
    return [
        actions(*ways),
        header("On call now"),
        *(schedule_lines(seen.on_call, names, seen.at, seen.person) or [section(NO_SCHEDULE)]),
        *_swaps(seen.swaps, names, seen.person),
        header("Needs you now"),
        *_tickets(seen.open, names, entry, nothing="No ticket is open.", words="list"),
        header("Your tickets"),
        *_tickets(seen.mine, names, entry, nothing="You have no open ticket.", words="list mine"),
        header("The team"),
        section(_counted(seen.counts)),
        *([section(_kept(seen.promises))] if seen.promises else []),
    ]


def _for_a_manager(seen: Overview, names: Names) -> list[Block]:
    return [
        actions(button(Entrance.NEW_TICKET, "Open a ticket", "new", primary=True)),
        header("Your customers' tickets"),
        *_tickets(seen.open, names, entry, nothing="None of your customers has an open ticket.", words="list"),
        header("Your tickets"),
        *_tickets(seen.mine, names, entry, nothing="You have no open ticket.", words="list mine"),
    ]


def _for_a_customer(seen: Overview, names: Names) -> list[Block]:
    blocks = [
        actions(button(Entrance.NEW_TICKET, "Open a ticket", "new", primary=True)),
        context(plain(f"“Open a ticket” in the menu of a message and {COMMAND} do the same, where Slack offers them.")),
        header("Your open tickets"),
        *_tickets(seen.open, names, own_entry, nothing="You have no open ticket.", words="list"),
    ]
    if seen.resolved is not None and seen.resolved.total:
        blocks.append(header("Resolved? Please tell us"))
        blocks += _tickets(seen.resolved, names, own_entry, nothing="", words="list resolved")
    return blocks


def _for_others(seen: Overview, names: Names) -> list[Block]:
    leads = ", ".join(line(names(person), 80) for person in seen.leads[:MOST_LEADS])
    return [
        header("Belltower"),
        section(
            "It keeps the promises of this team's support contracts: it takes tickets, watches when each answer is "
            "due, and calls whoever must act."
        ),
        section(
            f"Tickets are for the support team and its customers' contacts. A lead can add you to either: {leads}."
        ),
    ]


def _counted(counts: Mapping[Which, int]) -> str:
    shown = {
        Which.OPEN: "open",
        Which.BREACHING: "with a broken promise",
        Which.UNASSIGNED: "that nobody has",
        Which.WAITING: "waiting for somebody else",
        Which.RESOLVED: "resolved, waiting for the customer's agreement",
    }
    return " · ".join(f"*{counts[which]}* {words}" for which, words in shown.items())


def _kept(promises: Tally) -> str:
    looked_at = ", as far as the tickets that changed last" if promises.left_out else ""
    return f"*The last {LATELY.days} days*{looked_at}: {tally_words(promises.kept, promises.broken)}."


def _health(seen: Overview, names: Names, passes: Passes, troubles: Sequence[str]) -> str:
    """Whether time passes and notices go out, and how many of them never will."""
    said = []
    for what, last in passes.items():
        if last is None:
            said.append(f"⚠️ the {what} have not been looked at since the start")
        elif seen.at - last > STANDS_STILL:
            said.append(f"⚠️ the {what} have not been looked at for {in_words(seen.at - last)}")
    said += [f"⚠️ {sentence(trouble, names, 300)}" for trouble in troubles[:MOST_TROUBLES]]
    well = said or ["Deadlines and notices are being looked after"]
    lost = f"{seen.undelivered} could not be delivered in the last {STILL_NEWS.days} days; the log says which"
    return " · ".join([*well, *([f"⚠️ {lost}"] if seen.undelivered else [])])


def _swaps(waiting: Sequence[Swap], names: Names, reader: str) -> Iterator[Block]:
    """The exchanges of shifts that wait for an answer, each with what the reader can do about it."""
    for facts in waiting[:MOST_SWAPS]:
        yield from swap(facts, names, reader).blocks
    if len(waiting) > MOST_SWAPS:
        yield context(plain(f"{len(waiting) - MOST_SWAPS} more exchanges of shifts wait for an answer."))


def _tickets(listed: Listed | None, names: Names, drawn: Entry, *, nothing: str, words: str) -> list[Block]:
    """A page of tickets, and the button that leads to the next one."""
    if listed is None or listed.total == 0:
        return [section(nothing)]
    blocks = [drawn(ticket, names) for ticket in listed.tickets]
    if listed.pages > 1:
        blocks.append(actions(button(Action.LIST, f"Show all {listed.total}", words)))
    return blocks
