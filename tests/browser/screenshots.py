"""Takes the pictures of pages that docs/ and the first page show, of the sample articles: make screenshots.

The pictures are of what a browser shows first, without what is below, so that each stays small.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.async_api import Browser, async_playwright

from api import addresses
from domain.periods import Language
from tests.browser.conftest import chromium
from tests.serving import PROJECT, ask, serving_process

PICTURES = PROJECT / "docs" / "screenshots"
CARD = PROJECT / "api" / "pages" / "static" / "card.png"
DESK, LONG, PHONE, CARD_SIZE = (1200, 900), (1200, 1180), (390, 844), (800, 420)
MOST_BYTES = 150_000
"""Of a picture."""
CARD_SCALE = 1.5
"""The card is 1,200 by 630 pixels, and read at half of that."""
_CHOSEN = {Language.FA: {"from_": "1401", "to": "1402"}, Language.EN: {"from_": "2022", "to": "2023"}}
"""A range of years, as somebody chose it who drags over the chart."""
_SPEAKER, _WORDS = "مریم نیک‌فر", "اتوبوس"
_STEPS: Sequence[Sequence[str]] = (
    ("db", "upgrade"),
    ("speakers", "load"),
    ("speakers", "import", "samples/speakers.csv"),
    ("ingest", "samples/articles.jsonl", "samples/ketabkhane.html"),
    ("ingest", "samples/boostan.txt", "--outlet", "نمای شهر", "--published-at", "1402-12-15"),
    ("checks", "import", "samples/checks.csv"),
)
"""As `make demo` reads the samples, and checks of claims, so that there are verdicts."""
_FOUND = """query ($name: String!) {
  claims(where: {speakerName: $name, hasVerdict: true}, first: 1) { nodes { id speaker { id } } } }"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of what is at a path, by its file's name."""

    name: str
    path: str
    language: Language
    size: tuple[int, int] = DESK
    scale: float = 1


def main() -> int:
    """The exit code: 0 where every picture is small enough."""
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        settings = {"GOZAREH_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/samples.db", "GOZAREH_WEBHOOKS": "false"}
        for step in _STEPS:
            _run(step, settings)
        with serving_process(settings) as (address, _):
            asyncio.run(_take(address, _pictures(address)))
    heavy = [path for path in [*PICTURES.glob("*.png"), CARD] if path.stat().st_size > MOST_BYTES]
    for path in heavy:
        print(f"{path.relative_to(PROJECT)} has {path.stat().st_size:,} bytes; {MOST_BYTES:,} are the most")
    return 1 if heavy else 0


def _run(step: Sequence[str], settings: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "cli.main", *step]
    subprocess.run(command, cwd=PROJECT, env={**os.environ, **settings}, check=True, stdout=subprocess.DEVNULL)


def _pictures(address: str) -> Sequence[Picture]:
    found = ask(address, json.dumps({"query": _FOUND, "variables": {"name": _SPEAKER}}))
    claim: Mapping[str, Any] = found["claims"]["nodes"][0]
    speaker = claim["speaker"]["id"]
    taken = []
    for language in Language:
        taken += [
            Picture(f"home-{language}", addresses.home(language), language),
            Picture(f"speaker-{language}", addresses.speaker(language, speaker, **_CHOSEN[language]), language, LONG),
            Picture(f"claim-{language}", addresses.claim(language, claim["id"]), language),
            Picture(f"search-{language}", addresses.search(language, q=_WORDS), language),
            Picture(f"speaker-phone-{language}", addresses.speaker(language, speaker), language, PHONE),
        ]
    return taken


async def _take(address: str, pictures: Sequence[Picture]) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for one in pictures:
            await _shoot(browser, f"{address}{one.path}", one, PICTURES / f"{one.name}.png")
        await _shoot(
            browser, f"{address}{addresses.home('fa')}", Picture("card", "", Language.FA, CARD_SIZE, CARD_SCALE), CARD
        )
        await browser.close()


async def _shoot(browser: Browser, address: str, picture: Picture, path: Path) -> None:
    width, height = picture.size
    page = await browser.new_page(
        viewport={"width": width, "height": height},
        locale=picture.language.value,
        color_scheme="light",
        device_scale_factor=picture.scale,
    )
    await page.goto(address, wait_until="networkidle")
    await page.screenshot(path=path)
    await page.close()


if __name__ == "__main__":
    sys.exit(main())
