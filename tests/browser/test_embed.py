"""The custom element shows a timeline on a page of another site, whose policy is strict."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.seeding import HOSTILE_WORDS, seed, seed_denied
from tests.browser.tabs import Tabs, violations
from tests.serving import serving_process

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

HOST = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Host</title>
<link rel="icon" href="data:,"><script type="module" src="{service}/embed.js"></script></head>
<body><main><h1>Host</h1><gozareh-timeline {attributes}></gozareh-timeline></main></body></html>"""
POLICY = "default-src 'none'; script-src {service}; connect-src {service}; img-src data:; frame-src {service}"


WHOLE = {
    "fa": "۲۵ گفته · ۱۰ از ۲۵ گفته نشان داده شده است",
    "en": "25 statements · 10 of 25 statements are shown",
}
BARS = {
    "fa": ("مهر 1399: 3 گفته", "آبان 1399: 20 گفته", "دی 1399: 2 گفته"),
    "en": ("October 2020: 3 statements", "November 2020: 20 statements", "December 2020: 2 statements"),
}


class Elsewhere(ThreadingHTTPServer):
    """Another site, on another port: shows what the query asks for, under a policy that allows the service alone."""

    service = ""

    @property
    def origin(self) -> str:
        """The site as browsers and settings call it."""
        return f"http://127.0.0.1:{self.server_port}"


class _Pages(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_GET(self) -> None:
        """Answer with the page whose element has the attributes of the query."""
        asked = {name: one for name, [one] in parse_qs(urlsplit(self.path).query).items()}
        attributes = asked.pop("attributes")
        body = HOST.format(service=self.server.service, lang=asked["lang"], attributes=attributes).encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-security-policy", POLICY.format(service=self.server.service))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """The other site, until the block ends."""
    with Elsewhere(("127.0.0.1", 0), _Pages) as site:
        running = Thread(target=site.serve_forever)
        running.start()
        try:
            yield site
        finally:
            site.shutdown()
            running.join()


@dataclass(frozen=True)
class Stage:
    """A service, a site that it allows and one that it does not, and two speakers."""

    service: str
    allowed: Elsewhere
    stranger: Elsewhere
    speaker: str
    denied: str
    """Who did not say what is told of them."""

    def page(self, attributes: str, *, lang: str = "fa", site: Elsewhere | None = None) -> str:
        """The address of a page of the allowed site, or another, with an element."""
        return f"{(site or self.allowed).origin}/?lang={lang}&attributes={quote(attributes)}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """All of it, running."""
    path = tmp_path_factory.mktemp("embed") / "embed.db"
    shutil.copy(sqlite_template, path)
    url = f"sqlite+aiosqlite:///{path}"
    speaker, denied = await seed(url), await seed_denied(url)
    with elsewhere() as allowed, elsewhere() as stranger:
        settings = {
            "GOZAREH_DATABASE_URL": url,
            "GOZAREH_CORS_ORIGINS": allowed.origin,
            "GOZAREH_ADDRESS_POINTS_A_MINUTE": "0",
        }
        with serving_process(settings) as (service, _):
            allowed.service = stranger.service = service
            yield Stage(service, allowed, stranger, f"speaker_{speaker.hex}", f"speaker_{denied.hex}")


async def says(page: Page, words: str) -> None:
    """Wait until the element tells this."""
    await expect(page.get_by_role("status")).to_have_text(words, timeout=10_000)


@pytest.mark.parametrize("theme", ["light", "dark", "auto"])
@pytest.mark.parametrize("lang", ["fa", "en"])
async def test_it_shows_words_days_outlets_and_verdicts_to_everybody(
    tabs: Tabs, stage: Stage, lang: str, theme: str
) -> None:
    """In both languages and themes; axe finds nothing that keeps people out."""
    page = await tabs.open(
        stage.page(f'speaker="{stage.speaker}" lang="{lang}" theme="{theme}"', lang=lang), scheme="dark"
    )
    title, day, verdict, direction = {
        "fa": ("گفته‌های مریم نیک‌فر", "۱ دی ۱۳۹۹ (۲۱ دسامبر ۲۰۲۰)", "راستی‌آزمایی: نادرست", "rtl"),
        "en": ("Statements of مریم نیک‌فر", "21 December 2020 (1 Dey 1399)", "Verdict: False", "ltr"),
    }[lang]
    await says(page, WHOLE[lang])
    await expect(page.get_by_role("heading", level=2)).to_have_text(title)
    second = page.get_by_role("listitem").nth(1)
    await expect(second).to_contain_text(day)
    await expect(second).to_contain_text(verdict)
    await expect(second.get_by_role("link").nth(1)).to_have_attribute("href", "https://example.org/news?a=1&b=2")
    await expect(page.locator("gozareh-timeline section")).to_have_attribute("dir", direction)
    assert await violations(page) == []


@pytest.mark.parametrize("width", [320, 1_280])
async def test_it_fits_narrow_and_wide_pages(tabs: Tabs, stage: Stage, width: int) -> None:
    """Nothing runs out of the page at 320 pixels."""
    page = await tabs.open(stage.page(f'speaker="{stage.speaker}"'), width=width)
    await says(page, WHOLE["fa"])
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_hostile_texts_stay_texts(tabs: Tabs, stage: Stage) -> None:
    """In words and names; a link that would run is none."""
    page = await tabs.open(stage.page(f'speaker="{stage.speaker}"'))
    first = page.get_by_role("listitem").first
    await expect(first.locator("blockquote")).to_have_text(HOSTILE_WORDS)
    await expect(first).to_contain_text("<b>خبرگزاری</b> آزمون")
    links = await page.locator("gozareh-timeline a").evaluate_all("all => all.map((one) => one.protocol)")
    assert set(links) <= {"http:", "https:"}
    assert await page.title() == "Host"


@pytest.mark.parametrize("lang", ["fa", "en"])
async def test_it_is_used_by_keys_alone(tabs: Tabs, stage: Stage, lang: str) -> None:
    """One bar is reached by Tab, the others by arrows in reading direction; Enter filters and Escape shows all."""
    page = await tabs.open(stage.page(f'speaker="{stage.speaker}" lang="{lang}"', lang=lang))
    await says(page, WHOLE[lang])
    await page.evaluate("document.querySelector('gozareh-timeline').setAttribute('digits', 'latin')")
    whole = "25 گفته · 10 از 25 گفته نشان داده شده است" if lang == "fa" else WHOLE[lang]
    await says(page, whole)
    later, earlier = ("ArrowLeft", "ArrowRight") if lang == "fa" else ("ArrowRight", "ArrowLeft")
    three, twenty, two = BARS[lang]
    await expect(page.get_by_role("button", name=three)).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name=three)).to_be_focused()
    for key, name in [(later, twenty), (later, two), (later, two), (earlier, twenty), ("Home", three), ("End", two)]:
        await page.keyboard.press(key)
        await expect(page.get_by_role("button", name=name)).to_be_focused()
    await page.keyboard.press("Enter")
    await says(page, two)
    await expect(page.get_by_role("listitem")).to_have_count(2)
    await expect(page.get_by_role("button", name=two)).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_role("button", name=two)).to_be_focused()
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await says(page, whole)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link").first).to_be_focused()


async def test_more_is_added_below_until_all_are_there(tabs: Tabs, stage: Stage) -> None:
    """Who presses the button by keys goes on with what was added."""
    page = await tabs.open(stage.page(f'speaker="{stage.speaker}" lang="en"', lang="en"))
    more = page.get_by_role("button", name="Earlier statements")
    for number in (20, 25):
        await more.press("Enter")
        await says(page, f"25 statements · {number} of 25 statements are shown")
        await expect(page.get_by_role("listitem")).to_have_count(number)
    await expect(more).to_be_hidden()
    await expect(page.get_by_role("listitem").nth(20).get_by_role("link").first).to_be_focused()


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ('from="1399-08" to="1399-08"', "۲۰ گفته · ۱۰ از ۲۰ گفته نشان داده شده است"),
        ('from="۱۳۹۹/۱۰"', "۲ گفته"),
        ('to="2020-10"', "۳ گفته"),
        ('from="1390" to="1391"', "در این بازه گفته‌ای ثبت نشده است."),
    ],
)
async def test_it_shows_the_days_that_are_asked_for(tabs: Tabs, stage: Stage, attributes: str, told: str) -> None:
    """Jalali or Gregorian; the speaker by name, too."""
    page = await tabs.open(stage.page(f'speaker="مریم نیکفر" {attributes}'))
    await says(page, told)
    assert await violations(page) == []


async def test_what_somebody_did_not_say_is_marked_above_the_words(tabs: Tabs, stage: Stage) -> None:
    """Before anybody reads them."""
    page = await tabs.open(stage.page(f'speaker="{stage.denied}" lang="en" from="1399-08-15"', lang="en"))
    await says(page, "1 statement")
    await expect(page.get_by_role("listitem").locator("> :first-child")).to_have_text("Nobody said this")
    assert await violations(page) == []


@pytest.mark.parametrize(
    ("days", "count"), [("", 3), ('from="1399-08-01" to="1399-08-10"', 1), ('from="1399-08-10" to="1399-08-20"', 1)]
)
async def test_a_bar_opens_as_many_claims_as_it_tells(tabs: Tabs, stage: Stage, days: str, count: int) -> None:
    """None of which less than its month is known, and none outside the days of the element."""
    page = await tabs.open(stage.page(f'speaker="{stage.denied}" {days} digits="latin"'))
    told = f"آبان 1399: {count} گفته"
    await page.get_by_role("button", name=told).click()
    await says(page, told)
    await expect(page.get_by_role("listitem")).to_have_count(count)


async def test_it_follows_its_attributes(tabs: Tabs, stage: Stage) -> None:
    """Also those that change while it asks."""
    page = await tabs.open(stage.page(f'speaker="{stage.speaker}"'))
    set_all = (
        "(told) => { const element = document.querySelector('gozareh-timeline');"
        " for (const one of Object.entries(told)) element.setAttribute(...one); }"
    )
    await page.evaluate(set_all, {"from": "1399-08", "to": "1399-08"})
    await page.evaluate(set_all, {"from": "1399-07", "to": "1399-07", "lang": "en"})
    await says(page, "3 statements")


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ("", "No speaker is named: give the attribute speaker, an id or a full name."),
        ('speaker="هیچ‌کس"', "Nobody has this name or id, or more than one has the name; mend the attribute speaker."),
        (
            'speaker="x" from="yesterday"',
            "The attribute from is no day, month or year; write it as 1399-08-27, 1399-08, 1399 or 2020-11-14.",
        ),
        ('speaker="x" from="1400" to="1399"', "The attribute to ends before from begins; mend one of them."),
    ],
)
async def test_it_says_what_is_wrong_with_its_attributes(tabs: Tabs, stage: Stage, attributes: str, told: str) -> None:
    """To whoever makes the page, and to everybody who reads it."""
    page = await tabs.open(stage.page(f'{attributes} lang="en"', lang="en"))
    await says(page, told)
    await expect(page.get_by_role("link", name="See it at Gozareh")).to_have_attribute("href", f"{stage.service}/en/")
    assert await violations(page) == []


async def test_a_site_that_is_not_allowed_is_told_what_to_do(tabs: Tabs, stage: Stage) -> None:
    """And shows a link to the page instead."""
    page = await tabs.open(stage.page(f'speaker="{stage.speaker}" lang="en"', lang="en", site=stage.stranger))
    service, origin = stage.service.removeprefix("http://"), stage.stranger.origin
    await says(
        page,
        f"No answer came from {service}. If the service runs, its operator has to add {origin} to"
        " GOZAREH_CORS_ORIGINS.",
    )
    link = page.get_by_role("link", name="See it at Gozareh")
    await expect(link).to_have_attribute("href", f"{stage.service}/en/speakers/{stage.speaker}")
    assert await violations(page) == []
    blocked, tabs.complaints = tabs.complaints, []
    assert blocked  # the browser says so, too


@pytest.mark.parametrize("lang", ["fa", "en"])
async def test_the_page_for_an_iframe_needs_no_scripts(tabs: Tabs, stage: Stage, lang: str) -> None:
    """By itself it keeps nobody out, and its style is there."""
    page = await tabs.open(f"{stage.service}/embedded?speaker={stage.speaker}&lang={lang}", width=320)
    await expect(page.get_by_role("listitem").filter(has=page.locator("blockquote"))).to_have_count(15)
    assert await page.evaluate("document.styleSheets.length") == 1
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await violations(page) == []


async def test_the_code_of_oembed_shows_the_page_in_its_sandbox(tabs: Tabs, stage: Stage) -> None:
    """With its style, though the sandbox makes its origin nobody's; a bar shows its own claims there."""
    page = await tabs.open(stage.page(f'speaker="{stage.speaker}"'))
    embed = (
        "(source) => { const frame = document.createElement('iframe'); frame.sandbox = 'allow-popups';"
        " frame.title = 'x'; frame.src = source; document.querySelector('main').replaceChildren(frame); }"
    )
    await page.evaluate(embed, f"{stage.service}/embedded?speaker={stage.speaker}&theme=dark")
    frame = page.frame_locator("iframe")
    await expect(frame.get_by_role("heading", level=1)).to_have_text("گفته‌های مریم نیک‌فر")
    await expect(frame.locator("body")).to_have_css("background-color", "rgb(20, 24, 29)")
    await frame.get_by_role("link", name="مهر ۱۳۹۹: ۳ گفته").click(force=True)
    await expect(frame.locator("blockquote")).to_have_count(3)
