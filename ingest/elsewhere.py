"""Tells texts that an editor withdrew with their article when they are given under another address, or without one."""

from collections.abc import Mapping

from db.articles import ArticleFacts, StoredArticle, withdrawn_texts
from db.sessions import ReadSession
from domain.ids import ArticleId
from ingest.changes import hash_of


async def withdrawn_elsewhere(
    session: ReadSession,
    given: Mapping[int, tuple[ArticleFacts, str]],
    known: Mapping[ArticleId, StoredArticle],
) -> dict[int, ArticleId]:
    """Of articles with their texts, by their places: the withdrawn article of which a text was; others are absent.

    One that is stored with this text already is another article, which no editor has withdrawn.
    """
    hashes = {
        place: hash_of(text)
        for place, (facts, text) in given.items()
        if (stored := known.get(facts.id)) is None or (stored.text != text and not stored.is_withdrawn)
    }
    withdrawn = await withdrawn_texts(session, set(hashes.values()))
    return {place: withdrawn[text_hash] for place, text_hash in hashes.items() if text_hash in withdrawn}
