"""A claim holds the words of a statement, as much of its sentence as is read, and the key that it is found by."""

from domain.claim import NOBODY, claim_of
from domain.statement import Kind, Statement
from domain.text import Span

TEXT = "شهردار گفت: پل تازه باز شد."


def statement(cue: Span, content: Span, context: Span) -> Statement:
    """A statement at these places."""
    return Statement(content=content, cue=cue, context=context, kind=Kind.DIRECT, confidence=0.123456)


def test_a_claim_holds_the_words_of_its_spans() -> None:
    """As printed, and a confidence that both databases keep exactly."""
    claim = claim_of(statement(Span(7, 10), Span(12, 26), Span(0, 27)), TEXT, NOBODY)
    assert (claim.cue.words, claim.content.words, claim.context.words) == ("گفت", "پل تازه باز شد", TEXT)
    assert (claim.mention, claim.said_by, claim.confidence) == (None, NOBODY, 0.1235)


def test_a_claim_is_found_by_its_sentence_and_by_what_stands_beyond_it() -> None:
    """A quotation may run on over the sentence that the cue is in."""
    claim = claim_of(statement(Span(7, 10), Span(12, 26), Span(0, 11)), TEXT, NOBODY)
    assert claim.search_key == "شهردار گفت <پل تازه باز شد>"


def test_of_a_sentence_without_an_end_the_part_around_the_cue_is_kept() -> None:
    """Or each of its claims would hold the whole of it."""
    text = "ب " * 3_000 + "گفت" + " پ" * 3_000
    claim = claim_of(statement(Span(6_000, 6_003), Span(6_004, 6_005), Span(0, len(text))), text, NOBODY)
    assert (claim.context.span, claim.context.words) == (Span(5_000, 7_003), text[5_000:7_003])


def test_no_more_is_searched_than_a_database_indexes() -> None:
    """The content itself is kept whole."""
    text = "گفت " + "پل " * 50_000
    claim = claim_of(statement(Span(0, 3), Span(4, len(text)), Span(0, len(text))), text, NOBODY)
    assert (len(claim.search_key.strip("<>")) <= 100_000, len(claim.content.words)) == (True, 150_000)
