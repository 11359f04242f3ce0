"""App Home: what is due next, what is theirs, and the ways in; drawn anew each time it is opened."""

from collections.abc import Mapping, Sequence

from bot.clocks.rotation import Duty
from bot.desk.access import Role
from bot.desk.facts import Ticket
from bot.desk.overview import Overview
from bot.desk.queries import Listed, Which
from bot.slack.actions import COMMAND, Action, Entrance
from bot.slack.blocks import Block, Names, actions, button, context, header, marked, paragraphs, plain, section
from bot.slack.mrkdwn import line, when
from bot.slack.promises import next_due, ticket_mark

MOST_LEADS = 20
"""Names of leads that are shown at most."""


def home(seen: Overview, names: Names, *, wall: bool) -> Block:
    """The tab as it is for one person; `wall` says whether this installation has a deadline wall to go to."""
    match seen.role:
        case Role.LEAD | Role.AGENT:
            blocks = _for_the_team(seen, names, wall=wall)
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
        section(_counted(seen.counts)),
        header("On call now"),
        *(section(text) for text in paragraphs(_on_call(seen.on_call, names))),
        header("Due next"),
        *_tickets(seen.open, names, nothing="No ticket is open."),
        header("Your tickets"),
        *_tickets(seen.mine, names, nothing="You have no open ticket."),
    ]


def _for_a_customer(seen: Overview, names: Names) -> list[Block]:
    return [
        actions(button(Entrance.NEW_TICKET, "Open a ticket", "new", primary=True)),
        context(plain(f"“Open a ticket” in the menu of a message and {COMMAND} do the same, where Slack offers them.")),
        header("Your open tickets"),
        *_tickets(seen.open, names, nothing="You have no open ticket."),
    ]


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
    shown = {Which.OPEN: "open", Which.BREACHING: "with a broken promise", Which.UNASSIGNED: "that nobody has"}
    return " · ".join(f"*{counts[which]}* {words}" for which, words in shown.items())


def _on_call(rotations: Mapping[str, Duty | None], names: Names) -> list[str]:
    shown = [f"*{line(rotation, 80)}* {_on_duty(duty, names)}" for rotation, duty in rotations.items()]
    return shown or ["No rotation is configured, so pages go to the leads."]


def _on_duty(duty: Duty | None, names: Names) -> str:
    if duty is None:
        return "has not begun, so its pages go to the leads"
    return f"{line(names(duty.person), 80)} until {when(duty.until)}"


def _tickets(listed: Listed | None, names: Names, *, nothing: str) -> list[Block]:
    if listed is None or listed.total == 0:
        return [section(nothing)]
    blocks = [_ticket(ticket, names) for ticket in listed.tickets]
    if listed.total > len(listed.tickets):
        blocks.append(context(plain(f"{listed.total} in all. {COMMAND} list shows them.")))
    return blocks


def _ticket(ticket: Ticket, names: Names) -> Block:
    owner = ticket.history.assignee
    who = "nobody yet" if owner is None else line(names(owner), 60)
    first = f"{ticket_mark(ticket)} *T-{ticket.number}* {line(ticket.title, 150)}"
    second = f"{line(ticket.customer.name, 60)} · {next_due(ticket, when)} · {ticket.state} · {who}"
    return {**section(f"{first}\n{second}"), "accessory": button(Action.SHOW, "Show", str(ticket.number))}
