"""Where a text came from is found as hops from the printing outlet to the origin, with the words as printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import ZWNJ
from extraction.lexicon import read_table
from extraction.provenance import find_provenance
from extraction.reading import read

AND_THEN = "، مریم نیک‌فر در این باره گفت: پل تازه باز می‌شود."
CHAINS = [
    ("به گزارش ایسنا" + AND_THEN, ["ایسنا"]),
    ("به گزارش خبرگزاری ایسنا از سپیدان" + AND_THEN, ["ایسنا"]),
    ("به گزارش خبرنگار مهر" + AND_THEN, ["مهر"]),
    ("به گزارش خبرنگار گروه شهری خبرگزاری فارس از ساری" + AND_THEN, ["فارس"]),
    ("به گزارش گروه بین الملل خبرگزاري فارس" + AND_THEN, ["فارس"]),
    ("به گزارش ایسنا به نقل از رویترز" + AND_THEN, ["ایسنا", "رویترز"]),
    ("به گزارش ایسنا، به نقل از خبرگزاری رویترز" + AND_THEN, ["ایسنا", "رویترز"]),
    ("به گزارش خبرگزاری فارس از بجنورد و به نقل از روابط عمومی شهرداری" + AND_THEN, ["فارس", "روابط عمومی شهرداری"]),
    ("به گزارش مهر به نقل از فرانس پرس به نقل از سی ان ان" + AND_THEN, ["مهر", "خبرگزاری فرانسه", "سی‌ان‌ان"]),
    ("به گزارش اسپادانا خبر و به نقل از تسنیم" + AND_THEN, ["اسپادانا خبر", "تسنیم"]),
    ("به نقل از باشگاه خبرنگاران" + AND_THEN, ["باشگاه خبرنگاران جوان"]),
    ("به گزارش روابط عمومی شهرداری سپیدان مهندس نیک‌فر شهردار شهر گفت: پل باز شد.", ["روابط عمومی شهرداری سپیدان"]),
    ("به گزارش نگاه سپیدان" + AND_THEN, ["نگاه سپیدان"]),
    ("به گزارش ایسنا به نقل از پایگاه خبری رود نو" + AND_THEN, ["ایسنا", "پایگاه خبری رود نو"]),
    ("به گزارش ایسنا به نقل از «رود نو»" + AND_THEN, ["ایسنا", "«رود نو»"]),
    ("به گزارش ایسنا به نقل از ک.ل.م" + AND_THEN, ["ایسنا", "ک.ل.م"]),
    ("به گزارش ایسنا به نقل از پایگاه اینترنتی رویترز" + AND_THEN, ["ایسنا", "رویترز"]),
    ("به گزارش مشرق، روزنامه «کیهان» در یادداشتی نوشت: پل تازه باز شد.", ["مشرق", "کیهان"]),
    ("روزنامه رود نو به نقل از رویترز نوشت: پل تازه باز شد.", ["روزنامه رود نو", "رویترز"]),
    ("رویترز گزارش داد: پل تازه باز شد.", ["رویترز"]),
    ("خبرگزاری فارس: پل تازه باز شد.", ["فارس"]),
    ("ایرنا: پل تازه باز شد.\nبه گزارش ایرنا، هزینه زیاد بود.", ["ایرنا"]),
    ("تهران (پانا) - پل تازه باز شد.", ["پانا"]),
    ("سپیدان - خبرگزاری مهر: پل تازه باز شد.", ["مهر"]),
    ("پل تازه باز شد.\nمردم آمدند.\nمنبع: همشهری آنلاین", ["همشهری"]),
]


@pytest.mark.parametrize(("text", "names"), CHAINS)
def test_the_chain_is_read_in_order(text: str, names: list[str]) -> None:
    """From the first agency named to the origin, each by one name however it is spelt."""
    assert [hop.name for hop in find_provenance(read(text))] == names


@pytest.mark.parametrize(("text", "names"), CHAINS)
def test_lost_half_spaces_change_no_name(text: str, names: list[str]) -> None:
    """The same agencies are found in a text without half-spaces."""
    found = [hop.name.replace(ZWNJ, "") for hop in find_provenance(read(text.replace(ZWNJ, "")))]
    assert found == [name.replace(ZWNJ, "") for name in names]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "پل تازه باز شد.",
        "به گزارش خبرنگار ما، پل تازه باز شد.",
        "به گزارش سازمان ملل متحد، مردم به پل نیاز دارند.",
        "وزیر راه گفت: به نقل از رویترز چیزی نمی‌گویم.",
        "به نقل از یک مقام آگاه، پل باز شد.",
        "مهر ماه آغاز شد.",
        "یک. \nدو. \nسه. \nچهار. \nپنج. \nبه گزارش رویترز، در کشوری دور پلی ساختند.",
    ],
)
def test_no_agency_is_made_up(text: str) -> None:
    """Reporters of one's own, people, organisations and agencies deep in the text make no chain."""
    assert find_provenance(read(text)) == ()


def test_a_person_quoted_by_an_agency_is_no_hop() -> None:
    """«به نقل از» an official names a speaker."""
    [hop] = find_provenance(read("به گزارش ایسنا به نقل از رئیس شهرداری سپیدان، پل باز شد."))
    assert hop.name == "ایسنا"


def test_the_printing_outlet_comes_first_even_where_the_text_is_silent() -> None:
    """It has no place in the text then."""
    first, second = find_provenance(read("به گزارش تسنیم، پل باز شد."), outlet="روزنامه سپیدان")
    assert (first.name, first.span) == ("روزنامه سپیدان", None)
    assert second.name == "تسنیم"


@pytest.mark.parametrize("outlet", ["mehrnews.com", "مهر", "خبرگزاري مهر"])
def test_an_outlet_that_names_itself_is_one_hop(outlet: str) -> None:
    """Its site and its name are the same outlet, and the text's words are kept."""
    text = "پل باز شد.\nبه گزارش خبرگزاری مهر، مردم آمدند."
    [hop] = find_provenance(read(text), outlet=outlet)
    assert hop.name == "مهر"
    assert hop.span is not None
    assert hop.span.of(text) == "خبرگزاری مهر"


@pytest.mark.parametrize("table", ["agencies", "provenance_words"])
def test_every_row_of_a_table_is_whole(table: str) -> None:
    """Each row has all its columns, a source among them."""
    assert all(all(row.values()) for row in read_table(table))


PIECES = st.sampled_from(
    [
        "به گزارش",
        "به نقل از",
        "خبرنگار",
        "رویترز",
        "روزنامه",
        "«",
        "»",
        "،",
        ":",
        "\n",
        ".",
        "نوشت",
        "منبع",
        "وزیر",
        "و",
        "آ",
    ]
)


@given(st.lists(PIECES).map(" ".join) | st.text(), st.none() | st.text())
def test_no_text_breaks_it(text: str, outlet: str | None) -> None:
    """Every hop has a name, and its words stand in the text."""
    hops = find_provenance(read(text), outlet=outlet)
    assert all(hop.name and (hop.span is None or hop.span.of(text)) for hop in hops)
