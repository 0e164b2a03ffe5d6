"""What somebody pastes into a page of their own to show a timeline there: a custom element, or an iframe."""

from dataclasses import dataclass

from markupsafe import Markup, escape

from api import addresses
from api.addresses import Absolute
from api.embeds.words import WORDS
from domain.periods import Language

WIDTH, HEIGHT = 600, 500
"""CSS pixels of an iframe that nobody gives another size."""
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
"""The page in the iframe runs no scripts; its links open pages that do."""


@dataclass(frozen=True, slots=True)
class Codes:
    """HTML for other people's pages, to be shown as text."""

    element: str
    """A module and a custom element, for sites that can add scripts."""
    iframe: str


def codes_of(
    speaker: str, name: str, language: Language, absolute: Absolute, *, from_: str = "", to: str = ""
) -> Codes:
    """Both codes for the timeline of a speaker, by node id, whose `name` the iframe tells to who cannot see it.

    For the page of a claim: its speaker, with the claim's day as `from_` and `to`.
    """
    element = Markup('<script type="module" src="{}"></script>\n<gozareh-timeline speaker="{}"{}></gozareh-timeline>')
    days = Markup().join(
        Markup(' {}="{}"').format(field, told) for field, told in (("from", from_), ("to", to)) if told
    )
    attributes = days + Markup(' lang="{}" theme="auto"').format(language.value)
    return Codes(
        str(element.format(absolute(addresses.EMBED_SCRIPT), speaker, attributes)),
        iframe_of(speaker, name, language, absolute, from_=from_, to=to),
    )


def iframe_of(
    speaker: str,
    name: str,
    language: Language,
    absolute: Absolute,
    *,
    from_: str = "",
    to: str = "",
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """The iframe alone, of a size in CSS pixels."""
    code = Markup(
        '<iframe src="{}" title="{}" width="{}" height="{}" sandbox="{}" loading="lazy"'
        ' style="border:0;max-width:100%"></iframe>'
    )
    address = absolute(addresses.embedded(speaker=speaker, from_=from_, to=to, lang=language, theme="auto"))
    title = WORDS[language].title.format(name)
    return str(code.format(escape(address), title, width, height, SANDBOX))
