"""A register: what some tables tell of speakers, their names, their offices and times, before any of it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.speaker import AliasForm, Seats, SpeakerKind
from domain.terms import PartialDay, Term


@dataclass(frozen=True, slots=True)
class ListedSpeaker:
    """A speaker of a register; `key` is what the register's other rows call the speaker by.

    `shared` says that many bear the name. `source` says where the facts stand.
    """

    key: str
    name: str
    kind: SpeakerKind = SpeakerKind.PERSON
    latin: str | None = None
    wikidata_id: str | None = None
    country: str | None = None
    born: PartialDay | None = None
    died: PartialDay | None = None
    shared: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class ListedAlias:
    """A name of the speaker whom the register calls `speaker`."""

    speaker: str
    text: str
    language: str = "fa"
    form: AliasForm = AliasForm.FULL
    term: Term = field(default_factory=Term)
    source: str = ""


@dataclass(frozen=True, slots=True)
class ListedOffice:
    """An office of a register; `titles` are further words by which articles print it, without its country."""

    key: str
    title: str
    latin: str | None = None
    country: str | None = None
    organisation: str | None = None
    seats: Seats = Seats.ONE
    rank: int = 50
    wikidata_id: str | None = None
    titles: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class ListedTenure:
    """A speaker's time in an office, both by the register's keys."""

    speaker: str
    office: str
    term: Term
    source: str


@dataclass(frozen=True, slots=True)
class ListedOutlet:
    """An outlet that means the officials of another country than the newsroom's where it names none."""

    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that some tables tell."""

    speakers: Sequence[ListedSpeaker] = ()
    aliases: Sequence[ListedAlias] = ()
    offices: Sequence[ListedOffice] = ()
    tenures: Sequence[ListedTenure] = ()
    outlets: Sequence[ListedOutlet] = ()
