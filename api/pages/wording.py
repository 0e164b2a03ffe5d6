"""The words, numbers and days of a page, in its language and in the digits that its reader likes.

What articles and people wrote is shown as it is: none of this is for that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from api.said_days import worded
from domain.calendars import Calendar, Interval
from domain.dates import Precision
from domain.periods import Language, periods

_TO_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_TO_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٬", "0123456789,")
_ONE = ".one"
"""Ends the name of a text that is for the number 1; Persian has the same for all."""


class Digits(StrEnum):
    """The digits of a page's numbers and days."""

    PERSIAN = "persian"
    LATIN = "latin"


OWN_CALENDARS = {Language.FA: Calendar.JALALI, Language.EN: Calendar.GREGORIAN}
"""The calendar in which a language's readers count months and years."""
OWN_DIGITS = {Language.FA: Digits.PERSIAN, Language.EN: Digits.LATIN}
"""The digits of a language where its reader likes no others."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Says everything on one page; `zone` decides on which day an instant is."""

    language: Language
    digits: Digits
    zone: ZoneInfo

    def text(self, name: str, /, **facts: object) -> str:
        """A text by its name, with facts in its places; numbers are written as the page writes them.

        >>> Wording(Language.EN, Digits.LATIN, ZoneInfo("Asia/Tehran")).text("claims.count", n=1)
        '1 claim'
        """
        texts = texts_of(self.language)
        found = texts.get(name + _ONE, texts[name]) if facts.get("n") == 1 else texts[name]
        told = {key: self.number(fact) if isinstance(fact, int) else fact for key, fact in facts.items()}
        return self.in_digits(found).format(**told)

    def has(self, name: str) -> bool:
        """Whether there is a text of this name."""
        return name in texts_of(self.language)

    def number(self, number: int) -> str:
        """A number, its thousands apart.

        >>> Wording(Language.FA, Digits.PERSIAN, ZoneInfo("Asia/Tehran")).number(12345)
        '۱۲٬۳۴۵'
        """
        told = f"{number:,}"
        return told if self.digits is Digits.LATIN else told.replace(",", "٬").translate(_TO_PERSIAN)

    def said(self, day: str | None, precision: str | None) -> str:
        """The day, month or year of a claim as the API tells it, in both calendars where it is a day."""
        if day is None:
            return self.text("said.unknown")
        known = Precision(precision.lower()) if precision else Precision.DAY
        return self.in_digits(worded(date.fromisoformat(day), known, self.language))

    def day(self, day: str | None) -> str | None:
        """A day in the language's own calendar; None of none."""
        if day is None:
            return None
        told, calendar = date.fromisoformat(day), OWN_CALENDARS[self.language]
        [period] = periods(told, told, interval=Interval.DAY, calendar=calendar, language=self.language)
        return self.in_digits(period.label)

    def instant(self, told: str) -> str:
        """The day of an instant as the API tells it."""
        return self.said(datetime.fromisoformat(told).astimezone(self.zone).date().isoformat(), None)

    def period(self, told: str) -> str:
        """A Gregorian day, month or year, such as `2013` or `2013-08`."""
        parts = told.split("-")
        precision = {1: Precision.YEAR, 2: Precision.MONTH}.get(len(parts), Precision.DAY)
        return self.said("-".join([*parts, "01", "01"][:3]), precision.value)

    def name_of(self, named: Mapping[str, Any]) -> str:
        """What a page of this language calls a speaker or a topic."""
        return str((named.get("latin") if self.language is Language.EN else None) or named["name"])

    def label_of(self, verdict: Mapping[str, Any]) -> str:
        """What a page of this language calls a verdict."""
        return str(verdict["labelFa" if self.language is Language.FA else "labelEn"])

    def in_digits(self, text: str) -> str:
        """A text of this service's own with the page's digits."""
        return text.translate(_TO_LATIN if self.digits is Digits.LATIN else _TO_PERSIAN)


@cache
def texts_of(language: Language) -> dict[str, str]:
    """The texts of a language by their names."""
    found: dict[str, str] = orjson.loads(files("api.pages").joinpath("texts", f"{language}.json").read_bytes())
    return found
