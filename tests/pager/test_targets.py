"""What a way leads to: some services keep an incident and are told its end, a text message is not."""

import pytest

from bot.pager.targets import takes_ends, target

KEYS = "0123456789abcdef0123456789abcdef"
PAGERDUTY = f"pagerduty://{KEYS}@{KEYS}"
TWILIO = f"twilio://AC{KEYS}:{KEYS}@12025550100/12025550101"


@pytest.mark.parametrize(
    "url", [PAGERDUTY, f"signl4://{KEYS}", "json://127.0.0.1:9/x", "xml://127.0.0.1:9/x", "form://127.0.0.1:9/x"]
)
def test_whoever_keeps_incidents_is_told_their_end(url: str) -> None:
    assert takes_ends(url)


@pytest.mark.parametrize("url", [TWILIO, f"{TWILIO}?method=call", "mailto://olly:hush@mail.example", "nowhere://x"])
def test_a_text_message_a_call_or_an_email_is_told_no_end(url: str) -> None:
    assert not takes_ends(url)


def test_a_service_keeps_a_call_and_its_end_as_one_incident() -> None:
    call, end = (target(PAGERDUTY, "belltower-T-12-1", over=over) for over in (False, True))
    assert call is not None
    assert end is not None
    assert (vars(call)["action"], vars(end)["action"]) == ("trigger", "resolve")
    assert vars(call)["dedup"] == vars(end)["dedup"] == "belltower-T-12-1"
    assert not vars(call)["include_image"]


def test_options_that_an_address_has_are_kept() -> None:
    found = target(f"{PAGERDUTY}?region=eu", "belltower-T-12-1", over=False)
    assert found is not None
    assert vars(found)["region_name"] == "eu"


def test_a_message_has_a_target_of_its_own_each_time() -> None:
    assert target(PAGERDUTY, "a", over=False) is not target(PAGERDUTY, "a", over=False)


def test_an_address_that_leads_nowhere_is_no_target() -> None:
    assert target("nowhere://x", "a", over=False) is None
