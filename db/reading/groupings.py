"""What the claims of a timeline can be grouped by, and where each claim's groups stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, FromClause, and_

from db.reading import articles, identities, topics, verification
from db.reading.entities import Entity, table_of
from db.tables import ArticleRow, ArticleTopicRow, NoteRow
from domain.periods import GroupBy

type Placed = tuple[FromClause, ColumnElement[object]]
"""Claims with what they are grouped by beside them, and the key of a claim's group: null where it is in none."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """How claims are grouped; `entity` is of what the keys are ids of, None where they are words of a closed set.

    Where `leaves_out`, claims in no group are not placed at all, as they are by far the most; no claim is in several.
    """

    placed: Callable[[FromClause], Placed]
    entity: Callable[[], Entity] | None = None
    leaves_out: bool = False


def _by_outlet(claim: FromClause) -> Placed:
    article = table_of(ArticleRow).alias()
    return claim.join(article, article.c.id == claim.c.article_id), article.c.outlet_id


def _by_topic(claim: FromClause) -> Placed:
    """A claim is in the group of each of its article's topics."""
    about = table_of(ArticleTopicRow).alias()
    return claim.outerjoin(about, about.c.article_id == claim.c.article_id), about.c.topic_id


def _by_verdict(claim: FromClause) -> Placed:
    note = table_of(NoteRow).alias()
    stands = and_(note.c.claim_id == claim.c.id, note.c.id == verification.standing_note(claim, "verdict_id"))
    return note.join(claim, and_(note.c.verdict_id.is_not(None), stands)), note.c.verdict_id


GROUPINGS: Mapping[GroupBy, Grouping] = {
    GroupBy.SPEAKER: Grouping(lambda claim: (claim, claim.c.speaker_id), lambda: identities.SPEAKER),
    GroupBy.TOPIC: Grouping(_by_topic, lambda: topics.TOPIC),
    GroupBy.OUTLET: Grouping(_by_outlet, lambda: articles.OUTLET),
    GroupBy.KIND: Grouping(lambda claim: (claim, claim.c.kind)),
    GroupBy.VERDICT: Grouping(_by_verdict, lambda: verification.VERDICT, leaves_out=True),
}
