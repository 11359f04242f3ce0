"""One notice goes out once by its way, and nothing of the way's address is ever said."""

from collections.abc import AsyncIterator

import pytest
import structlog
from apprise.plugins import pagerduty
from apprise.plugins.twilio import NotifyTwilio
from pydantic import SecretStr

from bot.desk.sending import NotSent, Refused, Sent, Unknown
from bot.pager.sender import OutsideSender
from tests.pager.calls import OVER, outgoing
from tests.pager.service import Service, service
from tests.written import written

KEYS = "0123456789abcdef0123456789abcdef"


@pytest.fixture
async def phone() -> AsyncIterator[Service]:
    async with service() as listening:
        yield listening


def sender(url: str) -> OutsideSender:
    return OutsideSender({"OLLY_PHONE": SecretStr(url)})


async def test_a_page_arrives_once_with_what_it_is_about(phone: Service) -> None:
    sent = await sender(phone.url("olly")).send(outgoing())
    assert sent == Sent(channel="via:OLLY_PHONE", ts="belltower-T-12-1")
    ((path, message),) = phone.told
    assert path == "/olly"
    assert message["title"] == "Page: T-12 P1 Urgent, Acme"
    assert "Acknowledge" in message["message"]
    assert (message["incident"], message["status"], message["type"]) == ("belltower-T-12-1", "triggered", "failure")


async def test_the_end_of_a_call_reaches_a_webhook_as_resolved(phone: Service) -> None:
    assert isinstance(await sender(phone.url("olly")).send(outgoing(OVER)), Sent)
    ((_, message),) = phone.told
    assert (message["incident"], message["status"], message["type"]) == ("belltower-T-12-1", "resolved", "success")


async def test_a_service_that_keeps_incidents_gets_a_call_and_its_end_without_waiting(
    phone: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pagerduty.PAGERDUTY_API_LOOKUP, "us", f"http://127.0.0.1:{phone.port}/enqueue")
    olly = sender(f"pagerduty://{KEYS}@{KEYS}")
    assert [isinstance(await olly.send(outgoing(facts)), Sent) for facts in (outgoing().facts, OVER) if facts] == [
        True,
        True,
    ]
    call, end = (message for _, message in phone.told)
    assert (call["event_action"], end["event_action"]) == ("trigger", "resolve")
    assert call["dedup_key"] == end["dedup_key"] == "belltower-T-12-1"
    assert call["payload"]["severity"] == "critical"
    assert call["payload"]["summary"].startswith("Page: T-12 P1 Urgent, Acme: SSO login")


async def test_a_service_that_does_not_take_it_has_not_got_it(phone: Service) -> None:
    phone.answers.append(403)
    outcome = await sender(phone.url("olly")).send(outgoing())
    assert isinstance(outcome, NotSent)
    assert "error=403" in outcome.error


@pytest.mark.parametrize("status", [500, 503])
async def test_a_service_in_trouble_may_have_got_it(phone: Service, status: int) -> None:
    phone.answers.append(status)
    assert isinstance(await sender(phone.url("olly")).send(outgoing()), Unknown)


async def test_whether_it_has_arrived_cannot_be_asked_so_it_is_sent_again() -> None:
    assert isinstance(await sender("json://127.0.0.1:9/x").find(outgoing()), Refused)


async def test_a_way_whose_variable_is_gone_is_refused_by_name() -> None:
    outcome = await sender("json://127.0.0.1:9/x").send(outgoing(way="OMAR_PHONE"))
    assert isinstance(outcome, Refused)


async def test_an_address_that_leads_nowhere_is_refused() -> None:
    assert isinstance(await sender("nowhere://hush-hush").send(outgoing()), Refused)


@pytest.mark.parametrize("path", ["hush-token/", "hush%2Dtoken/?a=hush-token"])
async def test_no_piece_of_an_address_is_said_in_outcomes_logs_or_printouts(path: str) -> None:
    secret = f"json://hush-user:hush-word@hush-host.invalid:9/{path}"
    olly = sender(secret)
    with written() as lines, structlog.testing.capture_logs() as logs:
        outcome = await olly.send(outgoing())
    assert isinstance(outcome, Unknown)
    assert "Connection error" in outcome.error
    assert "hush" not in f"{outcome!r} {logs!r} {lines!r} {olly!r} {vars(olly)!r}"


async def test_a_telephone_number_is_not_said_however_the_address_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NotifyTwilio, "notify_sms_url", "http://127.0.0.1:9/{sid}")
    outcome = await sender(f"twilio://AC{KEYS}:{KEYS}@1-202-555-0100/1-202-555-0101").send(outgoing())
    assert isinstance(outcome, Unknown)
    assert "Twilio" in outcome.error
    assert "0101" not in outcome.error
