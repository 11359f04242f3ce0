"""Contracts that differ from the shipped ones in what a test is about."""

from dataclasses import replace
from typing import Any

from bot.clocks.conduct import Agreement, Silence
from bot.clocks.contract import Terms
from bot.clocks.durations import parse_target
from bot.contracts.reader import read
from bot.contracts.shelf import Shelf
from bot.desk.desk import Desk
from tests.slack.tickets import valicare


def agreement(silence: Silence, after: str = "2 days") -> Agreement:
    """What silence means after so long, around the clock."""
    return Agreement(after=parse_target(after), calendar=None, silence=silence, clause="X1")


def with_agreement(rule: Agreement | None) -> Terms:
    """Valicare with this rule about the customer's silence, or with none."""
    sold = valicare()
    return replace(sold, contract=replace(sold.contract, agreement=rule))


def desk_under(desk: Desk, **changes: Any) -> Desk:
    """The desk with every one of its contracts changed."""
    readings = [read(desk.shelf.text(each.digest), each.id) for each in desk.shelf.contracts]
    changed = (replace(reading, contract=replace(reading.contract, **changes)) for reading in readings)
    return Desk(database=desk.database, shelf=Shelf(changed), roster=desk.roster)
