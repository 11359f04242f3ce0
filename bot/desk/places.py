"""Where a notice goes: a channel or person in Slack by their id, or a way outside Slack by its name."""

_OUTSIDE = "via:"


def outside(way: str) -> str:
    """The place of a way that is not Slack, by the name it has in the configuration."""
    return f"{_OUTSIDE}{way}"


def way_of(place: str) -> str | None:
    """The name of the way that a place stands for; None for a place in Slack."""
    return place.removeprefix(_OUTSIDE) if place.startswith(_OUTSIDE) else None
