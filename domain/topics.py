"""What articles are about, as their tags and sections print it: which printed words name a topic, and by what name.

Of 2,387 news articles 1,439 print 5,295 tags in 3,655 spellings, measured: they are 3,535 topics, of which 76
are spelt in several ways; 52 of those differ in «ي» and «ك», 22 in spaces, 10 in signs or in more than one.
56 tags name no topic: 34 are the outlet's own name, 8 tell what sort of piece it is («عکس»), 8 are too long, 5 have no
letter («۲۰۲۲»), one has a single one.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from domain.text import ZWNJ, name_key

LONGEST_TOPIC = 60
"""Code points. Of 5,295 tags 8 are longer: headlines, and persons with their offices; most of 50 to 60 are bodies."""
MOST_TOPICS = 50
"""Of one article. The most tags that one of 2,387 prints are 26; hundreds are made for search engines."""
LEAST_LETTERS = 2
"""«قم» is a topic, «ف» is none."""

_LETTER = re.compile(r"[^\W\d_]")
_HASHTAGS = re.compile(r"[#＃]+")
_BREADCRUMBS = re.compile(r"[>›»/|\\]+")
_SPACES = re.compile(rf"[\s_]+|\s*{ZWNJ}\s+|\s+{ZWNJ}\s*")
_ENDS = re.compile(rf"^[\s{ZWNJ}.،,؛;:!؟?«»\"'\-–—…*]+|[\s{ZWNJ}.،,؛;:!؟?«»\"'\-–—…*]+$")
_OUTLET_WORD = re.compile("^(?:خبرگزاری|روزنامه|پایگاهخبری|سایتخبری|سایت)")
_NO_SUBJECT = frozenset(
    map(
        name_key,
        (
            "خبر", "اخبار", "آخرین اخبار", "مهم‌ترین اخبار", "خبر ویژه", "اخبار ویژه", "تیتر یک", "برگزیده‌ها",
            "عکس", "گزارش تصویری", "فیلم", "ویدئو", "صوت", "گزارش", "گفتگو", "گفت‌وگو", "مصاحبه", "یادداشت",
            "صفحه اول", "صفحه نخست", "صفحه اصلی", "خانه", "عمومی", "سایر", "متفرقه", "بدون دسته‌بندی",
        ),
    )
)  # fmt: skip
"""What a piece is, or where it stands: no subject."""


@dataclass(frozen=True, slots=True)
class PrintedTopic:
    """A topic as an article prints it, and its name as it is compared."""

    name: str
    key: str


def topics_of(
    tags: Iterable[str], section: str | None, *, outlet_names: Collection[str] = ()
) -> tuple[PrintedTopic, ...]:
    """The topics that an article's tags and then its section name, in their order, each once.

    `outlet_names` are the names of the outlet itself, which is no topic of its own articles.

    >>> tags = ["#آب_و_برق", "آب و برق", "۱۴۰۱", "نمای شهر"]
    >>> [one.name for one in topics_of(tags, "خانه » شهر", outlet_names=["روزنامه نمای شهر"])]
    ['آب و برق', 'شهر']
    """
    own = frozenset(map(_outlet_key, outlet_names))
    of_section = _distinct(_BREADCRUMBS.split(section or ""), own)[:MOST_TOPICS]
    of_tags = _distinct((part for tag in tags for part in _HASHTAGS.split(tag)), own)
    tagged = of_tags[: MOST_TOPICS - len(of_section)]
    keys = {one.key for one in tagged}
    return (*tagged, *(one for one in of_section if one.key not in keys))


def topic_name(printed: str) -> str:
    """A printed name without the signs around it and with one space between its words.

    >>> topic_name("_دانشگاه  تهران -")
    'دانشگاه تهران'
    """
    return _ENDS.sub("", _SPACES.sub(" ", printed))


def names_a_topic(name: str, key: str) -> bool:
    """Whether words, and what they are compared by, tell what an article is about.

    >>> [name for name in ("قم", "ف", "۱۳۹۸/۰۶/۱۲", "عکس", "") if names_a_topic(name, name_key(name))]
    ['قم']
    """
    is_sized = len(key) >= LEAST_LETTERS and len(name) <= LONGEST_TOPIC
    return is_sized and key not in _NO_SUBJECT and _LETTER.search(key) is not None


def _distinct(printed: Iterable[str], outlets: Collection[str]) -> list[PrintedTopic]:
    """The topics among printed words, each once, by its first spelling."""
    found: dict[str, PrintedTopic] = {}
    for name in map(topic_name, printed):
        key = name_key(name)
        if key not in found and names_a_topic(name, key) and _OUTLET_WORD.sub("", key) not in outlets:
            found[key] = PrintedTopic(name, key)
    return list(found.values())


def _outlet_key(name: str) -> str:
    """An outlet's name as it is compared, without the word that says what it is."""
    return _OUTLET_WORD.sub("", name_key(name))
