"""A real browser for tests of what people see; they are skipped where there is no Chromium.

The browser lives as long as the run, in the session's event loop: a module of such tests says so by
`pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]`.
"""

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.tabs import Tabs


def chromium() -> str | None:
    """The program; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium as the system has it."""
    found = chromium()
    if found is None:
        pytest.skip("there is no Chromium here; install one, such as Debian's package chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def tabs(browser: Browser) -> AsyncIterator[Tabs]:
    """Opens pages for one test, which fails where a page complained in its console and the test did not expect it."""
    tabs = Tabs(browser)
    yield tabs
    await tabs.close()
    assert tabs.complaints == []
