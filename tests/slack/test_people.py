from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.clock import MovableClock
from bot.demo.office import office
from bot.demo.trial import MANIFEST
from bot.playground.faults import FaultKind
from bot.playground.manifest import Manifest
from bot.playground.server import LocalSlack
from bot.slack.people import NotToldError, People
from tests.slack.tickets import FRIDAY


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    clock = MovableClock(FRIDAY)
    async with LocalSlack(manifest=Manifest.load(MANIFEST), workspace=office().workspace, now=clock) as slack:
        yield slack


@pytest.fixture
def people(slack: LocalSlack) -> People:
    return People(AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[]))


async def greeting(people: People, *who: str) -> str:
    return await people.render(lambda names: " and ".join(names(person) for person in who))


async def test_a_person_goes_by_their_name_and_slack_is_asked_once(slack: LocalSlack, people: People) -> None:
    assert await greeting(people, "U0ANA", "U0OMAR") == "Ana Agent and Omar Agent"
    assert await greeting(people, "U0ANA") == "Ana Agent"
    assert sorted(call.args["user"] for call in slack.calls) == ["U0ANA", "U0OMAR"]


async def test_what_names_nobody_asks_nothing(slack: LocalSlack, people: People) -> None:
    assert await greeting(people) == ""
    assert slack.calls == []


async def test_somebody_whom_slack_does_not_know_goes_by_their_id(people: People) -> None:
    assert await greeting(people, "U0GONE", "U0ANA") == "U0GONE and Ana Agent"


async def test_when_slack_fails_the_id_stands_in_until_it_is_back(slack: LocalSlack, people: People) -> None:
    slack.faults.script("users.info", FaultKind.SERVER_ERROR)

    assert await greeting(people, "U0ANA") == "U0ANA"
    assert await greeting(people, "U0ANA") == "Ana Agent"


async def test_an_answer_does_not_wait_long_for_names_however_many_are_in_it(slack: LocalSlack, people: People) -> None:
    slack.faults.always("users.info", FaultKind.HANG)

    assert await greeting(people, "U0ANA", "U0OMAR", "U0LENA") == "U0ANA and U0OMAR and U0LENA"


async def test_where_somebodys_clock_hangs_is_asked_anew_because_people_travel(
    slack: LocalSlack, people: People
) -> None:
    assert await people.zone("U0ANA") == "America/Los_Angeles"
    ana = slack.workspace.users["U0ANA"]
    slack.workspace.users["U0ANA"] = replace(ana, zone="Asia/Tokyo")
    assert await people.zone("U0ANA") == "Asia/Tokyo"


async def test_a_zone_that_slack_does_not_tell_is_the_last_one_it_told_or_none(
    slack: LocalSlack, people: People
) -> None:
    assert await people.zone("U0GONE") is None
    await people.zone("U0ANA")
    slack.faults.always("users.info", FaultKind.SERVER_ERROR)
    assert await people.zone("U0ANA") == "America/Los_Angeles"
    assert await people.zone("U0OMAR") is None


async def test_who_is_a_guest_is_known_from_slack_and_somebody_it_does_not_know_is_none(people: People) -> None:
    assert await people.is_guest("U0GINA")
    assert not await people.is_guest("U0OTTO")
    assert not await people.is_guest("U0GONE")


@pytest.mark.parametrize("fault", [FaultKind.SERVER_ERROR, FaultKind.RATE_LIMIT])
async def test_nobody_is_taken_for_no_guest_because_slack_was_busy(
    slack: LocalSlack, people: People, fault: FaultKind
) -> None:
    slack.faults.script("users.info", fault)

    with pytest.raises(NotToldError):
        await people.is_guest("U0GINA")
    assert await people.is_guest("U0GINA")
