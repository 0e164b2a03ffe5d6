"""The office that a speaker held on the day of a claim: by the tables, else as the article gives it."""

from collections.abc import Sequence
from datetime import date

from domain.claim import Role
from domain.speaker import Office, Tenure
from domain.statement import Source, SourceKind
from extraction.office_titles import country_name, office_title
from ingest.directory import country_of_title, is_alike


def role_of(
    source: Source, tenures: Sequence[Tenure], days: Sequence[date], *, home: str | None, by: Tenure | None = None
) -> Role | None:
    """The role of a source that is, or may be, the holder of these tenures on these days.

    `by` is the tenure by which the speaker was found. Of several offices on those days the one that the article gives
    is the role, else the one of the least rank. None where neither tables nor the article tell one.
    """
    if by is not None:
        return role_in(by.office)
    held = [tenure.office for tenure in tenures if days and all(tenure.surely(day) for day in days)]
    told = [office for office in held if any(is_alike(office, words, home=home) for words in source.offices)]
    office = min(told or held, key=lambda one: (one.rank, one.id), default=None)
    if office is not None:
        return role_in(office)
    if source.offices and source.kind in {SourceKind.PERSON, SourceKind.OFFICE}:
        words = source.offices[0]
        return Role(words, role_key(words, home=home))
    return None


def role_key(words: str, *, home: str | None) -> str:
    """By what an office is found that an article alone tells: its title, as offices are compared, and its country.

    >>> role_key("وزیر امور خارجه روسیه", home="IR") == role_key("وزیر خارجه روسیه", home=None)
    True
    """
    title = office_title(words)
    return f"{title.key}|{country_of_title(title, home) or ''}"


def role_in(office: Office) -> Role:
    """The role of who holds an office, with its country.

    >>> from uuid import UUID
    >>> role_in(Office(UUID(int=1), "رئیس جمهور", "RU")).words
    'رئیس جمهور روسیه'
    """
    country = country_name(office.country) if office.country else None
    words = f"{office.title} {country}" if country else office.title
    return Role(words, f"{office_title(office.title).key}|{office.country or ''}", office.id)
