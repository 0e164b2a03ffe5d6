"""Contents: which words each cue reports. Every sentence is made up for this test."""

import pytest

from extraction.people import find_people
from extraction.reading import read
from extraction.statements import find_reports


def _reported(text: str) -> list[tuple[str, str]]:
    """Cue and content of each report of the text."""
    reading = read(text)
    reports = find_reports(reading, find_people(reading))
    return [(reading.words(report.cue), reading.words(report.content)) for report in reports]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("وی گفت: هوا سرد است.", [("گفت", "هوا سرد است")]),
        ("وی گفت : هوا سرد است .", [("گفت", "هوا سرد است")]),
        ("وی گفت که هوا سرد است.", [("گفت", "هوا سرد است")]),
        ("وی گفت، هوا سرد است.", [("گفت", "هوا سرد است")]),
        ("وی گفت هوا سرد است.", [("گفت", "هوا سرد است")]),
        ("وی در این باره گفت: «هوا سرد است.»", [("گفت", "هوا سرد است")]),
        ('وی گفت: "هوا سرد است."', [("گفت", "هوا سرد است")]),
        ("وی گفت: “هوا سرد است”.", [("گفت", "هوا سرد است")]),
        ("وی گفت: «هوا سرد است", [("گفت", "هوا سرد است")]),
        ("وی گفت: هوا سرد» شد و «برف آمد».", [("گفت", "هوا سرد» شد و «برف آمد»")]),
        ("وی گفت در این باره: هوا سرد است.", [("گفت", "هوا سرد است")]),
        ("وی ابراز امیدواری کرد تا هوا گرم شود.", [("ابراز امیدواری کرد", "هوا گرم شود")]),
        ("وی از مردم خواست در خانه بمانند.", [("خواست", "در خانه بمانند")]),
        ("وی از مردم خواست تا در خانه بمانند.", [("خواست", "در خانه بمانند")]),
        ("آنها معتقدند تا وقتی باران ببارد جاده بسته است.", [("معتقدند", "تا وقتی باران ببارد جاده بسته است")]),
    ],
)
def test_a_clause_after_its_verb_is_the_content(text: str, reported: list[tuple[str, str]]) -> None:
    """The content is neither cue nor «که» nor colon nor outer quotation marks."""
    assert _reported(text) == reported


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("وی این جاده را خطرناک دانست.", [("دانست", "این جاده را خطرناک")]),
        ("وی نیز این جاده را خطرناک خواند.", [("خواند", "این جاده را خطرناک")]),
        ("وی در پایان نشست، ساخت جاده را کاری بزرگ توصیف کرد.", [("توصیف کرد", "ساخت جاده را کاری بزرگ")]),
        ("وی بر ضرورت ساخت جاده تأکید کرد.", [("تأکید کرد", "ضرورت ساخت جاده")]),
        ("وی از ساخت جاده خبر داد.", [("خبر داد", "ساخت جاده")]),
        ("وی خبر از ساخت جاده داد.", [("خبر", "ساخت جاده")]),
        ("وی خواستار ساخت جاده شد.", [("خواستار", "ساخت جاده")]),
        ("وی ساخت جاده را خواستار شد.", [("خواستار شد", "ساخت جاده")]),
        ("وی این حمله را محکوم کرد.", [("محکوم کرد", "این حمله")]),
        ("وزیر راه اما این حمله را محکوم کرد.", [("محکوم کرد", "این حمله")]),
        ("وی هدف را «ساخت جاده» عنوان کرد.", [("عنوان کرد", "هدف را «ساخت جاده»")]),
        ("وی این خبر را تکذیب کرد.", [("تکذیب کرد", "این خبر")]),
        ("وی این موضوع را که جاده بسته است، رد کرد.", [("رد کرد", "این موضوع را که جاده بسته است")]),
        ("وی نسبت به ریزش کوه هشدار داد.", [("هشدار داد", "ریزش کوه")]),
        ("وی رقیبش را به دروغ متهم کرد.", [("متهم کرد", "رقیبش را به دروغ")]),
        ("وی از تأخیر کار ابراز نگرانی کرد.", [("ابراز نگرانی کرد", "تأخیر کار")]),
    ],
)
def test_a_phrase_before_its_verb_is_the_content(text: str, reported: list[tuple[str, str]]) -> None:
    """«A را B دانست» keeps A and B; «بر A تأکید کرد» is A without its preposition."""
    assert _reported(text) == reported


@pytest.mark.parametrize(
    "text",
    [
        "وی با اشاره به مشکلات جاده به سفر رفت.",
        "دادگاه او را به حبس محکوم کرد.",
        "وی مدیر تازه را به عنوان جانشین خود معرفی کرد.",
        "او این درس را به خوبی می‌داند.",
        "گفته می‌شود جاده بسته است.",
        "این گزارش می‌افزاید: جاده بسته است.",
        "او می‌خواهد به خانه برود.",
        "او تصاویری را فاش کرد که دیده نشده بود.",
        "به نظر می‌رسد جاده بسته است.",
        "از نظر اقتصادی، جاده سودی ندارد.",
    ],
)
def test_deeds_and_the_writers_own_voice_are_no_statements(text: str) -> None:
    """Nothing is reported where nobody is said to have said something."""
    assert _reported(text) == []


def test_a_participle_and_its_main_verb_are_two_statements() -> None:
    """«با بیان اینکه S، گفت: T» reports S and T."""
    text = "وی با بیان اینکه برف، باران و باد می‌آید، افزود: جاده بسته است."
    assert _reported(text) == [("با بیان اینکه", "برف، باران و باد می‌آید"), ("افزود", "جاده بسته است")]


def test_a_participle_ends_where_another_starts() -> None:
    """Two participles before one verb share the sentence."""
    text = "وی با بیان اینکه هوا سرد است و با تأکید بر اینکه جاده بسته است، گفت: بمانید."
    assert [content for _, content in _reported(text)] == ["هوا سرد است", "جاده بسته است", "بمانید"]


def test_a_participle_before_a_judgement_ends_at_the_comma() -> None:
    """The main verb may have its content before it."""
    text = "وی با بیان اینکه هوا سرد است، ساخت جاده را دشوار دانست و گفت: بمانید."
    assert [content for _, content in _reported(text)] == ["هوا سرد است", "ساخت جاده را دشوار", "بمانید"]


def test_a_content_after_a_colon_goes_on_to_the_end_of_the_paragraph() -> None:
    """Sentences without a cue of their own go on with the same words; a new paragraph does not."""
    text = "وی گفت: هوا سرد است. جاده بسته است. بمانید.\nبرف می‌بارد."
    assert _reported(text) == [("گفت", "هوا سرد است. جاده بسته است. بمانید")]


def test_a_content_after_a_colon_ends_before_the_next_statement() -> None:
    """The next sentence with a cue that the writer tells starts a new statement."""
    text = "وی گفت: هوا سرد است. جاده بسته است. وی افزود: بمانید."
    assert _reported(text) == [("گفت", "هوا سرد است. جاده بسته است"), ("افزود", "بمانید")]


def test_what_a_speaker_says_to_have_said_does_not_end_the_speech() -> None:
    """The first person reports inside the speech."""
    text = "وی گفت: هوا سرد است. من پیش از این گفتم که جاده بسته است. بمانید."
    assert _reported(text) == [("گفت", "هوا سرد است. من پیش از این گفتم که جاده بسته است. بمانید")]


def test_a_second_verb_with_the_same_subject_starts_a_statement() -> None:
    """«گفت: S و افزود: T» reports S and T."""
    text = "وی گفت: هوا سرد است و افزود: جاده بسته است."
    assert _reported(text) == [("گفت", "هوا سرد است"), ("افزود", "جاده بسته است")]


def test_a_report_inside_a_report_is_a_statement_of_its_own() -> None:
    """The inner cue has its own content; the outer content holds both."""
    text = "وی گفت که همسایه‌ها اعلام کرده‌اند که جاده بسته است."
    assert _reported(text) == [
        ("گفت", "همسایه‌ها اعلام کرده‌اند که جاده بسته است"),
        ("اعلام کرده‌اند", "جاده بسته است"),
    ]


def test_a_source_after_its_cue_ends_at_the_comma_or_with_its_name() -> None:
    """«به گفته X، S» and «به گفته X S» report S."""
    assert _reported("به گفته وی، هوا سرد است.") == [("به گفته", "هوا سرد است")]
    assert _reported("به گفته وی هوا سرد است.") == [("به گفته", "هوا سرد است")]
    text = "حسن کاوه گفت: هوا سرد است.\nبه گفته کاوه این جاده از فردا بسته است."
    assert _reported(text)[1] == ("به گفته", "این جاده از فردا بسته است")


def test_an_opinion_is_somebodys() -> None:
    """«از نظر وی» and «از نظر کارشناسان» have a source."""
    assert _reported("از نظر وی، جاده سودی ندارد.") == [("از نظر", "جاده سودی ندارد")]
    assert _reported("از نظر کارشناسان، جاده سودی ندارد.") == [("از نظر", "جاده سودی ندارد")]


def test_a_quotation_before_its_verb_is_the_content() -> None:
    """«...»، این را وزیر گفت."""
    assert _reported("«هوا بسیار سرد است»، این را وزیر نیرو گفت.") == [("گفت", "هوا بسیار سرد است")]


def test_a_name_and_a_colon_at_the_start_of_a_paragraph_report() -> None:
    """«ظریف: ...» is a statement where a person is named, «ایسنا: ...» is none."""
    text = "حسن روحانی: هوا بسیار سرد است\nایسنا: جاده بسته شد"
    assert _reported(text) == [(":", "هوا بسیار سرد است")]


def test_a_quoted_first_word_does_not_end_the_content() -> None:
    """The content goes on after a term in quotation marks."""
    assert _reported("وی گفت: «سرما» همه را غافلگیر کرد.") == [("گفت", "«سرما» همه را غافلگیر کرد")]


@pytest.mark.parametrize("count", [2000])
@pytest.mark.parametrize("unit", ["وی گفت: «", "گفت که ", "به گفته وی، ", "A را B دانست و ", "وی گفت: بله. ", "«\n"])
def test_long_repetitions_are_read_in_linear_time(unit: str, count: int) -> None:
    """Thousands of unclosed cues are found without a crash, and no report stands deeper than the limit."""
    reading = read(unit * count)
    reports = find_reports(reading, find_people(reading))
    depth: list[int] = []
    for report in reports:
        depth.append(0 if report.inside is None else depth[report.inside] + 1)
    assert max(depth, default=0) < 5
