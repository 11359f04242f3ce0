"""The contracts that are in use: every version of each, found by date or by digest, with its source text."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from bot.clocks.contract import Contract
from bot.contracts.faults import nearest, one_of
from bot.contracts.reader import Reading, read


class Shelf:
    """Contracts by id, each with one or more versions.

    A ticket stores version, digest and text, so that editing a file never bends a running clock.
    """

    def __init__(self, readings: Iterable[Reading]) -> None:
        """Raises ValueError where two different files say to be the same contract from the same day on."""
        self._by_digest = {reading.contract.digest: reading for reading in readings}
        self._by_id: dict[str, list[Contract]] = {}
        for reading in self._by_digest.values():
            self._by_id.setdefault(reading.contract.id, []).append(reading.contract)
        for contract_id, versions in self._by_id.items():
            versions.sort(key=lambda contract: contract.effective)
            for earlier, later in pairwise(versions):
                if earlier.effective == later.effective:
                    raise ValueError(
                        f"contract {contract_id!r} has two versions from {later.effective} on: "
                        f"{earlier.version!r} and {later.version!r}"
                    )

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all contracts, in alphabetical order."""
        return tuple(sorted(self._by_id))

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """Every version of every contract, by id and then by first day."""
        return tuple(version for contract_id in self.ids for version in self._by_id[contract_id])

    def in_force(self, contract_id: str, at: datetime) -> Contract:
        """The latest version whose first day, where its people are, has begun; KeyError, in words, if none has."""
        if contract_id not in self._by_id:
            hint = nearest(contract_id, self.ids)
            meant = f"; did you mean “{hint}”?" if hint else ""
            raise KeyError(f"no contract “{contract_id}”, expected {one_of(self.ids)}{meant}")
        versions = self._by_id[contract_id]
        begun = [version for version in versions if version.effective <= version.local_date(at)]
        if not begun:
            first = versions[0]
            on = first.local_date(at)
            raise KeyError(f"contract “{contract_id}” is in force from {first.effective} on, not yet on {on}")
        return begun[-1]

    def by_digest(self, digest: str) -> Contract:
        """The version that was read from the text of that digest; KeyError where it is not on the shelf."""
        return self._reading(digest).contract

    def text(self, digest: str) -> str:
        """The source text of a version; KeyError where it is not on the shelf."""
        return self._reading(digest).text

    def recall(self, digest: str, text: str) -> Contract:
        """The version a ticket was opened under: from the shelf, or from the ticket's own copy of its text.

        What is recalled is found by its digest afterwards, and is never in force for new tickets. Raises `Faults`
        where this program can no longer read that text, and ValueError where the text is not that of the digest.
        """
        if digest not in self._by_digest:
            reading = read(text, f"contract {digest[:12]}")
            if reading.contract.digest != digest:
                raise ValueError(f"the text kept for contract {digest[:12]} is another one")
            self._by_digest[digest] = reading
        return self.by_digest(digest)

    def _reading(self, digest: str) -> Reading:
        try:
            return self._by_digest[digest]
        except KeyError:
            raise KeyError(f"no contract with the digest {digest} is on the shelf") from None
