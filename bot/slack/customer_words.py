"""What follows `/ticket customer`: which customers are meant, and what is to be done with them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.slack.words import parted

_PAGE = re.compile(r"(?:(?P<text>.*\S)\s+|)p(?:age)?\s+(?P<page>\d{1,5})", re.IGNORECASE | re.ASCII | re.DOTALL)
_QUOTES = "\"'“”„«»‘’"


class CustomerAct(StrEnum):
    """What can be done with customers."""

    LIST = "list"
    """See them, all or those that begin with a text."""
    SHOW = "show"
    """See everything about one."""
    ADD = "add"
    """Take one in, in a window."""
    EDIT = "edit"
    """Change one, in a window."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Customers:
    """See or change customers. `text` is a name or a key, or how those begin; pages count from 1."""

    act: CustomerAct = CustomerAct.LIST
    text: str = ""
    page: int = 1


_ALIASES = {
    CustomerAct.LIST: ("ls", "search", "find"),
    CustomerAct.SHOW: ("view",),
    CustomerAct.ADD: ("new", "create"),
    CustomerAct.EDIT: ("change", "update"),
}
_ACT_OF = {word: act for act, others in _ALIASES.items() for word in (act.value, *others)}


def read_customers(rest: str) -> Customers | None:
    """What was meant; None where it is no word of these, or the customer is missing. Alone it lists all."""
    word, after = parted(rest)
    if not word:
        return Customers()
    match _ACT_OF.get(word.casefold()):
        case CustomerAct.LIST:
            found = _PAGE.fullmatch(after)
            if found:
                return Customers(text=_bare(found["text"] or ""), page=max(int(found["page"]), 1))
            return Customers(text=_bare(after))
        case CustomerAct.ADD:
            return Customers(act=CustomerAct.ADD, text=_bare(after))
        case CustomerAct.SHOW | CustomerAct.EDIT as act if _bare(after):
            return Customers(act=act, text=_bare(after))
    return None


def list_words(text: str, page: int) -> str:
    """What `read_customers` reads into that page of the list, behind `customer`."""
    return " ".join(["list", *([f'"{text}"'] if text else []), "page", str(page)])


def _bare(text: str) -> str:
    """A name without the quotation marks around it."""
    return text.strip().strip(_QUOTES).strip()
