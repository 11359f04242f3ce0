"""Slack's text: from what a person types to Slack's entities, and from entities to what a person reads."""

import re
from itertools import chain
from zoneinfo import ZoneInfo

from bot.playground.entities import entity, escaped, unescaped
from bot.playground.workspace import Workspace

_BROADCASTS = ("here", "channel", "everyone")
_ENTITY = re.compile(r"<([^<>]+)>")
_EMPHASIS = re.compile(r"(?<!\w)([*_~])(?=\S)([^*_~\n]+?)(?<=\S)\1(?!\w)")


def as_entities(text: str, workspace: Workspace) -> str:
    """Typed text as Slack keeps it: escaped, with @names and #channels resolved."""

    def person(found: re.Match[str]) -> str:
        if found[1] in _BROADCASTS:
            return f"<!{found[1]}>"
        handle = found[1].lower()
        people = (f"<@{u.id}>" for u in workspace.users.values() if u.handle == handle and u.has_account)
        groups = (f"<!subteam^{g.id}>" for g in workspace.groups.values() if g.handle == handle)
        return next(chain(people, groups), found[0])

    def channel(found: re.Match[str]) -> str:
        channels = workspace.channels.values()
        return next((f"<#{c.id}|{c.name}>" for c in channels if c.name == found[1]), found[0])

    return re.sub(r"#([\w.-]+)", channel, re.sub(r"@([\w.-]*\w)", person, escaped(text)))


def as_read(text: str, workspace: Workspace, zone: ZoneInfo) -> str:
    """Marked-up text as a person in this zone reads it: entities resolved, emphasis and escapes gone.

    Without a now, `pretty` dates are printed as dates and never as "today".
    """
    resolved = _ENTITY.sub(lambda found: escaped(entity(found[1], workspace, zone).words), text)
    return unescaped(_EMPHASIS.sub(r"\2", resolved))
