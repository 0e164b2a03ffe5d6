"""Who said it: each row is a text of our own, and the source of each of its statements in order."""

import pytest

from domain.statement import Source, SourceKind
from extraction.statements import find_statements

_CASES = {
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
    "the one addressed does not speak": (
        "علی کریمی در دیدار با حسن نادری گفت: باران می‌بارد.",
        ["علی کریمی"],
    ),
}


@pytest.mark.parametrize(("text", "names"), _CASES.values(), ids=_CASES)
def test_the_source_is_named_in_full(text: str, names: list[str]) -> None:
    """Each statement's source carries the fullest name that the text gives."""
    assert [found.source.name if found.source else None for found in find_statements(text)] == names


def test_an_unnamed_source_says_so() -> None:
    """A described source is of the kind unnamed."""
    (found,) = find_statements("یک مقام آگاه گفت: قرارداد امضا شد.")
    assert found.source == Source("یک مقام آگاه", SourceKind.UNNAMED)
