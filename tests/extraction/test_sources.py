"""Who said it: each row is a text of our own, and the source of each of its statements in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.statement import Source, SourceKind
from domain.text import ZWNJ, name_key
from extraction.statements import find_statements

_CASES: dict[str, tuple[str, list[str | None]]] = {
    "a full name loses its honorific": ("آیت‌الله علی کریمی گفت: باران می‌بارد.", ["علی کریمی"]),
    "a surname is the person named in full before": (
        "محمد رضایی فرماندار ورامین گفت: راه باز است.\nرضایی افزود: پل هم باز است.",
        ["محمد رضایی", "محمد رضایی"],
    ),
    "a pronoun is the one who was speaking": (
        "سارا محمودی گفت: مدرسه باز است.\nوی افزود: کتاب رسید.",
        ["سارا محمودی", "سارا محمودی"],
    ),
    "a dropped subject is the clause's before": (
        "سارا محمودی مدرسه را آماده دانست و افزود: کتاب رسید.",
        ["سارا محمودی", "سارا محمودی"],
    ),
    "an office is its holder's whom the article names": (
        "حسن نادری، شهردار کاشان در مراسم سخن گفت.\nشهردار کاشان افزود: پارک ساخته شد.",
        ["حسن نادری"],
    ),
    "the office of the lead is the person who goes on speaking": (
        "شهردار کاشان گفت: پارک ساخته شد.\nبه گزارش مهر، حسن نادری ظهر شنبه در مراسمی افزود: درخت کاشتیم.",
        ["حسن نادری", "حسن نادری"],
    ),
    "an office that nobody is named for stays an office": ("رئیس جمهور روسیه گفت: گاز هست.", ["رئیس جمهور روسیه"]),
    "an organisation speaks": ("وزارت خارجه آمریکا اعلام کرد: گفتگو ادامه دارد.", ["وزارت خارجه آمریکا"]),
    "the agency quoted does not speak": (
        "به گزارش خبرگزاری مهر به نقل از رویترز، علی کریمی گفت: باران می‌بارد.",
        ["علی کریمی"],
    ),
    "an outlet in brackets before a dash does not speak": (
        "سپیدان (رودپرس) - علی کریمی گفت: باران - و برف - می‌بارد.",
        ["علی کریمی"],
    ),
    "an aide is not whom the aide serves": ("مشاور ارشد علی کریمی گفت: باران می‌بارد.", ["مشاور ارشد علی کریمی"]),
    "nor is a wife her husband": (
        "علی کریمی رفت. همسر آقای کریمی، فرماندار ورامین، گفت: باران می‌بارد.",
        ["همسر آقای کریمی"],
    ),
    "a deputy with a body of his own is the one named": (
        "معاون شهرداری کاشان حسن نادری گفت: پارک ساخته شد.",
        ["حسن نادری"],
    ),
    "an aide named after a comma is the one named": ("سخنگوی، علی کریمی گفت: باران می‌بارد.", ["علی کریمی"]),
    "the one addressed does not speak": (
        "علی کریمی در دیدار با حسن نادری گفت: باران می‌بارد.",
        ["علی کریمی"],
    ),
    "«نیز» brings another source": (
        "حسن نادری گفت: پارک ساخته شد.\nشهردار کاشان نیز افزود: درخت کاشتیم.",
        ["حسن نادری", "شهردار کاشان"],
    ),
    "two speak together": (
        "مینا کاظمی و رضا شفیعی اعلام کردند که مدرسه باز است.",
        ["مینا کاظمی و رضا شفیعی"],
    ),
    "«این مقام مسئول» is the one who was speaking": (
        "رضا شفیعی، مدیر آب گفت: سد پر است.\nاین مقام مسئول افزود: باران آمد.",
        ["رضا شفیعی", "رضا شفیعی"],
    ),
    "an outlet that quotes somebody passes the word on": (
        "رویترز به نقل از یک مقام آگاه گزارش داد که راه باز است.",
        ["یک مقام آگاه"],
    ),
    "a report within a report has its own source": (
        "رضا شفیعی گفت: دولت روسیه اعلام کرد که گاز هست.",
        ["رضا شفیعی", "دولت روسیه"],
    ),
    "the source may follow the cue": ("به گفته رضا شفیعی، سد پر است.", ["رضا شفیعی"]),
    "a pronoun before any name is the one person named later": (
        "وی در گفتگو با ایلنا گفت: کار خوب است.\nمریم صادقی، معاون وزیر کار، افزود: بیمه ادامه دارد.",
        ["مریم صادقی", "مریم صادقی"],
    ),
    "a pronoun is not the one whom only its own words name": (
        "وی گفت: رضا شفیعی اعلام کرد که راه باز است.",
        [None, "رضا شفیعی"],
    ),
    "a group is meant by «آنها»": (
        "معترضان می‌گویند که دستمزد کم است. آنها خواستار افزایش حقوق شدند.",
        ["معترضان", "معترضان"],
    ),
    "«این سازمان» is the body named before": (
        "سازمان بهداشت جهانی هشدار داد که بیماری می‌آید. این سازمان از کشورها خواست آماده شوند.",
        ["سازمان بهداشت جهانی", "سازمان بهداشت جهانی"],
    ),
    "a document is its body's": ("در بیانیه وزارت نفت آمده است: گاز هست.", ["وزارت نفت"]),
    "who is named after a comma and is the object does not hold the office": (
        "حسن نادری، شهردار کاشان آمد.\nشهردار کاشان، رضا شفیعی را دانا خواند.",
        ["حسن نادری"],
    ),
    "a leader called by an epithet": ("رهبر معظم انقلاب گفت: مدرسه‌ها باز شود.", ["علی خامنه‌ای"]),
}


@pytest.mark.parametrize(("text", "names"), _CASES.values(), ids=_CASES)
def test_the_source_is_named_in_full(text: str, names: list[str | None]) -> None:
    """Each statement's source carries the fullest name that the text gives."""
    assert [found.source.name if found.source else None for found in find_statements(text)] == names


_STEERING = """
وی گفت : « » ، . و که با بیان اینکه در از به یک این مقام رئیس جمهور آمریکا علی کریمی دکتر وزارت خارجه منابع
را دانست افزود ترامپ سید الله ولی نیز ما گفتیم آمده است بیانیه نقل روزنامه
"""


def test_of_two_candidates_none_is_chosen() -> None:
    """A surname that two persons share names nobody, and the mention is kept."""
    text = "مینا کاظمی و رضا کاظمی آمدند.\nآقای کاظمی گفت: هوا سرد است."
    (found,) = find_statements(text)
    assert (found.source, found.mention and found.mention.of(text)) == (None, "آقای کاظمی")


def test_every_half_space_lost_names_the_same_sources() -> None:
    """The stripped texts of the cases above give the same names, half-spaces apart."""
    texts = [text for text, _ in _CASES.values()]
    plain = [found.source and name_key(found.source.name) for text in texts for found in find_statements(text)]
    lost = [text.replace(ZWNJ, "") for text in texts]
    stripped = [found.source and name_key(found.source.name) for text in lost for found in find_statements(text)]
    assert plain == stripped


@given(st.text(alphabet=st.sampled_from("وی گفت: «علی» کریمی، رئیس\n.ا ن م"), max_size=200))
def test_any_text_is_read_without_a_crash(text: str) -> None:
    """Every mention lies in the text, whatever the text."""
    mentions = [found.mention for found in find_statements(text) if found.mention is not None]
    assert all(0 <= mention.start < mention.end <= len(text) for mention in mentions)


@given(
    st.lists(
        st.sampled_from(_STEERING.split()),
        max_size=40,
    )
)
def test_words_in_any_order_are_read_without_a_crash(words: list[str]) -> None:
    """The words that steer attribution make no nonsense that stops it."""
    assert all(0.0 <= found.confidence <= 1.0 for found in find_statements(" ".join(words)))


def test_an_unnamed_source_says_so() -> None:
    """A described source is of the kind unnamed."""
    (found,) = find_statements("یک مقام آگاه گفت: قرارداد امضا شد.")
    assert found.source == Source("یک مقام آگاه", SourceKind.UNNAMED)


_NAMES: dict[str, tuple[str, list[str | None]]] = {
    "«این کشور» is the country in play": (
        "شمار بیماران افغانستان زیاد شد. وزارت بهداشت این کشور اعلام کرد: سی نفر بیمار شدند.",
        ["وزارت بهداشت افغانستان"],
    ),
    "a surname before a noun is the surname's": (
        "کاوه مهرزاد، شهردار نیکان گفت: برف آمد.\nمهرزاد همکاری ساکنان را «سرمایه شهر» دانست.",
        ["کاوه مهرزاد", "کاوه مهرزاد"],
    ),
    "an eyewitness is described": ("یک شاهد عینی به خبرگزاری فرانسه گفت: آتش دیدم.", ["یک شاهد عینی"]),
    "the outlet addressed does not go on": ("به خبرگزاری فرانسه گفت: آتش دیدم.", [None]),
    "a person between dashes speaks": (
        "به گزارش ایسنا، بهنام داوودی - مدیر راه‌ها - در این باره گفته بود که جاده باز است.",
        ["بهنام داوودی"],
    ),
    "a university's name has no surname": (
        "کریم نادری رئیس دانشگاه آزاد واحد آیت‌الله آملی است. رئیس دانشگاه آزاد واحد آیت‌الله آملی گفت: درس مهم است.",
        ["کریم نادری"],
    ),
    "a compound given name goes on with any surname": (
        "حشمت الله فلاحت پیشه گفت: باران می‌بارد.",
        ["حشمت الله فلاحت پیشه"],
    ),
    "«که» after a judgement is about its object": (
        "روزنامه خاور این پیشنهاد رئیس جمهور ایران را مهم عنوان کرد که گفته است: ما همسایه‌ایم.",
        ["رئیس جمهور ایران"],
    ),
    "a minister of the lead is no film maker": (
        "وزیر فرهنگ گفت: فیلم خوب است.\nکامران سپیدنام، کارگردان سینما گفت: فیلم کم است.",
        ["وزیر فرهنگ", "کامران سپیدنام"],
    ),
    "a dash of stretching ends a dateline": ("ایسنا ـ وزیر کشور عراق گفت: مرز باز است.", ["وزیر کشور عراق"]),
}


@pytest.mark.parametrize(("text", "names"), _NAMES.values(), ids=_NAMES)
def test_the_name_is_the_sources_own(text: str, names: list[str | None]) -> None:
    """Neither words beside it nor whom it speaks to are part of it."""
    sources = [found.source.name if found.source else None for found in find_statements(text)]
    assert sources[-len(names) :] == names
