"""What people ask about duty, as values. Each carries the key under which a redelivery is recognised."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk.requests import Request


@dataclass(frozen=True, kw_only=True, slots=True)
class SetOverride(Request):
    """Put `person` on call on a schedule from `starts` (at once without) until `ends`, whoever's turn it is."""

    schedule: str
    person: str
    starts: datetime | None
    ends: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawOverride(Request):
    """Take back an override that holds or is to come: the one of that number, or else the only one that is meant.

    `schedule` and `person` say on which and of whom, where they are given.
    """

    schedule: str = ""
    person: str = ""
    override: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AskSwap(Request):
    """Ask somebody to exchange shifts: the asker's present or next one for that person's next one."""

    schedule: str
    other: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerSwap(Request):
    """Accept or decline an exchange that one was asked for; whoever asked may withdraw it by declining."""

    swap: int
    accept: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class StartDrill(Request):
    """Call whoever is on call on a schedule, as a test."""

    schedule: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerDrill(Request):
    """Acknowledge a test call."""

    drill: int
