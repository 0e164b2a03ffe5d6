"""What is measured of each correction, and the gold that it makes."""

import json
from datetime import date
from uuid import uuid4

import pytest

from db.corrected_texts import CorrectedClaim, CorrectedText
from domain.article import PublishedAt
from domain.claim import NOBODY, claim_of
from domain.correction import CorrectedField
from domain.dates import Basis, Precision, SaidOn
from domain.ids import ArticleId, ClaimId, RevisionId
from domain.statement import Kind, Statement
from domain.text import Span
from extraction.gold import gold_row, read_gold
from ingest.correction_scores import Measure, Scored, Share, gold_article, scores, tally

TEXT = "یک مقام آگاه گفت: پل تازه فردا باز می‌شود."
CONTENT, CUE = Span(18, len(TEXT) - 1), Span(13, 16)


def text_of(*claims: CorrectedClaim) -> CorrectedText:
    """The text with corrected claims."""
    return CorrectedText(
        article_id=ArticleId(uuid4()),
        revision_id=RevisionId(uuid4()),
        is_current=True,
        title="پل",
        tags=(),
        outlet="خبرگزاری آزمون",
        published_at=PublishedAt(date(2024, 4, 30)),
        text=TEXT,
        claims=claims,
    )


def claim(
    *corrected: CorrectedField,
    content: Span = CONTENT,
    names: tuple[str, ...] = (),
    is_statement: bool = True,
    said_on: SaidOn | None = None,
) -> CorrectedClaim:
    """A corrected claim of the text."""
    statement = Statement(content, CUE, Span(0, len(TEXT)), Kind.DIRECT, 1.0, said_on=said_on)
    told = claim_of(statement, TEXT, NOBODY)
    return CorrectedClaim(ClaimId(uuid4()), told, frozenset(corrected), is_statement, names, None)


def is_right(one: CorrectedClaim) -> dict[Measure, bool]:
    """What is right of one corrected claim."""
    return {scored.measure: scored.is_right for scored in scores(text_of(one))}


def test_the_text_of_the_tests_has_its_places() -> None:
    """The spans are of these words."""
    assert (CONTENT.of(TEXT), CUE.of(TEXT)) == ("پل تازه فردا باز می‌شود", "گفت")


def test_a_content_is_measured_at_both_shares() -> None:
    """Three of five words are enough for one of them."""
    shorter = Span(CONTENT.start + len("پل تازه "), CONTENT.end)
    assert is_right(claim(CorrectedField.CONTENT)) == {Measure.CONTENT: True, Measure.CLOSE_CONTENT: True}
    assert is_right(claim(CorrectedField.CONTENT, content=shorter)) == {
        Measure.CONTENT: True,
        Measure.CLOSE_CONTENT: False,
    }


@pytest.mark.parametrize(
    ("names", "right"), [((), True), (("مریم نیک‌فر",), False), (("مریم نیک‌فر", "یک مقام آگاه"), True)]
)
def test_a_speaker_is_measured_by_every_name(names: tuple[str, ...], *, right: bool) -> None:
    """Of nobody it is right to name nobody."""
    assert is_right(claim(CorrectedField.SPEAKER, names=names)) == {Measure.SPEAKER: right}


@pytest.mark.parametrize(
    ("said_on", "right"),
    [
        (None, False),
        (SaidOn(date(2024, 4, 30), Precision.DAY, Basis.STATED), True),
        (SaidOn(date(2024, 4, 1), Precision.MONTH, Basis.STATED), False),
    ],
)
def test_a_day_is_measured_with_its_precision(said_on: SaidOn | None, *, right: bool) -> None:
    """The extractor takes the day of publication."""
    assert is_right(claim(CorrectedField.SAID_ON, said_on=said_on)) == {Measure.SAID_ON: right}


def test_what_is_no_statement_is_wrong_while_it_is_found() -> None:
    """Whatever else was corrected of it."""
    wrong = claim(CorrectedField.IS_STATEMENT, CorrectedField.KIND, is_statement=False)
    assert is_right(wrong) == {Measure.NO_STATEMENT: False}


def test_missed_and_found_after_all_are_right_when_they_are_found() -> None:
    """By their contents."""
    both = claim(CorrectedField.MISSED, CorrectedField.IS_STATEMENT)
    assert is_right(both) == {Measure.STATEMENT: True, Measure.MISSED: True}


def test_shares_are_counted_by_measure() -> None:
    """In the order of the measures."""
    one = ClaimId(uuid4())
    scored = [Scored(one, Measure.KIND, is_right=False), Scored(one, Measure.SPEAKER, is_right=True)]
    assert tally([*scored, *scored]) == {Measure.SPEAKER: Share(2, 2), Measure.KIND: Share(0, 2)}


def test_corrected_texts_are_gold_that_can_be_read() -> None:
    """As it was written."""
    day = SaidOn(date(2024, 4, 30), Precision.DAY, Basis.STATED)
    told = gold_article(text_of(claim(CorrectedField.KIND, names=("مریم نیک‌فر", "نیک‌فر"), said_on=day)))
    line = json.dumps(gold_row(told), ensure_ascii=False)
    assert read_gold([line], name="gold") == [told]
    [statement] = told.statements
    assert (statement.speaker, statement.accept, statement.said_on) == ("مریم نیک‌فر", ("نیک‌فر",), "2024-04-30")


def test_a_day_that_no_words_tell_is_not_gold() -> None:
    """It is the day of publication, or a month."""
    days = [
        SaidOn(date(2024, 4, 30), Precision.DAY, Basis.PUBLISHED),
        SaidOn(date(2024, 4, 1), Precision.MONTH, Basis.STATED),
    ]
    told = gold_article(text_of(*(claim(CorrectedField.KIND, said_on=day) for day in days)))
    assert [one.said_on for one in told.statements] == [None, None]


def test_a_text_that_was_superseded_is_told_apart() -> None:
    """Two texts of an article can be corrected."""
    text = text_of(claim(CorrectedField.KIND))
    old = CorrectedText(**{name: getattr(text, name) for name in CorrectedText.__slots__} | {"is_current": False})
    assert gold_article(old).id == f"{gold_article(text).id}/{text.revision_id.hex}"
