"""What articles and people wrote is text on every page: two hundred hostile ones make no element and run nothing."""

import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from urllib.parse import urlencode

import httpx
import pytest
from lxml import html

from api import addresses
from config import Settings
from db.sessions import Database
from domain.links import is_web_link
from domain.text import is_storable
from tests.api.client import serving
from tests.api.worlds import GONE, HARMLESS, PLAIN_LINK, World, store_worlds, world_of
from tests.hostile_texts import TEXTS

pytestmark = pytest.mark.slow

STORED = [text for text in TEXTS if is_storable(text)]
LANGUAGES = ["fa", "en"]
NO_LINK = "نشانی ندارد"
SORTS = ("", "article", "evidence", "article evidence")
"""Of worlds, by what of them has an address that a page may link to."""
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Pages leave controls out: HTML has no place for them."""
_OF_A_NOTE = {"p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "table"} | {
    *("h1", "h2", "h3", "h4", "h5", "h6", "thead", "tbody", "tr", "th", "td"),
}
"""What the Markdown of a note makes."""
_LINKED = {"href", "src", "action", "formaction", "cite", "data"}


@pytest.fixture
async def worlds(sqlite_url: str) -> Mapping[str, World]:
    """A world for each text, and harmless ones for each sort of addresses in it."""
    made = {}
    for number, text in enumerate(STORED):
        made[text] = world_of(text, number=number, article_url=text, evidence_url=f"https://example.org/{text}")
    for number, sort in enumerate(SORTS):
        made[sort] = world_of(
            HARMLESS,
            number=-number,
            article_url=f"{PLAIN_LINK}/{number}" if "article" in sort else f"{NO_LINK} {number}",
            evidence_url=PLAIN_LINK if "evidence" in sort else NO_LINK,
        )
    database = Database(sqlite_url)
    await store_worlds(database, made.values())
    await database.close()
    return made


@pytest.fixture
async def site(sqlite_url: str) -> AsyncIterator[httpx.AsyncClient]:
    """What asks for pages, as often as it likes."""
    async with serving(Settings(database_url=sqlite_url, address_points_a_minute=0, webhooks=False)) as client:
        yield client.http


def like(text: str) -> str:
    """The harmless world whose addresses are links where those of the text are."""
    sorts = [("article", is_web_link(text)), ("evidence", is_web_link(f"https://example.org/{text}"))]
    return " ".join(sort for sort, is_link in sorts if is_link)


def without_controls(text: str) -> str:
    """As HTML holds it: lines end alike."""
    return _UNSEEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def elements(page: html.HtmlElement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes, in order, but what depends on words that are found elsewhere."""
    for one in page.iter():
        if isinstance(one.tag, str) and not is_within(one, "body") and not is_within(one, "elsewhere"):
            yield one.tag, tuple(sorted(one.keys()))


def is_within(one: html.HtmlElement, name: str) -> bool:
    """Whether an element, or one that it stands in, has a class of this name."""
    return any(name in above.get("class", "").split() for above in (one, *one.iterancestors()))


def dangers(page: html.HtmlElement) -> Iterator[str]:
    """What could run, or load from elsewhere."""
    for one in page.iter():
        if not isinstance(one.tag, str):
            if one.tag is not html.etree.Comment or one.text:
                yield f"a comment or instruction {one.text!r}"
            continue
        if one.tag in {"style", "iframe", "object", "embed", "base", "img"} or one.get("http-equiv"):
            yield f"<{one.tag}>"
        if one.tag == "script" and one.get("type") != "application/ld+json" and (one.text or not one.get("src")):
            yield f"a script {one.text!r}"
        for name, value in one.items():
            if name.startswith("on") or name in {"style", "srcdoc", "formaction", "ping"}:
                yield f"{one.tag}[{name}]"
            if name in _LINKED and re.match(r"\s*(javascript|data|vbscript|file|blob):", value, re.IGNORECASE):
                yield f"{one.tag}[{name}={value!r}]"
        if is_within(one, "body") and one.get("class") != "body" and one.tag not in _OF_A_NOTE:
            yield f"<{one.tag}> in a note"


async def opened(site: httpx.AsyncClient, path: str) -> html.HtmlElement:
    """A page, parsed; whatever it says."""
    response = await site.get(path)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return html.document_fromstring(response.text, parser=html.HTMLParser(huge_tree=True))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_text_makes_no_element(site: httpx.AsyncClient, worlds: Mapping[str, World], language: str) -> None:
    """Speakers, topics, claims and withdrawn ones: the same elements and attributes as with a harmless text."""
    harmless = {
        sort: [list(elements(await opened(site, path))) for path in paths(worlds[sort], language)] for sort in SORTS
    }
    wrong = []
    for text in STORED:
        pages = [await opened(site, path) for path in paths(worlds[text], language)]
        found = [list(elements(page)) for page in pages]
        wrong += [
            (text, "other elements") for one, plain in zip(found, harmless[like(text)], strict=True) if one != plain
        ]
        wrong += [(text, danger) for page in pages for danger in dangers(page)]
    assert wrong == []


def paths(world: World, language: str) -> list[str]:
    """The pages of what a world holds."""
    return [
        addresses.speaker(language, world.speaker),
        addresses.topic(language, world.topic),
        addresses.claim(language, world.claim),
        addresses.claim(language, world.withdrawn),
    ]


async def test_a_text_stands_on_the_page_as_it_is(site: httpx.AsyncClient, worlds: Mapping[str, World]) -> None:
    """In the heading, in the quotation, and in the data for machines."""
    wrong = []
    for text in STORED:
        speaker, _, claim, gone = [await opened(site, path) for path in paths(worlds[text], "fa")]
        [about], [told] = (page.xpath("//script[@type='application/ld+json']") for page in (speaker, claim))
        shown = without_controls(text)
        wrong += [text for [one] in [speaker.xpath("//h1/bdi")] if one.text_content() != shown]
        wrong += [text for [one] in [claim.xpath("//figure/blockquote/p")] if one.text_content() != shown]
        wrong += [text for one in [json.loads(about.text)["mainEntity"]["name"]] if without_controls(one) != shown]
        wrong += [text for [one] in [gone.xpath("//div[@role='note']/p[2]")] if one.text_content() != shown]
        wrong += [text for one in [gone.text_content()] if GONE in one]
        wrong += [text for one in [json.loads(told.text)["text"]] if without_controls(one) != shown]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_an_address_says_makes_no_element(
    site: httpx.AsyncClient, worlds: Mapping[str, World], language: str
) -> None:
    """Words that are searched, ends of a range, and where to go on: the page says them or what is wrong with them."""
    wrong, statuses = [], set()
    speaker = addresses.speaker(language, worlds[""].speaker)
    for text in TEXTS:
        told = text.encode("utf-8", "surrogatepass")
        for path, name in (
            (f"/{language}/search", "q"),
            (speaker, "q"),
            (speaker, "from"),
            (speaker, "to"),
            (speaker, "after"),
            (f"/{language}/sign-in", "next"),
        ):
            response = await site.get(f"{path}?{urlencode({name: told})}", follow_redirects=True)
            statuses.add(response.status_code)
            page = html.document_fromstring(response.text, parser=html.HTMLParser(huge_tree=True))
            wrong += [(text, name, danger) for danger in dangers(page)]
            if name == "next":
                following = page.xpath("//input[@name='next']/@value")[-1]
                wrong += [(text, name, following)] if not following.startswith(f"/{language}/") else []
    assert (wrong, statuses) == ([], {200, 400})
