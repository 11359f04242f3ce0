"""Who wrote a message: us, them, or neither. Only we stop a clock, and only they end a wait for them."""

from collections.abc import Sequence
from enum import StrEnum

from bot.desk.facts import Customer
from bot.desk.requests import Author
from bot.desk.roster import CountsAsCustomer, Roster


class Side(StrEnum):
    """On which side of a ticket somebody stands."""

    US = "us"
    """The support team, and the customer's technical account manager."""
    THEM = "them"
    """The customer."""
    NEITHER = "neither"
    """A colleague who is not of the team, somebody of another customer, and whatever no person wrote."""


def side(roster: Roster, customer: Customer, author: Author, *, home: str, here: Sequence[Customer]) -> Side:
    """On which side of a customer's tickets the author of a message stands.

    `home` is the app's own workspace, `here` are the customers that the channel of the message belongs to. In a channel
    of theirs a customer is not only the contacts that are known by name, unless the configuration says so.
    """
    if author.automatic:
        return Side.NEITHER
    if author.person in roster.team or author.person == customer.tam:
        return Side.US
    if author.person in customer.contacts:
        return Side.THEM
    if roster.counts_as_customer is CountsAsCustomer.CONTACTS:
        return Side.NEITHER
    from_outside = author.guest or author.team != home
    of_another = any(author.person in other.contacts for other in here)
    in_their_channel = any(customer.id == each.id for each in here)
    return Side.THEM if from_outside and in_their_channel and not of_another else Side.NEITHER


def side_in(roster: Roster, author: Author, *, home: str, here: Sequence[Customer]) -> Side:
    """On which side of the customers of a channel the author stands, where a message is about no ticket."""
    if author.person in roster.team and not author.automatic:
        return Side.US
    found = {side(roster, customer, author, home=home, here=here) for customer in here}
    return next((each for each in (Side.US, Side.THEM) if each in found), Side.NEITHER)
