"""Names of the team: one who alone has a name is meant by it, by all of it or by one of its words."""

from collections.abc import Mapping

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.called import ids_by_name
from bot.slack.people import People

NAMES = {"U0ANA": "Ana Agent", "U0OMAR": "Omar Agent", "U0OMARIO": "omar", "U0LENA": "Léna de Lead"}


class Client(AsyncWebClient):
    """A Slack that knows these people, and nobody else."""

    async def users_info(self, *, user: str, **_: object) -> Mapping[str, object]:  # type: ignore[override]
        if user not in NAMES:
            raise TimeoutError
        return {"user": {"real_name": NAMES[user]}}


@pytest.fixture
def people() -> People:
    return People(Client())


async def test_whoever_alone_has_a_name_is_meant_by_it_and_by_each_of_its_words(people: People) -> None:
    found = await ids_by_name(["U0ANA", "U0LENA"], people)

    assert found == {
        **dict.fromkeys(["ana agent", "ana", "agent"], "U0ANA"),
        **dict.fromkeys(["léna de lead", "léna", "de", "lead"], "U0LENA"),
    }


async def test_a_name_that_two_have_in_whatever_way_is_nobodys(people: People) -> None:
    found = await ids_by_name(["U0ANA", "U0OMAR", "U0OMARIO"], people)

    assert found == {"ana agent": "U0ANA", "ana": "U0ANA", "omar agent": "U0OMAR"}


async def test_whoever_slack_does_not_tell_of_goes_by_no_name(people: People) -> None:
    assert await ids_by_name(["U0GONE"], people) == {}
