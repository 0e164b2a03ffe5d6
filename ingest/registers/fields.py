"""Reads one value of a register's file: a name, a day, a country, a Wikidata id; knows nothing of the file's form.

Each function takes the text, the place where it stands and the name of its field there, gives None for a blank text and
raises UnreadableRegister for one that cannot be used.
"""

import re

from domain.calendars import parse_partial_day
from domain.errors import ImpossibleDate
from domain.speaker import AliasForm, SpeakerKind
from domain.terms import PartialDay, Term
from domain.text import is_storable, search_key, speaker_key
from extraction.office_titles import HOME, office_title
from ingest.registers.place import Place

MOST_LETTERS = 300
"""The longest that a name may be, in code points; the longest name of an office that ships has 45."""
_MOST_SOURCE_LETTERS = 2000
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_ALIKE = {"UK": "GB"}
"""Two letters that ISO 3166 keeps free, as everybody means the country of others by them."""
_WIKIDATA = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?([Qq][1-9]\d{0,15})")
_PERSIAN = re.compile("[\u0620-\u064a\u066e-\u06d5]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def text_of(text: str | None, place: Place, field: str, *, most: int = MOST_LETTERS) -> str | None:
    """The words, with one space between two of them."""
    words = " ".join((text or "").split())
    if not words:
        return None
    if not is_storable(words):
        raise place.refusal(field, "holds a character that cannot be stored", "write it again without it")
    if len(words) > most:
        raise place.refusal(field, f"has {len(words):,} characters, more than {most:,}", "shorten it")
    return words


def source_of(text: str | None, place: Place, field: str) -> str | None:
    """Where a fact stands, as the file itself tells it."""
    return text_of(text, place, field, most=_MOST_SOURCE_LETTERS)


def name_of(text: str | None, place: Place, field: str) -> str | None:
    """A name of a speaker or an organisation."""
    name = text_of(text, place, field)
    if name is not None and not speaker_key(name):
        raise place.refusal(field, "has no letters", "write a name, or leave it blank")
    return name


def title_of(text: str | None, place: Place, field: str) -> str | None:
    """A title of an office."""
    title = text_of(text, place, field)
    if title is not None and not office_title(title).key:
        raise place.refusal(field, "names no office", "write its title, or leave it blank")
    return title


def day_of(text: str | None, place: Place, field: str) -> PartialDay | None:
    """A day, a Gregorian month or a Gregorian year, in digits of any of the three kinds.

    A year before 1700 is Jalali. A Jalali month or year alone is refused: it is no Gregorian month or year, and to take
    one of its days for it would tell what nobody said.
    """
    if not (text or "").strip():
        return None
    try:
        return parse_partial_day(text or "")
    except ImpossibleDate as impossible:
        raise _no_date(place, field, impossible) from impossible


def _no_date(place: Place, field: str, impossible: ImpossibleDate) -> Exception:
    return place.refusal(
        field,
        f"cannot be: “{impossible.given}” {impossible.problem}",
        "write a day, month or year such as 2013-08-03, 2013-08 or 2013, or a Jalali day such as 1392-05-12",
    )


def term_of(start: PartialDay | None, end: PartialDay | None, place: Place, field: str) -> Term:
    """From `start` to `end`; `field` is the end's."""
    if start and end and end.last < start.first:
        raise place.refusal(field, f"is {end}, before its start, {start}", "correct one of the two")
    return Term(start, end)


def lies_within(inner: PartialDay, outer: PartialDay) -> bool:
    """Whether all days that `inner` may be are days that `outer` may be.

    >>> lies_within(PartialDay.parse("2013-08-03"), PartialDay.parse("2013"))
    True
    """
    return outer.first <= inner.first and inner.last <= outer.last


def country_of(text: str | None, place: Place, field: str) -> str | None:
    """ISO 3166's two letters, given as they are in any case or told by a country's Persian name."""
    written = text_of(text, place, field)
    if written is None:
        return None
    code = known_country(written)
    if code is None:
        raise place.refusal(field, f"is “{written}”, which is no country", "write two letters such as IR")
    return code


def known_country(written: str) -> str | None:
    """The country of two letters or of a whole Persian name; None for other words.

    >>> known_country("ir"), known_country("کره جنوبی"), known_country("کشورمان"), known_country("آب ایران")
    ('IR', 'KR', None, None)
    """
    if _COUNTRY.fullmatch(written):
        return _ALIKE.get(written.upper(), written.upper())
    # «سفیر» and a country's name are a title whose words beside the country are «سفیر» alone.
    title = office_title(f"سفیر {written}")
    return title.country if title.country != HOME and title.key == office_title("سفیر").key else None


def wikidata_id_of(text: str | None, place: Place, field: str) -> str | None:
    """A Wikidata id such as Q42, given as it is or by its address."""
    written = text_of(text, place, field)
    if written is None:
        return None
    found = _WIKIDATA.fullmatch(written)
    if found is None:
        raise place.refusal(
            field, f"is “{written}”, which is no Wikidata id", "write one such as Q42, or leave it blank"
        )
    return found[1].upper()


def is_persian(text: str) -> bool:
    """Whether the text has Persian letters."""
    return _PERSIAN.search(text) is not None


def language_of(text: str) -> str:
    """The language of a name by its letters: Persian, English, or `und` for others."""
    return "fa" if is_persian(text) else "en" if _LATIN.search(text) else "und"


def form_of(name: str, kind: SpeakerKind) -> AliasForm:
    """What a further name is enough for: one word alone may be a namesake's surname.

    >>> form_of("نیک‌فر", SpeakerKind.PERSON), form_of("بانوی شهر", SpeakerKind.PERSON)
    (<AliasForm.SURNAME: 'surname'>, <AliasForm.FULL: 'full'>)
    """
    alone = kind is SpeakerKind.PERSON and " " not in search_key(name)
    return AliasForm.SURNAME if alone else AliasForm.FULL
