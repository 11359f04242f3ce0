"""Where panels stand: views are places to go to, and one of them has the column beside it."""

import httpx2
import pytest

from bot.playground.page.panel import Place


def test_views_are_places_to_go_to_and_bars_and_columns_are_not() -> None:
    assert [place for place in Place if place.is_view] == [Place.VIEW, Place.WIDE_VIEW]


@pytest.mark.parametrize(("view", "has_column"), [("phone", True), ("wall", False)])
async def test_the_column_makes_room_for_a_wide_view_only(
    browser: httpx2.AsyncClient, view: str, has_column: bool
) -> None:
    page = (await browser.get(f"/as/ana/{view}")).text
    assert f'data-region="panel-{view}"' in page
    assert ('data-region="panel-guide"' in page) is has_column
