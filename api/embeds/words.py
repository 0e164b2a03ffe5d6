"""The words of the page for an iframe, in Persian and in English; those of the custom element are in its script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from domain.periods import Language


@dataclass(frozen=True, slots=True)
class Words:
    """What an embed says in one language; `{}` stands for a name or a number."""

    direction: Literal["rtl", "ltr"]
    service: str
    title: str
    chart: str
    bar: str
    bar_of_one: str
    count: str
    count_of_one: str
    none: str
    more: str
    whole: str
    all: str
    unknown_day: str
    outlet: str
    verdict: str
    new_window: str
    no_speaker: str
    unknown_speaker: str
    failed: str
    open_service: str


WORDS: Mapping[Language, Words] = {
    Language.FA: Words(
        direction="rtl",
        service="گزاره",
        title="گفته‌های {}",
        chart="شمار گفته‌ها در زمان",
        bar="{}: {} گفته",
        bar_of_one="{}: {} گفته",
        count="{} گفته",
        count_of_one="{} گفته",
        none="در این بازه گفته‌ای ثبت نشده است.",
        more="گفته‌های پیشین",
        whole="متن کامل",
        all="همهٔ گفته‌ها در گزاره",
        unknown_day="روز نامعلوم",
        outlet="خبر",
        verdict="راستی‌آزمایی: {}",
        new_window="(در پنجرهٔ تازه)",
        no_speaker="گوینده گفته نشده است: speaker را با شناسه یا نام کامل گوینده بنویسید.",
        unknown_speaker="گوینده‌ای با این نام یا شناسه یافت نشد، یا بیش از یک نفر این نام را دارد.",
        failed="این گفته‌ها را نمی‌توان نشان داد.",
        open_service="رفتن به گزاره",
    ),
    Language.EN: Words(
        direction="ltr",
        service="Gozareh",
        title="Statements of {}",
        chart="Number of statements over time",
        bar="{}: {} statements",
        bar_of_one="{}: {} statement",
        count="{} statements",
        count_of_one="{} statement",
        none="No statement is known of this time.",
        more="Earlier statements",
        whole="Whole text",
        all="All statements at Gozareh",
        unknown_day="unknown day",
        outlet="article",
        verdict="Verdict: {}",
        new_window="(in a new window)",
        no_speaker="No speaker is named: give the parameter speaker, an id or a full name.",
        unknown_speaker="Nobody has this name or id, or more than one has the name.",
        failed="These statements cannot be shown.",
        open_service="Go to Gozareh",
    ),
}
