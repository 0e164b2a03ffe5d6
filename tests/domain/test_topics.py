"""Which printed words name a topic, and by what name."""

import pytest

from domain.text import ZWNJ, name_key
from domain.topics import LONGEST_TOPIC, MOST_TOPICS, topic_name, topics_of


def names(*tags: str, section: str | None = None, outlets: tuple[str, ...] = ()) -> list[str]:
    """The names of the topics that tags and a section print."""
    return [topic.name for topic in topics_of(tags, section, outlet_names=outlets)]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("#کم_آبی", "کم آبی"),
        ("_سد مهرود", "سد مهرود"),
        ("سد  مهرود.", "سد مهرود"),
        (f"{ZWNJ} سد مهرود", "سد مهرود"),
        ("دولت تازه-", "دولت تازه"),
        ("«سد مهرود»", "سد مهرود"),
        (f"نیمه{ZWNJ}پر", f"نیمه{ZWNJ}پر"),
        ("جشن مهر (ع)", "جشن مهر (ع)"),
    ],
)
def test_a_name_is_printed_without_the_signs_around_it(printed: str, name: str) -> None:
    """Half-spaces inside it stay."""
    assert names(printed) == [name]


def test_spellings_of_one_name_are_one_topic() -> None:
    """Arabic letters, half-spaces, spaces and underscores do not tell topics apart; the first spelling stands."""
    spellings = (f"آب{ZWNJ}بندان كوچك", "آب بندان کوچک", "#آب_بندان_کوچک", "آببندان کوچک")
    topics = topics_of(spellings, None)
    assert [(topic.name, topic.key) for topic in topics] == [(spellings[0], "آببندانکوچک")]


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        ZWNJ,
        "۱۳۹۹",
        "2020-11-17",
        "ف",
        "...",
        "عکس",
        "آخرین اخبار",
        "گفت‌وگو",
        "م" * (LONGEST_TOPIC + 1),
        "َ" * 5,
    ],
)
def test_what_names_no_subject_is_no_topic(printed: str) -> None:
    """Neither empty words, nor numbers, nor a letter, nor a whole headline, nor what sort of piece it is."""
    assert names(printed, section=printed) == []


def test_a_name_with_a_number_is_a_topic() -> None:
    """As long as there is a letter in it."""
    assert names("۲۲ بهمن", "5G", "م" * LONGEST_TOPIC) == ["۲۲ بهمن", "5G", "م" * LONGEST_TOPIC]


def test_hashtags_that_are_run_together_are_told_apart() -> None:
    """Each begins with its own sign."""
    assert names("#آب #برق_شهر") == ["آب", "برق شهر"]


def test_the_section_comes_last() -> None:
    """The way to it is a topic each; a section that the tags name already keeps their place."""
    assert names("برق", "آب", section="صفحه نخست » اقتصاد » برق") == ["برق", "آب", "اقتصاد"]


@pytest.mark.parametrize("tag", ["نمای شهر", "روزنامه نمای‌شهر", "خبرگزاری نماي شهر"])
def test_an_outlet_is_no_topic_of_its_own_articles(tag: str) -> None:
    """By none of its names; it is one elsewhere."""
    assert (names(tag, outlets=("namayeshahr.example", "نمای شهر")), names(tag)) == ([], [tag])


def test_an_article_has_no_more_topics_than_a_reader_reads() -> None:
    """The section is always among them."""
    found = names(*(f"برچسب {letter}{other}" for letter in "ابپتجچحخدر" for other in "سشصضطظ"), section="شهر")
    assert (len(found), found[-1]) == (MOST_TOPICS, "شهر")


def test_a_topics_key_is_made_of_its_name() -> None:
    """So that its id is the same whoever makes it."""
    [topic] = topics_of(["#سد_مهرود!"], None)
    assert (topic.key, topic.name) == (name_key(topic.name), topic_name("#سد_مهرود!".strip("#")))
