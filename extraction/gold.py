"""Gold articles: texts whose statements were marked by a careful reader, as rows of JSON Lines; measures nothing."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import accumulate

from domain.errors import UnreadableArticle
from domain.statement import Kind
from domain.text import ZWNJ

_REMEDY = "mend the line, or leave it out"


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """One marked statement; offsets are half-open code points into the article's text.

    `accept` holds other right answers for the speaker. `said_on` is the ISO day that the text itself tells, else None.
    `optional` means that finding it is not rewarded and missing it is not punished.
    """

    start: int
    end: int
    kind: Kind
    cue: str
    mention: str
    speaker: str
    accept: tuple[str, ...] = ()
    said_on: str | None = None
    optional: bool = False
    cue_start: int | None = None
    cue_end: int | None = None
    mention_start: int | None = None
    mention_end: int | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article with its marked statements; `published_at` as the file gives it."""

    id: str
    text: str
    statements: tuple[GoldStatement, ...]
    title: str = ""
    outlet: str | None = None
    published_at: str | None = None


def read_gold(lines: Iterable[str], *, name: str) -> list[GoldArticle]:
    """The gold articles of a file's lines, blank ones skipped; `name` is what the file is called in errors.

    Raises UnreadableArticle, which names the file and the line, for the first row that is broken.
    """
    return [
        _article(_parsed(line, place), place)
        for place, line in ((f"{name}, line {number}", line) for number, line in enumerate(lines, 1))
        if line.strip()
    ]


def gold_row(article: GoldArticle) -> dict[str, object]:
    """The row of a gold file that `read_gold` reads as this article."""
    return {
        "id": article.id,
        "outlet": article.outlet,
        "published_at": article.published_at,
        "title": article.title,
        "text": article.text,
        "statements": [asdict(statement) for statement in article.statements],
    }


def strip_half_spaces(article: GoldArticle) -> GoldArticle:
    """The same article with every half-space lost from text, title, cues and mentions, and the offsets moved along."""
    moved = list(accumulate((character != ZWNJ for character in article.text), initial=0))
    return replace(
        article,
        text=article.text.replace(ZWNJ, ""),
        title=article.title.replace(ZWNJ, ""),
        statements=tuple(_moved(statement, moved) for statement in article.statements),
    )


def _moved(statement: GoldStatement, moved: list[int]) -> GoldStatement:
    def there(offset: int | None) -> int | None:
        return None if offset is None else moved[offset]

    return replace(
        statement,
        start=moved[statement.start],
        end=moved[statement.end],
        cue=statement.cue.replace(ZWNJ, ""),
        mention=statement.mention.replace(ZWNJ, ""),
        cue_start=there(statement.cue_start),
        cue_end=there(statement.cue_end),
        mention_start=there(statement.mention_start),
        mention_end=there(statement.mention_end),
    )


def _parsed(line: str, place: str) -> object:
    try:
        row: object = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as broken:
        raise UnreadableArticle(place, "is not JSON", _REMEDY) from broken
    return row


def _article(row: object, place: str) -> GoldArticle:
    fields = _object(row, place)
    text = _words(fields, "text", place)
    statements = fields.get("statements")
    if not isinstance(statements, list):
        raise UnreadableArticle(place, "has no list of statements", _REMEDY)
    return GoldArticle(
        id=_words(fields, "id", place),
        text=text,
        statements=tuple(
            _statement(_object(one, at), at, len(text))
            for at, one in ((f"{place}, statement {number}", one) for number, one in enumerate(statements, 1))
        ),
        title=_words_or_none(fields, "title", place) or "",
        outlet=_words_or_none(fields, "outlet", place),
        published_at=_words_or_none(fields, "published_at", place),
    )


def _statement(fields: Mapping[str, object], place: str, length: int) -> GoldStatement:
    start, end = _content(fields, place, length)
    return GoldStatement(
        start=start,
        end=end,
        kind=_kind(fields, place),
        cue=_words_or_none(fields, "cue", place) or "",
        mention=_words_or_none(fields, "mention", place) or "",
        speaker=_words(fields, "speaker", place),
        accept=_names(fields, place),
        said_on=_day(fields, place),
        optional=fields.get("optional") is True,
        cue_start=_offset(fields, "cue_start", place, length),
        cue_end=_offset(fields, "cue_end", place, length),
        mention_start=_offset(fields, "mention_start", place, length),
        mention_end=_offset(fields, "mention_end", place, length),
    )


def _object(row: object, place: str) -> Mapping[str, object]:
    if not isinstance(row, dict):
        raise UnreadableArticle(place, "is not a JSON object", _REMEDY)
    return row


def _words(fields: Mapping[str, object], field: str, place: str) -> str:
    found = _words_or_none(fields, field, place)
    if found is None:
        raise UnreadableArticle(place, f"has no {field}", _REMEDY)
    return found


def _words_or_none(fields: Mapping[str, object], field: str, place: str) -> str | None:
    found = fields.get(field)
    if found is not None and not isinstance(found, str):
        raise UnreadableArticle(place, f"has a {field} that is not text", _REMEDY)
    return found


def _names(fields: Mapping[str, object], place: str) -> tuple[str, ...]:
    names = fields.get("accept") or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UnreadableArticle(place, "has an accept that is not a list of names", _REMEDY)
    return tuple(names)


def _kind(fields: Mapping[str, object], place: str) -> Kind:
    try:
        return Kind(str(fields.get("kind")))
    except ValueError as unknown:
        raise UnreadableArticle(place, "has a kind that is not direct, indirect or mixed", _REMEDY) from unknown


def _day(fields: Mapping[str, object], place: str) -> str | None:
    words = _words_or_none(fields, "said_on", place)
    if not words:
        return None
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError as impossible:
        raise UnreadableArticle(place, "has a said_on that is not a day such as 2020-11-17", _REMEDY) from impossible


def _content(fields: Mapping[str, object], place: str, length: int) -> tuple[int, int]:
    start, end = _offset(fields, "start", place, length), _offset(fields, "end", place, length)
    if start is None or end is None or start > end:
        raise UnreadableArticle(place, "has no start and end in order", _REMEDY)
    return start, end


def _offset(fields: Mapping[str, object], field: str, place: str, length: int) -> int | None:
    """The offset, None where it is absent or negative (a dropped mention is marked with -1)."""
    offset = fields.get(field)
    if offset is None:
        return None
    if not isinstance(offset, int) or isinstance(offset, bool) or offset > length:
        raise UnreadableArticle(place, f"has a {field} that is not an offset into its text", _REMEDY)
    return offset if offset >= 0 else None
