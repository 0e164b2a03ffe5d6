"""A claim as an event of TimelineJS, whose texts are HTML.

TimelineJS counts by the Gregorian calendar alone, and its Persian locale writes Jalali months beside Gregorian numbers:
each date has the words to show with it. Source: https://timeline.knightlab.com/docs/json-format.html
"""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Any

from api.addresses import Absolute, claim
from api.attributions import attribution_words, is_denied
from api.exports.days import Said, jalali_words, said
from api.exports.encoding import encoded
from api.site import safe_link
from domain.dates import Precision
from domain.periods import Language

NOBODY_KNOWN = "گوینده نامشخص"
_NO_MARKUP = str.maketrans({"<": "‹", ">": "›", "&": "و"})
"""A group's label is text that TimelineJS puts into the page as it is."""
_PARTS = {Precision.DAY: 3, Precision.MONTH: 2, Precision.YEAR: 1}


def event_of(node: Mapping[str, Any], absolute: Absolute) -> bytes | None:
    """A claim's event as JSON; None for a claim of which no day, month or year is known."""
    when = said(node)
    if when is None:
        return None
    source = node["speaker"] or node["sourceMention"]
    name = source["name"] if source else NOBODY_KNOWN
    return encoded(
        {
            **_dates(when),
            "text": {"headline": escape(_headline(node, name)), "text": _text(node, absolute(claim("fa", node["id"])))},
            "group": name.translate(_NO_MARKUP),
            "autolink": False,
            "unique_id": node["id"],
        }
    )


def _headline(node: Mapping[str, Any], name: str) -> str:
    """Who said it, or that they did not: a headline is all that the line of time shows of an event."""
    who = f"{name}، {node['role']}" if node["speaker"] and node["role"] else name
    found = attribution_words(node["attribution"], Language.FA)
    return f"{who}: {found}" if is_denied(node["attribution"]) else who


def _dates(when: Said) -> dict[str, object]:
    """As much as is known: of a Gregorian month or year no more than that, of another one its first and last day."""
    words = jalali_words(when)
    known = _PARTS[when.precision] if when.is_gregorian else len(_PARTS)
    start: dict[str, object] = {"start_date": _date(when.first, known, words), "display_date": words}
    return start if when.is_gregorian else {**start, "end_date": _date(when.last, known, words)}


def _date(day: date, known: int, words: str) -> dict[str, object]:
    """The first `known` of year, month and day, which TimelineJS shows as these words."""
    parts = {"year": day.year, "month": day.month, "day": day.day}
    return {**dict(list(parts.items())[:known]), "display_date": words}


def _text(node: Mapping[str, Any], page: str) -> str:
    article, verdict = node["article"], node["verdict"]
    outlet = article["outlet"]["name"] if article["outlet"] else ""
    named = article["title"] or outlet or article["url"]
    reported = " · ".join(part for part in (_link(article["url"], named), escape(outlet)) if part)
    found = attribution_words(node["attribution"], Language.FA)
    lines = (
        f"<p><strong>{escape(found)}</strong></p>" if found else "",
        f"<blockquote>{escape(node['content'])}</blockquote>",
        f"<p>{reported}</p>" if reported else "",
        f"<p>{_link(page, verdict['labelFa'] if verdict else 'گزاره')}</p>",
    )
    return "".join(lines)


def _link(url: str | None, words: str | None) -> str:
    """A link where the address is one that may be followed, else the words alone."""
    shown, safe = escape(words or ""), safe_link(url)
    return f'<a href="{escape(safe)}" dir="auto">{shown}</a>' if safe else shown
