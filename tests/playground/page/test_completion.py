"""What is offered while somebody types."""

from bot.playground.page.completion import MOST_EMOJI, emoji_like, known_words
from bot.playground.page.visit import Visit
from bot.playground.server import LocalSlack


def visit(slack: LocalSlack, user: str, place: str) -> Visit:
    person = slack.person(user)
    return Visit(person=person, handle=user, place=place, channel=slack.workspace.channel(place))


def test_commands_come_with_what_the_manifest_says_about_them(slack: LocalSlack) -> None:
    [ticket, page] = known_words(visit(slack, "U0ANA", "triage"), slack)["commands"]

    assert (ticket["name"], ticket["insert"], ticket["words"]) == ("/ticket", "/ticket ", "Open a ticket")
    assert page["name"] == "/page"


def test_people_of_other_teams_are_offered_no_command_and_only_who_they_have_met(slack: LocalSlack) -> None:
    known = known_words(visit(slack, "U0CARL", "acme-support"), slack)

    assert known["commands"] == []
    assert {each["name"] for each in known["people"]} == {"Ana Agent", "Belltower", "Carl Customer"}
    assert [each["insert"] for each in known["channels"]] == ["#acme-support "]


def test_who_is_in_the_channel_is_named_first(slack: LocalSlack) -> None:
    names = [each["name"] for each in known_words(visit(slack, "U0ANA", "acme-support"), slack)["people"]]

    assert names == ["Ana Agent", "Belltower", "Carl Customer", "Olly Oncall"]


def test_user_groups_are_offered_after_the_people_to_people_of_the_own_team(slack: LocalSlack) -> None:
    slack.workspace.add_user_group("leads", name="Support leads")
    ours, theirs = [known_words(visit(slack, user, "acme-support"), slack)["people"] for user in ("U0ANA", "U0CARL")]

    assert ours[-1] == {"insert": "@leads ", "name": "Support leads", "words": "@leads"}
    assert "Support leads" not in [each["name"] for each in theirs]


def test_the_shortest_emoji_that_begins_with_what_was_typed_comes_first() -> None:
    names = [each["name"] for each in emoji_like("EYE")]

    assert names[0] == "eye"
    assert "eyes" in names
    assert len(emoji_like("a")) == MOST_EMOJI
    assert {"+1", "eyes", "rotating_light"} <= {each["name"] for each in emoji_like("")}


def test_the_emoji_that_makes_a_ticket_is_among_the_first_to_choose_and_found_by_its_beginning() -> None:
    assert "ticket" in [each["name"] for each in emoji_like("")[:6]]
    assert emoji_like("tick")[0]["name"] == "ticket"


def test_an_emoji_of_no_such_name_is_not_found() -> None:
    assert emoji_like("no such thing") == []
