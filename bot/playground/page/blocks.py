"""What the templates of Block Kit's blocks ask for, to draw them for one reader."""

import re

from markupsafe import Markup

from bot.playground.page.markdown import markdown
from bot.playground.page.rich_text import rich_text
from bot.playground.page.words import Reader, drawn, opens_by_a_click, plain, spoken
from bot.playground.refusals import Json

_SHOWN_WITHOUT_A_NETWORK = re.compile(
    r"data:image/(?:png|gif|jpeg|webp|svg\+xml)[;,].*|https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?/.*",
    re.IGNORECASE | re.DOTALL,
)


class Blocks:
    """Draws the parts of blocks; the templates say how the parts stand together."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def text(self, text: Json) -> Markup:
        """A text object."""
        return drawn(text, self._reader)

    def name(self, text: Json) -> str:
        """A text object as it is read aloud."""
        return spoken(text, self._reader)

    def rich(self, block: Json) -> Markup:
        """What stands in a `rich_text` block."""
        return rich_text(block["elements"], self._reader)

    def cell(self, cell: Json) -> Markup:
        """What stands in a cell of a `table` block."""
        if cell["type"] == "rich_text":
            return self.rich(cell)
        return plain(str(cell.get("text", cell.get("value", ""))), emoji=False)

    def may_press(self, element: Json) -> bool:
        """Whether an element that the app shows to some people only is for the viewer."""
        return self._reader.viewer.id in element.get("visible_to_user_ids", (self._reader.viewer.id,))

    def markdown(self, block: Json) -> Markup:
        """What stands in a `markdown` block."""
        return markdown(block["text"])

    def image_address(self, image: Json) -> str | None:
        """Where a picture is, if it can be shown without leaving this machine."""
        address = str(image.get("image_url") or "")
        return address if _SHOWN_WITHOUT_A_NETWORK.fullmatch(address) else None

    def link_address(self, address: str | None) -> str | None:
        """The address that a button or an option leads to; None where it is no web or mail address."""
        return address if address and opens_by_a_click(address) else None
