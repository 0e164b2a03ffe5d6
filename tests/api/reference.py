"""A second way to answer the same queries: plain rows in memory, graphql-core completing every field by itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from graphql import GraphQLResolveInfo, build_schema, graphql_sync
from sqlmodel import SQLModel

from api.schema import print_public_schema
from db.paging import make_cursor
from db.tables import (
    ArticleRow,
    AuditEventRow,
    ClaimRow,
    CorrectionRow,
    JudgementRow,
    MentionRow,
    NoteRow,
    OfficeRow,
    OutletRow,
    ProvenanceRow,
    RevisionRow,
    SpeakerRow,
    TopicRow,
    VerdictRow,
)
from domain.searching import places_of, search_for
from tests.api import reference_events as events
from tests.api import reference_people as people
from tests.api import reference_topics as topics
from tests.api import reference_verification as verification
from tests.api.reference_facets import Facets
from tests.api.reference_rows import Row, Rows, corrected_value, cursor_value, snake, told

SCHEMA = build_schema(print_public_schema())
TABLES: dict[str, type[SQLModel]] = {
    "article": ArticleRow,
    "claim": ClaimRow,
    "event": AuditEventRow,
    "correction": CorrectionRow,
    "judgement": JudgementRow,
    "mention": MentionRow,
    "note": NoteRow,
    "office": OfficeRow,
    "outlet": OutletRow,
    "speaker": SpeakerRow,
    "topic": TopicRow,
    "verdict": VerdictRow,
}


KINDS = {"AuditEvent": "event"}
NAMES = {kind: name for name, kind in KINDS.items()}
CLOSED = {
    *("kind", "speechAct", "saidOnPrecision", "saidOnBasis", "origin", "form", "seats"),
    *("stage", "visibility", "stance", "foundBy", "withdrawnBy", "field"),
}
"""Fields of closed sets, but for those that are more than their column."""


class World:
    """All rows there are."""

    def __init__(self, rows: Iterable[SQLModel], *, audience: str = "public") -> None:
        """Keep the rows by their kind; `audience` is who asks: the public, the team, or an admin."""
        self._rows = list(rows)
        self.audience = audience

    def ask(self, query: str) -> Mapping[str, Any]:
        """The answer's data."""
        result = graphql_sync(
            SCHEMA,
            query,
            root_value=self,
            field_resolver=self._resolve,
            type_resolver=lambda value, *_: value.type_name,
        )
        assert not result.errors, result.errors
        assert result.data is not None
        return result.data

    def of[T: SQLModel](self, kind: type[T], **columns: object) -> list[T]:
        """The rows of a kind that have these values."""
        found = [row for row in self._rows if isinstance(row, kind)]
        return [row for row in found if all(getattr(row, name) == value for name, value in columns.items())]

    def _resolve(self, source: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        match source:
            case World():
                return self._root(info.field_name, arguments)
            case Rows():
                return self._page(source, info.field_name)
            case events.Event():
                return events.field(source, info.field_name)
            case Row(type_name, row):
                return self._field(type_name, row, info.field_name, arguments)
            case Mapping():
                found = source[info.field_name]
                return found(**arguments) if callable(found) else found
            case Facets():
                return source.field(info.field_name, arguments)
        raise AssertionError(source)

    def _root(self, name: str, arguments: Mapping[str, Any]) -> Any:  # noqa: PLR0911 - one for each field
        if name == "claims":
            return self.claims(self.of(ClaimRow), arguments)
        if name == "speakers":
            speakers = sorted(self.of(SpeakerRow, merged_into=None), key=lambda one: (one.key, one.id))
            return Rows("Speaker", speakers, arguments["first"], "speakers", ("key", "id"))
        if name == "topics":
            return topics.listed(self, arguments)
        if name == "offices":
            offices = sorted(self.of(OfficeRow), key=lambda one: (one.title, one.id))
            return Rows("Office", offices, arguments["first"], "offices", ("title", "id"))
        if name == "reviewQueue":
            return verification.queue(self, arguments)
        if name == "auditEvents":
            return verification.events(self, arguments)
        if name == "judgements":
            return people.judgements(self, arguments)
        kind, _, key = arguments["id"].partition("_")
        [row] = self.of(TABLES[kind], id=UUID(key))
        return (
            people.asked(self, row) if isinstance(row, JudgementRow) else Row(NAMES.get(kind, kind.capitalize()), row)
        )

    def claims(self, rows: Sequence[ClaimRow], arguments: Mapping[str, Any]) -> Rows:
        """A page of claims: the live ones, newest said first, undated ones last."""
        live = [row for row in rows if row.withdrawn_at is None]
        ordered = sorted(live, key=lambda one: (one.said_on is not None, one.said_on or 0, one.id), reverse=True)
        return Rows("Claim", ordered, arguments["first"], "claims", ("ordered_on", "id"))

    def field_of(self, row: SQLModel, type_name: str, name: str) -> Any:
        """The value of a field of a row that takes no arguments."""
        return self._field(type_name, row, name, {})

    def _page(self, page: Rows, name: str) -> Any:
        shown = page.rows[: page.first]
        cursors = [make_cursor(page.order, *(cursor_value(row, column) for column in page.key)) for row in shown]
        nodes = [row if isinstance(row, events.Event) else Row(page.type_name, row) for row in shown]
        return {
            "facets": Facets(self, page.rows),
            "totalCount": len(page.rows),
            "nodes": nodes,
            "edges": [{"cursor": cursor, "node": node} for cursor, node in zip(cursors, nodes, strict=True)],
            "pageInfo": {
                "hasNextPage": len(page.rows) > page.first,
                "hasPreviousPage": False,
                "startCursor": cursors[0] if cursors else None,
                "endCursor": cursors[-1] if cursors else None,
            },
        }[name]

    def _field(self, type_name: str, row: Any, name: str, arguments: Mapping[str, Any]) -> Any:  # noqa: C901, PLR0911, PLR0912 - one case a field
        match type_name, name:
            case _, "__typename":
                return type_name
            case _, "id":
                return f"{KINDS.get(type_name, type_name.lower())}_{row.id.hex}"
            case ("CorrectedValue", _):
                return corrected_value(row, name)
            case ("Correction", ("before" | "after")):
                facts = getattr(row, name)
                return Row("CorrectedValue", facts) if facts is not None else None
            case ("Claim", "correctedFields"):
                return [one.upper() for one in row.corrected_fields]
            case ("Claim", "highlights"):
                places = places_of(search_for(arguments["text"]), getattr(row, arguments["in"].lower()))
                return [{"start": place.start, "end": place.end} for place in places]
            case ("Claim", "corrections"):
                made = self.of(CorrectionRow, claim_id=row.id)
                made.sort(key=lambda one: (one.made_at, one.id), reverse=True)
                return Rows("Correction", made, arguments["first"], "corrections", ("made_at", "id"))
            case _, _ if name in CLOSED:
                value = getattr(row, snake(name))
                return value and value.upper()
            case _, _ if name.endswith("Span"):
                of = name.removesuffix("Span")
                start = getattr(row, f"{of}_start")
                return None if start is None else {"start": start, "end": getattr(row, f"{of}_end")}
            case "Speaker", "notes":
                return verification.notes_of_speaker(self, row, arguments)
            case (("Speaker" | "Tenure" | "Office" | "Mention" | "MentionCandidate" | "Judgement"), _):
                return people.field(self, type_name, row, name, arguments)
            case (("Topic" | "TopicAlias"), _) | (("Claim" | "Article"), "topics"):
                return topics.field(self, type_name, row, name, arguments)
            case ("Article", "claims"):
                return self.claims(self.of(ClaimRow, article_id=row.id), arguments)
            case "Article", "notes":
                return verification.notes(self, arguments, article_id=row.id)
            case "Claim", ("notes" | "history" | "verdict" | "verdictNote" | "attribution" | "attributionNote"):
                return verification.claim_field(self, row, name, arguments)
            case ("Verdict", "isInUse"):
                return row.retired_at is None
            case ("Verdict", ("worstRating" | "bestRating")):
                return None if row.rating is None else {"worstRating": 1, "bestRating": 5}[name]
            case "Note", "attribution":
                return row.attribution and row.attribution.upper()
            case "Note", ("evidence" | "versions" | "bodyHtml" | "speaker"):
                return verification.note_field(self, row, name, arguments)
            case "AuditEvent", ("subjectId" | "before" | "after"):
                return verification.event_field(row, name)
            case "Article", ("text" | "textHash"):
                [current] = self.of(RevisionRow, article_id=row.id, superseded_at=None)
                return getattr(current, snake(name)) or None
            case ("Article", "provenance"):
                [current] = self.of(RevisionRow, article_id=row.id, superseded_at=None)
                hops = sorted(self.of(ProvenanceRow, revision_id=current.id), key=lambda one: one.position)
                return [Row("ProvenanceHop", one) for one in hops]
            case ("ProvenanceHop", "outlet"):
                outlets = self.of(OutletRow, key=row.key)
                return Row("Outlet", outlets[0]) if outlets else None
            case ("Claim", "sourceMention"):
                sources = self.of(MentionRow, id=row.mention_id)
                return Row("Mention", sources[0]) if sources else None
            case _, ("speaker" | "article" | "outlet" | "verdict" | "claim" | "office"):
                belongs_to = self.of(TABLES[name], id=getattr(row, f"{name}_id"))
                return Row(name.capitalize(), belongs_to[0]) if belongs_to else None
        return told(getattr(row, snake(name)))
