"""Cues: the words that say that somebody said something."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.cues import find_cues
from extraction.reading import read


def _cues(text: str) -> list[str]:
    reading = read(text)
    return [reading.words(range(cue.first, cue.after)) for cue in find_cues(reading)]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("وی گفت: بله", ["گفت"]),
        ("وی گفته است که", ["گفته است"]),
        ("آنها گفته‌اند که", ["گفته‌اند"]),
        ("آنها گفته اند که", ["گفته اند"]),
        ("وی گفته بود که", ["گفته بود"]),
        ("وی می‌گوید که", ["می‌گوید"]),
        ("وي مي گويد كه", ["مي گويد"]),
        ("وی میگوید که", ["میگوید"]),
        ("وی می‌افزاید:", ["می‌افزاید"]),
        ("وی اظهارداشت: بله", ["اظهارداشت"]),
        ("وی اظهار داشت: بله", ["اظهار داشت"]),
        ("وی خاطر نشان ساخت: بله", ["خاطر نشان ساخت"]),
        ("وي خاطرنشان كرد: بله", ["خاطرنشان كرد"]),
        ("وی تأكيد می‌کند: بله", ["تأكيد می‌کند"]),
        ("وی تاکید بسیاری کرد که", ["تاکید بسیاری کرد"]),
        ("وی معتقد است که", ["معتقد است"]),
        ("آنها معتقدند که", ["معتقدند"]),
        ("وی بر این باور است که", ["بر این باور است"]),
        ("وی ابراز امیدواری کرد که", ["ابراز امیدواری کرد"]),
        ("وی خواستار پایان جنگ شد", ["خواستار"]),
        ("وی خبر از پایان جنگ داد", ["خبر"]),
        ("وی با بیان اینکه هوا سرد است", ["با بیان اینکه"]),
        ("وی باتاکید بر این که هوا سرد است", ["باتاکید بر این که"]),
        ("وی ضمن اشاره به این نکته که هوا سرد است", ["ضمن اشاره به این نکته که"]),
        ("وی با ابراز نگرانی از اینکه هوا سرد است", ["با ابراز نگرانی از اینکه"]),
        ("به گفته وی، هوا سرد است", ["به گفته"]),
        ("بنا بر اعلام پلیس، هوا سرد است", ["بنا بر اعلام"]),
        ("پل را بست وگفت: بله", ["وگفت"]),
    ],
)
def test_cues_are_found_in_every_form(text: str, cues: list[str]) -> None:
    """Tense, number, spacing, gluing and Arabic letters do not hide a cue, nor do words inside a compound."""
    assert _cues(text) == cues


@pytest.mark.parametrize(
    "text",
    [
        "گفتنی است، این جاده باز است",
        "به گزارش خبرگزاری‌ها، جاده باز است",
        "گفت و گو با مدیر کل",
        "گفت‌وگوی تازه",
        "او سخن گفت",
        "نمایشگاه برگزار شد",
        "وزیر از کارخانه بازدید کرد",
        "او با اشاره به مشکلات جاده رفت",
        "می‌توان به این نکته اشاره کرد که",
        "بازار نوشت افزار",
        "مالیات بر ارزش افزوده",
        "اگر او بگوید که",
        "او خواهد گفت که",
        "من گفتم که هوا سرد است",
    ],
)
def test_other_words_are_no_cues(text: str) -> None:
    """Deeds, the writer's own voice, talk without content, wishes and the first person report nothing."""
    assert _cues(text) == []


@given(
    st.lists(st.sampled_from(["وی", "گفت", "تاکید", "کرد", "با", "بیان", "اینکه", "خبر", "از", "داد", "که", ":", "\n"]))
)
def test_cues_stand_in_order_and_apart(words: list[str]) -> None:
    """No cue overlaps the next, whatever the words."""
    reading = read(" ".join(words))
    cues = find_cues(reading)
    assert all(one.first < one.after <= len(reading.keys) for one in cues)
    assert all(one.after <= other.first for one, other in pairwise(cues))
