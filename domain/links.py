"""Addresses on the web that a page may link to."""

from urllib.parse import urlsplit

from domain.text import is_storable

LONGEST_LINK = 2_000
"""Code points: what every browser follows."""


def is_web_link(url: str) -> bool:
    """Whether `url` is an http or https address with a host; anything else could run as a script where it is shown.

    >>> is_web_link("https://example.org/a"), is_web_link("javascript:alert(1)")
    (True, False)
    """
    if len(url) > LONGEST_LINK or not is_storable(url) or any(map(str.isspace, url)):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
