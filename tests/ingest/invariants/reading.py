"""What is done to whole articles and to speakers: they are read again, withdrawn, merged and taken apart."""

from contextlib import closing
from sqlite3 import connect
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import rule

from ingest.changes import Change
from ingest.decisions import merge_speakers, unmerge_speaker
from ingest.store import ingest_article
from ingest.withdrawal import restore_article, withdraw_article
from tests.ingest.invariants.claiming import SELDOM
from tests.ingest.invariants.model import Article
from tests.ingest.invariants.newsroom import EDITOR, Newsroom
from tests.ingest.invariants.noting import WHY
from tests.ingest.invariants.printed import SPEAKERS
from tests.ingest.registering import RULES

PLACES = st.integers(0, 1)


class Reading(Newsroom):
    """Articles come again, and editors decide on them and on who is who."""

    @rule(place=PLACES, text=PLACES, newer=st.booleans())
    def ingest(self, place: int, text: int, *, newer: bool) -> None:
        """An article is read again, with the one text or the other, perhaps by a newer extractor."""
        article = self.model.articles[place]
        if newer and not article.is_outdated:
            self._make_older(article)
        change = _change(article, text)
        at = self.next_instant()
        outcome = self.answer(ingest_article(self.database, article.printed.raw(text), now=at, rules=RULES))
        assert outcome.change is change
        if change in {Change.REVISED, Change.EXTRACTED_AGAIN}:
            self.model.told += 1
            article.text, article.is_outdated = text, False
            gone = sum([one.read(text) for one in self.model.of(article)])
            assert (outcome.claims_withdrawn, outcome.claims_new) == (gone, self.meet_new_claims(article))

    def _make_older(self, article: Article) -> None:
        """Let the article have been read by an older extractor."""
        with closing(connect(self.path)) as plain, plain:
            plain.execute(
                "UPDATE article_revision SET extractor_version = 'older' WHERE article_id = ?",
                (article.printed.id.hex,),
            )
        article.is_outdated = True

    @rule(place=PLACES, erase=SELDOM)
    def withdraw_article(self, place: int, *, erase: bool) -> None:
        """An editor withdraws an article with all its claims, or erases one."""
        article = self.model.articles[place]
        refused = article.withdrawn and not (erase and article.kept)
        done = self.is_done(
            EDITOR, lambda acting: withdraw_article(acting, article.printed.id, reason=WHY, erase=erase)
        )
        assert done is not refused
        if not done:
            return
        claims = self.model.of(article)
        for claim in claims if not article.withdrawn else ():
            if not claim.is_withheld:
                claim.withhold(erase=erase)
                claim.with_article = True
        article.withdrawn = True
        if erase:
            article.kept = False
            for claim in claims:
                claim.kept = False

    @rule(place=PLACES)
    def restore_article(self, place: int) -> None:
        """An editor restores an article."""
        article = self.model.articles[place]
        refused = not article.withdrawn or not article.kept
        done = self.is_done(EDITOR, lambda acting: restore_article(acting, article.printed.id, reason=WHY))
        assert done is not refused
        if done:
            article.withdrawn = False
            for claim in self.model.of(article):
                if claim.with_article and claim.kept:
                    claim.restore()
                claim.with_article = False

    @rule(into=st.sampled_from(SPEAKERS), other=st.sampled_from(SPEAKERS))
    def merge(self, into: UUID, other: UUID) -> None:
        """Somebody says that two speakers are one."""
        target, merged = self.model.canonical(into), self.model.canonical(other)
        done = self.is_done(EDITOR, lambda acting: merge_speakers(acting, into, [other], why=WHY))
        assert done is (target != merged)
        if done and merged is not None:
            self.model.merged[merged] = target

    @rule(speaker=st.sampled_from(SPEAKERS))
    def unmerge(self, speaker: UUID) -> None:
        """Somebody takes a merged speaker apart again."""
        done = self.is_done(EDITOR, lambda acting: unmerge_speaker(acting, speaker, why=WHY))
        assert done is (self.model.merged[speaker] is not None)
        self.model.merged[speaker] = None


def _change(article: Article, text: int) -> Change:
    """What ingest must say that it did."""
    if article.withdrawn:
        return Change.WITHDRAWN
    if article.text != text:
        return Change.REVISED
    return Change.EXTRACTED_AGAIN if article.is_outdated else Change.UNCHANGED
