"""The words of feeds in Persian and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from domain.periods import Language


@dataclass(frozen=True, slots=True)
class Words:
    """What a feed says of itself in one language; `{}` stands for a name or for what is searched for."""

    direction: Literal["rtl", "ltr"]
    service: str
    of_speaker: str
    of_topic: str
    of_search: str
    nobody: str
    speaker: str
    attributed_to: str
    """In place of `speaker` where they did not say it."""
    said_on: str
    unknown_day: str
    outlet: str
    article: str
    verdict: str


WORDS: Mapping[Language, Words] = {
    Language.FA: Words(
        direction="rtl",
        service="گزاره",
        of_speaker="گفته‌های {} – گزاره",
        of_topic="گفته‌ها دربارهٔ {} – گزاره",
        of_search="گفته‌ها با «{}» – گزاره",
        nobody="گویندهٔ نامعلوم",
        speaker="گوینده",
        attributed_to="نسبت داده شده به",
        said_on="روز",
        unknown_day="نامعلوم",
        outlet="رسانه",
        article="خبر",
        verdict="راستی‌آزمایی",
    ),
    Language.EN: Words(
        direction="ltr",
        service="Gozareh",
        of_speaker="Statements of {} – Gozareh",
        of_topic="Statements on {} – Gozareh",
        of_search="Statements with “{}” – Gozareh",
        nobody="Unknown speaker",
        speaker="Speaker",
        attributed_to="Attributed to",
        said_on="Day",
        unknown_day="unknown",
        outlet="Outlet",
        article="Article",
        verdict="Verdict",
    ),
}
