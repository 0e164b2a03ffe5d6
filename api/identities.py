"""Who is who: speakers, their names and offices, the articles' sources and judgements. Types only declare."""
# ruff: noqa: ARG002 - types declare arguments that the statement of the field above reads

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.connections import After, Before, Connection, First, Last
from api.declaring import read_with_its_parent
from api.event_types import EventKinds, SpeakerEvent
from api.loading import BINDINGS
from api.nodes import Node
from api.speaker_enums import About, AliasForm, Decision, Origin, Seats, SourceKind, SpeakerKind
from api.timeline_types import REFUSED, ByCalendar, ByInterval, InGroups, InLanguage, Timeline
from db.reading import catalogue
from db.reading.people import MOST_CANDIDATES, MOST_NAMES
from domain.calendars import Calendar, Interval
from extraction.office_titles import country_name

if TYPE_CHECKING:
    from api.types import Article, ClaimConnection
    from api.verification import Note

Claims = Annotated["ClaimConnection", strawberry.lazy("api.types")]


@strawberry.type(description="A name by which articles call a speaker.")
class Alias:
    """A name."""

    id: strawberry.ID = strawberry.field(description="Opaque and stable; mutations take it, `node` does not.")
    text: str = strawberry.field(description="The name as it was given.")
    language: str = strawberry.field(description="Its language as ISO 639 writes it, such as fa.")
    form: AliasForm = strawberry.field(description="What the name is enough for.")
    valid_from: date | None = strawberry.field(
        description="The first day on which it means the speaker, Gregorian; null where it always did."
    )
    valid_to: date | None = strawberry.field(
        description="The last day on which it means the speaker, Gregorian; null where it still does."
    )
    origin: Origin = strawberry.field(description="How the name came to be known.")


@strawberry.type(description="Somebody's time in an office, as a source tells it.")
class Tenure:
    """A tenure."""

    id: strawberry.ID = strawberry.field(description="Opaque and stable; mutations take it, `node` does not.")
    office: "Office" = strawberry.field(description="The office.")
    speaker: "Speaker" = strawberry.field(description="Who held it, never one who was merged into another.")
    role: str = strawberry.field(description="The office as words in Persian, with its country.")
    from_: str | None = strawberry.field(
        name="from",
        description="When it began, as much as is known: a Gregorian year, month or day such as 2013, 2013-08 or"
        " 2013-08-15; null where nothing is.",
    )
    to: str | None = strawberry.field(
        description="When it ended, likewise; its day is also the first of who came after. Null where nobody told an"
        " end (`believedUntil`)."
    )
    believed_until: date | None = strawberry.field(
        description="Of a tenure without an end, the last day that its source can tell of, Gregorian; after it nothing"
        " is sure. Null where there is an end, or no such day."
    )
    source: str = strawberry.field(description="Where the facts stand.")
    origin: Origin = strawberry.field(description="How it came to be known.")


@strawberry.type(description="A seat of a country or a body that people hold for a time.")
class Office(Node):
    """An office."""

    title: str = strawberry.field(description="Its title in Persian, without the country.")
    latin: str | None = strawberry.field(description="Its title in Latin letters; null where nobody gave one.")
    country: str | None = strawberry.field(
        description="Its country as ISO 3166's two letters; null for a body of no one country."
    )
    organisation: str | None = strawberry.field(description="The body that it belongs to; null where nobody said.")
    seats: Seats = strawberry.field(description="How many hold it at a time.")
    wikidata_id: str | None = strawberry.field(description="Its id at Wikidata, such as Q1; null where it is unknown.")
    origin: Origin = strawberry.field(description="How it came to be known.")
    aliases: list[str] = strawberry.field(description="The words by which articles print it, `title` among them.")

    @strawberry.field(description="Who held it when, newest first.")
    def tenures(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Tenure]:
        """Read with the office."""
        read_with_its_parent()


@strawberry.type(description="A name by which articles call a speaker, and how often.")
class MentionedAs:
    """A name with its count."""

    name: str = strawberry.field(description="The fullest name that an article prints.")
    times: int = strawberry.field(description="How many claims are told by it.")


@strawberry.type(
    description="A person or an organisation who is reported to have said something. Lists and `speaker` show none who"
    " was merged into another; a judgement may, and such a one has all that the other has."
)
class Speaker(Node):
    """A speaker."""

    canonical_id: strawberry.ID = strawberry.field(
        description="The id of whom the speaker was merged into in the end; the speaker's own where there is none."
    )
    merged_ids: list[strawberry.ID] = strawberry.field(
        description="The ids of those who were merged into `canonicalId`; each is taken wherever an id is."
    )
    name: str = strawberry.field(description="The fullest name that is known, in Persian.")
    latin: str | None = strawberry.field(description="The name in Latin letters; null where nobody gave one.")
    wikidata_id: str | None = strawberry.field(description="The id at Wikidata, such as Q1; null where it is unknown.")
    kind: SpeakerKind = strawberry.field(description="A person, an organisation, or a source that has no name.")
    origin: Origin = strawberry.field(
        description="How the speaker came to be known; LEARNED is provisional: articles alone tell of the speaker."
    )
    country: str | None = strawberry.field(
        description="Where the speaker is at home, as ISO 3166's two letters; null where it is unknown."
    )
    born_on: str | None = strawberry.field(
        description="When the speaker was born, as much as is known: a Gregorian year, month or day such as 1948,"
        " 1948-11 or 1948-11-12; null where nothing is."
    )
    died_on: str | None = strawberry.field(
        description="When the speaker died, likewise; null for the living, and where nothing is known."
    )
    aliases: list[Alias] = strawberry.field(description="The names by which articles call the speaker, at most 100.")
    tenures: list[Tenure] = strawberry.field(description="The speaker's offices, newest first, at most 100.")
    mentioned_as: list[MentionedAs] = strawberry.field(
        description=f"What articles call the speaker, the most frequent first, at most {MOST_NAMES}."
    )

    @strawberry.field(
        description="The office that the speaker surely held on a day, of several the highest; null where none is sure."
        " The day of a hand-over is the successor's."
    )
    def role_on(self, date: Annotated[date, strawberry.argument(description="The day, Gregorian.")]) -> Tenure | None:
        """Read with the speaker."""
        read_with_its_parent()

    @strawberry.field(description="What the speaker is reported to have said, newest first, undated claims last.")
    def claims(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Claims:
        """Read with the speaker."""
        read_with_its_parent()

    @strawberry.field(description="What fact-checkers added about the speaker, newest first.")
    def notes(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Note", strawberry.lazy("api.verification")]]:
        """Read with the speaker."""
        read_with_its_parent()

    @strawberry.field(
        description="What happened to the speaker that the reader may see, newest first, undated claims last; of one"
        " day corrections before verdicts, notes, claims and offices. Withdrawn claims, and what was done to them, are"
        " left out. A note that gives a verdict is there twice: as it was written and as it was published."
    )
    def events(
        self,
        kinds: EventKinds = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[SpeakerEvent]:
        """Read with the speaker."""
        read_with_its_parent()

    @strawberry.field(
        description=f"The speaker's claims counted in periods of time, as Query's `timeline` counts them; {REFUSED}."
    )
    def timeline(
        self,
        interval: ByInterval = Interval.MONTH,
        calendar: ByCalendar = Calendar.GREGORIAN,
        language: InLanguage = None,
        group_by: InGroups = None,
    ) -> Timeline:
        """Read with the speaker."""
        read_with_its_parent()


@strawberry.type(description="A speaker who a waiting mention may be.")
class MentionCandidate:
    """A candidate."""

    speaker: Speaker = strawberry.field(description="Who it may be, never one who was merged into another.")
    why: str = strawberry.field(description="Why it may be this speaker.")


@strawberry.type(description="A source of an article, by the fullest name that the article prints.")
class Mention(Node):
    """A mention."""

    name: str = strawberry.field(
        description="The fullest name or title that the article prints, without honorifics; empty where the article was"
        " withdrawn."
    )
    kind: SourceKind = strawberry.field(description="What sort of source it is.")
    offices: list[str] = strawberry.field(description="The offices that the article gives it, as printed.")
    why: str = strawberry.field(description="Why it is its speaker's, or nobody's that can be told.")
    is_decided_by_people: bool = strawberry.field(
        description="Whether people said who it is; then no later reading changes that."
    )
    article: Annotated["Article", strawberry.lazy("api.types")] = strawberry.field(
        description="The article that names it."
    )
    judgement: "Judgement | None" = strawberry.field(
        description="The open judgement that it waits for; null where it does not wait."
    )
    candidates: list[MentionCandidate] = strawberry.field(
        description="Who it may be while it waits, at most 100; [] where nobody is known who it may be."
    )

    @strawberry.field(description="The claims that it made, newest first, undated claims last.")
    def claims(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> Claims:
        """Read with the mention."""
        read_with_its_parent()


@strawberry.type(
    description="What somebody decided on who is who, or a question that waits for people because resolution is not"
    " sure. A decision is never changed: one that replaces it supersedes it."
)
class Judgement(Node):
    """A judgement."""

    about: About = strawberry.field(description="What it is about.")
    decision: Decision = strawberry.field(description="What it says.")
    is_open: bool = strawberry.field(
        description="Whether it waits for people: nobody has an answer or made another judgement in its place, and"
        " where it is about a mention at least one waits for it."
    )
    name: str = strawberry.field(description="The name that it is about, as printed or given.")
    times: int = strawberry.field(description="How many mentions wait for it; 0 once they are told.")
    why: str = strawberry.field(description="Its reason: resolution's, or the one that its author gave.")
    author: str | None = strawberry.field(
        description="The name of the key that decided; null for a question that resolution asks."
    )
    made_at: datetime = strawberry.field(description="When it was made, in UTC.")
    speaker: Speaker | None = strawberry.field(
        description="The speaker whom it names, merged since or not; null where it names none."
    )
    other: Speaker | None = strawberry.field(
        description="The one who is, or is not, the same as `speaker`, merged since or not; null where it is about one."
    )
    mention: Mention | None = strawberry.field(
        description="The one mention that a decision is about; null for a question, and where it is about none."
    )
    superseded_by: "Judgement | None" = strawberry.field(
        description="The judgement that undid or replaced it; null where it stands."
    )
    candidates: list[Speaker] = strawberry.field(
        description="The speakers whom the waiting mentions may mean, each once, in the order of their names, at most"
        f" {MOST_CANDIDATES}."
    )

    @strawberry.field(description="The mentions that wait for it, newest stored first.")
    def mentions(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Mention]:
        """Read with the judgement."""
        read_with_its_parent()


def role_words(title: str, country: str | None) -> str:
    """An office as words, with its country where that has a name in Persian.

    >>> role_words("رئیس جمهور", "RU")
    'رئیس جمهور روسیه'
    """
    name = country_name(country) if country else None
    return f"{title} {name}" if name else title


BINDINGS.bind(Alias, catalogue.ALIAS)
BINDINGS.bind(MentionCandidate, catalogue.CANDIDATE)
BINDINGS.bind(Tenure, catalogue.TENURE, words={"role": role_words})
