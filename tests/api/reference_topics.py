"""The second way to answer what is asked of topics."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from db.tables import ArticleRow, ArticleTopicRow, ClaimRow, TopicRow
from tests.api.reference_rows import Row, Rows, snake, told
from tests.api.reference_timelines import timeline

if TYPE_CHECKING:
    from tests.api.reference import World


def listed(world: "World", arguments: Mapping[str, Any]) -> Rows:
    """A page of the topics that an article is about, in the order of their names."""
    used = {one.topic_id for one in world.of(ArticleTopicRow)}
    found = [one for one in world.of(TopicRow, merged_into=None) if one.id in used]
    return Rows("Topic", _in_order(found), arguments["first"], "topics", ("key", "id"))


def field(  # noqa: PLR0911 - one case a field
    world: "World", type_name: str, row: Any, name: str, arguments: Mapping[str, Any]
) -> Any:
    """The value of a field that is about topics."""
    match type_name, name:
        case (("Claim" | "Article"), _):
            article = row.article_id if type_name == "Claim" else row.id
            ids = {one.topic_id for one in world.of(ArticleTopicRow, article_id=article)}
            return [Row("Topic", one) for one in _in_order(one for one in world.of(TopicRow) if one.id in ids)]
        case "Topic", "aliases":
            return [Row("TopicAlias", one) for one in _in_order(world.of(TopicRow, canonical_id=row.canonical_id))]
        case "Topic", "claims":
            articles = _articles_about(world, row)
            return world.claims([one for one in world.of(ClaimRow) if one.article_id in articles], arguments)
        case "Topic", "timeline":
            articles = _articles_about(world, row)
            live = [one for one in world.of(ClaimRow, withdrawn_at=None) if one.article_id in articles]
            return timeline(world, live, arguments)
        case "Topic", "articles":
            articles = _articles_about(world, row)
            found = [one for one in world.of(ArticleRow, withdrawn_at=None) if one.id in articles]
            found.sort(key=lambda one: (one.created_at, one.id), reverse=True)
            return Rows("Article", found, arguments["first"], "articles", ("created_at", "id"))
        case _, ("topicId" | "canonicalId"):
            return f"topic_{(row.id if name == 'topicId' else row.canonical_id).hex}"
    return told(getattr(row, snake(name)))


def _articles_about(world: "World", row: TopicRow) -> set[UUID]:
    return {one.article_id for one in world.of(ArticleTopicRow, topic_id=row.canonical_id)}


def _in_order(rows: Iterable[TopicRow]) -> list[TopicRow]:
    return sorted(rows, key=lambda one: (one.key, one.id))
