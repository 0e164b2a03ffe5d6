"""Reads the tags that an outlet prints under an article, as «برچسب‌ها: ...» lines."""

import re
from collections.abc import Iterable

from domain.text import ZWNJ, name_key

_HEADINGS = frozenset(
    name_key(heading) for heading in ("برچسب", "برچسب‌ها", "برچسب‌های خبر", "کلیدواژه", "کلیدواژه‌ها", "تگ‌ها")
)
_CLOSING_CHARACTERS = 2_000
"""How much of a text's end is looked at: a heading further up has more under it than tags."""
_LONGEST_TAG = 60
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_FOOTNOTE = re.compile(r"\s*\[\d+\]")
_BETWEEN = re.compile(r"\s*[،,؛;|/#•·]\s*")
_SENTENCE_END = (".", "!", "؟", "?", ":")


def closing_tags(text: str) -> tuple[str, ...]:
    r"""The tags of a text's closing lines, as printed; () where it ends in anything else.

    Every line from the heading on must look like tags: one long or finished sentence among them, and none is.

    >>> closing_tags("وی رفت.\n\nبرچسبها: [مجلس](#) [1]\n\n[بودجه](#) [2]")
    ('مجلس', 'بودجه')
    """
    lines = [line.strip() for line in text[-_CLOSING_CHARACTERS:].splitlines() if line.strip()]
    for at in reversed(range(len(lines))):
        heading, _, first = lines[at].partition(":")
        if name_key(heading) in _HEADINGS:
            return _tags_of([first, *lines[at + 1 :]])
    return ()


def distinct(tags: Iterable[str]) -> tuple[str, ...]:
    """The tags in order, each once however its letters and spaces are typed; empty ones left out."""
    by_key = {name_key(tag): tag.strip() for tag in reversed(list(tags))}
    by_key.pop("", None)
    return tuple(reversed(by_key.values()))


def _tags_of(lines: list[str]) -> tuple[str, ...]:
    tags = distinct(tag for line in lines for tag in _tags_in(line))
    return () if any(len(tag) > _LONGEST_TAG or tag.endswith(_SENTENCE_END) for tag in tags) else tags


def _tags_in(line: str) -> list[str]:
    linked = _LINK.findall(line)
    return [tag.strip(f" {ZWNJ}") for tag in linked or _BETWEEN.split(_FOOTNOTE.sub("", line))]
