"""The code by which other sites show a speaker's timeline: two lines to copy."""

from html import escape

from api import addresses
from api.addresses import Absolute
from domain.periods import Language


def embed_codes(absolute: Absolute, language: Language, speaker: str) -> dict[str, str]:
    """The code with a script and the one without, by `script` and `iframe`."""
    script, page = absolute(addresses.EMBED_SCRIPT), absolute(addresses.embedded(speaker=speaker, lang=language))
    return {
        "script": f'<script type="module" src="{escape(script)}"></script>\n'
        f'<gozareh-timeline speaker="{escape(speaker)}" lang="{language}"></gozareh-timeline>',
        "iframe": f'<iframe src="{escape(page)}" title="Gozareh" width="100%" height="600" loading="lazy"></iframe>',
    }
