"""What happens when a reader chooses ranges in the histogram: quickly, on a slow network, and by its thumbs."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Page, Route, expect

from api import addresses
from db.sessions import Database
from db.tables import SpeakerRow
from domain.node_ids import node_id
from tests import factories as make
from tests.browser.dragging import drag, drag_thumb, finger_on, place_of
from tests.browser.newsroom import served_over
from tests.browser.tabs import Tabs, fail_scripts, follow

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


def asked_by(page: Page) -> list[str]:
    """The queries of the pages that scripts ask for, as they are asked."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url.partition("?")[2]) if one.resource_type == "fetch" else None)
    return asked


async def hold_next(page: Page) -> asyncio.Event:
    """Let the next page that a script asks for come only when the event is set."""
    released = asyncio.Event()
    held: list[Route] = []

    async def wait(route: Route) -> None:
        if not held:
            held.append(route)
            await released.wait()
        await route.continue_()

    await page.route("**/speakers/**", wait)
    return released


async def history_of(page: Page) -> int:
    """How many pages the reader can go back and forward to."""
    found: int = await page.evaluate("history.length")
    return found


async def test_a_late_answer_does_not_replace_a_newer_choice(tabs: Tabs, page_of: PageOf) -> None:
    """The range that was chosen last stays, and only it is a page to go back from."""
    page = await tabs.open(page_of("en"), language="en")
    before = await history_of(page)
    released = await hold_next(page)
    await choose(page, "en", 2, 5)
    await choose(page, "en", 10, 14)
    await page.wait_for_url("**from=2020-11&to=2021-03")
    released.set()
    await page.evaluate(_SETTLED)
    await expect_range(page, 10, 14)
    assert page.url.endswith("from=2020-11&to=2021-03")
    assert await history_of(page) == before + 1


async def test_an_answer_does_not_end_a_drag(tabs: Tabs, page_of: PageOf) -> None:
    """It comes while the reader still drags, who chooses another range."""
    page = await tabs.open(page_of("en"), language="en")
    released = await hold_next(page)
    await choose(page, "en", 2, 5)
    await page.mouse.move(*await place_of(page, share_of("en", 10)))
    await page.mouse.down()
    async with page.expect_event("requestfinished"):
        released.set()
    await page.evaluate(_SETTLED)
    await page.mouse.move(*await place_of(page, share_of("en", 14)))
    await page.mouse.up()
    await page.wait_for_url("**from=2020-11&to=2021-03")
    await expect_range(page, 10, 14)


async def test_an_answer_is_shown_after_a_drag_that_was_cancelled(tabs: Tabs, page_of: PageOf) -> None:
    """It comes while a finger is on the chart, and the browser then scrolls."""
    page = await tabs.open(page_of("en"), language="en")
    finger, released = await finger_on(page), await hold_next(page)
    await choose(page, "en", 2, 5)
    await finger.put(share_of("en", 10))
    await finger.move(share_of("en", 14))
    async with page.expect_event("requestfinished"):
        released.set()
    await finger.lose()
    await page.wait_for_url("**from=2020-03&to=2020-06")
    await expect_range(page, 2, 5)


async def test_a_drag_that_is_cancelled_leaves_nothing_behind(tabs: Tabs, page_of: PageOf) -> None:
    """Neither its range nor what listens: the next tap asks once, for its own bar."""
    page = await tabs.open(page_of("en"), language="en")
    said, asked = await page.locator(".said").inner_text(), asked_by(page)
    finger = await finger_on(page)
    await finger.put(share_of("en", 4))
    await finger.move(share_of("en", 9))
    await expect(page.locator(".shade")).to_be_visible()
    await finger.lose()
    await expect(page.locator(".shade")).to_be_hidden()
    await expect(page.locator(".said")).to_have_text(said)
    await choose(page, "en", 15, 15)
    await expect_range(page, 15, 15)
    await page.evaluate(_SETTLED)
    assert asked == ["from=2021-04&to=2021-04"]


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


async def test_the_skip_link_asks_for_nothing(tabs: Tabs, page_of: PageOf) -> None:
    """Nor does going back from where it leads."""
    page = await tabs.open(page_of("en"), language="en")
    asked = asked_by(page)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**#content")
    await page.evaluate(_SETTLED)
    await page.evaluate("history.back()")
    await page.wait_for_url(page_of("en"))
    await page.evaluate(_SETTLED)
    assert asked == []


async def test_going_forward_at_once_shows_where_the_reader_is(tabs: Tabs, page_of: PageOf) -> None:
    """However late the answer for the page before comes."""
    page = await tabs.open(page_of("en"), language="en")
    await choose(page, "en", 10, 14)
    await page.wait_for_url("**from=2020-11&to=2021-03")
    released = await hold_next(page)
    await page.evaluate("history.back()")
    await page.wait_for_url(page_of("en"))
    await page.evaluate("history.forward()")
    await page.wait_for_url("**from=2020-11&to=2021-03")
    released.set()
    await page.evaluate(_SETTLED)
    await expect_range(page, 10, 14)


async def test_going_back_to_a_part_of_a_page_that_fails_opens_it_whole(tabs: Tabs, page_of: PageOf) -> None:
    """A new page is asked for, though the address differs from the present one by nothing."""
    page = await tabs.open(f"{page_of('en')}?from=2020&to=2020#claims", language="en")
    await choose(page, "en", 14, 16)
    await page.wait_for_url("**from=2021-03&to=2021-05")
    await fail_scripts(page)
    async with page.expect_event("load"):
        await page.evaluate("history.back()")
    await expect_range(page, 0, 11)
    tabs.complaints = [one for one in tabs.complaints if "ERR_FAILED" not in one]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_thumb_moves_its_end_alone(tabs: Tabs, page_of: PageOf, language: Code) -> None:
    """Past the other end, too, which stays where it is; the end that was moved has the focus."""
    page = await tabs.open(page_of(language), language=language)
    first, last = page.get_by_role("slider").first, page.get_by_role("slider").last
    await choose(page, language, 6, 12)
    await expect_range(page, 6, 12)
    for thumb, edge, expected, focused in (
        (first, 3, (3, 12), first),
        (last, 21, (3, 20), last),
        (first, 22, (20, 22), last),
    ):
        before = page.url
        await drag_thumb(page, thumb, share_of(language, edge - 0.5))
        await expect(page).not_to_have_url(before)
        await expect_range(page, *expected)
        await expect(focused).to_be_focused()


async def test_a_tap_on_a_thumb_changes_nothing(tabs: Tabs, page_of: PageOf) -> None:
    """It takes the focus; there is no further page to go back from."""
    page = await tabs.open(page_of("en"), language="en")
    await choose(page, "en", 6, 12)
    await page.wait_for_url("**from=2020-07&to=2021-01")
    before = await history_of(page)
    await page.get_by_role("slider").last.click()
    await page.evaluate(_SETTLED)
    await expect_range(page, 6, 12)
    await expect(page.get_by_role("slider").last).to_be_focused()
    assert await history_of(page) == before


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
    await follow(page.locator("form[action$=digits] button"))
    await choose(page, "fa", 0, 1)
    await expect(page.locator(".said")).to_have_text("از دی 1398 تا بهمن 1398: 1,201 گفته")
