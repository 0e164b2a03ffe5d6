"""What people see and do on the pages, in a real browser: on both languages, on a phone and on a desk."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page, expect

from api import addresses
from tests.browser.dragging import drag
from tests.browser.newsroom import CLAIMS, LATIN, SPEAKER, WORD, Newsroom, newsroom, served_over
from tests.browser.tabs import Tabs, fail_scripts, follow, violations

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

type Code = Literal["fa", "en"]

LANGUAGES: list[Code] = ["fa", "en"]
PHONE, DESK, NARROWEST = 390, 1_200, 320
DRAFT = {"fa": "پیش‌نویس", "en": "draft"}
BODY, PROOF = "با <b>سند</b> نمی‌خواند", "https://example.org/proof/1"
_MOST_TABS = 80
"""To reach anything on a page by keyboard."""
_ADOPT = "css => { const one = new CSSStyleSheet(); one.replaceSync(css); document.adoptedStyleSheets = [one] }"
_SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
"""Source: WCAG 2.2, success criterion 1.4.12."""


@pytest.fixture(scope="module")
def room(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A newsroom that every test of this module reads and writes in."""
    with newsroom(sqlite_template, tmp_path_factory.mktemp("newsroom") / "room.db") as room:
        yield room


@pytest.fixture(scope="module")
def nothing(sqlite_template: Path) -> Iterator[str]:
    """The address of a server that holds nothing."""
    with served_over(sqlite_template) as address:
        yield address


def pages_of(room: Newsroom, language: Code) -> dict[str, str]:
    """Addresses of pages by what they show."""
    found = {
        "home": addresses.home(language),
        "search": addresses.search(language, q=WORD),
        "search without finds": addresses.search(language, q="ناپیدا"),
        "speaker": addresses.speaker(language, room.speaker),
        "speaker with a range": addresses.speaker(language, room.speaker, from_="2021", to="2021-06", q=WORD),
        "topic": addresses.topic(language, room.topic),
        "claim": addresses.claim(language, room.plain_claim),
        "claim with a note": addresses.claim(language, room.checked_claim),
        "sign-in": addresses.sign_in(language),
        "nothing": f"/{language}/nowhere",
    }
    return {name: f"{room.address}{path}" for name, path in found.items()}


async def sign_in(page: Page, room: Newsroom) -> None:
    """Enter the verifier's key on the page for it."""
    await page.fill("#key", room.key)
    await follow(page.locator(".signing button"))


async def write_note(page: Page, body: str) -> None:
    """Fill in the form for notes and send it."""
    await page.fill("#body", body)
    await page.select_option("#verdict", "misleading")
    await page.fill("#evidence-url", PROOF)
    await page.fill("#evidence-title", "سند")
    await follow(page.locator(".writing button"))


async def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is selected has the focus."""
    for _ in range(_MOST_TABS):
        await page.keyboard.press("Tab")
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{_MOST_TABS} tabs do not reach {selector} on {page.url}")


async def enter(page: Page) -> None:
    """Press Enter on what leads to another page, and wait until that page is there."""
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def width_of(page: Page) -> int:
    """The width of all that the page holds, in CSS pixels."""
    found: int = await page.evaluate("document.documentElement.scrollWidth")
    return found


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_whole_way_from_a_search_to_a_note(tabs: Tabs, room: Newsroom, language: Code, width: int) -> None:
    """Words, the speaker, a range that is dragged, a claim, the key, a note; then out again, and the note is hidden."""
    page = await tabs.open(f"{room.address}/", width=width, language=language)
    assert page.url == f"{room.address}/{language}/"
    await page.fill("#q", SPEAKER)
    await follow(page.locator(".search button"))
    await follow(page.locator(".suggested a").first)
    await expect(page.locator("h1")).to_have_text(SPEAKER if language == "fa" else LATIN)

    await page.evaluate("window.isTheSamePage = true")
    before = await page.locator("#listed").inner_text()
    await drag(page, 0.25, 0.6)
    await page.wait_for_url(re.compile(r"[?&]from=[0-9-]+&to=[0-9-]+$"))
    await expect(page.locator("#listed")).not_to_have_text(before)
    await expect(page.locator(".shade")).to_be_visible()
    assert 0 < await page.locator(".claim").count() < CLAIMS
    await page.go_back()
    await expect(page.locator("#listed")).to_have_text(before)
    assert page.url == f"{room.address}{addresses.speaker(language, room.speaker)}"
    assert await page.evaluate("window.isTheSamePage")

    await follow(page.locator(".claim .open").nth(width % 7 + LANGUAGES.index(language)))
    claim = page.url
    assert addresses.claim(language, "claim_") in claim
    await follow(page.locator(".notes a[rel=nofollow]"))
    await sign_in(page, room)
    assert page.url == claim
    assert await violations(page) == []
    await write_note(page, BODY)
    note = page.locator(".note")
    await expect(note.locator(".body")).to_have_text(BODY)
    await expect(note.locator(".stage")).to_have_text(DRAFT[language])
    await expect(note.locator(".verdict-misleading")).to_be_visible()
    await expect(note.locator(".evidence a")).to_have_attribute("href", PROOF)
    assert await violations(page) == []
    await follow(page.locator("form[action$='sign-out'] button"))
    await expect(page.locator(".note")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_same_way_by_keyboard_alone(tabs: Tabs, room: Newsroom, language: Code) -> None:
    """The link past the header comes first; the ends of a range are sliders, and keep the focus when claims come."""
    page = await tabs.open(f"{room.address}/{language}/", width=DESK, language=language)
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.className") == "skip"
    await page.keyboard.press("Enter")
    await tab_to(page, "#q")
    await page.keyboard.type(SPEAKER)
    await enter(page)
    assert "/search?" in page.url
    await tab_to(page, ".suggested a")
    await enter(page)
    assert "/speakers/" in page.url

    await tab_to(page, "[role=slider]")
    label = await page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    for key in ("ArrowLeft" if language == "fa" else "ArrowRight", "ArrowUp", "PageUp"):
        await page.keyboard.press(key)
    assert await page.evaluate("document.activeElement.getAttribute('aria-valuenow')") == "14"
    assert await page.evaluate("document.activeElement.getAttribute('aria-valuetext')") != label
    await page.keyboard.press("Enter")
    await page.wait_for_url("**from=**")
    await expect(page.locator("#told")).not_to_be_empty()
    await expect(page.locator("[role=slider]").first).to_be_focused()
    await page.keyboard.press("Escape")
    await page.wait_for_url(re.compile(r"speakers/[^?]+$"))

    await tab_to(page, ".claim .open")
    await enter(page)
    assert "/claims/" in page.url
    await tab_to(page, ".notes a[rel=nofollow]")
    await enter(page)
    assert "/sign-in" in page.url
    await tab_to(page, "#key")
    await page.keyboard.type(room.key)
    await enter(page)
    assert "/claims/" in page.url
    await tab_to(page, "#body")
    await page.keyboard.type(f"با صفحه‌کلید {language}")
    await tab_to(page, ".writing button")
    await enter(page)
    assert "saved=1" in page.url
    await expect(page.locator(".note .body")).to_contain_text([f"با صفحه‌کلید {language}"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_wrong(
    tabs: Tabs, room: Newsroom, nothing: str, language: Code, scheme: Literal["light", "dark"]
) -> None:
    """On every page, those that are empty and that say what is wrong among them."""
    found = {}
    looked_at = {**pages_of(room, language), "empty home": f"{nothing}{addresses.home(language)}"}
    page = await tabs.open("about:blank", width=DESK, language=language, scheme=scheme)
    for name, address in looked_at.items():
        await page.goto(address)
        found[name] = await violations(page)
    await sign_in_wrongly(page, looked_at["sign-in"])
    found["wrong key"] = await violations(page)
    tabs.complaints = [one for one in tabs.complaints if "404" not in one and "422" not in one]
    assert found == {name: [] for name in found}


async def sign_in_wrongly(page: Page, address: str) -> None:
    """Enter a key that nobody has."""
    await page.goto(address)
    await page.fill("#key", "gzr_nobody")
    await follow(page.locator(".signing button"))
    await expect(page.locator("[role=alert]")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_all_works_without_javascript(tabs: Tabs, room: Newsroom, language: Code) -> None:
    """A search, a year, the filter, the next page, the key and a note; what needs scripts is not shown."""
    page = await tabs.open(f"{room.address}/{language}/", width=PHONE, language=language, scripts=False)
    await page.fill("#q", WORD)
    await follow(page.locator(".search button"))
    assert await page.locator(".claim mark").count() > 0
    await follow(page.locator(".claim .who a").first)
    await expect(page.locator(".scripted")).to_be_hidden()
    await expect(page.locator(".copy")).to_have_count(2)
    await expect(page.locator(".copy").first).to_be_hidden()
    await follow(page.locator("nav.years a").first)
    await expect(page.locator("nav.years [aria-current]")).to_have_count(1)
    await page.fill("#filter [name=from]", "2020")
    await page.fill("#filter [name=to]", "2022-12")
    await page.fill("#filter [name=q]", WORD)
    await follow(page.locator("#filter button"))
    first = await page.locator(".claim blockquote").all_inner_texts()
    await follow(page.locator("[rel=next]"))
    assert not set(first) & set(await page.locator(".claim blockquote").all_inner_texts())
    await follow(page.locator("[rel=prev]"))
    assert await page.locator(".claim blockquote").all_inner_texts() == first
    await follow(page.locator(".claim .open").last)
    await follow(page.locator(".notes a[rel=nofollow]"))
    await sign_in(page, room)
    await write_note(page, f"{BODY} {language}")
    await expect(page.locator(".note .body", has_text=f"{BODY} {language}")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_nothing_is_wider_than_the_narrowest_phone(tabs: Tabs, room: Newsroom, language: Code) -> None:
    """Not even where readers set letters and words further apart."""
    page = await tabs.open("about:blank", width=NARROWEST, language=language)
    widths = {}
    for name, address in pages_of(room, language).items():
        await page.goto(address)
        plain = await width_of(page)
        await page.evaluate(_ADOPT, _SPACED)
        widths[name] = (plain, await width_of(page))
    tabs.complaints = [one for one in tabs.complaints if "404" not in one]
    assert widths == dict.fromkeys(widths, (NARROWEST, NARROWEST))


async def test_the_language_and_the_digits_are_remembered(tabs: Tabs, room: Newsroom) -> None:
    """The first page is in the language that was chosen, its numbers in the digits that were."""
    page = await tabs.open(f"{room.address}{addresses.speaker('fa', room.speaker)}", language="fa")
    assert f"{CLAIMS}" not in await page.locator("#listed").inner_text()
    await follow(page.locator("form[action$=digits] button"))
    assert page.url == f"{room.address}{addresses.speaker('fa', room.speaker)}"
    await expect(page.locator("#listed")).to_contain_text(f"{CLAIMS}")
    await follow(page.locator("a[hreflang=en]"))
    await page.goto(f"{room.address}/")
    assert page.url == f"{room.address}/en/"
    await follow(page.locator("a[hreflang=fa]"))
    assert re.search(r"20[0-9]{2}", await page.locator("time").first.inner_text())


async def test_what_is_printed_is_the_words(tabs: Tabs, room: Newsroom) -> None:
    """Neither the header nor forms nor the filter; claims, and the addresses of their articles."""
    page = await tabs.open(pages_of(room, "fa")["speaker"], width=DESK)
    await page.emulate_media(media="print")
    for selector in (".top", "#filter", ".pager", ".taking", ".thumb >> nth=0", ".embedding"):
        await expect(page.locator(selector)).to_be_hidden()
    await expect(page.locator(".claim").first).to_be_visible()
    await page.goto(pages_of(room, "fa")["claim"])
    printed = "getComputedStyle(document.querySelector('.about a'), '::after').content"
    assert "https://example.org/news/" in await page.evaluate(printed)


async def test_nothing_moves_for_whoever_wants_no_motion(tabs: Tabs, room: Newsroom) -> None:
    """Claims fade while others come, but not then."""
    page = await tabs.open(pages_of(room, "en")["speaker"])
    await page.evaluate("document.getElementById('claims').setAttribute('aria-busy', 'true')")
    told = "getComputedStyle(document.getElementById('claims')).transitionDuration"
    reduced = await page.evaluate(told)
    await page.emulate_media(reduced_motion="no-preference")
    assert (reduced, await page.evaluate(told)) == ("0s", "0.15s")


async def test_what_cannot_be_brought_is_told_by_a_whole_page(tabs: Tabs, room: Newsroom) -> None:
    """What goes wrong on the way is never an error inside a page."""
    page = await tabs.open(pages_of(room, "en")["speaker"])
    await fail_scripts(page)
    await drag(page, 0.3, 0.5)
    await page.wait_for_url("**from=**")
    await expect(page.locator(".range-of")).to_be_visible()
    tabs.complaints = [one for one in tabs.complaints if "ERR_FAILED" not in one]
