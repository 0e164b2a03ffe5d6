"""A statement's day is told by its own clause, by the event it belongs to, or by the publication."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Basis, Precision, SaidOn
from domain.statement import Kind, Source, SourceKind
from extraction.dates import date_reports
from extraction.reading import Reading, read
from extraction.report import Place, Report

PUBLISHED = date(2020, 11, 17)
"""A Tuesday, 27 Aban 1399."""
YESTERDAY = date(2020, 11, 16)
TODAY = PUBLISHED
NIKFAR = Source("مریم نیک‌فر", SourceKind.PERSON)
RADAN = Source("کاوه رادان", SourceKind.PERSON)
COUNCIL = Source("شورای شهر سپیدان", SourceKind.ORGANISATION)


def marked(text: str) -> tuple[Reading, list[Report]]:
    """A text in which <a cue> and [its content] are marked, as a reading and its reports.

    A content belongs to the nearest cue that has none; a cue within a content is inside that cue's report.
    """
    plain = re.sub(r"[<>\[\]]", "", text)
    reading = read(plain)
    cues: list[range] = []
    contents: list[range] = []
    opened: list[int] = []
    at = 0
    for character in text:
        if character in "<[":
            opened.append(at)
        elif character in ">]":
            tokens = range(reading.token_at(opened.pop()), reading.token_at(at - 1) + 1)
            (cues if character == ">" else contents).append(tokens)
        else:
            at += 1
    contents.sort(key=lambda content: content.start)
    pairs = _paired(cues, contents)
    return reading, [
        Report(cue, content, Kind.INDIRECT, "", Place.SUBJECT, cue, inside=_inside(cue, pairs))
        for cue, content in pairs
    ]


def _paired(cues: list[range], contents: list[range]) -> list[tuple[range, range]]:
    left = list(contents)
    pairs = []
    for cue in sorted(cues, key=lambda one: one.start):
        free = [content for content in left if cue.start not in content]
        nearest = min(free, key=lambda content: abs(content.start - cue.stop))
        left.remove(nearest)
        pairs.append((cue, nearest))
    return pairs


def _inside(cue: range, pairs: list[tuple[range, range]]) -> int | None:
    holding = [(len(content), index) for index, (_, content) in enumerate(pairs) if cue.start in content]
    return min(holding)[1] if holding else None


def days_of(text: str, *speakers: Source | None, published_on: date | None = PUBLISHED) -> list[SaidOn | None]:
    """The days of a marked text's reports; without speakers nobody is known."""
    reading, reports = marked(text)
    assert len(speakers) in {0, len(reports)}
    return date_reports(reading, reports, published_on=published_on, sources=speakers or None)


STATED = [
    ("مریم نیک‌فر دیروز <گفت>: [پل باز شد].", YESTERDAY, "دیروز"),
    ("مریم نیک‌فر ظهر دوشنبه در نشست خبری <گفت>: [پل باز شد].", YESTERDAY, "ظهر دوشنبه"),
    ("دیروز مریم نیک‌فر [پل را زیبا] <خواند>.", YESTERDAY, "دیروز"),
    ("مریم نیک‌فر در نشست دیروز شورا <گفت>: [پل باز شد].", YESTERDAY, "دیروز"),
    ("مریم نیک‌فر در جلسه‌ای که روز دوشنبه برگزار شد، <گفت>: [پل باز شد].", YESTERDAY, "روز دوشنبه"),
    ("مریم نیک‌فر در سخنان دیروز خود <گفت>: [پل باز شد].", YESTERDAY, "دیروز"),
    ("گفتنی است که مریم نیک‌فر روز گذشته <اعلام کرد> که [پل باز شد].", YESTERDAY, "روز گذشته"),
    ("مریم نیک‌فر در واکنش به این خبر، روز دوشنبه <گفت>: [پل باز شد].", YESTERDAY, "روز دوشنبه"),
    ("مریم نیک‌فر درباره پل در نشست روز دوشنبه <گفت>: [پل باز شد].", YESTERDAY, "روز دوشنبه"),
    ("<به گفته> مریم نیک‌فر در نشست دیروز، [پل باز شد].", YESTERDAY, "دیروز"),
    ("مریم نیک‌فر در تاریخ ۲۵ آبان <گفت>: [پل باز شد].", date(2020, 11, 15), "تاریخ ۲۵ آبان"),
    ("مریم نیک‌فر ۲۵ آبان <گفت>: [پل باز شد].", date(2020, 11, 15), "۲۵ آبان"),
    ("مریم نیک‌فر امروز (۲۶ آبان) <گفت>: [پل باز شد].", YESTERDAY, "امروز (۲۶ آبان)"),
    ("نیک‌فر در سالگرد پل که دیروز برگزار شد، <گفت>: [پل باز شد].", YESTERDAY, "دیروز"),
    ("رادان در خطبه‌های نماز جمعه امروز سپیدان <گفت>: [پل باز شد].", TODAY, "امروز"),
    ("رادان در خطبه‌های نماز جمعه هفته گذشته <گفت>: [پل باز شد].", date(2020, 11, 13), "جمعه هفته گذشته"),
    ("رادان امروز آمد و مریم نیک‌فر دیروز <گفت>: [پل باز شد].", YESTERDAY, "دیروز"),
]


@pytest.mark.parametrize(("text", "day", "printed"), STATED)
def test_words_beside_the_cue_tell_the_day(text: str, day: date, printed: str) -> None:
    """They may stand before the source, after it, in the occasion or after the cue."""
    assert days_of(text) == [SaidOn(day, Precision.DAY, Basis.STATED, printed)]


@pytest.mark.parametrize(
    "text",
    [
        "مریم نیک‌فر <گفت>: [دیروز پل باز شد].",
        "مریم نیک‌فر [پل دیروز را زیبا] <خواند>.",
        "مریم نیک‌فر درباره قطعنامه‌ای که دیروز تصویب شد <گفت>: [خوب است].",
        "مریم نیک‌فر با اشاره به باران روز دوشنبه <گفت>: [راه بسته شد].",
        "مریم نیک‌فر در واکنش به حمله دیروز <گفت>: [بد بود].",
        "سخنگوی حمله دیروز را دید و <گفت>: [بد بود].",
        "مریم نیک‌فر در پی نشست روز دوشنبه <گفت>: [خوب بود].",
        "مریم نیک‌فر در خصوص جلسه‌ای که هفته گذشته برگزار نشد <گفت>: [خواهد شد].",
        "مریم نیک‌فر که از دیروز در سپیدان است <گفت>: [پل باز شد].",
        "مریم نیک‌فر با گرامیداشت ۱۶ آذر روز دانشجو <گفت>: [مبارک باشد].",
        "مریم نیک‌فر در دو روز گذشته <گفت>: [پل باز شد].",
        "مریم نیک‌فر درباره نشستی که دیروز برگزار شد <گفت>: [خوب بود].",
        "مریم نیک‌فر درباره باران در پنجشنبه و جمعه <گفت>: [خوب بود].",
        "امام جمعه سپیدان در نماز جمعه <گفت>: [پل باز شد].",
        "مریم نیک‌فر در نشستی که ۲ دسامبر برگزار می‌شود <گفت>: [پل باز شد].",
        "مریم نیک‌فر از اهالی زلزله‌زده در سال ۱۳۶۹ <گفت>: [بسیار بودند].",
    ],
)
def test_a_day_of_something_else_is_not_the_statements(text: str) -> None:
    """A day within the content, of a topic, of another event, of a span or of the future tells nothing."""
    assert days_of(text) == [SaidOn(PUBLISHED, Precision.DAY, Basis.PUBLISHED)]


def test_without_words_or_publication_the_day_is_unknown() -> None:
    """Nothing is made up."""
    assert days_of("نیک‌فر <گفت>: [پل باز شد].", published_on=None) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "نیک‌فر پیش از این <گفت>: [پل باز می‌شود].",
        "نیک‌فر چندی پیش <گفت>: [پل باز می‌شود].",
        "نیک‌فر دو هفته پیش <گفت>: [پل باز می‌شود].",
        "نیک‌فر چند روز پیش <گفت>: [پل باز می‌شود].",
        "نیک‌فر در روزهای گذشته <گفت>: [پل باز می‌شود].",
        "نیک‌فر <گفته بود>: [پل باز می‌شود].",
        "صبح امروز پل باز شد که نیک‌فر <گفته بود> [باز می‌شود].",
    ],
)
def test_what_was_said_earlier_has_no_day(text: str) -> None:
    """The words say that it was before, and not when: the day of publication would be wrong."""
    assert days_of(text) == [None]


def test_a_day_told_beside_an_earlier_time_is_kept() -> None:
    """«گفته بود» with a day has that day."""
    [day] = days_of("نیک‌فر روز شنبه <گفته بود>: [پل باز می‌شود].")
    assert day == SaidOn(date(2020, 11, 14), Precision.DAY, Basis.STATED, "روز شنبه")


def test_a_year_is_known_as_a_year() -> None:
    """Precision says how much is known."""
    [day] = days_of("نیک‌فر در سال ۱۳۹۵ <گفت>: [پل باز می‌شود].")
    assert day == SaidOn(date(2016, 3, 20), Precision.YEAR, Basis.STATED, "سال ۱۳۹۵")


CARRIED = SaidOn(YESTERDAY, Precision.DAY, Basis.CARRIED, "دیروز")
STATED_YESTERDAY = SaidOn(YESTERDAY, Precision.DAY, Basis.STATED, "دیروز")
ON_PUBLICATION = SaidOn(PUBLISHED, Precision.DAY, Basis.PUBLISHED)


def test_the_day_of_a_speech_carries_over_to_its_speaker_and_to_the_lead() -> None:
    """What the same speaker is reported to say before, in the lead, and after has the day of the speech."""
    text = (
        "شهردار سپیدان <گفت>: [پل باز شد].\n"
        "به گزارش ایسنا، نیک‌فر دیروز در جمع مردم <اظهار کرد>: [پل باز شد].\n"
        "وی <افزود>: [هزینه زیاد بود].\n"
        "رادان <گفت>: [هزینه کم بود].\n"
        "نیک‌فر <تأکید کرد>: [زیاد بود]."
    )
    assert days_of(text, NIKFAR, NIKFAR, NIKFAR, RADAN, NIKFAR) == [
        CARRIED, STATED_YESTERDAY, CARRIED, ON_PUBLICATION, CARRIED,
    ]  # fmt: skip


def test_two_cues_of_one_sentence_share_its_day() -> None:
    """The day before the first cue tells the second one too, for the same speaker."""
    text = "نیک‌فر دیروز <با بیان اینکه> [پل باز شد]، <گفت>: [هزینه زیاد بود]."
    assert days_of(text, NIKFAR, NIKFAR) == [STATED_YESTERDAY, STATED_YESTERDAY]


def test_the_next_speaker_of_a_sentence_does_not_share_its_day() -> None:
    """Another speaker's day is another matter."""
    text = "نیک‌فر دیروز <گفت> که [پل باز شد] و رادان <گفت> که [باز نشد]."
    assert days_of(text, NIKFAR, RADAN) == [STATED_YESTERDAY, ON_PUBLICATION]


def test_a_continuing_verb_carries_the_day_on_even_where_the_speaker_is_unsure() -> None:
    """«افزود» goes on with what was being said."""
    text = "نیک‌فر دیروز <گفت>: [پل باز شد].\nاین مقام <افزود>: [هزینه زیاد بود]."
    assert days_of(text, NIKFAR, None) == [STATED_YESTERDAY, CARRIED]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("نیک‌فر دیروز از پل سپیدان بازدید کرد. وی <گفت>: [پل باز شد].", NIKFAR),
        ("دیروز شورای شهر سپیدان پل را دید. شورا <اعلام کرد>: [پل باز شد].", COUNCIL),
        ("دیروز نشست مردم سپیدان برگزار شد. رادان در این نشست <گفت>: [پل باز شد].", RADAN),
        ("دیروز نشست مردم سپیدان برگزار شد. رادان نیز <گفت>: [پل باز شد].", RADAN),
    ],
)
def test_the_day_of_an_event_carries_over_to_who_takes_part(text: str, speaker: Source) -> None:
    """A sentence that reports a deed dates what the one who did it says then, and what is said at a meeting."""
    assert days_of(text, speaker) == [CARRIED]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("دیروز باران بارید. رادان <گفت>: [پل باز شد].", RADAN),
        ("دولت دیروز پل سپیدان را باز کرد. شورا <گفت>: [پل باز شد].", COUNCIL),
        ("رادان سوم مهر به سپیدان آمد. رادان <گفت>: [پل باز شد].", RADAN),
        ("رادان دیروز آمد.\nیک.\nدو.\nسه.\nچهار.\nرادان <گفت>: [پل باز شد].", RADAN),
    ],
)
def test_the_day_of_an_event_stays_where_it_belongs(text: str, speaker: Source) -> None:
    """An event of others, of weeks ago or far up in the text dates no statement."""
    assert days_of(text, speaker) == [ON_PUBLICATION]


def test_an_inner_statement_has_its_own_day() -> None:
    """What somebody else said, as told by a speaker, was not said on the speaker's day, unless words tell."""
    text = "نیک‌فر دیروز <گفت>: [رادان <اعلام کرد> که [پل باز شد]]."
    assert days_of(text, NIKFAR, RADAN) == [STATED_YESTERDAY, ON_PUBLICATION]
    text = "نیک‌فر <گفت>: [رادان دیروز <اعلام کرد> که [پل باز شد]]."
    assert days_of(text, NIKFAR, RADAN) == [ON_PUBLICATION, STATED_YESTERDAY]


@pytest.mark.parametrize(("cue", "day"), [("معتقدم", CARRIED), ("گفتم", ON_PUBLICATION)])
def test_speakers_who_speak_of_themselves_do_so_then(cue: str, day: SaidOn) -> None:
    """«معتقدم» inside a statement is of the same day; «گفتم» is of another."""
    text = f"نیک‌فر دیروز <گفت>: [<{cue}> [پل باز می‌شود]]."
    assert days_of(text, NIKFAR, NIKFAR)[1] == day


WORDS = st.sampled_from(
    [
        "دیروز",
        "امروز",
        "روز",
        "دوشنبه",
        "۲۵ آبان",
        "که",
        "،",
        ".",
        "\n",
        "نیک‌فر",
        "گفت",
        "نشست",
        "در",
        "نیز",
        "سال گذشته",
        "از",
    ]
)


@given(
    st.lists(WORDS, min_size=1).map(" ".join),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(1, 9)), max_size=6),
    st.dates(date(1900, 1, 1), date(2070, 1, 1)) | st.none(),
    st.lists(st.sampled_from([None, NIKFAR, RADAN, COUNCIL]), min_size=6, max_size=6),
)
def test_any_reports_of_any_text_get_days(
    text: str, places: list[tuple[int, int, int]], published_on: date | None, speakers: list[Source | None]
) -> None:
    """One answer for each report, never after the publication, published ones on its day, told ones as printed."""
    reading = read(text)
    count = len(reading.keys)
    reports = [
        Report(range(cue, cue + 1), range(start, min(start + size, count)), Kind.INDIRECT, "", Place.SUBJECT, range(0))
        for cue, start, size in sorted((cue % count, start % count, size) for cue, start, size in places)
    ]
    days = date_reports(reading, reports, published_on=published_on, sources=speakers[: len(reports)])
    assert len(days) == len(reports)
    for day in filter(None, days):
        assert published_on is None or day.day <= published_on
        assert (day.basis is Basis.PUBLISHED) == (day.printed is None)
        assert day.printed is None or day.printed in text


@given(st.integers(0, 400))
def test_a_day_moves_with_the_publication(shift: int) -> None:
    """«دیروز» is the day before, whatever the day of publication."""
    published_on = PUBLISHED + timedelta(days=shift)
    [day] = days_of("نیک‌فر دیروز <گفت>: [پل باز شد].", published_on=published_on)
    assert day is not None
    assert day.day == published_on - timedelta(days=1)
