"""What the article itself prints of a source: its offices in its own words, and its name where that is a surname."""

from collections.abc import Sequence

import pytest

from domain.statement import Source, SourceKind
from domain.text import ZWNJ
from extraction.persons import well_known
from extraction.statements import find_statements


def sources(text: str) -> list[Source]:
    """The source of each statement that has one."""
    return [found.source for found in find_statements(text) if found.source]


OFFICES: dict[str, tuple[str, Sequence[str]]] = {
    "beside the name": ("کاوه مهرزاد، شهردار سپیدان گفت: هوا سرد است.", ("شهردار سپیدان",)),
    "with its country": ("پوتین رئیس‌جمهوری روسیه گفت: هوا سرد است.", ("رئیس‌جمهوری روسیه",)),
    "«کشورمان» as it is printed": (
        "کاوه مهرزاد، رئیس جمهور کشورمان گفت: هوا سرد است.",
        ("رئیس جمهور کشورمان",),
    ),
    "several": (
        "دکتر کاوه مهرزاد، رئیس شورا گفت: هوا سرد است. مهرزاد، شهردار سپیدان، افزود: برف است.",
        ("رئیس شورا", "شهردار سپیدان"),
    ),
    "an office is its own": ("رئیس‌جمهور روسیه گفت: گاز هست.", ("رئیس‌جمهور روسیه",)),
    "none": ("کاوه مهرزاد گفت: هوا سرد است.", ()),
    "not what everybody knows": ("ترامپ گفت: هوا سرد است.", ()),
    "what everybody knows, where the article says it": (
        "ترامپ، رئیس جمهور آمریکا گفت: هوا سرد است.",
        ("رئیس جمهور آمریکا",),
    ),
    "not another's": ("ولادیمیر پوتین در دیدار رئیس‌جمهور چین گفت: هوا سرد است.", ()),
    "an organisation has none": ("وزارت خارجه آمریکا اعلام کرد: گفتگو ادامه دارد.", ()),
    "an unnamed source has none": ("یک مقام آگاه گفت: قرارداد امضا شد.", ()),
}


@pytest.mark.parametrize(("text", "offices"), OFFICES.values(), ids=OFFICES)
def test_a_source_has_the_offices_that_the_article_gives(text: str, offices: Sequence[str]) -> None:
    """As it prints them, each once."""
    assert sources(text)[0].offices == tuple(offices)


def test_an_office_is_the_first_printing_of_it() -> None:
    """The same office in other words is not told twice."""
    text = "کاوه مهرزاد، وزیر خارجه کشورمان گفت: هوا سرد است.\nوزیر امور خارجه کشورمان افزود: برف است."
    assert sources(text)[0].offices == ("وزیر خارجه کشورمان",)


@pytest.mark.parametrize("naming", ["رئیس‌جمهور این کشور", "نادر خان، رئیس‌جمهور این کشور"])
def test_this_country_is_the_one_named_last_before(naming: str) -> None:
    """Of an office alone and of a person's: «این کشور» says nothing where the sentence before is not at hand."""
    (office,) = sources(f"شمار بیماران افغانستان زیاد شد. {naming} گفت: سی نفر بیمار شدند.")[0].offices
    assert "افغانستان" in office


def test_a_surname_that_everybody_completes_is_kept_as_printed() -> None:
    """The name is the full one, `printed` what the article has."""
    source = Source("دونالد ترامپ", SourceKind.PERSON)
    (found,) = sources("ترامپ گفت: هوا سرد است.")
    assert (found, found.printed) == (source, "ترامپ")


@pytest.mark.parametrize(
    "text",
    [
        "دونالد ترامپ گفت: هوا سرد است.",
        "ترامپ آمد. دونالد ترامپ گفت: هوا سرد است.",
        "کاوه مهرزاد گفت: هوا سرد است.",
        "مهرزاد گفت: هوا سرد است.",
        "شهردار سپیدان گفت: هوا سرد است.",
    ],
)
def test_what_the_article_prints_in_full_is_not_repeated(text: str) -> None:
    """Nor a surname that nobody completes."""
    assert [found.printed for found in sources(text)] == [""]


@pytest.mark.parametrize("row", [row for row in well_known().values() if ZWNJ not in row["surname"]][::9])
def test_each_surname_of_the_table_is_completed(row: dict[str, str]) -> None:
    """Beside a cue, with the words that were printed."""
    (found,) = sources(f"{row['surname']} گفت: هوا سرد است.")
    assert (found.name, found.printed) == (row["name"], row["surname"])
