"""Pages that a test opens in a browser, and what it finds wrong with them."""

from typing import Literal

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Locator, Page, Route

_LOCALES = {"fa": "fa-IR", "en": "en-GB"}


class Tabs:
    """Opens pages, each as somebody who was never there before."""

    def __init__(self, browser: Browser) -> None:
        """Nothing is open yet."""
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []
        """The errors and warnings in the consoles of all pages; a test that expects some clears them."""

    async def open(
        self,
        address: str,
        *,
        width: int = 1_280,
        language: Literal["fa", "en"] = "fa",
        scheme: Literal["light", "dark"] = "light",
        scripts: bool = True,
    ) -> Page:
        """The page at an address once it is loaded, in a window of `width` CSS pixels; animations are reduced."""
        context = await self._browser.new_context(
            viewport={"width": width, "height": 900},
            locale=_LOCALES[language],
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        page = await context.new_page()
        page.on("console", self._told)
        page.on("pageerror", self._failed)
        await page.goto(address)
        return page

    async def close(self) -> None:
        """Close them all."""
        for context in self._contexts:
            await context.close()

    def _told(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _failed(self, error: Error) -> None:
        self.complaints.append(error.message)


async def follow(link: Locator) -> None:
    """Click on what leads to another page, and wait until that page is there: the old one may answer until then."""
    async with link.page.expect_navigation():
        await link.click()


async def fail_scripts(page: Page) -> None:
    """Let what scripts of a page ask for fail; a page that is opened comes.

    It stays so: where Playwright stops to look at requests, one that is on its way may never come.
    """

    async def answer(route: Route) -> None:
        await (route.abort() if route.request.resource_type == "fetch" else route.continue_())

    await page.route("**/speakers/**", answer)


async def violations(page: Page) -> list[str]:
    """What axe finds against WCAG and good practice on a page, with what is in shadow trees: rules and elements."""
    found = await Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
