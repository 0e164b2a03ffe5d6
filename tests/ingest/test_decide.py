"""What a reading changes in the claims that are stored: new, changed, unchanged, gone; ids stay with the words."""

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.claim import NOBODY, Claim, Quoted, StoredClaim, claim_of
from domain.ids import ArticleId, ClaimId, RevisionId, article_id_by_url, claim_id, revision_id
from domain.statement import Kind, Statement
from domain.text import Span
from ingest.decide import decide

ARTICLE: ArticleId = article_id_by_url("https://example.org/1")
FIRST, SECOND = revision_id(ARTICLE, "first"), revision_id(ARTICLE, "second")
TEXT = "شهردار گفت: پل تازه باز شد. وزیر افزود: آب کم است. شهردار تأکید کرد: مدرسه‌ها بازند."
CUES = ("گفت", "افزود", "تأکید کرد")


def claims_in(text: str, cues: Sequence[str] = CUES) -> list[Claim]:
    """The claims of a text whose sentences are «SOURCE CUE: CONTENT.», for those of the cues that it holds."""
    claims, start = [], 0
    for printed in text.split(". "):
        sentence = printed.rstrip(".")
        cue = next((cue for cue in cues if f" {cue}: " in sentence), None)
        if cue:
            cue_start = start + sentence.index(cue)
            content = Span(cue_start + len(cue) + 2, start + len(sentence))
            claims.append(claim_at(text, Span(cue_start, cue_start + len(cue)), content, Span(start, content.end)))
        start += len(printed) + 2
    return claims


def claim_at(text: str, cue: Span, content: Span, context: Span) -> Claim:
    """A claim at these places of the text."""
    statement = Statement(content=content, cue=cue, context=context, kind=Kind.DIRECT, confidence=0.9)
    return claim_of(statement, text, NOBODY)


def stored_of(claims: Sequence[Claim], revision: RevisionId = FIRST) -> list[StoredClaim]:
    """The claims as they are stored when they are new."""
    return [
        StoredClaim(claim_id(revision, claim.cue.span), revision, claim, touched=False, withdrawn=False)
        for claim in claims
    ]


def ids(pairs: Sequence[tuple[ClaimId, Claim]]) -> list[ClaimId]:
    """The ids of pairs of id and claim."""
    return [identity for identity, _ in pairs]


def test_what_is_found_first_is_new() -> None:
    """Each claim has the id of its cue."""
    found = claims_in(TEXT)
    decision = decide([], found, revision=FIRST, text=TEXT)
    assert decision.new == tuple((claim_id(FIRST, claim.cue.span), claim) for claim in found)


def test_what_is_found_again_is_unchanged() -> None:
    """Reading twice has nothing to store."""
    found = claims_in(TEXT)
    decision = decide(stored_of(found), found, revision=FIRST, text=TEXT)
    assert (decision.new, decision.changed, decision.gone) == ((), (), ())
    assert decision.unchanged == tuple(one.id for one in stored_of(found))


def test_what_is_no_longer_found_is_gone() -> None:
    """The others are unchanged."""
    stored = stored_of(claims_in(TEXT))
    decision = decide(stored, claims_in(TEXT, CUES[1:]), revision=FIRST, text=TEXT)
    assert (decision.gone, len(decision.unchanged)) == ((stored[0].id,), 2)


def test_what_people_have_touched_is_never_gone() -> None:
    """It stays though no reading finds it."""
    stored = [replace(one, touched=True) for one in stored_of(claims_in(TEXT))]
    assert decide(stored, [], revision=FIRST, text=TEXT).gone == ()


def test_what_is_withdrawn_is_not_withdrawn_again() -> None:
    """It went with an earlier reading."""
    stored = [replace(one, withdrawn=True) for one in stored_of(claims_in(TEXT))]
    assert decide(stored, [], revision=FIRST, text=TEXT).gone == ()


def test_what_was_withdrawn_comes_back_with_its_id() -> None:
    """It is changed, for it is live again, though its words are the same."""
    found = claims_in(TEXT)
    stored = [replace(one, withdrawn=True) for one in stored_of(found)]
    decision = decide(stored, found, revision=FIRST, text=TEXT)
    assert (ids(decision.changed), decision.new) == ([one.id for one in stored], ())


def test_a_claim_that_is_read_otherwise_keeps_its_id() -> None:
    """A cue that overlaps is the same cue, though a better reading has more of it."""
    [old] = claims_in(TEXT, ["گفت"])
    new = replace(old, cue=Quoted("شهردار گفت", Span(0, 10)), kind=Kind.INDIRECT)
    stored = stored_of([old])
    decision = decide(stored, [new], revision=FIRST, text=TEXT)
    assert decision.changed == ((stored[0].id, new),)


def test_a_cue_that_overlaps_comes_before_a_content_that_does() -> None:
    """The content of the first found claim is that of the stored one, but the second has its cue."""
    [old] = claims_in(TEXT, ["گفت"])
    other = claim_at(TEXT, Span(0, 7), old.content.span, old.context.span)
    same_cue = replace(old, content=Quoted("باز", Span(20, 23)))
    stored = stored_of([old])
    decision = decide(stored, [other, same_cue], revision=FIRST, text=TEXT)
    assert (decision.changed, ids(decision.new)) == (((stored[0].id, same_cue),), [claim_id(FIRST, other.cue.span)])


@pytest.mark.parametrize(("shared", "is_the_same"), [(0.5, True), (0.45, False)])
def test_a_content_is_the_same_from_half_on(shared: float, *, is_the_same: bool) -> None:
    """Half of the longer of the two, when the cue is another."""
    text = "ا" * 200
    old = claim_at(text, Span(0, 3), Span(100, 200), Span(0, 200))
    new = claim_at(text, Span(10, 13), Span(100, 100 + int(100 * shared)), Span(0, 200))
    decision = decide(stored_of([old]), [new], revision=FIRST, text=text)
    assert bool(decision.changed) == is_the_same


@pytest.mark.parametrize(("touched", "withdrawn"), [(True, True), (False, False)])
def test_of_two_that_fit_alike_the_one_that_people_see_keeps_its_id(*, touched: bool, withdrawn: bool) -> None:
    """One that people touched, or else one that is not withdrawn."""
    [found] = claims_in(TEXT, ["گفت"])
    worse = StoredClaim(claim_id(FIRST, Span(1, 2)), FIRST, found, touched=False, withdrawn=True)
    kept = replace(worse, id=claim_id(FIRST, Span(3, 4)), touched=touched, withdrawn=withdrawn)
    decision = decide([worse, kept], [found], revision=FIRST, text=TEXT)
    assert (*decision.unchanged, *ids(decision.changed)) == (kept.id,)


def test_where_several_fit_alike_the_first_takes_the_first() -> None:
    """Two claims of one cue keep their order."""
    text = "گفت " + "ا" * 100
    two = [claim_at(text, Span(0, 3), Span(4 + at, 24 + at), Span(0, 104)) for at in (0, 40)]
    stored = stored_of(two)
    stored[1] = replace(stored[1], id=claim_id(FIRST, Span(9, 10)))
    assert decide(stored, two, revision=FIRST, text=text).unchanged == (stored[0].id, stored[1].id)


def test_two_new_claims_of_one_cue_have_two_ids() -> None:
    """Neither is lost."""
    text = "گفت " + "ا" * 100
    two = [claim_at(text, Span(0, 3), Span(4 + at, 24 + at), Span(0, 104)) for at in (0, 40)]
    assert len(set(ids(decide([], two, revision=FIRST, text=text).new))) == 2


def test_a_new_claim_never_takes_the_id_of_one_that_has_moved() -> None:
    """A claim that was new at this cue moved to a longer one and on; the one that is found here now is another."""
    text = "شهردار با تأکید گفته است: پل تازه باز شد."
    whole = Span(0, len(text))
    content = Span(26, len(text) - 1)
    moved = claim_at(text, Span(16, 24), content, whole)
    stored = [StoredClaim(claim_id(FIRST, Span(10, 15)), FIRST, moved, touched=False, withdrawn=False)]
    other = claim_at(text, Span(10, 15), Span(0, 6), whole)
    decision = decide(stored, [other, moved], revision=FIRST, text=text)
    assert decision.unchanged == (stored[0].id,)
    assert ids(decision.new) not in ([], [stored[0].id])


def test_a_claim_carries_over_to_a_text_that_keeps_its_sentence() -> None:
    """What was printed before it does not matter; it is changed, for it belongs to the new revision now."""
    text = "خبر تازه رسید. " + TEXT
    stored, found = stored_of(claims_in(TEXT)), claims_in(text)
    decision = decide(stored, found, revision=SECOND, text=text)
    assert decision.changed == tuple(zip((one.id for one in stored), found, strict=True))


def test_a_claim_carries_over_where_only_its_content_survives() -> None:
    """Its sentence begins otherwise."""
    text = "مدیر تازه‌ی شهرداری گفت: پل تازه باز شد."
    stored, found = stored_of(claims_in(TEXT, ["گفت"])), claims_in(text)
    decision = decide(stored, found, revision=SECOND, text=text)
    assert (ids(decision.changed), decision.gone) == ([stored[0].id], ())


def test_a_claim_does_not_carry_over_to_other_words() -> None:
    """Its cue alone is not the claim."""
    text = "شهردار گفت: هیچ پلی در این شهر ساخته نشد."
    stored, found = stored_of(claims_in(TEXT, ["گفت"])), claims_in(text)
    decision = decide(stored, found, revision=SECOND, text=text)
    assert (ids(decision.new), decision.gone) == ([claim_id(SECOND, found[0].cue.span)], (stored[0].id,))


def test_a_content_that_moved_does_not_make_another_cue_its_own() -> None:
    """Where the content stands now, its old cue would lie on that of the sentence before."""
    old_text = "شهردار گفت: پل باز شد."
    new_text = "وزیر گفت: ها. پل باز شد را شهردار اعلام کرد."
    stored = stored_of(claims_in(old_text))
    sentence = Span(14, len(new_text))
    other = claim_at(new_text, Span(5, 8), Span(10, 12), Span(0, 13))
    same = claim_at(new_text, Span(34, 43), Span(14, 23), sentence)
    decision = decide(stored, [other, same], revision=SECOND, text=new_text)
    assert decision.changed == ((stored[0].id, same),)


def test_sentences_that_stand_twice_carry_over_one_by_one() -> None:
    """Each keeps its own id."""
    sentence = "وزیر افزود: آب کم است. "
    old_text, new_text = sentence + "میان. " + sentence, "تازه. " + sentence + sentence
    stored, found = stored_of(claims_in(old_text)), claims_in(new_text)
    decision = decide(stored, found, revision=SECOND, text=new_text)
    assert ids(decision.changed) == [one.id for one in stored]


def test_a_text_that_goes_back_brings_its_claims_back() -> None:
    """What the text in between withdrew has its id again."""
    first = stored_of(claims_in(TEXT))
    between = "وزیر افزود: آب کم است."
    carried = decide(first, claims_in(between), revision=SECOND, text=between)
    stored = [
        replace(first[0], withdrawn=True),
        StoredClaim(carried.changed[0][0], SECOND, carried.changed[0][1], touched=False, withdrawn=False),
        replace(first[2], withdrawn=True),
    ]
    decision = decide(stored, claims_in(TEXT), revision=FIRST, text=TEXT)
    assert (ids(decision.changed), decision.new, decision.gone) == ([one.id for one in first], (), ())


def many_claims(text: str) -> list[Claim]:
    """A claim for each line."""
    claims, start = [], 0
    for line in text.splitlines():
        context = Span(start, start + len(line))
        claims.append(claim_at(text, Span(start, start + 3), Span(start + 5, context.end), context))
        start += len(line) + 1
    return claims


@pytest.mark.parametrize("kind", ["same text", "moved", "gone"])
def test_as_many_claims_as_an_article_can_have_are_decided_in_seconds(kind: str) -> None:
    """20,000 claims in 5 MB: the pairs would be 400 million, and the searches 50 thousand million letters."""
    line = "گفت: در روز شماره {} نیز " + "شهرداری سپیدان پل‌های تازه‌ای بر رودخانه ساخت و راه‌ها را بازگشود " * 2
    text = "\n".join(line.format(number) for number in range(20_000))
    stored = stored_of(many_claims(text))
    new_text = {
        "same text": text,
        "moved": "خبر تازه\n" + text,
        "gone": text.replace("نیز", "هم"),
    }[kind]
    found = many_claims(new_text)
    began = time.perf_counter()
    decision = decide(stored, found, revision=FIRST if kind == "same text" else SECOND, text=new_text)
    assert time.perf_counter() - began < 10
    assert len(decision.gone) == (20_000 if kind == "gone" else 0)


PLACES = st.tuples(st.integers(0, 60), st.integers(1, 10))
LONG = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی" * 3
CLAIMS = st.lists(
    st.builds(
        lambda cue, content: claim_at(
            LONG,
            Span(cue[0], cue[0] + cue[1]),
            Span(content[0], content[0] + content[1] * 2),
            Span(min(cue[0], content[0]), max(cue[0] + cue[1], content[0] + content[1] * 2)),
        ),
        PLACES,
        PLACES,
    ),
    max_size=12,
)
FLAGS = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=12, max_size=12)


@given(CLAIMS, CLAIMS, FLAGS)
def test_every_claim_is_decided_on_once(
    old: list[Claim], found: list[Claim], flags: list[tuple[bool, bool, bool]]
) -> None:
    """Every found claim is new, changed or unchanged; no id comes twice; nothing stored is lost."""
    first = decide([], old, revision=FIRST, text=LONG)
    stored = [
        StoredClaim(identity, SECOND if elsewhere else FIRST, claim, touched=touched, withdrawn=withdrawn)
        for (identity, claim), (elsewhere, touched, withdrawn) in zip(first.new, flags, strict=False)
    ]
    decision = decide(stored, found, revision=FIRST, text=LONG)
    decided = [*ids(decision.new), *ids(decision.changed), *decision.unchanged, *decision.gone]
    told = [claim for _, claim in (*decision.new, *decision.changed)]
    told += [one.claim for one in stored if one.id in decision.unchanged]
    assert len(decided) == len(set(decided))
    assert sorted(map(repr, told)) == sorted(map(repr, found))
    assert not {one.id for one in stored} & set(ids(decision.new))
    assert {one.id for one in stored if one.touched or one.withdrawn}.isdisjoint(decision.gone)


@given(CLAIMS)
def test_reading_again_changes_nothing(found: list[Claim]) -> None:
    """Whatever is found, and however it overlaps."""
    first = decide([], found, revision=FIRST, text=LONG)
    stored = [StoredClaim(identity, FIRST, claim, touched=False, withdrawn=False) for identity, claim in first.new]
    again = decide(stored, found, revision=FIRST, text=LONG)
    assert (again.new, again.changed, again.gone) == ((), (), ())
