"""Who of the team goes by which name: Slack itself gives an id only for whoever was chosen from its list after an @."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from bot.slack.people import People


async def ids_by_name(team: Iterable[str], people: People) -> Mapping[str, str]:
    """The one person of the team who has a name, by that name in small letters and by each of its words.

    A name that two of them have is nobody's, and so is that of whoever Slack does not tell of.
    """
    names = await people.render(lambda names: {person: names(person) for person in team})
    having: defaultdict[str, set[str]] = defaultdict(set)
    for person, name in names.items():
        if name != person:
            for each in (name, *name.split()):
                having[each.casefold()].add(person)
    return {name: next(iter(who)) for name, who in having.items() if len(who) == 1}
