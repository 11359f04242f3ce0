"""Which sender carries a notice: the one for Slack, or the one for everything else."""

from dataclasses import dataclass

from bot.desk.outgoing import Outgoing
from bot.desk.places import way_of
from bot.desk.sending import Outcome, Sender


@dataclass(frozen=True, kw_only=True, slots=True)
class Carriers:
    """A desk's `Sender` made of two, chosen by the notice's place."""

    slack: Sender
    outside: Sender

    async def send(self, outgoing: Outgoing) -> Outcome:
        """Send it by the one whose place it is."""
        return await self._carrier(outgoing).send(outgoing)

    async def find(self, outgoing: Outgoing) -> Outcome:
        """Look for it likewise."""
        return await self._carrier(outgoing).find(outgoing)

    def _carrier(self, outgoing: Outgoing) -> Sender:
        return self.slack if way_of(outgoing.place) is None else self.outside
