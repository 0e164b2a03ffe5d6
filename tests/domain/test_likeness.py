"""How alike two texts are by their words."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.likeness import Words, says_the_words_of, shared_part

SAID = "شهرداری برای این پل سه سال کار کرد"
words = st.lists(st.sampled_from(SAID.split()), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [("یک دو", "یک دو", 1.0), ("یک دو سه چهار", "یک دو", 0.5), ("یک", "دو", 0.0), ("", "", 0.0)],
)
def test_the_shared_part_is_of_the_longer_one(one: str, other: str, share: float) -> None:
    """Half of it is half of both at least."""
    assert shared_part(Counter(one.split()), Counter(other.split())) == share


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("شهرداری برای این پل، سه سال کار کرد!", SAID),
        ("شهرداري  براي اين پل سه سال كار كرد", SAID),
        ("شهرداری برای این پل بزرگ سه سال کار کرد", SAID),
        ("سه سال شهرداری برای این پل کار کرد", SAID),
        ("در پایان همه دیدیم که " + SAID + " و امید داریم مردم شهر آن را خوب نگه دارند", SAID),
        ("شهرداری برای این پل", SAID),
        ("نه", "نه!"),
        ("گناهکار است او", "گناهکار است"),
    ],
)
def test_the_same_words_are_told_however_they_are_printed(text: str, said: str) -> None:
    """With other marks, letters and spaces, in another order, in a longer text, or a part of them."""
    assert says_the_words_of(Words.of(text), Words.of(said))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("این پل برای شهر است", SAID),
        ("آب شهر از سه ماه پیش کم است و مردم برای آن کار کردند", SAID),
        ("او گناهکار است و این را همه مردم شهر می‌دانند", "گناهکار است"),
        ("در این شهر سه پل هست که برای مردم ساخته شد و کار آن سال‌ها بود", SAID),
        ("", ""),
        ("!", "؟"),
        ("بله", "نه"),
    ],
)
def test_other_statements_share_some_words_with_it(text: str, said: str) -> None:
    """Few, in no order, or words that stand in many statements."""
    assert not says_the_words_of(Words.of(text), Words.of(said))


@given(words, words)
def test_it_is_told_alike_from_either_side(one: str, other: str) -> None:
    """Whichever was said first."""
    assert says_the_words_of(Words.of(one), Words.of(other)) == says_the_words_of(Words.of(other), Words.of(one))
