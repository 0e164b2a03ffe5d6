"""Organisations' names: every sentence is our own."""

import pytest

from domain.statement import SourceKind
from extraction.body_names import is_identified, sure_end
from extraction.reading import read
from extraction.statements import find_statements
from extraction.words import sort_words

_SURE = {
    "the noun of a verb ends it": ("شبکه تلویزیونی «نسیم» برزیل گزارش", "شبکه تلویزیونی «نسیم» برزیل"),
    "another body after an agency": ("خبرگزاری مهر سازمان هواشناسی", "خبرگزاری مهر"),
    "a noun of no body's name": ("سازمان غذا و دارو سرانه مصرف نان", "سازمان غذا و دارو"),
    "«این»": ("دولت هند این گروه", "دولت هند"),
    "a day glued to «روز»": ("دانشگاه پیام نور روزپنجشنبه", "دانشگاه پیام نور"),
    "a place glued to «در»": ("خبرگزاری برنا دراصفهان", "خبرگزاری برنا"),
    "words after the country": ("پلیس عراق ساکنان محلی", "پلیس عراق"),
    "nothing of a whole name": ("مرکز پژوهش‌های مجلس شورای اسلامی", "مرکز پژوهش‌های مجلس شورای اسلامی"),
    "nothing before a country": ("انجمن خواب و رؤیای ژاپن", "انجمن خواب و رؤیای ژاپن"),
    "nothing of two ministries' words": ("وزارت راه و شهرسازی", "وزارت راه و شهرسازی"),
}
_UNIDENTIFIED = [
    "دولت", "روزنامه آلمانی", "رسانه مذکور", "رسانه ها", "شبکه های تلویزیونی", "فدراسیون جهانی", "گروه بورس",
    "مرکز مازندران", "گروه مزبور", "شرکت های بزرگ", "پلیس", "گروه آموزش خبرگزاری فارس", "کمیته انضباطی",
    "شورای برنامه‌ریزی استان", "نیروهای آمریکایی", "دانشگاه علوم پزشکی",
]  # fmt: skip
_IDENTIFIED = [
    "دولت آمریکا", "روزنامه آشتی", "شرکت اپل", "وزارت بهداشت", "خبرگزاری فرانسه", "سازمان بورس", "حماس",
    "باشگاه سپاهان", "سایت «نسیم شرق»", "مجلس شورای اسلامی", "فدراسیون فوتبال سوریه", "دفتر نخست وزیر انگلیس",
]  # fmt: skip


@pytest.mark.parametrize(("printed", "name"), _SURE.values(), ids=_SURE)
def test_a_name_ends_where_it_is_no_longer_sure(printed: str, name: str) -> None:
    """What is cut off is the words after it, and nothing of a name that is whole."""
    reading = read(printed)
    end = sure_end(sort_words(reading), range(len(reading.keys)))
    assert reading.words(range(end)) == name


@pytest.mark.parametrize("name", _UNIDENTIFIED)
def test_words_that_fit_many_bodies_identify_none(name: str) -> None:
    """A bare head, an adjective, a plural or «مذکور» tells no body from the others."""
    reading = read(name)
    assert not is_identified(sort_words(reading), range(len(reading.keys)))


@pytest.mark.parametrize("name", _IDENTIFIED)
def test_a_proper_name_or_a_country_identifies(name: str) -> None:
    """Also one plain word after «روزنامه», «شرکت» or «باشگاه»."""
    reading = read(name)
    assert is_identified(sort_words(reading), range(len(reading.keys)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("یک روزنامه آلمانی نوشت: باران می‌بارد.", SourceKind.UNNAMED),
        ("روزنامه آلمانی نوشت: باران می‌بارد.", SourceKind.UNNAMED),
        ("روزنامه آشتی نوشت: باران می‌بارد.", SourceKind.ORGANISATION),
        ("ایران و روسیه اعلام کردند: گفتگو ادامه دارد.", SourceKind.UNNAMED),
        ("وزارت بهداشت اعلام کرد: باران می‌بارد.", SourceKind.ORGANISATION),
        ("در آلمان و فرانسه و آلمان برف آمد. وزارت بهداشت اعلام کرد: باران می‌بارد.", SourceKind.UNNAMED),
    ],
)
def test_a_source_that_is_no_single_body_is_unnamed(text: str, kind: SourceKind) -> None:
    """So nobody becomes a speaker by a name that is nobody's alone."""
    assert [found.source.kind for found in find_statements(text) if found.source] == [kind]
