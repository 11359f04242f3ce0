"""Which key, name and channel belongs to which customer: no two of them may share one."""

from collections.abc import Iterable, Iterator

from bot.contracts.faults import shown
from bot.desk.customer_details import Detail, DetailFault
from bot.desk.customer_entry import Entry, Values
from bot.desk.refusals import CustomerFaultsError
from storage import tables


class Directory:
    """The customers that there are, and those that are entered one after the other."""

    def __init__(self, rows: Iterable[tables.Customer], own_channels: Iterable[str]) -> None:
        """`own_channels` are the support team's, which can be shared with nobody."""
        self._keys: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._channels: dict[str, str] = {}
        self._own_channels = frozenset(own_channels)
        for row in rows:
            self._note(row.key, row.name, row.channels)

    def enter(self, entry: Entry, before: tables.Customer | None = None) -> Values:
        """Note a customer, who was `before` so far, and whose row the directory must not know; their values.

        Raises CustomerFaultsError with everything that is wrong with them, or is somebody else's. What the row had
        before is blamed on nobody: the configuration file may have given one channel to two.
        """
        faults = [*entry.faults, *self._faults(entry.values, before)]
        if faults:
            raise CustomerFaultsError(faults=sorted(faults, key=lambda fault: list(Detail).index(fault.detail)))
        self._note(entry.values[Detail.KEY], entry.values[Detail.NAME], entry.values[Detail.CHANNELS])
        return entry.values

    def _note(self, key: str, name: str, channels: Iterable[str]) -> None:
        self._keys[key.casefold()] = name
        self._names[name.casefold()] = key
        self._channels.update(dict.fromkeys(channels, name))

    def _faults(self, values: Values, before: tables.Customer | None) -> Iterator[DetailFault]:
        key, name = values.get(Detail.KEY, ""), values.get(Detail.NAME, "")
        if owner := self._keys.get(key.casefold()):
            yield _taken(Detail.KEY, f"a key of its own, because this is {owner}'s", key)
        if (other := self._names.get(name.casefold())) and (before is None or name != before.name):
            yield _taken(Detail.NAME, f"a name of its own, because “{other}” has this one", name)
        for channel in values.get(Detail.CHANNELS, ()):
            if before is not None and channel in before.channels:
                continue
            if channel in self._own_channels:
                yield _taken(Detail.CHANNELS, "a channel that is shared with them, and not the team's own", channel)
            elif owner := self._channels.get(channel):
                yield _taken(Detail.CHANNELS, f"a channel of theirs, because this is {owner}'s", channel)


def _taken(detail: Detail, expected: str, got: str) -> DetailFault:
    return DetailFault(detail=detail, expected=expected, got=shown(got))
