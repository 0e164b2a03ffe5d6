"""The compiled reads by which somebody sees claims, notes and events: those of GraphQL, without its words."""

from dataclasses import dataclass, replace
from functools import cache

from db.claim_conditions import claim_conditions
from db.claim_filters import ClaimFilter
from db.paging import Page
from db.reading import selection as chosen
from db.reading.catalogue import AUDIT_EVENT, CLAIM, NOTE
from db.reading.compiling import compile_connection
from db.reading.entities import Entity
from db.reading.past import as_held
from db.reading.statement import Compiled
from db.reading.verification import NOTE_VERSION
from domain.roles import Actor

_ALL = Page(100)
_ID = chosen.Node((chosen.Value("id", "id"),))
_COUNTED = chosen.Connection(_ALL, (chosen.TotalCount("count"), chosen.Nodes("nodes", _ID)))
_CLAIM = chosen.Node(
    (
        *(chosen.Value(name, name) for name in ("id", "content", "context", "kind", "said_on", "version")),
        *(chosen.Value(name, name) for name in ("withdrawn_by", "corrected_fields")),
        chosen.One("speaker", "speaker", _ID),
        chosen.One("verdict", "verdict", chosen.Node((chosen.Value("key", "key"),))),
        chosen.Many("notes", "notes", _COUNTED),
    )
)
_EVERY_CLAIM = replace(CLAIM, listed=lambda _: ())


@dataclass(frozen=True)
class Reads:
    """What somebody asks: every claim as if by its id, and lists of claims, notes, versions of them, and events."""

    every_claim: Compiled
    claims: Compiled
    notes: Compiled
    versions: Compiled
    events: Compiled

    @property
    def all(self) -> list[Compiled]:
        """All of them, in this order."""
        return [self.every_claim, self.claims, self.notes, self.versions, self.events]


@cache
def reads_of(viewer: Actor | None) -> Reads:
    """The reads of somebody."""

    def compiled(entity: Entity, connection: chosen.Connection) -> Compiled:
        return compile_connection(entity, connection, lambda _: (), is_sqlite=True, viewer=viewer)

    return Reads(
        every_claim=compiled(_EVERY_CLAIM, chosen.Connection(_ALL, (chosen.Nodes("nodes", _CLAIM),))),
        claims=compiled(CLAIM, _COUNTED),
        notes=compiled(NOTE, _COUNTED),
        versions=compiled(NOTE_VERSION, _COUNTED),
        events=compiled(AUDIT_EVENT, chosen.Connection(Page(1), (chosen.TotalCount("count"),))),
    )


@cache
def reads_then(viewer: Actor | None) -> Reads:
    """The same reads of what was held at an instant."""
    return Reads(*(as_held(one, is_sqlite=True) for one in reads_of(viewer).all))


@cache
def search_of(word: str) -> Compiled:
    """The read of the claims that a word finds."""
    return compile_connection(
        CLAIM, _COUNTED, lambda claim: claim_conditions(ClaimFilter(text=word), claim, is_sqlite=True), is_sqlite=True
    )
