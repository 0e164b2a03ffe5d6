"""Where a revision's text came from, as ingest stores it."""

from collections.abc import Collection, Sequence
from uuid import uuid5

from sqlalchemy import delete
from sqlmodel import col

from db.inserting import insert_missing
from db.sessions import WriteSession
from db.tables import ProvenanceRow
from domain.ids import RevisionId
from domain.provenance import Hop
from domain.text import name_key


async def put_provenance(
    session: WriteSession, texts: Sequence[tuple[RevisionId, Sequence[Hop], str]], *, known: Collection[RevisionId]
) -> None:
    """Store the hops of each revision with its text, in place of those that are stored; only `known` ones have some."""
    if known:
        await session.execute(delete(ProvenanceRow).where(col(ProvenanceRow.revision_id).in_(known)))
    rows = [
        _values(revision, position, hop, text) for revision, hops, text in texts for position, hop in enumerate(hops)
    ]
    await insert_missing(session, ProvenanceRow, rows)


def _values(revision: RevisionId, position: int, hop: Hop, text: str) -> dict[str, object]:
    return {
        "id": uuid5(revision, f"provenance\n{position}"),
        "revision_id": revision,
        "position": position,
        "name": hop.name,
        "key": name_key(hop.name),
        "words": hop.span.of(text) if hop.span else None,
        "words_start": hop.span.start if hop.span else None,
        "words_end": hop.span.end if hop.span else None,
    }
