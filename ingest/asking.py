"""What somebody who asks means by a name, the words for an office and the code of a country."""

import re
from dataclasses import replace

from db.speakers import MOST_NAME_CHARACTERS
from domain.errors import BadFilter
from extraction.names import after_honorifics
from extraction.office_titles import HOME, OfficeTitle, office_title
from extraction.reading import read
from extraction.words import sort_words

_COUNTRY = re.compile("[A-Za-z]{2}")
_LATIN_TITLE = re.compile(r"[a-z]|\.|mr|mrs|ms|dr|prof|sir|ayatollah|hojatoleslam|imam|general", re.IGNORECASE)
_LONGEST_ROLE = 1_000
"""Code points: no title is longer, and each costs time to read."""


def without_honorifics(name: str) -> str:
    """A name without the honorifics before it, and in Latin letters without initials; one that is nothing else stays.

    >>> without_honorifics("دکتر مریم نیک‌فر"), without_honorifics("دکتر"), without_honorifics("Dr. M. Nikfar")
    ('مریم نیک‌فر', 'دکتر', 'Nikfar')
    """
    if len(name) > MOST_NAME_CHARACTERS:
        return name
    reading = read(name)
    at = after_honorifics(sort_words(reading), 0)
    while at < len(reading.keys) and _LATIN_TITLE.fullmatch(reading.keys[at]):
        at += 1
    return reading.words(range(at, len(reading.keys))) or name


def asked_office(words: str, field: str, *, home: str) -> OfficeTitle:
    """The office that words mean, «کشورمان» being the country `home`. Raises BadFilter for `field`."""
    if len(words) > _LONGEST_ROLE:
        raise BadFilter(field, f"has more than {_LONGEST_ROLE:,} characters; give the words for one office")
    title = office_title(words)
    if not title.key:
        raise BadFilter(field, "holds no word for an office; give one, or leave it out")
    return replace(title, country=home) if title.country == HOME else title


def asked_country(given: str | None) -> str | None:
    """The code of the country that is meant. Raises BadFilter.

    >>> asked_country("ir")
    'IR'
    """
    if given is not None and not _COUNTRY.fullmatch(given):
        raise BadFilter("country", f"“{given[:80]}” is no country; give ISO 3166's two letters, such as IR")
    return given.upper() if given is not None else None
