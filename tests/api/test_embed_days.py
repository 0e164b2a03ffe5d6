"""The custom element reads and writes days as the service does."""

import json
from datetime import date, timedelta

from api.embeds.routes import MODULES
from api.ranges import read_range
from api.said_days import worded
from domain.calendars import jalali_day
from domain.dates import Precision
from domain.errors import BadFilter
from domain.periods import Language
from tests.api.test_embeds import STATIC
from tests.api.test_query_page import told_by_node

DAYS = (STATIC / "embed" / "days.js").as_uri()
PERIODS = f"""
import {{ period }} from "{DAYS}";
console.log(JSON.stringify(JSON.parse(process.argv[1]).map(period)));
"""
WORDED = f"""
import {{ withDigits, worded }} from "{DAYS}";
const told = JSON.parse(process.argv[1]).map(([day, precision, language, about]) =>
  withDigits(worded(day, precision, language, about), language === "fa"));
console.log(JSON.stringify(told));
"""
ABOUT = {"fa": "حدود", "en": "about"}


def bounds(told: str) -> list[str] | None:
    """What Python reads of it."""
    try:
        read = read_range(told, told)
    except BadFilter:
        return None
    return [read["gte"], read["lt"]]


def test_it_reads_the_same_days_months_and_years() -> None:
    """Of two centuries of both calendars, and what is none of them."""
    texts = [f"{year}" for year in [*range(1300, 1500), *range(1900, 2100)]]
    texts += [f"{year}-{month}" for year in (*range(1395, 1410), *range(2015, 2030)) for month in range(14)]
    texts += [f"{year}-12-{day}" for year in range(1300, 1500) for day in (29, 30, 31)]
    texts += [f"{year}/02/{day}" for year in range(1900, 2101, 4) for day in (0, 28, 29, 30)]
    texts += ["۱۳۹۹-۰۸", "٢٠٢٠.١١.١٤", " 1399 ", "\u200f1399-07-31", "1399-7-30", "1399-08/27", "", "x", "139", "0000"]
    assert told_by_node(PERIODS, json.dumps(texts)) == [bounds(one) if one else None for one in texts]


def test_it_words_the_same_days() -> None:
    """Every second day of two years, one of them a leap year, and months and years of any calendar."""
    days = [date(2020, 3, 1) + timedelta(days=number) for number in range(0, 750, 2)]
    asked = [(day, Precision.DAY, language) for day in days for language in Language]
    begins = [jalali_day(1399, 8, 1), jalali_day(1399, 1, 1), date(2020, 11, 1), date(2020, 1, 1), date(2020, 6, 15)]
    asked += [(day, one, language) for day in begins for one in Precision for language in Language]
    years = [jalali_day(year, month, 1) for year in range(1390, 1411) for month in (1, 2)]
    years += [date(year, month, 1) for year in range(2011, 2032) for month in (1, 2)]
    asked += [(day, one, language) for day in years for one in Precision for language in Language]
    sent = [[day.isoformat(), one.name, language.value, ABOUT[language.value]] for day, one, language in asked]
    assert told_by_node(WORDED, json.dumps(sent)) == [worded(*one) for one in asked]


def test_every_module_of_the_script_is_served() -> None:
    """None is forgotten in the list of routes."""
    assert set(MODULES) == {file.name for file in (STATIC / "embed").iterdir()}
