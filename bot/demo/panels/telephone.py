"""The telephone of whoever can be reached outside Slack: what has come there, as its lock screen shows it."""

from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from bot.clocks.local_time import in_zone
from bot.demo.templating import drawn
from bot.demo.trial import Trial
from bot.desk.roster import Way
from bot.playground.page.panel import Place
from bot.playground.people import Person
from bot.playground.refusals import Json, NotPossible
from bot.playground.telephones import Ring

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A message as it is shown: `when` it came, by the reader's own clock, and whether its matter is over since."""

    ring: Ring
    when: str
    is_over: bool


class Telephone:
    """The panel `phone`."""

    name = "phone"
    label = "Phone"
    place = Place.VIEW

    def __init__(self, trial: Trial) -> None:
        self._trial = trial

    def is_for(self, person: Person) -> bool:
        """Whoever has a way outside Slack."""
        return bool(self._ways(person))

    async def html(self, person: Person) -> Markup:
        """The time, and below it the messages on this person's telephones, the newest first."""
        zone, now = person.user.zone, self._trial.clock()
        rings = [ring for way in self._ways(person) for ring in self._trial.telephones.rings(way.name)]
        over = {ring.incident: ring.at for ring in rings if ring.ends}
        return drawn(
            "phone.html",
            person=person.user,
            now=in_zone(now, zone),
            shown=[
                Shown(
                    ring=ring,
                    when=in_zone(ring.at, zone).format("HH:mm" if now - ring.at < DAY else "ddd HH:mm"),
                    is_over=not ring.ends and ring.at <= over.get(ring.incident, ring.at - DAY),
                )
                for ring in sorted(rings, key=lambda ring: ring.at, reverse=True)
            ],
            delays=sorted({_minutes(way) for way in self._ways(person)}),
        )

    async def act(self, person: Person, wanted: Json) -> Json:
        """Nothing: a lock screen is only looked at."""
        raise NotPossible("A locked telephone shows what has come. To answer, open Slack.")

    def _ways(self, person: Person) -> tuple[Way, ...]:
        return self._trial.office.configuration.roster.ways.get(person.id, ())


def _minutes(way: Way) -> int:
    return way.after // timedelta(minutes=1)
