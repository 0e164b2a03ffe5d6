"""What people said of a claim stays when its article is read again; decides on one claim, stores nothing."""

from dataclasses import replace

from domain.claim import Claim, Quoted, StoredClaim, searched
from domain.correction import CorrectedField
from domain.text import Span
from domain.withdrawal import Withdrawal


def with_what_people_said(stored: StoredClaim, found: Claim, text: str) -> Claim:
    """The claim that a reading makes of a stored one: what people corrected of it, and all else as it was found.

    `stored` has its spans in `text`, the one that was read.
    """
    said = stored.claim
    content = standing_content(stored, text) if stored.keeps(CorrectedField.CONTENT) else None
    if content is not None:
        key = searched(content.span, found.context.span, text, target=found.target.span if found.target else None)
        found = replace(found, content=content, search_key=key)
    if stored.keeps(CorrectedField.SPEAKER):
        found = replace(found, said_by=replace(said.said_by, mention_id=found.said_by.mention_id))
    if stored.keeps(CorrectedField.SAID_ON):
        # The same source was resolved for the day that people gave, and not for the one that extraction found.
        said_by = said.said_by if said.said_by.mention_id == found.said_by.mention_id else found.said_by
        found = replace(found, said_on=said.said_on, said_by=said_by)
    if stored.keeps(CorrectedField.KIND):
        found = replace(found, kind=said.kind)
    return found


def stays_behind(stored: StoredClaim, text: str) -> bool:
    """Whether a claim cannot move to a new text: it is live, and the content that people gave it stands there not."""
    is_corrected = stored.keeps(CorrectedField.CONTENT) and not stored.added
    is_no_statement = stored.withdrawn_by is Withdrawal.CORRECTION
    return is_corrected and not is_no_statement and standing_content(stored, text) is None


def standing_content(stored: StoredClaim, text: str) -> Quoted | None:
    """The content that people gave a claim as it stands in `text`, nearest to where it should; None: it does not."""
    content = stored.claim.content
    words, start = content.words, content.span.start
    before, after = text.rfind(words, 0, start + len(words)), text.find(words, start)
    places = [place for place in (before, after) if place >= 0]
    if not places:
        return None
    nearest = min(places, key=lambda place: abs(place - start))
    return Quoted(words, Span(nearest, nearest + len(words)))


def stands_whole(claim: Claim, text: str) -> bool:
    """Whether all words of a claim stand in `text` where its spans say."""
    parts = (claim.content, claim.cue, claim.context, claim.mention)
    return all(part is None or (len(part.span) > 0 and part.span.of(text) == part.words) for part in parts)
