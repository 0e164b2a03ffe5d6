"""Addresses on the web that a page may link to."""

from urllib.parse import urlsplit

from domain.text import is_storable

LONGEST_LINK = 2_000
"""Code points: what every browser follows."""
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


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


def is_safe_address(url: str) -> bool:
    """Whether nobody on the way can change what is read at `url`: https, or http on this machine.

    >>> is_safe_address("https://login.example.org"), is_safe_address("http://127.0.0.1:80"), is_safe_address("http://a.b")
    (True, True, False)
    """
    if not is_web_link(url):
        return False
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in _THIS_MACHINE
