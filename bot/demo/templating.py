"""The templates of the demo's panels; whatever goes into them is escaped."""

import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

_TYPED = re.compile("`([^`]+)`")


def typed(text: str) -> Markup:
    """A sentence of a scenario; what stands between backquotes is to be typed exactly so."""
    parts = _TYPED.split(text)
    return Markup().join(
        Markup("<code>{}</code>").format(part) if number % 2 else escape(part) for number, part in enumerate(parts)
    )


TEMPLATES = Environment(
    loader=PackageLoader("bot.demo"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
TEMPLATES.filters["typed"] = typed


def drawn(template: str, **facts: object) -> Markup:
    """A template filled in."""
    return Markup(TEMPLATES.get_template(template).render(**facts))  # noqa: S704 - our own templates, which escape
