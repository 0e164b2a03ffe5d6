"""Speakers: who they are, the names they go by, and the offices they hold."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.ids import OfficeId, SpeakerId
from domain.terms import PartialDay, Term


class SpeakerKind(StrEnum):
    """What sort of speaker."""

    PERSON = "person"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"
    """A source that its articles hide, made by people who want to keep its claims together."""


class Origin(StrEnum):
    """How something came to be known."""

    SHIPPED = "shipped"
    LEARNED = "learned"
    """An article was the first to tell it: provisional, until people or tables say the same."""
    MANUAL = "manual"
    """People said it."""


class AliasForm(StrEnum):
    """What a name is enough for."""

    FULL = "full"
    """It means the speaker by itself: a full name, an epithet, a surname that the news gives one person alone."""
    SHARED = "shared"
    """A full name that many bear: it means the speaker only with a fitting office, or on a day in office."""
    SURNAME = "surname"
    """It means the speaker only in the country and the years of the speaker's offices."""


class Seats(StrEnum):
    """How many hold an office at a time."""

    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Office:
    """A seat that people hold for a time.

    `title` is Persian, without the country, and `titles` are all words that articles print for it; `country` is ISO
    3166's two letters, None for a body of no one country. Of the offices that somebody holds at once, the one of the
    least `rank` is the role that claims tell.
    """

    id: OfficeId
    title: str
    country: str | None = None
    organisation: str | None = None
    seats: Seats = Seats.ONE
    rank: int = 50
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody's time in an office; one of which nobody knows when it began is sure on no day."""

    speaker: SpeakerId
    office: Office
    term: Term

    def surely(self, day: date) -> bool:
        """Whether the office was held on the day, whatever is not known of when."""
        return self.term.start is not None and self.term.surely(day)

    def possibly(self, day: date) -> bool:
        """Whether the office may have been held on the day."""
        return self.term.possibly(day)


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """A speaker whom tables or people know, as far as resolution looks at one.

    `id` is the speaker's own and `canonical` that of whom the speaker was merged into, the same where nobody was;
    `tenures` are all of that one's. `country` is where the speaker is at home.
    """

    id: SpeakerId
    canonical: SpeakerId
    name: str
    kind: SpeakerKind
    country: str | None = None
    died: PartialDay | None = None
    tenures: tuple[Tenure, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name by which a known speaker goes for a time; `taught` when people said so."""

    speaker: KnownSpeaker
    form: AliasForm
    term: Term
    taught: bool = False
