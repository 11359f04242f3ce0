"""Whom a contract calls for a customer's ticket: whoever is on duty, the leads, or the customer's escalation point."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.clocks.contract import Terms
from bot.clocks.schedule import Override
from bot.desk.facts import Customer
from bot.desk.roster import TAM, Roster

Overrides = Mapping[str, Sequence[Override]]
"""The on-call overrides around an instant, by schedule."""


def called(
    terms: Terms, roster: Roster, customer: Customer, whom: str, at: datetime, overrides: Overrides
) -> tuple[str, ...]:
    """The people that a page chain's `whom` means at an instant; for `tam` the escalation point."""
    if whom == TAM:
        return escalation_point(terms, roster, customer, at, overrides)
    return roster.people(whom, at, overrides=overrides, tam=customer.tam)


def escalation_point(
    terms: Terms, roster: Roster, customer: Customer, at: datetime, overrides: Overrides
) -> tuple[str, ...]:
    """Whom an escalation calls at an instant: the customer's TAM in office hours, outside of them on-call (B01, B04).

    Where the contract says no hours, the TAM at any time; where the customer has none, whoever takes their place.
    """
    point = terms.contract.routing.tam
    if point is None:
        return roster.people(TAM, at, overrides=overrides, tam=customer.tam)
    if customer.tam is not None and terms.timeline(point.calendar).is_open(at):
        return (customer.tam,)
    return roster.people(point.otherwise, at, overrides=overrides, tam=None)
