"""Telephones: what Apprise really posts is on the one that it was posted to."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest
from apprise import Apprise, NotifyType

from bot.playground.telephones import Telephones
from tests.playground.conftest import Clock


@pytest.fixture
def told() -> list[None]:
    """One thing for each time that somebody was told to look."""
    return []


@pytest.fixture
async def telephones(clock: Clock, told: list[None]) -> AsyncIterator[Telephones]:
    async with Telephones(now=clock, tell=lambda: told.append(None)) as telephones:
        yield telephones


async def send(url: str, title: str, text: str, kind: NotifyType = NotifyType.FAILURE) -> None:
    """Send by Apprise, as the app does."""
    sending = Apprise()
    sending.add(url)
    assert await sending.async_notify(body=text, title=title, notify_type=kind)


async def test_a_message_is_on_the_telephone_that_it_was_sent_to(
    telephones: Telephones, clock: Clock, told: list[None]
) -> None:
    await send(telephones.address("OLLY_PHONE"), "Page: T-1", "SSO login <fails>")
    clock.at += timedelta(minutes=3)
    await send(telephones.address("OLLY_PHONE"), "Page: T-2", "Mail is late", NotifyType.INFO)

    first, second = telephones.rings("OLLY_PHONE")
    assert (first.title, first.text, first.kind) == ("Page: T-1", "SSO login <fails>", "failure")
    assert (second.title, second.kind) == ("Page: T-2", "info")
    assert second.at - first.at == timedelta(minutes=3)
    assert telephones.rings("PIET_PHONE") == []
    assert len(told) == 2


async def test_a_message_can_say_what_it_is_about_and_that_it_is_over(telephones: Telephones) -> None:
    address = telephones.address("OLLY_PHONE")
    await send(f"{address}?:incident=T-1&:status=triggered", "Page: T-1", "Fails")
    await send(f"{address}?:incident=T-1&:status=resolved", "Over: T-1", "Somebody has it", NotifyType.SUCCESS)
    await send(address, "Hello", "You")

    assert [(each.incident, each.ends) for each in telephones.rings("OLLY_PHONE")] == [
        ("T-1", False),
        ("T-1", True),
        ("", False),
    ]


@pytest.mark.parametrize("body", ["", "[]", '"x"', "{}", '{"title": "T", "message": "M"}', "{" * 5000])
async def test_what_apprise_would_not_post_is_refused(telephones: Telephones, body: str) -> None:
    url = telephones.address("OLLY_PHONE").replace("json://", "http://")
    async with httpx2.AsyncClient() as client:
        assert (await client.post(url, content=body)).status_code == 400
    assert telephones.rings("OLLY_PHONE") == []
