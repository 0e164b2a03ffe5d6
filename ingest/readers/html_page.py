"""Reads a web page: trafilatura tells the article from what stands around it, one line a paragraph."""

import re
from datetime import date

from domain.article import PublishedAt, RawArticle
from domain.errors import UnreadableArticle
from domain.text import ZWNJ
from ingest.readers.decoding import decode_page
from ingest.readers.page_tags import most_attributes

MOST_PAGE_BYTES = 2_000_000
"""The largest page that is read, whatever it holds: trafilatura's time grows with the square of a page's paragraphs,
measured 9 seconds for 1.5 million bytes of short ones and 115 for 6 million; pages of news are under half a million."""
_MOST_ATTRIBUTES = 5_000
"""Of one tag: the parser compares each with each, measured 0.04 s for 5,000, 0.6 s for 20,000 and more than a minute
for 100,000, which a page of that size has room for."""
_HALF_SPACE = re.compile(f"{ZWNJ}|&zwnj;|&#8204;|&#[xX]0*200[cC];")
# Letters of scripts that no Persian page uses; the page gets the first that it does not hold itself.
_STAND_INS = "ꓚꔀꕥꖴꗞꘐ"
_DATES = {"extensive_search": False, "original_date": True}
"""Only what the page's own header says: a date guessed from the words around an article may be any day."""
_REMEDY = "give the article as text or JSON Lines"


def read_html(content: bytes, place: str) -> RawArticle:
    """The article of a page's bytes, with the title, url, site name and day of publication that the page gives.

    Raises UnreadableArticle for bytes that are no text, or a page in which no article is found.
    """
    # Only pages need it, and it takes a third of a second to import.
    from trafilatura import bare_extraction  # noqa: PLC0415

    page = decode_page(content, place)
    if most_attributes(page) > _MOST_ATTRIBUTES:
        problem = f"is a page with a tag of more than {_MOST_ATTRIBUTES:,} attributes"
        raise UnreadableArticle(place, problem, _REMEDY)
    stand_in = _stand_in(page, place)
    # trafilatura drops half-spaces as unprintable; a letter in their place survives it.
    found = bare_extraction(
        _HALF_SPACE.sub(stand_in, page),
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=_DATES,
    )
    if found is None or isinstance(found, dict) or not found.text:
        raise UnreadableArticle(place, "is a page in which no article is found", _REMEDY)

    def printed(words: str | None) -> str | None:
        return words.replace(stand_in, ZWNJ) if words else None

    return RawArticle(
        text=found.text.replace(stand_in, ZWNJ),
        place=place,
        url=found.url or None,
        outlet=printed(found.sitename),
        title=printed(found.title),
        tags=tuple(tag.replace(stand_in, ZWNJ) for tag in found.tags or ()),
        published_at=PublishedAt(date.fromisoformat(found.date)) if found.date else None,
    )


def _stand_in(page: str, place: str) -> str:
    for letter in _STAND_INS:
        if letter not in page:
            return letter
    raise UnreadableArticle(place, "is a page that is not Persian", _REMEDY)
