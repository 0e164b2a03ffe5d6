"""An article as a reader yields it, before anything is stored."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PublishedAt:
    """When an article was published: its day in the newsroom's timezone and, where it is known, the instant.

    The instant is timezone-aware.
    """

    day: date
    instant: datetime | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as its outlet printed it.

    `place` says where it was read (a file, a file and line) for error messages;
    `reference` is the id that the giver of the article calls it by, None where there is none.
    """

    text: str
    place: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    published_at: PublishedAt | None = None
    fetched_at: datetime | None = None
    reference: str | None = None
