"""What happens when a reader chooses ranges in the histogram: quickly, on a slow network, and by its thumbs."""

import re
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from api import addresses
from db.sessions import Database
from db.tables import SpeakerRow
from domain.node_ids import node_id
from tests import factories as make
from tests.browser.dragging import drag
from tests.browser.newsroom import served_over
from tests.browser.tabs import Tabs

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

type Code = Literal["fa", "en"]
type PageOf = Callable[[Code], str]

LANGUAGES: list[Code] = ["fa", "en"]
MONTHS, FIRST_MONTH_CLAIMS = 24, 1_200
"""A bar each, from January 2020; every month but the first has one claim."""
_SETTLED = "new Promise((resolve) => setTimeout(resolve, 500))"
"""Long enough for a page to do what an event or an answer makes it do."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def page_of(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PageOf]:
    """Gives the address of a speaker's page in a language."""
    path = tmp_path_factory.mktemp("histogram") / "histogram.db"
    shutil.copy(sqlite_template, path)
    speaker = await _store(path)
    with served_over(path) as address:
        yield lambda language: f"{address}{addresses.speaker(language, speaker)}"


async def _store(path: Path) -> str:
    database = Database(f"sqlite:///{path}")
    who, outlet = make.speaker(), make.outlet()
    speaker = who[0]
    assert isinstance(speaker, SpeakerRow)
    article = make.article(of=outlet)
    revision = make.revision(article)
    days = [date(2020 + month // 12, month % 12 + 1, 15) for month in range(MONTHS)]
    said = [days[0]] * (FIRST_MONTH_CLAIMS - 1) + days
    claims = [make.claim(revision, by=speaker.id, content=f"گفته {n}", said_on=day) for n, day in enumerate(said)]
    await make.store(database, [*who, outlet, article, revision, *claims])
    await database.close()
    return node_id("speaker", speaker.id)


def share_of(language: Code, month: float) -> float:
    """Where the middle of a month's bar is, as a share of the width from the left; half a month is half a bar."""
    share = (month + 0.5) / MONTHS
    return 1 - share if language == "fa" else share


async def choose(page: Page, language: Code, first: int, last: int) -> None:
    """Drag from the bar of one month to that of another."""
    await drag(page, share_of(language, first), share_of(language, last))


async def expect_range(page: Page, first: int, last: int) -> None:
    """Wait until the range ends at these bars and its claims are there."""
    for thumb, place in zip(await page.get_by_role("slider").all(), (first, last), strict=True):
        await expect(thumb).to_have_attribute("aria-valuenow", str(place))
    await expect(page.locator("#claims")).not_to_have_attribute("aria-busy", "true")


async def test_the_header_and_the_years_follow_the_range(tabs: Tabs, page_of: PageOf) -> None:
    """The other language, the digits and the way to sign in lead to the same claims; the year is the chosen one."""
    page = await tabs.open(page_of("en"), language="en")
    await choose(page, "en", 0, 11)
    await page.wait_for_url("**from=2020-01&to=2020-12")
    for selector, attribute in (
        ("a[hreflang=fa]", "href"),
        ("form[action$=digits] [name=next]", "value"),
        (".preferences a[rel=nofollow]", "href"),
    ):
        await expect(page.locator(selector)).to_have_attribute(attribute, re.compile("from.*2020-01.*to.*2020-12"))
    await expect(page.locator("#years [aria-current]")).to_contain_text("2020")
    await page.go_back()
    await expect(page.locator("#years [aria-current]")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "many", "one"),
    [
        ("en", "January 2020 to February 2020: 1,201 claims", "June 2020 to June 2020: 1 claim"),
        ("fa", "از دی ۱۳۹۸ تا بهمن ۱۳۹۸: ۱٬۲۰۱ گفته", "از خرداد ۱۳۹۹ تا خرداد ۱۳۹۹: ۱ گفته"),
    ],
)
async def test_a_range_is_said_as_the_page_says_numbers(
    tabs: Tabs, page_of: PageOf, language: Code, many: str, one: str
) -> None:
    """Its thousands apart, one claim in the singular."""
    page = await tabs.open(page_of(language), language=language)
    await choose(page, language, 0, 1)
    await expect(page.locator(".said")).to_have_text(many)
    await expect_range(page, 0, 1)
    await choose(page, language, 5, 5)
    await expect(page.locator(".said")).to_have_text(one)


async def test_a_range_is_said_in_the_digits_that_were_chosen(tabs: Tabs, page_of: PageOf) -> None:
    """Persian words with Latin digits, and with the mark for thousands that goes with them."""
    page = await tabs.open(page_of("fa"), language="fa")
    await page.click("form[action$=digits] button")
    await choose(page, "fa", 0, 1)
    await expect(page.locator(".said")).to_have_text("از دی 1398 تا بهمن 1398: 1,201 گفته")
