"""The window with all that can be done to a ticket now, a button each."""

from bot.desk.access import Role
from bot.desk.facts import Ticket
from bot.slack.actions import Callback
from bot.slack.blocks import Block, Names, button, context, plain, section
from bot.slack.modals import about, on_ticket
from bot.slack.mrkdwn import cut, escape
from bot.slack.offers import Offer, offers


def next_steps(ticket: Ticket, names: Names, role: Role) -> Block:
    """What a person of this role can do to a ticket as it stands, each with what it does."""
    owner = ticket.history.assignee
    has_it = "Nobody has it yet." if owner is None else f"{cut(names(owner), 80)} has it."
    offered = offers(ticket, role)
    blocks = [about(ticket), context(plain(has_it)), *(_step(offer) for offer in offered)]
    if not offered:
        blocks.append(section("There is nothing that you can do to it now."))
    return on_ticket(ticket, "Next steps", blocks, Callback.NOTICE)


def _step(offer: Offer) -> Block:
    return {**section(escape(offer.explained)), "accessory": button(offer.action, offer.label, offer.value)}
