"""The whole way from a text to its statements. Every sentence is made up for this test."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.text import ZWNJ
from extraction.confidence import confidence_of
from extraction.lexicon import read_table
from extraction.statements import find_statements

_SHARED = Path(__file__).parents[3] / "shared"
_WORDS = [
    "وی", "حسن کاوه", "وزیر نیرو", "گفت", "گفت:", "افزود که", "تأکید کرد", "بر", "را", "دانست", "با بیان اینکه",
    "خواستار", "شد", "به گفته", "هوا سرد است", "می‌گویند", "و", "،", ".", "«", "»", '"', "\n", "دیروز", "اما",
    "متهم کرد",
]  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)
_ANYTHING = st.one_of(_TEXTS, st.text(max_size=80))


@given(_ANYTHING)
@settings(max_examples=150, deadline=None)
@example("«" * 50 + "گفت:" * 50)
def test_offsets_stand_inside_the_text_in_order_of_cue(text: str) -> None:
    """Contents and cues are never empty, and no statement crashes whatever the text."""
    statements = find_statements(text)
    assert [one.cue for one in statements] == sorted(one.cue for one in statements)
    for one in statements:
        assert 0 <= one.content.start < one.content.end <= len(text)
        assert 0 <= one.cue.start < one.cue.end <= len(text)
        assert not one.content.overlap(one.cue)
        assert one.mention is None or one.mention.end <= len(text)
        assert 0 < one.confidence <= 1


@given(_TEXTS)
@settings(max_examples=150, deadline=None)
@example("با بیان اینکه وی افزود که به گفته با بیان اینکه وی گفت گفت")
@example('گفت به گفته " وی " "')
def test_contents_are_disjoint_or_nested(text: str) -> None:
    """Two contents that share words: one holds the other."""
    contents = [one.content for one in find_statements(text)]
    for one in contents:
        assert all(not one.overlap(other) or one.covers(other) or other.covers(one) for other in contents)


@given(_TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_text_that_lost_its_half_spaces_has_the_same_statements(text: str) -> None:
    """Cues, contents and kinds agree word for word."""
    stripped = text.replace(ZWNJ, "")
    told = [(one.content.of(text).replace(ZWNJ, ""), one.kind, one.rule) for one in find_statements(text)]
    assert [(one.content.of(stripped), one.kind, one.rule) for one in find_statements(stripped)] == told


def test_a_statement_says_who_when_and_why() -> None:
    """Content, source, day, rule and reason come together."""
    text = "حسن کاوه، وزیر نیرو دیروز در یزد گفت: سد تازه پر شد."
    [statement] = find_statements(text, published_on=date(2020, 11, 17))
    assert statement.content.of(text) == "سد تازه پر شد"
    assert statement.source is not None
    assert statement.source.name == "حسن کاوه"
    assert statement.said_on is not None
    assert statement.said_on.day == date(2020, 11, 16)
    assert statement.rule == "colon"
    assert statement.reason
    assert statement.context.of(text) == text


def test_an_empty_text_has_no_statements() -> None:
    """Nothing in, nothing out."""
    assert find_statements("") == []


def test_confidence_is_high_where_a_rule_was_often_right_and_falls_inside_other_contents() -> None:
    """A colon is the surest sign; a rule never measured stays below 0.9."""
    assert confidence_of("colon", nested=False) > confidence_of("that", nested=False)
    assert confidence_of("that", nested=False) > confidence_of("that", nested=True)
    assert confidence_of("a rule nobody measured", nested=False) < 0.9


def test_every_measured_rule_was_right_at_most_as_often_as_it_was_found() -> None:
    """The table of rules holds counts."""
    assert all(0 <= int(row["right"]) <= int(row["found"]) for row in read_table("rules"))


@pytest.mark.skipif(not _SHARED.exists(), reason="../shared with the gold articles is not beside this checkout")
def test_the_seed_articles_statements_are_found_with_their_spans() -> None:
    """All required statements of dev-000 are found word for word, and nothing else."""
    lines = (_SHARED / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    article = next(article for line in lines if (article := json.loads(line))["id"] == "dev-000")
    text = article["text"]
    found = [one.content.of(text).split() for one in find_statements(text)]
    wanted = [text[one["start"] : one["end"]].split() for one in article["statements"] if not one["optional"]]
    assert [content for content in wanted if content not in found] == []
    assert len(found) == len(article["statements"])


def test_a_participle_with_a_noun_before_its_clause_is_a_statement_of_its_own() -> None:
    """«با اعلام این خبر که S، گفت: T» reports S and T."""
    text = "مریم نیک\u200cفر، شهردار سپیدان با اعلام این خبر که «پل باز شده است»، گفت: ما کار خود را کردیم."
    found = [(one.cue.of(text), one.content.of(text)) for one in find_statements(text)]
    assert found == [("با اعلام این خبر که", "پل باز شده است"), ("گفت", "ما کار خود را کردیم")]
