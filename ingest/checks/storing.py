"""Stores the claims of fact-checks that no stored article holds: a check's page is an article with a line a claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.articles import ArticleFacts, put_articles, put_revisions
from db.checks import keep_as_given
from db.claims import Extraction, add_claims
from db.mentions import put_mentions
from db.outlets import ensure_outlets
from db.provenance import put_provenance
from db.sessions import WriteSession
from db.speakers import add_speakers
from db.tables import RevisionRow
from domain.article import PublishedAt
from domain.check import ListedCheck
from domain.claim import Claim, Identity, claim_of
from domain.ids import ArticleId, ClaimId, RevisionId, outlet_id, revision_id
from domain.provenance import Hop
from ingest.changes import hash_of
from ingest.checks.known import Known
from ingest.checks.lines import IMPORTED, Line, publisher_of
from ingest.checks.planning import Planned
from ingest.identify import identify


@dataclass(frozen=True, slots=True)
class _Page:
    """The whole text of an article with the lines that are new in it."""

    article: ArticleId
    text: str
    lines: tuple[tuple[Planned, Line], ...]


async def store_articles(session: WriteSession, planned: Sequence[Planned], known: Known, *, now: datetime) -> None:
    """Store the articles, speakers, mentions and claims of those that are planned with a claim of their own.

    A check of a page that was imported before adds a line to its text, as a new revision; the lines before stay where
    they are.
    """
    asked = [(one, one.question) for one in planned if one.question is not None]
    if not asked:
        return
    found = await identify(session, [question for _, question in asked])
    said_by = {one.claim: identity for (one, _), identity in zip(asked, found.identities, strict=True)}
    pages = _pages([one for one, _ in asked], known)
    new = {page.article: page.lines[0][0].check for page in pages if page.article not in known.articles}
    stored = [page.article for page in pages if page.article in known.articles]
    await ensure_outlets(session, map(publisher_of, new.values()), now=now)
    await put_articles(session, [_facts(article, check) for article, check in new.items()], now=now)
    await put_revisions(session, [_revision(page, now) for page in pages], known=stored)
    hops = [(_revision_id(page), (Hop(publisher_of(page.lines[0][0].check)),), page.text) for page in pages]
    await put_provenance(session, hops, known=())
    await add_speakers(session, found.new_speakers, now=now)
    again = [one.id for one in found.mentions if one.article_id in known.articles]
    await put_mentions(session, found.mentions, again=again, now=now)
    await add_claims(session, [claim for page in pages for claim in _claims(page, said_by, now)])
    await keep_as_given(session, list(said_by), now=now)


def _pages(planned: Sequence[Planned], known: Known) -> list[_Page]:
    by_article: dict[ArticleId, list[Planned]] = {}
    for one in planned:
        by_article.setdefault(one.article, []).append(one)
    pages = []
    for article, some in by_article.items():
        text = known.articles[article].text if article in known.articles else ""
        lines = []
        for one in some:
            text += "\n" if text else ""
            line = Line(one.check, start=len(text))
            text += line.text
            lines.append((one, line))
        pages.append(_Page(article, text, tuple(lines)))
    return pages


def _facts(article: ArticleId, check: ListedCheck) -> ArticleFacts:
    return ArticleFacts(
        id=article,
        url=check.link,
        outlet_id=outlet_id(publisher_of(check)),
        title=check.title,
        section=None,
        tags=(),
        published_at=PublishedAt(check.reviewed_on) if check.reviewed_on else None,
    )


def _revision(page: _Page, now: datetime) -> RevisionRow:
    return RevisionRow(
        id=_revision_id(page),
        article_id=page.article,
        text=page.text,
        text_hash=hash_of(page.text),
        fetched_at=now,
        extractor_version=IMPORTED,
        extracted_at=now,
    )


def _revision_id(page: _Page) -> RevisionId:
    return revision_id(page.article, hash_of(page.text))


def _claims(page: _Page, said_by: dict[ClaimId, Identity], now: datetime) -> list[tuple[ClaimId, Claim, Extraction]]:
    by = Extraction(page.article, _revision_id(page), IMPORTED, now)
    return [(one.claim, claim_of(line.statement(), page.text, said_by[one.claim]), by) for one, line in page.lines]
