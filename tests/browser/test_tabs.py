"""The browser that tests look with sees what is wrong."""

import pytest

from tests.browser.tabs import Tabs, violations

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session")]

POOR = """<!doctype html><html><head><title>t</title></head><body><main><h1>t</h1>
<p style="color:#999;background:#fff">pale</p><img src="data:,"></main></body></html>"""


async def test_a_poor_page_is_found_poor(tabs: Tabs) -> None:
    """It names no language, has a picture without words and pale ones."""
    page = await tabs.open(f"data:text/html,{POOR.replace('#', '%23')}")
    found = {told.split(":")[0] for told in await violations(page)}
    assert {"color-contrast", "html-has-lang", "image-alt"} <= found


async def test_complaints_of_a_page_are_heard(tabs: Tabs) -> None:
    """A script that fails, and what it writes to the console."""
    await tabs.open("data:text/html,<script>console.error('one');throw new Error('two')</script>")
    heard, tabs.complaints = tabs.complaints, []
    assert heard == ["one", "two"]
