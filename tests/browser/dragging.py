"""Drags over the histogram of a page as a reader does, with a mouse or with a finger."""

from playwright.async_api import CDPSession, Locator, Page


async def drag(page: Page, begin: float, end: float) -> None:
    """Drag over the histogram with the mouse, from one share of its width to another, counted from the left."""
    await page.mouse.move(*await place_of(page, begin))
    await page.mouse.down()
    await page.mouse.move(*await place_of(page, end), steps=4)
    await page.mouse.up()


async def drag_thumb(page: Page, thumb: Locator, end: float) -> None:
    """Take hold of a thumb, somewhat beside its middle, and drag it to a share of the histogram's width."""
    await thumb.hover(position={"x": 9, "y": 14})
    await page.mouse.down()
    await page.mouse.move(*await place_of(page, end), steps=4)
    await page.mouse.up()


async def place_of(page: Page, share: float) -> tuple[float, float]:
    """Where a share of the histogram's width is in the window, in CSS pixels; the histogram is scrolled to."""
    plot = page.locator(".plot")
    await plot.scroll_into_view_if_needed()
    box = await plot.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * share, box["y"] + box["height"] / 2


class Finger:
    """A finger on a touch screen, from which the browser can take a drag away, as it does to scroll."""

    def __init__(self, page: Page, screen: CDPSession) -> None:
        """It touches nothing yet."""
        self._page = page
        self._screen = screen

    async def put(self, share: float) -> None:
        """Put it on a share of the histogram's width."""
        await self._tell("touchStart", share)

    async def move(self, share: float) -> None:
        """Move it to another share."""
        await self._tell("touchMove", share)

    async def lose(self) -> None:
        """Let the browser take the drag away."""
        await self._screen.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})

    async def _tell(self, kind: str, share: float) -> None:
        x, y = await place_of(self._page, share)
        await self._screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})


async def finger_on(page: Page) -> Finger:
    """A finger for the screen of a page."""
    return Finger(page, await page.context.new_cdp_session(page))
