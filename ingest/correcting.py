"""What people correct in a claim: its content, speaker, day, kind, and whether it is a statement at all.

A correction names the version of the claim that it corrects: of two who correct the same version one is told that it
has changed. What was corrected stays when the article is read again.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from db.again import of_mentions
from db.articles import lock_articles
from db.claims import identity_values, said_on_of, stored_claims
from db.corrections import (
    CorrectedClaim,
    MadeBy,
    add_corrections,
    article_of_claim,
    change_corrected,
    claim_to_correct,
    text_of_revision,
)
from db.mentions import share_identities
from db.past import forget_words
from db.tables import ClaimRow
from domain.audit import Facts, digest
from domain.claim import Quoted
from domain.correction import Corrected, CorrectedField, in_order, protects
from domain.errors import BadDecision, Conflict
from domain.ids import ArticleId, MentionId
from domain.text import Span
from domain.withdrawal import Withdrawal
from ingest.acting import MOST_REASON, Acting, check_words
from ingest.again import resolve_again
from ingest.corrected_speakers import identity_on, stored_speaker
from ingest.corrected_values import (
    Change,
    Said,
    check_said,
    content_change,
    day_change,
    kind_change,
    speaker_change,
    stated_on,
    statement_change,
)
from ingest.withheld import WITHHELD, Withheld

_TELLS_OF_SOURCES = frozenset({CorrectedField.SPEAKER, CorrectedField.SAID_ON, CorrectedField.IS_STATEMENT})
"""By these the article's source may be somebody else, or no longer have to wait for people to say who it is."""


async def correct_claim(acting: Acting, claim: UUID, said: Said, *, version: int, reason: str) -> None:
    """Correct a claim of this version: its next version has what `said` says. Raises BadDecision, and Conflict."""
    check_words(reason, "reason", most=MOST_REASON)
    check_said(said)
    row = await _locked(acting, claim)
    if row.withdrawn_by == Withdrawal.EDITOR.value:
        raise BadDecision("claimId", "names a claim that an editor withdrew; it cannot be corrected")
    if row.version != version:
        raise Conflict("version", f"{version} is not the newest, which is {row.version}; read the claim again")
    changes = await _changes(acting, row, said)
    if not changes:
        raise BadDecision(said.fields[0], "is what the claim tells already; give something that it does not")
    await _store(acting, row, said, changes, reason=reason)


async def _locked(acting: Acting, claim: UUID) -> ClaimRow:
    """The claim, which nobody changes meanwhile, nor reads its article again, nor merges its speaker."""
    session = acting.session
    article = await article_of_claim(session, claim)
    if article is None:
        raise BadDecision("claimId", "names no claim; pass an id that claims gave")
    await share_identities(session)
    await lock_articles(session, [ArticleId(article)])
    return await claim_to_correct(session, claim)


async def _changes(acting: Acting, row: ClaimRow, said: Said) -> list[Change]:
    """What `said` says otherwise than the claim."""
    found: list[Change | None] = []
    if said.content is not None:
        text = await text_of_revision(acting.session, row.revision_id)
        found.append(content_change(row, said.content, text))
    if said.names_speaker:
        speaker = await stored_speaker(acting, said.speaker) if said.speaker is not None else None
        found.append(speaker_change(row, speaker))
    if said.names_day:
        found.append(day_change(row, said.said_on))
    if said.kind is not None:
        found.append(kind_change(row, said.kind))
    if said.is_statement is not None:
        found.append(statement_change(row, is_statement=said.is_statement, now=acting.now))
    changes = [one for one in found if one is not None]
    await _check_not_withheld(acting, row, said, changes)
    return changes


async def _check_not_withheld(acting: Acting, row: ClaimRow, said: Said, changes: Sequence[Change]) -> None:
    """Raise BadDecision where a content, or a statement that is one after all, has words that an editor withdrew.

    A live claim may leave words out, though some that stay are withdrawn elsewhere: an editor has let it keep them.
    """
    values = {name: value for one in changes for name, value in one.values.items()}
    before = Span(row.content_start, row.content_end)
    span = said.content or before
    is_live = row.withdrawn_at is None
    is_revived = not is_live and values.get("withdrawn_at", row.withdrawn_at) is None
    if not is_revived and ("content" not in values or (is_live and before.covers(span))):
        return
    article = ArticleId(row.article_id)
    known = (await stored_claims(acting.session, [article]))[article]
    withheld = Withheld.of(known, here=[one for one in known if one.revision_id == row.revision_id])
    content, context = Quoted(str(values.get("content", row.content)), span), Span(row.context_start, row.context_end)
    if withheld.holds_content(content) or withheld.lie_between(span, context):
        raise BadDecision("content" if "content" in values else "isStatement", WITHHELD)


async def _store(acting: Acting, row: ClaimRow, said: Said, changes: Sequence[Change], *, reason: str) -> None:
    session = acting.session
    corrected = [one.corrected for one in changes]
    new = {one.field for one in corrected}
    fields = in_order([*map(CorrectedField, row.corrected_fields), *new])
    values = {name: value for one in changes for name, value in one.values.items()}
    said_on = stated_on(said.said_on) if CorrectedField.SAID_ON in new else said_on_of(row)
    settled = protects(fields, CorrectedField.SPEAKER)
    if settled and new & {CorrectedField.SPEAKER, CorrectedField.SAID_ON}:
        speaker = said.speaker if CorrectedField.SPEAKER in new else row.resolved_id
        values |= identity_values(await identity_on(acting, row, speaker, said_on))
    await change_corrected(session, row, values, [one.value for one in fields], now=acting.now)
    if CorrectedField.CONTENT in new:
        await _forget_withheld(acting, ArticleId(row.article_id))
    by = MadeBy(acting.by, acting.now, reason)
    await add_corrections(session, CorrectedClaim(row.id, row.article_id, row.revision_id), corrected, by=by)
    _tell(acting, row, corrected, words=str(values.get("content", "")), reason=reason)
    if row.mention_id is not None and new & _TELLS_OF_SOURCES:
        source = of_mentions([MentionId(row.mention_id)])
        await resolve_again(session, source, home_country=acting.home_country, now=acting.now)


async def _forget_withheld(acting: Acting, article: ArticleId) -> None:
    """Let no claim that lost withdrawn words by a correction have held them before."""
    known = (await stored_claims(acting.session, [article]))[article]
    withheld = {one.claim.content.words for one in known if one.withdrawn_by is Withdrawal.EDITOR}
    await forget_words(acting.session, article, withheld - {""})


def _tell(acting: Acting, row: ClaimRow, corrected: Sequence[Corrected], *, words: str, reason: str) -> None:
    before = {one.field: one.before for one in corrected if one.before is not None}
    after = {one.field: one.after for one in corrected}
    acting.record(
        "correctClaim",
        "claim",
        row.id,
        claim_id=row.id,
        article_id=row.article_id,
        before={"version": row.version, **_with_digest(before, row.content)},
        after={"version": row.version + 1, **_with_digest(after, words)},
        reason=reason,
    )


def _with_digest(told: Mapping[CorrectedField, Facts], words: str) -> dict[str, Facts]:
    """The facts by their field, of the content with what stands for its words."""
    return {
        field.value: {**facts, "words": digest(words)} if field is CorrectedField.CONTENT else facts
        for field, facts in told.items()
    }
