"""Which addresses outside Slack can be sent to: those that Apprise understands."""

import logging

from apprise import Apprise, NotifyBase

# Apprise and what it sends with write parts of addresses into their logs, and they are secrets: nobody is to read these
# but whoever sends, who looks for the reason of a failure.
for _name in ("apprise", "urllib3"):
    logging.getLogger(_name).propagate = False
    logging.getLogger(_name).addHandler(logging.NullHandler())


def understood(url: str) -> bool:
    """Whether a text is the address of one target that Apprise can send to; nothing is sent."""
    return target_at(url) is not None


def target_at(url: str) -> NotifyBase | None:
    """The one target that an address leads to; None where it is none."""
    found = Apprise.instantiate(url) if url else None
    return found if isinstance(found, NotifyBase) else None
