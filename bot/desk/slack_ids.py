"""Slack's ids as people write them into files and windows: of channels, people and user groups."""

import re

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")
_GROUP = re.compile(r"S[A-Z0-9]{2,20}")
CHANNEL_ID = "a channel id such as “C0123ABCD” (at the end of the channel's details in Slack)"
PERSON_ID = "a member id such as “U0123ABCD” (in the person's profile in Slack, under “Copy member ID”)"
GROUP_ID = "a user group's id such as “S0123ABCD” (in the menu of the group in Slack, under “Copy group ID”)"


def is_channel(text: str) -> bool:
    """Whether this is the id of a channel, public or private: `C0123ABCD`."""
    return _CHANNEL.fullmatch(text) is not None


def is_person(text: str) -> bool:
    """Whether this is the id of a person: `U0123ABCD`."""
    return _PERSON.fullmatch(text) is not None


def is_group(text: str) -> bool:
    """Whether this is the id of a user group: `S0123ABCD`."""
    return _GROUP.fullmatch(text) is not None
