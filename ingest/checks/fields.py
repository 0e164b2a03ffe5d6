"""Reads the fields that every form of fact-check has, and makes a check of them; knows nothing of the file's form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from domain.calendars import parse_published_at
from domain.check import GivenVerdict, ListedCheck
from domain.dates import Precision
from domain.errors import ImpossibleDate
from domain.links import is_web_link
from domain.statement import SourceKind
from domain.terms import PartialDay
from domain.text import is_storable
from ingest.registers.fields import day_of, name_of, text_of
from ingest.registers.place import Place

FIELDS = (
    "speaker", "role", "date", "claim", "verdict", "link", "title", "publisher", "reviewed", "article", "text",
)  # fmt: skip
"""The fields by the names that people give them."""
REQUIRED = ("speaker", "claim", "verdict", "link")
MOST_CLAIM = 5_000
"""Code points of a claim: some two pages, more than anybody is quoted with."""
MOST_TEXT = 10_000
"""Code points of what a check says: as many as a note has."""
_MOST_TITLE = 1_000
_MOST_TIME = 40
"""Characters of a day with its time."""


@dataclass(frozen=True, slots=True)
class Given:
    """The words that a file gives for some of the fields, and what the file calls these; `zone` is the newsroom's."""

    place: Place
    words: Mapping[str, str]
    names: Mapping[str, str]
    zone: ZoneInfo

    def of(self, field: str) -> tuple[str | None, Place, str]:
        """A field as the functions that read one take it."""
        return self.words.get(field), self.place, self.names.get(field, field)


def check_of(
    given: Given,
    *,
    rating: int | None = None,
    kind: SourceKind | None = None,
    appearances: Sequence[str] = (),
    language: str | None = None,
) -> ListedCheck:
    """The check that the words tell. Raises UnreadableRegister, which names the place, the field and what to do."""
    speaker = name_of(*given.of("speaker"))
    claim = text_of(*given.of("claim"), most=MOST_CLAIM)
    link = _link(*given.of("link"))
    verdict = GivenVerdict(text_of(*given.of("verdict")), rating)
    if speaker is None:
        raise _blank(given, "speaker", "write who said it")
    if claim is None or not any(map(str.isalnum, claim)):
        raise _blank(given, "claim", "write what was said")
    if verdict == GivenVerdict(None):
        raise _blank(given, "verdict", "write what was found, as a step of a scale")
    if link is None:
        raise _blank(given, "link", "write where the fact-check can be read")
    article = _link(*given.of("article"))
    return ListedCheck(
        place=str(given.place),
        speaker=speaker,
        claim=claim,
        verdict=verdict,
        link=link,
        kind=kind,
        role=text_of(*given.of("role")),
        said_on=_said_on(given),
        title=text_of(*given.of("title"), most=_MOST_TITLE),
        publisher=name_of(*given.of("publisher")),
        reviewed_on=_reviewed_on(given),
        appearances=tuple(dict.fromkeys([*([article] if article else []), *appearances])),
        text=_text(*given.of("text")),
        language=language,
    )


def _blank(given: Given, field: str, remedy: str) -> Exception:
    return given.place.refusal(given.names.get(field, field), "is blank", remedy)


def _link(words: str | None, place: Place, field: str) -> str | None:
    link = (words or "").strip()
    if link and not is_web_link(link):
        raise place.refusal(field, f"is “{link[:80]}”, no http or https address", "write the whole address")
    return link or None


def _text(words: str | None, place: Place, field: str) -> str | None:
    """What a check says, with its lines as they are."""
    text = (words or "").strip()
    if not is_storable(text):
        raise place.refusal(field, "holds a character that cannot be stored", "write it again without it")
    if len(text) > MOST_TEXT:
        problem = f"has {len(text):,} characters, more than {MOST_TEXT:,}"
        raise place.refusal(field, problem, "shorten it, or leave it out: the link leads to it")
    return text if any(map(str.isalnum, text)) else None


def _said_on(given: Given) -> PartialDay | None:
    """A day of which a part may be known; a time beside it is of the newsroom's timezone, or has its own."""
    words, place, name = given.of("date")
    return day_of(_without_time(words, given.zone), place, name)


def _reviewed_on(given: Given) -> date | None:
    words, place, name = given.of("reviewed")
    day = day_of(_without_time(words, given.zone), place, name)
    if day is not None and day.precision is not Precision.DAY:
        raise place.refusal(name, f"is {day}, no whole day", "write a day such as 2020-11-17 or 1399-08-27")
    return day.first if day else None


def _without_time(words: str | None, zone: ZoneInfo) -> str | None:
    """The day of words that tell a time too; other words as they are, for their reader to refuse."""
    written = (words or "").strip()
    if ("T" not in written and " " not in written) or len(written) > _MOST_TIME:
        return words
    try:
        return parse_published_at(written, zone).day.isoformat()
    except ImpossibleDate:
        return words
