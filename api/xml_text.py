"""Texts as XML can hold them."""

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""The text without what XML 1.0 cannot hold, not even escaped.

    Source: Extensible Markup Language 1.0, section 2.2.

    >>> xml_text("a\x00b")
    'ab'
    """
    return _NOT_XML.sub("", text)
