"""docs/pages.md says what the code does."""

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Match, Route

from api.app import create_app
from api.pages.asking import A_PAGE
from api.pages.histogram import MOST_MONTHS
from api.pages.visits import DIGITS, KEY, KEY_SECONDS, LANGUAGE
from benchmarks.pages.__main__ import MOST_BYTES, MOST_CPU_MS
from benchmarks.pages.asking import LITTLE, MUCH
from benchmarks.pages.lighthouse import LEAST_SCORE
from config import Settings
from tests.browser.screenshots import MOST_BYTES as MOST_PICTURE_BYTES
from tests.browser.screenshots import PICTURES
from tests.hostile_texts import TEXTS

PAGE = (Path(__file__).parents[1] / "docs" / "pages.md").read_text(encoding="utf-8")
_ADDRESSES = re.findall(r"`(/[^`]*)`", PAGE)


@pytest.fixture(scope="module")
def app() -> Starlette:
    """The application; it asks no database."""
    return create_app(Settings())


def matching(app: Starlette, path: str) -> str:
    """The name of the route's own path that answers GET of a path."""
    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    found = next(route for route in app.routes if route.matches(scope)[0] is Match.FULL)
    assert isinstance(found, Route)
    return found.path


@pytest.mark.parametrize("address", _ADDRESSES)
def test_an_address_on_the_page_is_one_of_the_pages(app: Starlette, address: str) -> None:
    """Not the one that answers for all that there is not."""
    assert matching(app, address) != "/{language:language}/{path:path}"


def test_numbers_on_the_page_are_those_of_the_code() -> None:
    """Claims on a page, bars, hours, bounds and texts."""
    for told in (
        f"A page has {A_PAGE} claims",
        f"more than {MOST_MONTHS} months",
        f"`{KEY}` for {KEY_SECONDS // 3_600} hours",
        f"`{LANGUAGE}` and `{DIGITS}`",
        f"{MOST_CPU_MS:.0f} ms and weigh {MOST_BYTES:,} bytes",
        f"speakers of {MUCH:,} and {LITTLE} claims",
        f"fails below {LEAST_SCORE} of 100",
    ):
        assert told in PAGE.replace("\n", " ")
    assert len(TEXTS) >= 200


def test_the_pictures_are_small() -> None:
    """Five of each language."""
    sizes = {path.name: path.stat().st_size for path in PICTURES.glob("*.png")}
    assert len(sizes) == 10
    assert max(sizes.values()) <= MOST_PICTURE_BYTES


def test_what_lighthouse_said_is_enough() -> None:
    """As the page has it."""
    [table] = re.findall(r"<!-- lighthouse: as printed.*?-->(.*?)<!--", PAGE, re.DOTALL)
    scores = [int(score) for score in re.findall(r"\| (\d+)", table)]
    assert len(scores) == 4
    assert min(scores) >= LEAST_SCORE


def test_what_speakers_pages_cost_and_weigh_is_little_enough() -> None:
    """As the page has it."""
    [table] = re.findall(r"<!-- bench-pages: as printed.*?-->(.*?)<!--", PAGE, re.DOTALL)
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| speaker of ")]
    assert len(rows) == 12
    assert max(float(cpu) for _, cpu, _, _ in rows) <= MOST_CPU_MS
    assert max(int(plain.replace(",", "")) for _, _, plain, _ in rows) <= MOST_BYTES
