"""An article as a reader yields it, before anything is stored."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PublishedAt:
    """When an article was published: a timezone-aware instant, and whether more than its day is known.

    Where only the day is known the instant is that day's first moment in the newsroom's timezone.
    """

    instant: datetime
    day: date
    time_known: bool


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
