"""The standard Markdown of a `markdown` block as HTML; HTML in it is text, and pictures are links, as in Slack."""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from bot.playground.page.words import linked, opens_by_a_click, with_emoji

_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}
"""A message stands below the page's own headings, and so do those in it."""


def markdown(text: str) -> Markup:
    """The text as Slack shows it in a message."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704  (the renderer escapes all that is not markup of its own)


class _Renderer(RendererHTML):
    """The library's renderer, with Slack's emoji, links and headings."""

    def text(self, tokens: Sequence[Token], position: int, options: OptionsDict, env: EnvType) -> str:
        return str(escape(with_emoji(tokens[position].content)))

    def link_open(self, tokens: Sequence[Token], position: int, options: OptionsDict, env: EnvType) -> str:
        tokens[position].attrSet("target", "_blank")
        tokens[position].attrSet("rel", "noopener noreferrer")
        return self.renderToken(tokens, position, options, env)

    def image(self, tokens: Sequence[Token], position: int, options: OptionsDict, env: EnvType) -> str:
        address = str(tokens[position].attrGet("src"))
        return str(linked(address, tokens[position].content or address))

    def heading_open(self, tokens: Sequence[Token], position: int, options: OptionsDict, env: EnvType) -> str:
        tokens[position].tag = _HEADINGS.get(tokens[position].tag, tokens[position].tag)
        return self.renderToken(tokens, position, options, env)

    heading_close = heading_open


class _Reading(MarkdownIt):
    """The library's reader, which makes links of web and mail addresses only."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  (the library's name)
        return opens_by_a_click(url)


_MARKDOWN = _Reading("commonmark", {"html": False, "breaks": True}, renderer_cls=_Renderer)
_MARKDOWN.enable(["table", "strikethrough"])
