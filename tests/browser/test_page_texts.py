"""What articles and people wrote runs nowhere: hostile texts on the pages of a real browser."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Dialog

from api import addresses
from db.sessions import Database
from domain.text import is_storable
from tests.api.worlds import World, store_worlds, world_of
from tests.browser.newsroom import served_over
from tests.browser.tabs import Tabs
from tests.hostile_texts import RAN, TEXTS

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

RUNNING = [text for text in TEXTS if RAN in text and is_storable(text)]
"""Those whose script would tell that it ran."""
EVERY = 3
"""Each is looked at on the page of its claim, one of so many on other pages too."""
_TOUCH = "for (const one of document.querySelectorAll('main *')) one.dispatchEvent(new Event('mouseover'))"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the texts are served, and the world of each."""

    address: str
    worlds: dict[str, World]


@pytest.fixture(scope="module")
def site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server whose claims, speakers and notes are hostile."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    shutil.copy(sqlite_template, path)
    worlds = {
        text: world_of(text, number=number, article_url=text, evidence_url=f"https://example.org/{text}")
        for number, text in enumerate(RUNNING)
    }
    asyncio.run(_store(path, worlds))
    with served_over(path) as address:
        yield Site(address, worlds)


async def _store(path: Path, worlds: dict[str, World]) -> None:
    database = Database(f"sqlite:///{path}")
    await store_worlds(database, worlds.values())
    await database.close()


async def test_no_text_runs(tabs: Tabs, site: Site) -> None:
    """On the pages of claims, of speakers and of what is searched; nothing is asked elsewhere.

    What the policy alone stopped would stand in the console, which fails the test.
    """
    page = await tabs.open(f"{site.address}/fa/")
    dialogs: list[Dialog] = []
    elsewhere: list[str] = []
    page.on("dialog", lambda one: dialogs.append(one))  # noqa: PLW0108 - Playwright marks what it is given
    page.on("request", lambda one: elsewhere.append(one.url) if not one.url.startswith(site.address) else None)
    ran = []
    for number, (text, world) in enumerate(site.worlds.items()):
        paths = [addresses.claim("fa", world.claim)]
        if number % EVERY == 0:
            paths += [addresses.speaker("en", world.speaker), f"/en/search?q={quote(text)}"]
        for path in paths:
            await page.goto(f"{site.address}{path}")
            await page.evaluate(_TOUCH)
            ran += [(text, path)] if await page.evaluate(f"window.{RAN} !== undefined") else []
    tabs.complaints = [one for one in tabs.complaints if "400 (Bad Request)" not in one]
    assert (ran, dialogs, elsewhere) == ([], [], [])


async def test_a_script_that_got_into_a_page_would_not_run(tabs: Tabs, site: Site) -> None:
    """The policy stops what escaping did not: this is how the test above would see it, were it not for both."""
    page = await tabs.open(f"{site.address}/fa/")
    await page.evaluate(
        "code => { const made = document.createElement('script'); made.textContent = code; document.body.append(made);"
        " document.body.insertAdjacentHTML('beforeend', `<img src=x onerror='${code}'>`) }",
        f"window.{RAN}=1",
    )
    await page.wait_for_timeout(100)
    refused, tabs.complaints = tabs.complaints, []
    assert await page.evaluate(f"window.{RAN}") is None
    assert any("Content Security Policy" in one for one in refused)
