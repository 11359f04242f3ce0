"""A client goes to Slack unless another server is named."""

from bot.slack.reaching import SLACK, client_of


def test_without_another_address_it_goes_to_slack() -> None:
    client = client_of("xoxb-of-a-test", "")
    assert (client.token, client.base_url) == ("xoxb-of-a-test", SLACK)


def test_another_server_that_speaks_the_same_can_be_named() -> None:
    assert client_of("xoxb-of-a-test", "http://127.0.0.1:4000/api/").base_url == "http://127.0.0.1:4000/api/"
