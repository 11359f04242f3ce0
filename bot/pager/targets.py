"""What a way outside Slack leads to, by its address: whether it is told when a call is over, and how that is asked."""

from typing import Any
from urllib.parse import urlencode

from apprise import NotifyBase

from bot.apprise_url import target_at

_WEBHOOKS = frozenset({"json", "jsons", "xml", "xmls", "form", "forms"})
"""The addresses that are given whatever we add: an incident and its status."""
_INCIDENT = ("dedup", "entity_id")
"""What services call the option by which two messages are about one incident."""
_ENDS = ("resolve", "close")
"""What they call the action that ends one."""


def takes_ends(url: str) -> bool:
    """Whether a target can be told that what it called somebody for is over; not so a text message or a call."""
    return _schema(url) in _WEBHOOKS or _incident_options(url) is not None


def target(url: str, incident: str, *, over: bool) -> NotifyBase | None:
    """A target that says which incident it is about, and with `over` that it has ended; None where there is none.

    It is made anew for each message, because one that is kept makes every further message wait.
    """
    asked: dict[str, str] = {}
    if _schema(url) in _WEBHOOKS:
        asked = {":incident": incident, ":status": "resolved" if over else "triggered"}
    elif (options := _incident_options(url)) is not None:
        option, ends = options
        asked = {option: incident} | ({"action": ends} if over else {})
    if "image" in _arguments(url):
        asked["image"] = "no"
    separator = "&" if "?" in url else "?"
    return target_at(f"{url}{separator}{urlencode(asked)}" if asked else url)


def _incident_options(url: str) -> tuple[str, str] | None:
    """The option that names an incident and the action that ends one, where a service has both."""
    known = _arguments(url)
    actions = known.get("action", {}).get("values") or ()
    option = next((each for each in _INCIDENT if each in known), None)
    ends = next((each for each in _ENDS if each in actions), None)
    return None if option is None or ends is None else (option, ends)


def _arguments(url: str) -> dict[str, dict[str, Any]]:
    """The options that a target's address may have."""
    found = target_at(url)
    return {} if found is None else dict(found.template_args)


def _schema(url: str) -> str:
    return url.partition("://")[0].casefold()
