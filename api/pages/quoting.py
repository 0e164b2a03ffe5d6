"""Quoted words on a page: the sentence with the claim's own words marked, and texts cut to a length."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

_MARK = Markup("<mark>{}</mark>")


def marked(claim: Mapping[str, Any]) -> Markup:
    """The sentence of a claim with its content marked, by the spans in code points that the API tells.

    Content may begin before its sentence and go on after it: all of it is shown.
    """
    context, content = claim["contextSpan"], claim["contentSpan"]
    start, end = content["start"] - context["start"], content["end"] - context["start"]
    before, after = claim["context"][: max(start, 0)], claim["context"][max(end, 0) :]
    return escape(before) + _MARK.format(claim["content"]) + escape(after)


def highlighted(claim: Mapping[str, Any]) -> Markup:
    """The sentence of a claim with the words marked that somebody searched for; the claim where it is not all in it."""
    context, content = claim["contextSpan"], claim["contentSpan"]
    if content["start"] < context["start"] or content["end"] > context["end"]:
        return marked(claim)
    return _marked(claim["context"], [(one["start"], one["end"]) for one in claim["highlights"]])


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    """A text with spans of it marked; they are in order and none is in another."""
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), _MARK.format(text[start:end])]
        at = end
    return Markup("").join([*parts, escape(text[at:])])


def shortened(text: str, most: int) -> str:
    """A text of at most so many code points, cut between words.

    >>> shortened("یک دو سه چهار", 8)
    'یک دو…'
    """
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip() + "…"
