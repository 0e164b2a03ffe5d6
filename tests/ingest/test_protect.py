"""What people said of a claim survives any reading of any text, decided on the claims alone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.claim import Claim, Identity, Quoted, StoredClaim, searched
from domain.correction import CorrectedField
from domain.dates import Basis, Precision, SaidOn
from domain.ids import SpeakerId, speaker_id
from domain.statement import Kind
from domain.text import Span
from domain.withdrawal import Withdrawal
from ingest.decide import decide
from tests.ingest.test_decide import CUES, FIRST, SECOND, TEXT, claims_in, stored_of

SPEAKER: SpeakerId = speaker_id("مریم نیک‌فر")
SENTENCES = TEXT.split(". ")
SAID_BY = Identity(resolved_id=SPEAKER, speaker_id=SPEAKER)
SAID_ON = SaidOn(date(2024, 4, 1), Precision.MONTH, Basis.STATED)

texts = st.lists(st.sampled_from([*SENTENCES, "باران آمد", "شهردار گفت: هیچ"]), max_size=6).map(". ".join)
"""Texts in which the sentences stand in any order, often or not at all."""
fields = st.sets(st.sampled_from([one for one in CorrectedField if one is not CorrectedField.IS_STATEMENT]), min_size=1)


def said(claim: Claim) -> Claim:
    """The claim with all that people say of it otherwise."""
    span = Span(claim.content.span.start + 3, claim.content.span.end)
    content = Quoted(span.of(TEXT), span)
    key = searched(span, claim.context.span, TEXT)
    return replace(claim, content=content, search_key=key, said_by=SAID_BY, said_on=SAID_ON, kind=Kind.MIXED)


TOLD: dict[CorrectedField, Callable[[Claim], object]] = {
    CorrectedField.CONTENT: lambda claim: claim.content.words,
    CorrectedField.SPEAKER: lambda claim: claim.said_by.speaker_id,
    CorrectedField.SAID_ON: lambda claim: claim.said_on,
    CorrectedField.KIND: lambda claim: claim.kind,
}


def corrected(number: int, corrected: set[CorrectedField]) -> list[StoredClaim]:
    """The stored claims of the text, of which one has these fields as people said."""
    stored = stored_of(claims_in(TEXT))
    claim = stored[number].claim
    mine = said(claim)
    kept = {
        "content": mine.content,
        "said_by": mine.said_by,
        "said_on": mine.said_on,
        "kind": mine.kind,
    }
    names = {
        CorrectedField.CONTENT: "content",
        CorrectedField.SPEAKER: "said_by",
        CorrectedField.SAID_ON: "said_on",
        CorrectedField.KIND: "kind",
    }
    values = {name: kept[name] for field, name in names.items() if {field, CorrectedField.MISSED} & corrected}
    told = replace(claim, **values)  # type: ignore[arg-type]  # each under its own name
    stored[number] = replace(stored[number], claim=told, touched=True, corrected=frozenset(corrected))
    return stored


@given(st.integers(0, len(CUES) - 1), fields, texts, st.sets(st.sampled_from(CUES)))
def test_what_people_corrected_survives_any_reading(
    number: int, of: set[CorrectedField], text: str, found: Sequence[str]
) -> None:
    """It is never gone, and where it changes, all that was corrected is as it was, its words where they stand."""
    stored = corrected(number, of)
    mine = stored[number]
    decision = decide(stored, claims_in(text, list(found)), revision=SECOND, text=text)
    assert mine.id not in decision.gone
    for identity, claim in decision.changed:
        if identity == mine.id:
            kept = [field for field in TOLD if mine.keeps(field)]
            assert [TOLD[field](claim) for field in kept] == [TOLD[field](mine.claim) for field in kept]
            assert claim.content.span.of(text) == claim.content.words


@given(st.integers(0, len(CUES) - 1), texts, st.booleans())
def test_of_words_that_an_editor_withdrew_no_claim_is_made(number: int, text: str, same_text: bool) -> None:  # noqa: FBT001 - a drawn fact
    """In the same text or another one; and the claim is never changed."""
    stored = stored_of(claims_in(TEXT))
    stored[number] = replace(
        stored[number], touched=False, withdrawn=True, withdrawn_by=Withdrawal.EDITOR, corrected=frozenset()
    )
    words = stored[number].claim.content.words
    printed, revision = (TEXT, FIRST) if same_text else (text, SECOND)
    decision = decide(stored, claims_in(printed), revision=revision, text=printed)
    assert stored[number].id not in {identity for identity, _ in decision.changed}
    made = [claim for _, claim in (*decision.new, *decision.changed) if claim.content.words == words]
    assert len(made) <= max(0, printed.count(words) - 1), "every other place of the same words is another statement"


def test_a_corrected_content_is_looked_for_where_it_is_nearest() -> None:
    """Of words that stand twice."""
    stored = corrected(0, {CorrectedField.CONTENT})
    words = stored[0].claim.content.words
    text = f"{words}. باران آمد. " + TEXT
    decision = decide(stored, claims_in(text), revision=SECOND, text=text)
    told = dict(decision.changed)[stored[0].id]
    assert told.content.span.start == text.rindex(words)
