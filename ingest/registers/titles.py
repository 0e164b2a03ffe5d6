"""The words of an office's title: whether many hold it, and of which body it is where its words do not say."""

from domain.speaker import Seats
from domain.text import name_key, search_key
from extraction.office_titles import HOME, office_title
from ingest.registers.fields import is_persian

_PERSIAN_OF_MANY = frozenset({"عضو", "اعضای", "نماینده", "نمایندگان", "معاون", "مشاور"})
_FIRST = "اول"
"""Of deputies there is one first: «معاون اول رئیس جمهور»."""
_LATIN_OF_MANY = frozenset(
    {"member", "members", "mp", "mps", "deputy", "representative", "senator", "adviser", "advisor"}
)
_BARE = {
    "عضو": "عضو",
    "نماینده": "نماینده",
    "رییس": "رئیس",
    "دبیر": "دبیر",
    "دبیرکل": "دبیرکل",
    "سخنگو": "سخنگوی",
    "مدیر": "مدیر",
    "مدیرعامل": "مدیرعامل",
    "معاون": "معاون",
    "مشاور": "مشاور",
}
"""Titles that every body has, as they stand before its name."""
_LATIN_BARE = frozenset(
    {"member", "representative", "mp", "deputy", "senator", "chair", "chairman", "chairwoman", "chairperson", "head",
     "president", "director", "secretary", "spokesperson", "adviser", "advisor"}
)  # fmt: skip


def seats_of(title: str) -> Seats:
    """How many hold the office at a time, by its words: a house has many members and deputies.

    >>> seats_of("نماینده مجلس"), seats_of("Member of Parliament"), seats_of("شهردار نیکان")
    (<Seats.MANY: 'many'>, <Seats.MANY: 'many'>, <Seats.ONE: 'one'>)
    """
    words = search_key(title).split()
    persian = words[0] in _PERSIAN_OF_MANY and words[1:2] != [_FIRST]
    return Seats.MANY if persian or not _LATIN_OF_MANY.isdisjoint(words) else Seats.ONE


def is_bare(title: str) -> bool:
    """Whether the title is one that every body has, so that it tells an office with the body's name only."""
    key = search_key(title)
    return key in _BARE or key in _LATIN_BARE


def whole_title(title: str, body: str | None) -> str:
    """The title with the name of its body, where it is one that every body has.

    >>> whole_title("سخنگو", "اداره راه"), whole_title("member", "City Council"), whole_title("وزیر نیرو", "وزارت نیرو")
    ('سخنگوی اداره راه', 'member, City Council', 'وزیر نیرو')
    """
    if body is None or not is_bare(title):
        return title
    key = search_key(title)
    if key in {"member", "representative"} and is_persian(body):
        key = "عضو"
    return f"{_BARE[key]} {body}" if key in _BARE else f"{title}, {body}"


def country_in_title(title: str) -> str | None:
    """The country that the title names, None where it names none, several, or the reader's own.

    >>> country_in_title("سفیر روسیه"), country_in_title("سفیر کشورمان")
    ('RU', None)
    """
    country = office_title(title).country
    return None if country == HOME else country


def title_in_area(title: str, area: str | None) -> str:
    """The title with the town or province that it is of, where its words do not name it.

    >>> title_in_area("شهردار", "نیکان"), title_in_area("شهردار نیکان", "نیکان"), title_in_area("Mayor", "Nikan")
    ('شهردار نیکان', 'شهردار نیکان', 'Mayor, Nikan')
    """
    if area is None or name_key(area) in name_key(title):
        return title
    return f"{title} {area}" if is_persian(title) and is_persian(area) else f"{title}, {area}"
