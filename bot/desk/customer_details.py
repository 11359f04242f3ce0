"""The details of a customer that people write down, in windows and in files, and what can be wrong with one."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Detail(StrEnum):
    """A detail of a customer; the value is the column of the table, and of a file of customers."""

    KEY = "key"
    """The short name by which commands know them; it never changes."""
    NAME = "name"
    """What the organisation is called."""
    CONTRACT = "contract"
    """The id of their contract."""
    PLAN = "plan"
    """The plan that they bought."""
    TERM_STARTS = "term_starts"
    """The first day of the subscription."""
    TERM_ENDS = "term_ends"
    """The last day of the subscription."""
    TAM = "tam"
    """Their technical account manager."""
    CHANNELS = "channels"
    """The channels that are shared with them."""
    CONTACTS = "contacts"
    """The people who speak for them."""
    DUTIES = "duties"
    """How they stand to their duties under the contract (V24-V27)."""


Written = Mapping[Detail, str]
"""A customer as somebody has written them down. An empty text takes a detail away; one that is not there stays."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DetailFault:
    """What is wrong with one detail: what was expected, what was found, and the nearest that would have done."""

    detail: Detail
    expected: str
    got: str
    nearest: str | None = None
